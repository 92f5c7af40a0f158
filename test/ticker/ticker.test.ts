import assert from 'node:assert/strict';
import {once} from 'node:events';
import {type TestContext, test} from 'node:test';
import {ManualClock} from '../../source/streams/clock.ts';
import {SourceError, UsageError} from '../../source/streams/errors.ts';
import type {TickerNews} from '../../source/ticker/event.ts';
import {ticker} from '../../source/ticker/ticker.ts';
import {until} from './until.ts';
import {VenueServer} from './venue-server.ts';

const startMs = Date.parse('2026-11-22T12:00:00Z');
const isState = (state: string) => (event: TickerNews) => event.type === 'status' && event.state === state;
const isTrade = (event: TickerNews) => event.type === 'trade';

function tradeFrame(tradeId: number): string {
  const trade = {symbol: 'BTC/USD', side: 'buy', price: 97_412.5, qty: 0.01, ord_type: 'limit'};
  const data = [{...trade, trade_id: tradeId, timestamp: '2026-11-22T12:00:00.123456Z'}];
  return JSON.stringify({channel: 'trade', type: 'update', data});
}

async function setUp(t: TestContext) {
  const server = await VenueServer.start();
  const abort = new AbortController();
  t.after(async () => {
    abort.abort();
    await server[Symbol.asyncDispose]();
  });
  const clock = new ManualClock(startMs);
  const url = `kraken+ws://127.0.0.1:${server.port}/v2#BTC/USD,ETH/USD`;
  const counters = {received: 0, delivered: 0, dropped: 0};
  const feed = ticker(url, {signal: abort.signal, clock, counters});
  const stream = feed[Symbol.asyncIterator]();
  return {server, abort, clock, url, stream, counters};
}

test('all symbols are subscribed to in one request, without a snapshot', {timeout: 10_000}, async t => {
  const {server, stream} = await setUp(t);
  await until(stream, isState('connected'));
  assert.deepEqual(await server.heard(), {
    method: 'subscribe',
    params: {channel: 'trade', symbol: ['BTC/USD', 'ETH/USD'], snapshot: true},
    req_id: 1,
  });
});

test('trades, refusals and rubbish come in order and nothing stops', {timeout: 10_000}, async t => {
  const {server, stream, url} = await setUp(t);
  await until(stream, isState('connected'));
  await server.heard();
  server.socket.send('{"channel":"heartbeat"}');
  server.socket.send(
    '{"error":"Currency pair not supported ETH/USD","method":"subscribe","success":false,"symbol":"ETH/USD"}',
  );
  server.socket.send('<html>');
  server.socket.send(tradeFrame(7));
  const events = await until(stream, isTrade);
  assert.deepEqual(
    events.map(event => event.type),
    ['subscription', 'reject', 'reject', 'subscription', 'trade'],
  );
  const [standing, refused, rubbish, , trade] = events;
  assert.ok(standing?.type === 'subscription' && standing.state === 'refused');
  assert.ok(refused?.type === 'reject' && refused.reason === 'Currency pair not supported ETH/USD');
  assert.ok(
    rubbish?.type === 'reject' && rubbish.sample === '<html>' && rubbish.source === url.split('#')[0],
  );
  assert.ok(trade?.type === 'trade' && trade.id === 7);
});

test('a connection that is closed is opened and subscribed again', {timeout: 10_000}, async t => {
  const {server, stream, clock, counters} = await setUp(t);
  await until(stream, isState('connected'));
  assert.equal((await server.heard()).method, 'subscribe');
  server.socket.send(tradeFrame(1));
  await until(stream, isTrade);
  server.socket.close(1012, 'service restart');
  const lost = (await until(stream, isState('lost'))).at(-1);
  assert.ok(lost?.type === 'status' && /closed the connection \(1012, service restart\)/.test(lost.reason!));
  const again = until(stream, isState('connected'));
  await clock.advance(500);
  const connected = (await again).at(-1);
  assert.ok(connected?.type === 'status' && connected.missedSince === '2026-11-22T12:00:00.000Z');
  assert.equal((await server.heard()).method, 'subscribe');
  server.socket.send(tradeFrame(2));
  await until(stream, isTrade);
  assert.deepEqual(counters, {received: 2, delivered: 2, dropped: 0});
});

test('a quiet connection is asked whether it lives', {timeout: 10_000}, async t => {
  const {server, stream, clock} = await setUp(t);
  await until(stream, isState('connected'));
  assert.equal((await server.heard()).method, 'subscribe');
  await clock.advance(2000);
  assert.deepEqual(await server.heard(), {method: 'ping'});
});

test('five seconds without a frame are a loss, though the socket still answers pings', {
  timeout: 10_000,
}, async t => {
  const {server, stream, clock} = await setUp(t);
  await until(stream, isState('connected'));
  await server.heard();
  const lost = until(stream, isState('lost'));
  await clock.advance(5000);
  const last = (await lost).at(-1);
  assert.ok(last?.type === 'status' && /silent for 5 s/.test(last.reason!));
});

test('a consumer that falls behind loses the oldest frames, and they are counted', {
  timeout: 20_000,
}, async t => {
  const {server, stream, counters} = await setUp(t);
  await until(stream, isState('connected'));
  await server.heard();
  server.socket.send(tradeFrame(0));
  await until(stream, isTrade);
  // Nobody reads while these come. That the ping is answered proves that they have.
  for (let id = 1; id <= 10_000; id++) server.socket.send(tradeFrame(id));
  server.socket.ping();
  await once(server.socket, 'pong');
  const events = await until(stream, event => event.type === 'trade' && event.id === 10_000);
  const gap = events.find(event => event.type === 'sequence');
  assert.ok(gap?.type === 'sequence' && gap.fault === 'gap' && gap.missed === 10_000 - 8192);
  const ids = events.filter(event => event.type === 'trade').map(({id}) => id);
  assert.equal(ids[0], 10_000 - 8192 + 1);
  assert.equal(ids.length, 8192);
  assert.deepEqual(counters, {received: 10_001, delivered: 8193, dropped: 10_000 - 8192});
});

for (const [when, state] of [
  ['as soon as it is connected', 'connected'],
  ['while it waits to connect again', 'lost'],
] as const) {
  test(`a consumer that leaves ${when} leaves nothing open`, {timeout: 10_000}, async t => {
    const {server, stream, clock} = await setUp(t);
    await until(stream, isState('connected'));
    if (state === 'lost') {
      server.socket.terminate();
      await until(stream, isState('lost'));
    }
    await stream.return(undefined);
    await server.empty();
    await clock.advance(0);
    assert.equal(clock.sleeping, 0);
  });
}

test('an abort is a normal end and leaves nothing open', {timeout: 10_000}, async t => {
  const {server, stream, abort, clock} = await setUp(t);
  await until(stream, isState('connected'));
  await server.heard();
  const next = stream.next();
  abort.abort();
  assert.deepEqual(await next, {done: true, value: undefined});
  await server.empty();
  await clock.advance(0);
  assert.equal(clock.sleeping, 0);
});

test('a URL that cannot be read is refused at the call', () => {
  assert.throws(() => ticker('kraken:', {signal: AbortSignal.timeout(1)}), UsageError);
});

test('with failFast, a port where nobody listens is said so', {timeout: 10_000}, async () => {
  const server = await VenueServer.start();
  const {port} = server;
  await server[Symbol.asyncDispose]();
  const stream = ticker(`kraken+ws://127.0.0.1:${port}/#BTC/USD`, {
    signal: new AbortController().signal,
    failFast: true,
  });
  await assert.rejects(
    until(stream[Symbol.asyncIterator](), isState('connected')),
    (error: unknown) => error instanceof SourceError && /nobody listens there/.test(error.message),
  );
});
