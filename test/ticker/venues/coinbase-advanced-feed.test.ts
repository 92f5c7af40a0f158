import assert from 'node:assert/strict';
import {once} from 'node:events';
import {type TestContext, test} from 'node:test';
import type {TickerNews} from '../../../source/ticker/event.ts';
import {brief} from '../brief.ts';
import {feedRig} from '../feed-rig.ts';

const trade = (id: number, more: object = {}) => ({
  ...{trade_id: String(id), product_id: 'BTC-USD', price: '97412.50', size: '0.01', side: 'BUY'},
  ...{time: `2026-11-25T12:00:00.${String(id).padStart(6, '0')}Z`, ...more},
});
const isTrade = (id: number) => (event: TickerNews) => event.type === 'trade' && event.id === String(id);
const reasonOf = (events: readonly TickerNews[]) => {
  const last = events.findLast(event => event.type === 'status');
  return last?.type === 'status' ? last.reason : undefined;
};

async function connected(t: TestContext, symbols = 'BTC-USD') {
  const rig = await feedRig(t, port => `coinbase-advanced+ws://127.0.0.1:${port}#${symbols}`);
  await rig.untilState('connected');
  let number = 0;
  /** Sends a message, numbered on, or after so many that were lost. */
  const say = (channel: string, events: readonly unknown[], {lost = 0} = {}) => {
    number += lost;
    rig.send({channel, timestamp: '2026-11-25T12:00:00Z', sequence_num: number++, events});
  };
  const trades = (type: string, ids: readonly number[], more = {}) =>
    say('market_trades', [{type, trades: ids.map(id => trade(id))}], more);
  /** Resolves when the client has heard all that was sent. */
  const settled = async () => {
    const pong = once(rig.server.socket, 'pong');
    rig.server.socket.ping();
    await pong;
  };
  const lose = async () => {
    rig.server.socket.terminate();
    await rig.untilState('lost');
    number = 0;
    const again = rig.until(event => event.type === 'sequence');
    await rig.clock.advance(500);
    return again;
  };
  return {...rig, say, trades, settled, lose};
}

test('the heartbeats are asked for at once, and the channels one by one', {timeout: 10_000}, async t => {
  const {server, clock} = await connected(t, 'BTC-USD,ETH-USD,ETH-USD@ticker');
  assert.deepEqual(await server.heard(), {type: 'subscribe', channel: 'heartbeats'});
  const second = server.heard();
  await clock.advance(125);
  assert.deepEqual(await second, {
    type: 'subscribe',
    product_ids: ['BTC-USD', 'ETH-USD'],
    channel: 'market_trades',
  });
  const third = server.heard();
  await clock.advance(125);
  assert.deepEqual(await third, {type: 'subscribe', product_ids: ['ETH-USD'], channel: 'ticker'});
});

test('trades come in order of time, each once, and lost messages are a gap', {timeout: 10_000}, async t => {
  const rig = await connected(t);
  rig.say('subscriptions', [{subscriptions: {market_trades: ['BTC-USD'], heartbeats: ['heartbeats']}}]);
  rig.trades('snapshot', [3, 2, 1]);
  rig.trades('update', [5, 4, 3]);
  rig.say('heartbeats', [{current_time: '2026-11-25 12:00:00 +0000 UTC', heartbeat_counter: 7}]);
  rig.trades('update', [8], {lost: 2});
  const events = await rig.until(isTrade(8));
  assert.deepEqual(brief(events), [
    ...['BTC-USD live', 'BTC-USD live', 'quote'],
    ...['duplicate', '4', '5', 'gap', '8'],
  ]);
  const gap = events.find(event => event.type === 'sequence' && event.fault === 'gap');
  assert.ok(gap?.type === 'sequence' && gap.symbol === undefined && gap.missed === undefined);
});

test('heartbeats keep it alive, and 5 s without one are a loss at the next look, though the socket answers pings', {
  timeout: 10_000,
}, async t => {
  const rig = await connected(t);
  rig.trades('snapshot', [1]);
  await rig.until('quote');
  const lost = rig.untilState('lost');
  for (let beat = 0; beat < 15; beat++) {
    rig.say('heartbeats', [{heartbeat_counter: beat}]);
    await rig.settled();
    await rig.clock.advance(1000);
  }
  assert.equal(rig.server.open, 1);
  await rig.clock.advance(5000);
  assert.match(reasonOf(await lost)!, /silent for 6 s/);
});

test('after a loss it is told since when nothing was heard, and the snapshot tells what is newer', {
  timeout: 10_000,
}, async t => {
  const rig = await connected(t);
  rig.trades('snapshot', [1]);
  rig.trades('update', [2]);
  await rig.until(isTrade(2));
  const again = await rig.lose();
  assert.deepEqual(brief(again), ['connecting', 'connected', 'gap']);
  const gap = again.at(-1);
  assert.ok(gap?.type === 'sequence' && gap.symbol === 'BTC-USD' && gap.missed === undefined);
  assert.equal(gap.since, '2026-11-25T12:00:00.000Z');
  // The count of messages begins anew with the connection.
  rig.trades('snapshot', [5, 4, 3, 2, 1]);
  rig.trades('update', [6, 5]);
  assert.deepEqual(brief(await rig.until(isTrade(6))), ['3', '4', '5', 'duplicate', '6']);
});

test('one unknown product does not take the others down with it', {timeout: 10_000}, async t => {
  const rig = await connected(t, 'BTC-USD,XYZ-USD');
  await rig.server.heard();
  const asked = rig.server.heard();
  await rig.clock.advance(125);
  await asked;
  rig.send({type: 'error', message: 'XYZ-USD is not a product'});
  assert.deepEqual(brief(await rig.until('subscription')), ['reject', 'XYZ-USD refused']);
  const again = rig.server.heard();
  await rig.clock.advance(125);
  assert.deepEqual(await again, {type: 'subscribe', product_ids: ['BTC-USD'], channel: 'market_trades'});
  rig.trades('update', [1]);
  assert.deepEqual(brief(await rig.until(isTrade(1))), ['BTC-USD live', '1']);
});

test('heartbeats alone are no answer: it is given up after 4 s', {timeout: 10_000}, async t => {
  const rig = await connected(t);
  const lost = rig.untilState('lost');
  for (let beat = 0; beat < 4; beat++) {
    rig.say('heartbeats', [{heartbeat_counter: beat}]);
    await rig.settled();
    await rig.clock.advance(1000);
  }
  assert.match(reasonOf(await lost)!, /what it was asked was not answered for 4 s/);
});

test('hostile frames are rejected, one by one, and the trades between them come', {
  timeout: 20_000,
}, async t => {
  const rig = await connected(t);
  const evil = '\u001b]0;owned\u0007\u202e';
  const hostile = (more: object) => ({
    ...{channel: 'market_trades', timestamp: '2026-11-25T12:00:00Z', sequence_num: 1},
    events: [{type: 'update', trades: [trade(2, more)]}],
  });
  const frames = [
    `${evil}{`,
    {channel: evil},
    hostile({product_id: `${evil}-USD`}),
    hostile({price: '1e999'}),
    hostile({trade_id: evil}),
    hostile({size: [1]}),
    hostile({product_id: 'EVIL-USD'}),
    JSON.stringify('x'.repeat((1 << 20) - 2)),
    {channel: 'ticker', sequence_num: 1e300, events: null},
  ];
  rig.trades('update', [1]);
  for (const frame of frames) rig.send(frame);
  rig.trades('update', [2]);
  const events = await rig.until(isTrade(2));
  assert.deepEqual(brief(events), ['BTC-USD live', '1', ...frames.map(() => 'reject'), '2']);
  for (const event of events) assert.doesNotMatch(Object.values(event).join(' '), /[\u0000-\u001f\u202e]/);
});
