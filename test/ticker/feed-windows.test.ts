import assert from 'node:assert/strict';
import {test} from 'node:test';
import type {Subscription, Trade} from '../../source/ticker/event.ts';
import {FeedWindows} from '../../source/ticker/feed-windows.ts';
import type {SymbolWindow} from '../../source/ticker/symbol-windows.ts';

const startMs = Date.parse('2026-11-25T00:00:00Z');
/** The given clock, which is two seconds ahead of the venue's. */
const atMs = startMs + 2000;
const sizes = {sizeMs: 5000, everyMs: 5000, latenessMs: 500};

function trade(seconds: number, price = 100, more: Partial<Trade> = {}): Trade {
  const time = new Date(startMs + seconds * 1000).toISOString();
  return {type: 'trade', venue: 'kraken', symbol: 'BTC/USD', price, size: 1, time, ...more};
}

function subscription(state: Subscription['state'], more: Partial<Subscription> = {}): Subscription {
  return {type: 'subscription', venue: 'kraken', symbol: 'BTC/USD', state, time: '', ...more};
}

/** A feed that is connected at second 1 of its own time and has told of one trade then. */
function begun(options: Partial<typeof sizes> = {}): FeedWindows {
  const feed = new FeedWindows({...sizes, ...options});
  feed.subscription(subscription('asked'), atMs);
  feed.connected(atMs + 1000);
  feed.add(trade(1), atMs + 1000);
  return feed;
}

/** `symbol start-end count`, in seconds, and what else is special. */
const told = (windows: readonly SymbolWindow[]) =>
  windows.map(({symbol, stats, isPartial, late}) => {
    const second = (ms: number) => (ms - startMs) / 1000;
    const span = `${symbol} ${second(stats.startMs)}-${second(stats.endMs)} ${stats.count}`;
    return `${span}${isPartial ? ' so far' : ''}${late === 0 ? '' : ` ${late} late`}`;
  });

test('a window is over when the time of the feed has passed its end and the lateness', () => {
  const feed = begun();
  feed.add(trade(6), atMs + 6000);
  feed.add(trade(10.2), atMs + 10_200);
  assert.deepEqual(told(feed.close(atMs + 10_200)), []);
  feed.add(trade(9.9, 50), atMs + 10_400);
  assert.equal(feed.dueMs(atMs + 10_400), atMs + 10_500);
  assert.deepEqual(told(feed.close(atMs + 10_499)), []);
  assert.deepEqual(told(feed.close(atMs + 10_500)), ['BTC/USD 5-10 2']);
});

test('the first window is the first that begins after the connection stood', () => {
  const feed = begun();
  feed.add(trade(4.9), atMs + 4900);
  assert.deepEqual(told(feed.close(atMs + 5600)), []);
  feed.add(trade(5.2), atMs + 5600);
  assert.deepEqual(told(feed.flush()), ['BTC/USD 5-10 1 so far']);
});

test('a symbol that was asked for has empty windows before it is traded, by the given clock', () => {
  const feed = new FeedWindows(sizes);
  for (const symbol of ['ETH/USD', 'BTC/USD']) feed.subscription(subscription('asked', {symbol}), atMs);
  assert.equal(feed.dueMs(atMs), Infinity);
  assert.deepEqual(feed.close(atMs + 20_000), []);
  feed.connected(atMs + 20_000);
  assert.equal(feed.dueMs(atMs + 20_000), atMs + 20_000);
  assert.deepEqual(feed.close(atMs + 20_000), []);
  const dueMs = feed.dueMs(atMs + 20_000);
  assert.equal(dueMs, startMs + 25_500);
  assert.deepEqual(told(feed.close(dueMs + 5000)), ['ETH/USD 25-30 0', 'BTC/USD 25-30 0']);
});

test('a clock that is a little wrong is put right by the first trade, unless windows were told by then', () => {
  const late = (closes: boolean) => {
    const feed = new FeedWindows({...sizes, sizeMs: 1000, everyMs: 1000});
    feed.subscription(subscription('asked'), atMs);
    feed.connected(atMs);
    if (closes) assert.deepEqual(told(feed.close(atMs + 1500)), ['BTC/USD 2-3 0']);
    feed.add(trade(1.5), atMs + 1500);
    return told(feed.close(atMs + 3500));
  };
  assert.deepEqual(late(false), ['BTC/USD 0-1 0', 'BTC/USD 1-2 1', 'BTC/USD 2-3 0']);
  assert.deepEqual(late(true), []);
});

test('windows of several symbols come in the order of their ends', () => {
  const feed = begun({everyMs: 2500});
  feed.add(trade(5.5, 7, {symbol: 'ETH/USD'}), atMs + 5500);
  assert.deepEqual(told(feed.close(atMs + 11_000)), [
    'BTC/USD 2.5-7.5 0',
    'ETH/USD 2.5-7.5 1',
    'BTC/USD 5-10 0',
    'ETH/USD 5-10 1',
  ]);
});

test('a trade that comes too late is told with the next window of its symbol, once', () => {
  const feed = begun();
  feed.add(trade(12), atMs + 12_000);
  assert.deepEqual(told(feed.close(atMs + 12_000)), ['BTC/USD 5-10 0']);
  feed.add(trade(11.4), atMs + 12_000);
  feed.add(trade(11.6), atMs + 12_000);
  assert.deepEqual(told(feed.close(atMs + 21_000)), ['BTC/USD 10-15 2 1 late', 'BTC/USD 15-20 0']);
});

test('a trade hours ahead, or without a time, is in no window and counts as late', () => {
  const feed = begun();
  feed.add(trade(7200), atMs + 6000);
  for (const time of ['yesterday', '-271821-04-20T00:00:00Z', '+275760-09-13T00:00:00Z', '']) {
    feed.add(trade(6, 1, {time}), atMs + 6000);
  }
  feed.add(trade(6), atMs + 6000);
  assert.deepEqual(told(feed.close(atMs + 10_500)), ['BTC/USD 5-10 1 5 late']);
});

test('a trade without a time that comes first of all breaks nothing', () => {
  const feed = new FeedWindows(sizes);
  feed.add(trade(0, 1, {time: '+275760-09-13T00:00:00Z'}), atMs);
  feed.connected(atMs);
  feed.add(trade(0, 1, {time: ''}), atMs);
  feed.add(trade(1), atMs + 1000);
  feed.add(trade(6), atMs + 6000);
  assert.deepEqual(told(feed.flush()), ['BTC/USD 0-5 1 so far 2 late', 'BTC/USD 5-10 1 so far']);
});

test('a given clock that is wrong by years does not matter: windows are of the time of the feed', () => {
  const yearMs = 365 * 86_400_000;
  for (const wrongMs of [atMs - yearMs, atMs + yearMs]) {
    const feed = new FeedWindows(sizes);
    feed.subscription(subscription('asked'), wrongMs);
    feed.connected(wrongMs + 1000);
    assert.deepEqual(told(feed.close(wrongMs + 1000)), []);
    feed.add(trade(3), wrongMs + 3000);
    feed.add(trade(6), wrongMs + 6000);
    assert.deepEqual(told(feed.close(wrongMs + 10_500)), ['BTC/USD 5-10 1']);
    assert.equal(feed.dueMs(wrongMs + 10_500), wrongMs + 15_500);
    assert.deepEqual(told(feed.close(wrongMs + 15_500)), ['BTC/USD 10-15 0']);
  }
});

test('when the clock of the feed is put back, what was open is told as it is and windows begin anew', () => {
  const feed = begun();
  feed.add(trade(6), atMs + 6000);
  for (let event = 0; event < 8; event++) feed.add(trade(-3597 + event / 10), atMs + 7000);
  feed.add(trade(-3595), atMs + 8000);
  assert.deepEqual(told(feed.close(atMs + 8000)), ['BTC/USD 5-10 1 so far']);
  assert.deepEqual(told(feed.close(atMs + 13_500)), ['BTC/USD -3595--3590 1']);
});

test('a symbol that is refused has no windows any more', () => {
  const feed = begun();
  feed.subscription(subscription('asked', {symbol: 'NO/USD'}), atMs + 1000);
  feed.add(trade(5), atMs + 5000);
  assert.deepEqual(told(feed.subscription(subscription('ended'), atMs + 5000)), ['BTC/USD 5-10 1 so far']);
  assert.deepEqual(told(feed.close(atMs + 10_500)), ['NO/USD 5-10 0']);
  assert.deepEqual(feed.subscription(subscription('refused', {symbol: 'NO/USD'}), atMs + 10_500), []);
  assert.deepEqual(feed.close(atMs + 20_000), []);
});

test('numbers are written with the most decimals that were seen so far, or that the venue writes', () => {
  const feed = begun();
  feed.subscription(subscription('live', {symbol: 'ETH/USD', decimals: 3}), atMs);
  feed.add(trade(5, 68_900.25, {size: 0.125}), atMs + 5000);
  feed.add(trade(11, 68_900.5, {size: 2}), atMs + 11_000);
  feed.add(trade(12, 5, {symbol: 'ETH/USD'}), atMs + 12_000);
  const decimals = (windows: readonly SymbolWindow[]) =>
    windows.map(({symbol, priceDecimals, sizeDecimals}) => [symbol, priceDecimals, sizeDecimals]);
  assert.deepEqual(decimals(feed.close(atMs + 15_500)), [
    ['BTC/USD', 2, 3],
    ['ETH/USD', 3, 0],
    ['BTC/USD', 2, 3],
    ['ETH/USD', 3, 0],
  ]);
});

test('a feed that invents symbols does not fill the memory', () => {
  const feed = begun();
  for (let index = 0; index < 5000; index++) feed.add(trade(6, 1, {symbol: `S${index}`}), atMs + 6000);
  assert.equal(feed.flush().length, 999);
});
