import assert from 'node:assert/strict';
import {once} from 'node:events';
import {createServer} from 'node:http';
import {
  type AddressInfo,
  connect as connectTcp,
  createServer as createTcpServer,
  type Socket,
} from 'node:net';
import {test} from 'node:test';
import {ManualClock} from '../../source/streams/clock.ts';
import type {TickerNews} from '../../source/ticker/event.ts';
import {ticker} from '../../source/ticker/ticker.ts';
import {feedRig} from './feed-rig.ts';
import {until} from './until.ts';

const timeout = 10_000;
const kraken = (port: number) => `kraken+ws://127.0.0.1:${port}/v2#BTC/USD,ETH/USD`;

function trade(id: number, {symbol = 'BTC/USD', second = id} = {}) {
  const timestamp = new Date(Date.parse('2026-11-25T12:00:00Z') + second * 1000).toISOString();
  return {symbol, side: 'buy', price: 100 + id, qty: 1, ord_type: 'limit', trade_id: id, timestamp};
}
const update = (...data: unknown[]) => ({channel: 'trade', type: 'update', data});
const snapshot = (...data: unknown[]) => ({channel: 'trade', type: 'snapshot', data});
const ids = (events: readonly TickerNews[]) =>
  events.flatMap(event => (event.type === 'trade' ? [event.id] : []));
const faults = (events: readonly TickerNews[]) =>
  events.flatMap(event => (event.type === 'sequence' ? [[event.fault, event.missed, event.since]] : []));

test('what is asked for is told before anything is connected', {timeout}, async t => {
  const {stream} = await feedRig(t, kraken);
  const {value} = await stream.next();
  assert.deepEqual(
    (value as TickerNews[]).map(event => event.type === 'subscription' && [event.symbol, event.state]),
    [
      ['BTC/USD', 'asked'],
      ['ETH/USD', 'asked'],
    ],
  );
});

test('a gap, a trade that came twice and one that came late are told before the trade', {
  timeout,
}, async t => {
  const {send, untilState, until: read} = await feedRig(t, kraken);
  await untilState('connected');
  for (const id of [1, 2, 5, 5, 4]) send(update(trade(id)));
  send(update(trade(6)));
  const events = await read(event => event.type === 'trade' && event.id === 6);
  assert.deepEqual(ids(events), [1, 2, 5, 4, 6]);
  assert.deepEqual(faults(events), [
    ['gap', 2, '2026-11-25T12:00:02.000Z'],
    ['duplicate', undefined, undefined],
    ['reordered', undefined, undefined],
  ]);
});

test('what a lost connection left out is filled from the snapshot, and the rest told as missed', {
  timeout,
}, async t => {
  const {server, send, clock, untilState, until: read} = await feedRig(t, kraken);
  await untilState('connected');
  send(snapshot(trade(3), trade(2)));
  const first = await read('quote');
  const quote = first.find(event => event.type === 'quote');
  assert.ok(quote?.type === 'quote' && quote.last === 103 && ids(first).length === 0);
  send(update(trade(4)));
  await read('trade');
  server.socket.terminate();
  await untilState('lost');
  const again = untilState('connected');
  await clock.advance(500);
  await again;
  send(snapshot(trade(8), trade(7), trade(4)));
  send(update(trade(9)));
  const events = await read(event => event.type === 'trade' && event.id === 9);
  assert.deepEqual(ids(events), [7, 8, 9]);
  assert.deepEqual(faults(events), [['gap', 2, '2026-11-25T12:00:04.000Z']]);
});

test('a symbol is asked for and given up while the connection stands, and after a reconnect too', {
  timeout,
}, async t => {
  const {server, feed, clock, untilState, until: read, send} = await feedRig(t, kraken);
  await untilState('connected');
  await server.heard();
  assert.deepEqual(
    feed.add({symbol: 'SOL/USD', channel: 'trade'}).map(({state}) => state),
    ['asked'],
  );
  assert.deepEqual(feed.add({symbol: 'SOL/USD', channel: 'trade'}).length, 0);
  await clock.advance(100);
  assert.deepEqual(await server.heard(), {
    method: 'subscribe',
    params: {channel: 'trade', symbol: ['SOL/USD'], snapshot: true},
    req_id: 2,
  });
  assert.equal(feed.remove('ETH/USD')?.state, 'ended');
  assert.equal(feed.remove('ETH/USD'), undefined);
  await clock.advance(100);
  assert.deepEqual(await server.heard(), {
    method: 'unsubscribe',
    params: {channel: 'trade', symbol: ['ETH/USD']},
    req_id: 3,
  });
  send(update(trade(1, {symbol: 'SOL/USD'})));
  assert.deepEqual(ids(await read('trade')), [1]);
  server.socket.terminate();
  await untilState('lost');
  const again = untilState('connected');
  await clock.advance(500);
  await again;
  const asked = (await server.heard()) as {params?: {symbol?: string[]}};
  assert.deepEqual(asked.params?.symbol, ['BTC/USD', 'SOL/USD']);
});

test('a symbol that is given up stays so where a feed tells of what it likes', {timeout}, async t => {
  const {
    feed,
    send,
    untilState,
    until: read,
  } = await feedRig(t, port => `json+ws://127.0.0.1:${port}/`, {fields: {price: 'p', symbol: 's'}});
  await untilState('connected');
  send({s: 'A', p: 1});
  await read('trade');
  assert.equal(feed.remove('B'), undefined);
  assert.equal(feed.remove('A')?.state, 'ended');
  assert.equal(feed.isEmpty, false);
  send({s: 'A', p: 2});
  send({s: 'B', p: 3});
  const events = await read('trade');
  assert.deepEqual(
    events.flatMap(event => (event.type === 'trade' ? [event.symbol] : [])),
    ['B'],
  );
});

test('a feed that is closed ends, and leaves nothing open', {timeout}, async t => {
  const {server, feed, stream, clock, untilState} = await feedRig(t, kraken);
  await untilState('connected');
  for (const symbol of ['BTC/USD', 'ETH/USD']) feed.remove(symbol);
  assert.ok(feed.isEmpty);
  const ended = stream.next();
  feed.close();
  assert.equal((await ended).done, true);
  await server.empty();
  await clock.advance(0);
  assert.equal(clock.sleeping, 0);
});

test('a server that takes the connection and says nothing is lost, in a sentence', {timeout}, async t => {
  const {clock, untilState} = await feedRig(t, kraken);
  await untilState('connected');
  const lost = untilState('lost');
  await clock.advance(10_000);
  const status = (await lost).at(-1);
  assert.ok(status?.type === 'status' && /silent for|was not answered for/.test(status.reason!));
});

test('a server that beats and does not answer is lost as well', {timeout}, async t => {
  const {clock, send, untilState, counters} = await feedRig(t, kraken);
  await untilState('connected');
  const lost = untilState('lost');
  for (let second = 1; second <= 10; second++) {
    send({channel: 'heartbeat'});
    while (counters.received < second) await new Promise(resolve => setImmediate(resolve));
    await clock.advance(1000);
  }
  const status = (await lost).at(-1);
  assert.ok(status?.type === 'status' && /what it was asked was not answered for 10 s/.test(status.reason!));
});

test('a venue that refuses for too many requests is asked again when it says, and the symbols wait', {
  timeout,
}, async t => {
  const http = createServer().listen(0, '127.0.0.1');
  http.on('upgrade', (_, socket) =>
    socket.end('HTTP/1.1 429 Too Many Requests\r\nRetry-After: 60\r\nContent-Length: 0\r\n\r\n'),
  );
  await once(http, 'listening');
  const abort = new AbortController();
  t.after(() => {
    abort.abort();
    http.close();
  });
  const clock = new ManualClock(Date.parse('2026-11-25T12:00:00Z'));
  const stream = ticker(kraken((http.address() as AddressInfo).port), {signal: abort.signal, clock});
  const lost = (
    await until(stream[Symbol.asyncIterator](), event => event.type === 'status' && event.state === 'lost')
  ).at(-1);
  assert.ok(lost?.type === 'status' && lost.retryMs === 60_000);
  assert.match(lost.reason!, /too many requests \(HTTP 429\)/);
});

test('a line that is cut without a word (no FIN) is noticed by the silence, and heals', {
  timeout,
}, async t => {
  const rig = await feedRig(t, kraken);
  // A relay between the two that can be cut: what is sent goes nowhere, and nobody hears of it.
  const ends: Socket[] = [];
  let isCut = false;
  const relay = createTcpServer(near => {
    const far = connectTcp(rig.server.port, '127.0.0.1');
    for (const [from, to] of [
      [near, far],
      [far, near],
    ] as const) {
      ends.push(from);
      from.on('data', data => isCut || to.write(data));
      from.on('error', () => {});
      from.on('close', () => isCut || to.destroy());
    }
  }).listen(0, '127.0.0.1');
  await once(relay, 'listening');
  t.after(() => {
    for (const end of ends) end.destroy();
    relay.close();
  });
  const {port} = relay.address() as AddressInfo;
  const abort = new AbortController();
  t.after(() => abort.abort());
  const stream = ticker(kraken(port), {signal: abort.signal, clock: rig.clock})[Symbol.asyncIterator]();
  const state = (wanted: string) =>
    until(stream, (event: TickerNews) => event.type === 'status' && event.state === wanted);
  await state('connected');
  await rig.server.heard();
  isCut = true;
  const lost = state('lost');
  await rig.clock.advance(5000);
  const last = (await lost).at(-1);
  assert.ok(last?.type === 'status' && /silent for 5 s/.test(last.reason!) && last.missedSince !== undefined);
  isCut = false;
  const again = state('connected');
  await rig.clock.advance(500);
  await again;
  assert.equal((await rig.server.heard()).method, 'subscribe');
});
