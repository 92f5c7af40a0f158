import assert from 'node:assert/strict';
import {once} from 'node:events';
import {type TestContext, test} from 'node:test';
import type {TickerNews} from '../../../source/ticker/event.ts';
import type {FeedOptions} from '../../../source/ticker/feed.ts';
import {readJsonFields} from '../../../source/ticker/json-fields.ts';
import {feedRig} from '../feed-rig.ts';

async function connected(t: TestContext, fields: string, symbols = '', options: Partial<FeedOptions> = {}) {
  const rig = await feedRig(t, port => `json+ws://127.0.0.1:${port}/x${symbols}`, {
    fields: readJsonFields(fields),
    ...options,
  });
  await rig.untilState('connected');
  /** Resolves when all that the client has sent is here, and it has heard the ping. */
  const settled = async () => {
    const pong = once(rig.server.socket, 'pong');
    rig.server.socket.ping();
    await pong;
  };
  return {...rig, settled};
}

const isPrice = (price: number) => (event: TickerNews) => event.type === 'trade' && event.price === price;
const reasonOf = (events: readonly TickerNews[]) => {
  const last = events.findLast(event => event.type === 'status');
  return last?.type === 'status' ? last.reason : undefined;
};

test('any server of JSON objects is a ticker', {timeout: 10_000}, async t => {
  const {send, until, url} = await connected(t, 'symbol=s,price=p,time=t', '#BTC/USD');
  send({type: 'welcome'});
  send([
    {s: 'ETH/USD', p: 1},
    {s: 'BTC/USD', p: '97412.5', t: 1764072000},
  ]);
  const events = await until('trade');
  assert.deepEqual(
    events.map(({type}) => type),
    ['subscription', 'trade'],
  );
  const [, trade] = events;
  assert.ok(trade?.type === 'trade' && trade.venue === url.split('#')[0] && trade.symbol === 'BTC/USD');
  assert.equal(trade.time, '2025-11-25T12:00:00.000Z');
});

test('what a server must be told is told, at most ten frames a second', {timeout: 10_000}, async t => {
  const hello = ['{"op":"subscribe"}', '{"op":"more"}'];
  const {server, clock, settled} = await connected(t, 'price=p', '', {hello});
  assert.deepEqual(await server.heard(), {op: 'subscribe'});
  let isHeard = false;
  const next = server.heard().then(frame => {
    isHeard = true;
    return frame;
  });
  await clock.advance(99);
  await settled();
  assert.equal(isHeard, false);
  await clock.advance(1);
  assert.deepEqual(await next, {op: 'more'});
});

for (const [fields, frame, gaps] of [
  ['price=p', {p: 2}, [undefined]],
  ['price=p,seq=n', {p: 2, n: 5}, [3]],
] as const) {
  test(`with ${fields}, what was missed while the connection was lost is told once`, {
    timeout: 10_000,
  }, async t => {
    const {send, until, untilState, server, clock} = await connected(t, fields, '#X');
    send({p: 1, n: 1});
    await until(isPrice(1));
    server.socket.terminate();
    await untilState('lost');
    const again = untilState('connected');
    await clock.advance(1000);
    const events = await again;
    send(frame);
    events.push(...(await until(isPrice(2))));
    const faults = events.filter(event => event.type === 'sequence');
    assert.deepEqual(
      faults.map(({fault, missed}) => [fault, missed]),
      gaps.map(missed => ['gap', missed]),
    );
  });
}

test('a server that accepts and says nothing is given up after a minute', {timeout: 10_000}, async t => {
  const {untilState, clock, settled} = await connected(t, 'price=p');
  const lost = untilState('lost');
  for (let at = 0; at < 4; at++) {
    await settled();
    await clock.advance(15_000);
  }
  assert.match(reasonOf(await lost)!, /connected, but what it was asked was not answered for 60 s/);
});

test('a quiet market is no loss, a dead connection is', {timeout: 10_000}, async t => {
  const {send, until, untilState, clock, server, settled} = await connected(t, 'price=p', '#X');
  send({p: 1});
  await until(isPrice(1));
  for (let at = 0; at < 20; at++) {
    await settled();
    await clock.advance(15_000);
  }
  send({p: 2});
  await until(isPrice(2));
  server.socket.pause();
  const lost = untilState('lost');
  await clock.advance(45_000);
  assert.match(reasonOf(await lost)!, /silent for 30 s/);
});

test('hostile frames are rejects, and trades go on', {timeout: 10_000}, async t => {
  const {send, until} = await connected(t, 'price=p,symbol=s', '#X');
  const hostile = [
    '<html>',
    '\u001b]0;owned\u0007',
    '{"s":"X","p":1e999}',
    {s: 'X', p: '\u001b[31m7'},
    {s: 'X', p: {}},
    '['.repeat(1_000_000),
    {s: 'X', p: 'x'.repeat(1_000_000)},
  ];
  for (const frame of hostile) send(frame);
  for (const frame of [{s: '\u001b[31m', p: 1}, '{"__proto__":{"s":"X","p":1}}', {s: ['X'], p: 1}])
    send(frame);
  send({s: 'X', p: 1});
  const events = await until(isPrice(1));
  const rejects = events.filter(event => event.type === 'reject');
  assert.equal(rejects.length, hostile.length + 1);
  for (const {reason, sample} of rejects) assert.doesNotMatch(reason + sample, /[\u0000-\u001f]/);
});

test('a frame of more than a megabyte ends the connection, not the feed', {timeout: 10_000}, async t => {
  const {send, untilState, clock, until} = await connected(t, 'price=p', '#X');
  send(`{"p":"${'1'.repeat(1 << 20)}"}`);
  assert.match(reasonOf(await untilState('lost'))!, /larger than the 1048576 bytes allowed/);
  const again = untilState('connected');
  await clock.advance(1000);
  await again;
  send({p: 1});
  await until(isPrice(1));
});
