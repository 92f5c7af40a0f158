import assert from 'node:assert/strict';
import {once} from 'node:events';
import {type TestContext, test} from 'node:test';
import {UsageError} from '../../../source/streams/errors.ts';
import type {TickerNews} from '../../../source/ticker/event.ts';
import {feedRig} from '../feed-rig.ts';

const trade = (t: number, more: object = {}) => ({
  ...{e: 'trade', E: 1764072000100, s: 'BTCUSDT', t, p: '97412.50000000', q: '0.01000000'},
  ...{T: 1764072000000 + t, m: false, M: true, ...more},
});
const isTrade = (id: number) => (event: TickerNews) => event.type === 'trade' && event.id === id;
const reasonOf = (events: readonly TickerNews[]) => {
  const last = events.findLast(event => event.type === 'status');
  return last?.type === 'status' ? last.reason : undefined;
};

async function connected(t: TestContext, symbols: string) {
  const rig = await feedRig(t, port => `binance+ws://127.0.0.1:${port}/ws#${symbols}`);
  await rig.untilState('connected');
  /** Resolves when all that the client has sent is here, and it has heard the ping. */
  const settled = async () => {
    const pong = once(rig.server.socket, 'pong');
    rig.server.socket.ping();
    await pong;
  };
  return {...rig, settled};
}

test('each symbol is asked for on its channel, in either case', {timeout: 10_000}, async t => {
  const {server} = await connected(t, 'btcusdt,ETHUSDT@aggTrade,BTCUSDT@miniTicker');
  assert.deepEqual(await server.heard(), {
    method: 'SUBSCRIBE',
    params: ['btcusdt@trade', 'ethusdt@aggTrade', 'btcusdt@miniTicker'],
    id: 1,
  });
});

test('a hundred streams a request, and four requests a second', {timeout: 10_000}, async t => {
  const symbols = Array.from({length: 450}, (_, at) => `sym${at}`).join(',');
  const {server, clock, settled} = await connected(t, symbols);
  const heard: string[] = [];
  server.socket.on('message', data => heard.push(String(data)));
  await server.heard();
  for (let at = 0; at < 4; at++) {
    const before = heard.length;
    await clock.advance(249);
    await settled();
    assert.equal(heard.length, before);
    await clock.advance(1);
    await settled();
    assert.equal(heard.length, before + 1);
  }
  await clock.advance(5000);
  await settled();
  assert.equal(JSON.parse(heard.at(-1)!).id, 5);
  assert.equal(JSON.parse(heard.at(-1)!).params.length, 50);
});

test('single and combined frames, repetitions and gaps come in order', {timeout: 10_000}, async t => {
  const {send, until} = await connected(t, 'btcusdt');
  send({result: null, id: 1});
  send(trade(1));
  send({stream: 'btcusdt@trade', data: trade(2)});
  send(trade(2));
  send(trade(5));
  send(trade(4));
  const events = await until(isTrade(4));
  assert.deepEqual(
    events.map(event =>
      event.type === 'trade' ? event.id : event.type === 'sequence' ? event.fault : event.type,
    ),
    ['subscription', 1, 2, 'duplicate', 'gap', 5, 'reordered', 4],
  );
});

test('what was missed while the connection was lost shows by the numbers', {timeout: 10_000}, async t => {
  const {send, until, untilState, clock, server} = await connected(t, 'btcusdt');
  await server.heard();
  send(trade(1));
  await until(isTrade(1));
  server.socket.terminate();
  await untilState('lost');
  const again = untilState('connected');
  await clock.advance(1000);
  assert.ok((await again).every(({type}) => type !== 'sequence'));
  assert.deepEqual(await server.heard(), {method: 'SUBSCRIBE', params: ['btcusdt@trade'], id: 1});
  send(trade(11));
  const gap = (await until(isTrade(11))).find(({type}) => type === 'sequence');
  assert.ok(gap?.type === 'sequence' && gap.fault === 'gap' && gap.missed === 9);
  assert.equal(gap.since, '2025-11-25T12:00:00.001Z');
});

test('an error is told in the words of Binance', {timeout: 10_000}, async t => {
  const {send, until} = await connected(t, 'btcusdt,ethusdt');
  send({code: 2, msg: 'Invalid request: unknown variant \u001b[31mSUB', id: 1});
  const events = await until('reject');
  const refused = events.filter(event => event.type === 'subscription' && event.state === 'refused');
  assert.equal(refused.length, 2);
  const rejected = events.at(-1);
  assert.ok(rejected?.type === 'reject' && rejected.reason === 'Invalid request: unknown variant SUB');
});

test('a server that shuts down is left, and the next is asked again', {timeout: 10_000}, async t => {
  const {send, untilState, clock, server} = await connected(t, 'btcusdt');
  await server.heard();
  send(trade(1));
  send({e: 'serverShutdown', E: 1770123456789});
  const lost = await untilState('lost');
  assert.ok(lost.some(isTrade(1)));
  assert.match(reasonOf(lost)!, /^binance\+ws:.*\/ws: Binance shuts this server down: on to another$/);
  const again = untilState('connected');
  await clock.advance(1000);
  await again;
  assert.equal((await server.heard()).method, 'SUBSCRIBE');
});

test('a connection is renewed shortly before Binance closes it', {timeout: 60_000}, async t => {
  const {send, until, untilState, clock, server, settled} = await connected(t, 'btcusdt');
  await server.heard();
  send({result: null, id: 1});
  send(trade(1));
  await until(isTrade(1));
  const lost = untilState('lost');
  let isLost = false;
  void lost.then(() => (isLost = true));
  // Nothing but pings, as of a market where nobody trades.
  const [lifeMs, stepMs] = [85_800_000, 50_000];
  for (let ms = 0; ms < lifeMs - stepMs; ms += stepMs) {
    await settled();
    await clock.advance(stepMs);
  }
  await settled();
  assert.equal(isLost, false);
  await clock.advance(stepMs);
  assert.match(reasonOf(await lost)!, /renewed after 23\.8 h, before the venue closes it/);
  const again = untilState('connected');
  await clock.advance(1000);
  await again;
  assert.equal((await server.heard()).method, 'SUBSCRIBE');
});

test('a server that accepts and says nothing is given up', {timeout: 10_000}, async t => {
  const {untilState, clock, server} = await connected(t, 'btcusdt');
  await server.heard();
  const lost = untilState('lost');
  await clock.advance(10_000);
  assert.match(reasonOf(await lost)!, /connected, but what it was asked was not answered for 10 s/);
});

test('a minute without even a ping is a loss', {timeout: 10_000}, async t => {
  const {send, until, untilState, clock, server} = await connected(t, 'btcusdt');
  await server.heard();
  send(trade(1));
  await until(isTrade(1));
  server.socket.pause();
  const lost = untilState('lost');
  await clock.advance(60_000);
  assert.match(reasonOf(await lost)!, /silent for 60 s/);
});

test('symbols are asked for and given up while it runs', {timeout: 10_000}, async t => {
  const {feed, server, clock, send, until, settled} = await connected(t, 'btcusdt');
  await server.heard();
  assert.equal(feed.add({symbol: 'ethusdt', channel: 'aggTrade'})[0]?.symbol, 'ETHUSDT');
  assert.equal(feed.remove('BTCUSDT')?.state, 'ended');
  await clock.advance(1000);
  assert.deepEqual(await server.heard(), {method: 'SUBSCRIBE', params: ['ethusdt@aggTrade'], id: 2});
  assert.deepEqual(await server.heard(), {method: 'UNSUBSCRIBE', params: ['btcusdt@trade'], id: 3});
  // Was on its way.
  send(trade(1));
  send({...trade(0, {e: 'aggTrade', s: 'ETHUSDT'}), a: 7, f: 1, l: 2});
  assert.deepEqual(
    (await until(isTrade(7))).map(({type}) => type),
    ['subscription', 'trade'],
  );
  await settled();
});

test('the other series of a symbol cannot be had as well', {timeout: 10_000}, async t => {
  const {feed} = await connected(t, 'btcusdt');
  assert.throws(
    () => feed.add({symbol: 'BTCUSDT', channel: 'aggTrade'}),
    (error: unknown) =>
      error instanceof UsageError &&
      /: cannot ask for BTCUSDT on both trade and aggTrade, which tell of the same trades$/.test(
        error.message,
      ),
  );
  feed.remove('BTCUSDT');
  assert.equal(feed.add({symbol: 'BTCUSDT', channel: 'aggTrade'})[0]?.state, 'asked');
});

test('hostile frames are rejects, and trades go on', {timeout: 10_000}, async t => {
  const {send, until} = await connected(t, 'btcusdt');
  const hostile = [
    '<html>',
    '\u001b]0;owned\u0007',
    '{"__proto__":{"e":"trade"}}',
    JSON.stringify(trade(1)).replace('"97412.50000000"', '1e999'),
    trade(1, {s: 'EVIL'}),
    trade(1, {p: {}}),
    '['.repeat(1_000_000),
    {e: 'x'.repeat(1_000_000)},
  ];
  for (const frame of hostile) send(frame);
  send(trade(1));
  const events = await until(isTrade(1));
  const rejects = events.filter(event => event.type === 'reject');
  assert.equal(rejects.length, hostile.length);
  for (const {reason, sample} of rejects) assert.doesNotMatch(reason + sample, /[\u0000-\u001f]/);
});
