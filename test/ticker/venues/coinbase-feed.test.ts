import assert from 'node:assert/strict';
import {once} from 'node:events';
import {type TestContext, test} from 'node:test';
import type {TickerNews} from '../../../source/ticker/event.ts';
import {brief} from '../brief.ts';
import {feedRig} from '../feed-rig.ts';

const match = (trade_id: number, more: object = {}) => ({
  ...{type: 'match', trade_id, sequence: 9, product_id: 'BTC-USD', price: '97412.50', size: '0.01'},
  ...{side: 'sell', time: `2026-11-25T12:00:00.${String(trade_id).padStart(6, '0')}Z`, ...more},
});
const heartbeat = (last_trade_id: number) => ({
  ...{type: 'heartbeat', sequence: 90, last_trade_id, product_id: 'BTC-USD'},
  time: '2026-11-25T12:00:00.000000Z',
});
const subscriptions = (...product_ids: readonly string[]) => ({
  type: 'subscriptions',
  channels: [
    {name: 'matches', product_ids},
    {name: 'heartbeat', product_ids},
  ],
});
const isTrade = (id: number) => (event: TickerNews) => event.type === 'trade' && event.id === id;
const reasonOf = (events: readonly TickerNews[]) => {
  const last = events.findLast(event => event.type === 'status');
  return last?.type === 'status' ? last.reason : undefined;
};

async function connected(t: TestContext, symbols = 'BTC-USD') {
  const rig = await feedRig(t, port => `coinbase+ws://127.0.0.1:${port}#${symbols}`);
  await rig.untilState('connected');
  await rig.server.heard();
  /** Resolves when the client has heard all that was sent. */
  const settled = async () => {
    const pong = once(rig.server.socket, 'pong');
    rig.server.socket.ping();
    await pong;
  };
  return {...rig, settled};
}

test('what is asked for at once is live once it is answered, and trades come in order', {
  timeout: 10_000,
}, async t => {
  const rig = await connected(t);
  rig.send(subscriptions('BTC-USD'));
  rig.send(match(9, {type: 'last_match'}));
  for (const id of [10, 11, 14, 13, 13]) rig.send(match(id));
  for (const beat of [heartbeat(15), heartbeat(15)]) rig.send(beat);
  rig.send(match(16));
  assert.deepEqual(brief(await rig.until(isTrade(16))), [
    'BTC-USD live',
    ...['BTC-USD live', 'quote'],
    ...[10, 11, 'gap 2', 14, 'reordered', 13, 'duplicate', 'gap 1', 16],
  ]);
});

test('heartbeats keep it alive, and 5 s without one are a loss at the next look, though the socket answers pings', {
  timeout: 10_000,
}, async t => {
  const rig = await connected(t);
  rig.send(subscriptions('BTC-USD'));
  await rig.until('subscription');
  const lost = rig.untilState('lost');
  for (let beat = 0; beat < 15; beat++) {
    rig.send(heartbeat(1));
    await rig.settled();
    await rig.clock.advance(1000);
  }
  assert.equal(rig.server.open, 1);
  await rig.clock.advance(5000);
  assert.match(reasonOf(await lost)!, /silent for 6 s/);
});

test('after a loss the last match shows what was missed, and is told', {timeout: 10_000}, async t => {
  const rig = await connected(t);
  rig.send(match(10));
  await rig.until(isTrade(10));
  rig.server.socket.close(1012, 'restart');
  await rig.untilState('lost');
  const again = rig.untilState('connected');
  await rig.clock.advance(500);
  assert.deepEqual(brief(await again), ['connecting', 'connected']);
  assert.deepEqual(await rig.server.heard(), {
    type: 'subscribe',
    channels: [
      {name: 'matches', product_ids: ['BTC-USD']},
      {name: 'heartbeat', product_ids: ['BTC-USD']},
    ],
  });
  rig.send(subscriptions('BTC-USD'));
  rig.send(match(15, {type: 'last_match'}));
  rig.send(match(16));
  const events = await rig.until(isTrade(16));
  assert.deepEqual(brief(events), ['gap 4', 15, 16]);
  const [gap] = events;
  assert.ok(gap?.type === 'sequence' && gap.since === '2026-11-25T12:00:00.000010Z');
});

test('where nothing was traded meanwhile, a loss has missed nothing', {timeout: 10_000}, async t => {
  const rig = await connected(t);
  rig.send(match(10));
  await rig.until(isTrade(10));
  rig.server.socket.terminate();
  await rig.untilState('lost');
  const again = rig.untilState('connected');
  await rig.clock.advance(500);
  await again;
  await rig.server.heard();
  for (const frame of [subscriptions('BTC-USD'), heartbeat(10), match(10, {type: 'last_match'}), match(11)])
    rig.send(frame);
  assert.deepEqual(brief(await rig.until(isTrade(11))), [11]);
});

test('one unknown product does not take the others down with it', {timeout: 10_000}, async t => {
  const rig = await connected(t, 'BTC-USD,XYZ-USD');
  rig.send({type: 'error', message: 'Failed to subscribe', reason: 'XYZ-USD is not a valid product'});
  const [said, refused] = await rig.until('subscription');
  assert.ok(said?.type === 'reject' && said.reason === 'Failed to subscribe: XYZ-USD is not a valid product');
  assert.ok(refused?.type === 'subscription' && refused.state === 'refused');
  const heard = rig.server.heard();
  await rig.clock.advance(125);
  assert.deepEqual(await heard, {
    type: 'subscribe',
    channels: [
      {name: 'matches', product_ids: ['BTC-USD']},
      {name: 'heartbeat', product_ids: ['BTC-USD']},
    ],
  });
  rig.send(match(1));
  assert.deepEqual(brief(await rig.until(isTrade(1))), ['BTC-USD live', 1]);
});

test('a request that fails as a whole ends the connection in its words, and is tried again', {
  timeout: 10_000,
}, async t => {
  const rig = await connected(t);
  rig.send({type: 'error', message: 'Failed to subscribe', reason: 'too many subscriptions'});
  const events = await rig.untilState('lost');
  assert.deepEqual(brief(events), ['reject', 'lost']);
  assert.match(reasonOf(events)!, /: Failed to subscribe: too many subscriptions$/);
  const again = rig.untilState('connected');
  await rig.clock.advance(500);
  await again;
});

test('a server that accepts and says nothing is given up after 4 s, and it is said why', {
  timeout: 10_000,
}, async t => {
  const rig = await connected(t);
  const lost = rig.untilState('lost');
  await rig.clock.advance(4000);
  assert.match(reasonOf(await lost)!, /what it was asked was not answered for 4 s/);
});

test('hostile frames are rejected, one by one, and the trades between them come', {
  timeout: 20_000,
}, async t => {
  const rig = await connected(t);
  const evil = '\u001b]0;owned\u0007\u202e';
  const frames = [
    `${evil}{`,
    {type: evil},
    match(2, {product_id: `${evil}-USD`}),
    match(2, {price: '1e999'}),
    JSON.stringify(match(2)).replace('"trade_id":2', '"trade_id":1e999'),
    match(2, {size: {toString: 'x'}}),
    match(2, {product_id: 'EVIL-USD'}),
    JSON.stringify('x'.repeat((1 << 20) - 2)),
    {type: 'error', message: 'x'.repeat(1 << 19)},
  ];
  rig.send(match(1));
  for (const frame of frames) rig.send(frame);
  rig.send(match(2));
  const events = await rig.until(isTrade(2));
  assert.deepEqual(brief(events), ['BTC-USD live', 1, ...frames.map(() => 'reject'), 2]);
  for (const event of events) assert.doesNotMatch(Object.values(event).join(' '), /[\u0000-\u001f\u202e]/);
  rig.send('x'.repeat((1 << 20) + 1));
  assert.match(reasonOf(await rig.untilState('lost'))!, /larger than the 1048576 bytes allowed/);
});

test('a product is added and given up while it runs', {timeout: 10_000}, async t => {
  const rig = await connected(t);
  const {feed, server, clock} = rig;
  feed.add({symbol: 'ETH-USD', channel: 'ticker'});
  const added = server.heard();
  await clock.advance(125);
  assert.deepEqual(await added, {
    type: 'subscribe',
    channels: [
      {name: 'ticker', product_ids: ['ETH-USD']},
      {name: 'heartbeat', product_ids: ['ETH-USD']},
    ],
  });
  feed.remove('BTC-USD');
  const removed = server.heard();
  await clock.advance(125);
  assert.deepEqual(await removed, {
    type: 'unsubscribe',
    channels: [
      {name: 'matches', product_ids: ['BTC-USD']},
      {name: 'heartbeat', product_ids: ['BTC-USD']},
    ],
  });
  rig.send(match(1));
  rig.send({type: 'ticker', product_id: 'ETH-USD', price: '3000.10'});
  assert.deepEqual(brief(await rig.until('quote')), ['ETH-USD live', 'quote']);
});
