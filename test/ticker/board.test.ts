import assert from 'node:assert/strict';
import {test} from 'node:test';
import fc from 'fast-check';
import {Board} from '../../source/ticker/board.ts';
import type {BoardRow} from '../../source/ticker/board-row.ts';
import type {Trade} from '../../source/ticker/event.ts';

const startMs = Date.parse('2026-11-22T12:00:00Z');

function trade(seconds: number, price: number, more: Partial<Trade> = {}): Trade {
  const time = new Date(startMs + Math.round(seconds * 1000)).toISOString();
  return {type: 'trade', symbol: 'BTC/USD', price, size: 1, time, ...more};
}

/** Each trade comes when it happened. */
function boardAfter(trades: readonly Trade[], windowMs?: number): Board {
  const board = new Board(windowMs === undefined ? {} : {windowMs});
  let atMs = startMs;
  for (const one of trades) board.apply(one, (atMs = Math.max(atMs, Date.parse(one.time) || 0)));
  return board;
}

/** As it is when the newest trade has just come. */
function rowAfter(trades: readonly Trade[]): BoardRow {
  const newest = Math.max(startMs, ...trades.map(({time}) => Date.parse(time) || 0));
  return boardAfter(trades).snapshot(newest).rows[0]!;
}

test('a row tells last, open, high, low, count, volume, its moving window and its time', () => {
  const row = rowAfter([trade(0, 100, {size: 0.5}), trade(1, 110, {size: 2}), trade(2, 99.5)]);
  const {window, ...rest} = row;
  assert.deepEqual(rest, {
    key: ' BTC/USD',
    venue: '',
    symbol: 'BTC/USD',
    state: 'live',
    reason: undefined,
    last: 99.5,
    decimals: 1,
    open: 100,
    high: 110,
    low: 99.5,
    trades: 3,
    volume: 3.5,
    quote: undefined,
    tradesPerSecond: 0.6,
    late: 0,
    faults: {missed: 0, blindMs: 0, gaps: 0, duplicates: 0, reordered: 0, lastMs: -Infinity},
    spark: [100, 110, 99.5],
    heardMs: startMs + 2000,
    stale: undefined,
  });
  assert.deepEqual(window, {
    startMs: startMs - 2750,
    endMs: startMs + 2250,
    count: 3,
    open: 100,
    high: 110,
    low: 99.5,
    close: 99.5,
    mean: (100 + 110 + 99.5) / 3,
    vwap: (100 * 0.5 + 110 * 2 + 99.5) / 3.5,
    volume: 3.5,
  });
});

test('symbols stand in the order in which they came, and those of two venues apart', () => {
  const board = new Board();
  for (const symbol of ['SOL/USD', 'BTC/USD', 'ADA/USD', 'BTC/USD'])
    board.apply(trade(0, 1, {symbol}), startMs);
  board.apply(trade(0, 2, {symbol: 'BTC/USD', venue: 'kraken'}), startMs);
  assert.deepEqual(
    board.snapshot(startMs).rows.map(({key}) => key),
    [' SOL/USD', ' BTC/USD', ' ADA/USD', 'kraken BTC/USD'],
  );
  assert.equal(board.snapshot(startMs).trades, 5);
});

test('a snapshot is the same object while nothing changes, and so is the row of a quiet symbol', () => {
  const board = new Board();
  assert.equal(board.snapshot(startMs), board.snapshot(startMs + 1000));
  board.apply(trade(0, 1, {symbol: 'BTC/USD'}), startMs);
  board.apply(trade(0, 1, {symbol: 'ETH/USD'}), startMs);
  const before = board.snapshot(startMs);
  assert.equal(board.snapshot(startMs), before);
  board.apply(trade(0.1, 2, {symbol: 'ETH/USD'}), startMs + 100);
  const after = board.snapshot(startMs + 100);
  assert.notEqual(after, before);
  assert.equal(after.rows[0], before.rows[0]);
  assert.notEqual(after.rows[1], before.rows[1]);
  assert.equal(before.rows[1]!.last, 1);
  assert.deepEqual(before.rows[1]!.spark, [1]);
});

test('a window in which nothing was traded any more has no mean, though nothing came', () => {
  const board = boardAfter([trade(0, 100), trade(1, 102)]);
  assert.equal(board.snapshot(startMs + 1000).rows[0]!.window.mean, 101);
  assert.equal(board.snapshot(startMs + 5500).rows[0]!.window.mean, 102);
  const {window, tradesPerSecond, last} = board.snapshot(startMs + 7000).rows[0]!;
  assert.deepEqual([window.count, window.mean, tradesPerSecond, last], [0, undefined, 0, 102]);
  const rows = board.snapshot(startMs + 8000).rows;
  assert.equal(board.snapshot(startMs + 60_000).rows, rows);
});

test("the window goes by the venue's clock, however wrong it is", () => {
  const board = new Board();
  board.apply(trade(3600, 5), startMs);
  assert.equal(board.snapshot(startMs + 4000).rows[0]!.window.mean, 5);
  assert.equal(board.snapshot(startMs + 6000).rows[0]!.window.mean, undefined);
});

test('decimals are the most that a price had, or that the venue tells, and at most twelve', () => {
  assert.equal(rowAfter([trade(0, 100)]).decimals, 0);
  assert.equal(rowAfter([trade(0, 0.2143852), trade(0, 5)]).decimals, 7);
  assert.equal(rowAfter([trade(0, 1e-7)]).decimals, 7);
  assert.equal(rowAfter([trade(0, 1 / 3)]).decimals, 12);
  assert.equal(rowAfter([trade(0, 1e300), trade(0, 97_412.5)]).decimals, 1);
  const board = boardAfter([trade(0, 68_900.5)]);
  const told = {type: 'subscription', venue: '', symbol: 'BTC/USD', state: 'live', time: ''} as const;
  board.apply({...told, decimals: 2}, startMs);
  assert.equal(board.snapshot(startMs).rows[0]!.decimals, 2);
});

test('decimals agree with the written number, whatever the number', () => {
  fc.assert(
    fc.property(fc.integer({min: 1, max: 10 ** 9}), fc.integer({min: 0, max: 8}), (digits, decimals) => {
      const price = Number(`${digits}e-${decimals}`);
      const zeros = /0*$/.exec(String(digits))![0].length;
      assert.equal(rowAfter([trade(0, price)]).decimals, Math.max(0, decimals - zeros));
    }),
  );
});

test('the spark carries a price over empty seconds and keeps the last two minutes', () => {
  assert.deepEqual(rowAfter([trade(0.2, 1), trade(0.9, 2), trade(3, 5)]).spark, [2, 2, 2, 5]);
  const long = rowAfter([trade(0, 1), trade(1, 2), trade(500, 3)]).spark;
  assert.equal(long.length, 120);
  assert.equal(long[0], 2);
  assert.deepEqual(long.slice(-2), [2, 3]);
});

test('a late trade counts, and in the window while it may, but does not change the last price', () => {
  const row = rowAfter([trade(10, 100), trade(9.5, 200), trade(4, 300)]);
  assert.equal(row.last, 100);
  assert.equal(row.window.mean, 150);
  assert.equal(row.high, 300);
  assert.equal(row.trades, 3);
  assert.equal(row.volume, 3);
  assert.deepEqual(row.spark, [100]);
});

test('trades that come too late for the window are counted', () => {
  const early = Array.from({length: 50}, (_, index) => trade(index, 100));
  assert.equal(rowAfter([...early, trade(30, 1), trade(31, 1)]).late, 2);
});

test('a venue whose clock is put back begins its windows and sparks anew, after eight trades that say so', () => {
  const back = Array.from({length: 9}, (_, index) => trade(index, index === 8 ? 9 : 7));
  const row = rowAfter([trade(3600, 100), ...back]);
  assert.equal(row.last, 9);
  assert.equal(row.open, 100);
  assert.deepEqual(row.spark, [7, 9]);
});

test('one trade from the far future does not stop the board', () => {
  const board = boardAfter([trade(0, 1), trade(1, 3)]);
  board.apply(trade(1e9, 2), startMs + 1500);
  board.apply(trade(2, 5), startMs + 2000);
  const row = board.snapshot(startMs + 2000).rows[0]!;
  assert.equal(row.last, 5);
  assert.equal(row.trades, 4);
});

test('a trade without a valid time counts at the time of the one before it', () => {
  const first = rowAfter([trade(0, 100, {time: 'yesterday'})]);
  assert.equal(first.last, 100);
  assert.deepEqual(first.spark, []);
  const later = rowAfter([trade(1, 100), trade(0, 300, {time: ''})]);
  assert.equal(later.last, 300);
  assert.equal(later.window.mean, 200);
});

test('symbols that are asked for have rows before anything came, and none once they are given up', () => {
  const board = new Board();
  const about = {type: 'subscription', venue: 'kraken', symbol: 'XBT/EUR', time: trade(0, 1).time} as const;
  board.apply({...about, state: 'asked'}, startMs);
  assert.equal(board.snapshot(startMs).rows[0]!.state, 'asked');
  assert.equal(board.snapshot(startMs).rows[0]!.last, undefined);
  board.apply({...about, state: 'refused', reason: 'Currency pair not supported'}, startMs);
  assert.equal(board.snapshot(startMs).rows[0]!.reason, 'Currency pair not supported');
  board.apply({...about, state: 'ended'}, startMs);
  assert.deepEqual(board.snapshot(startMs).rows, []);
});

test('what the numbers of a venue say is missing stands on the row, and less when it comes after all', () => {
  const board = boardAfter([trade(0, 1, {venue: 'kraken'})]);
  const fault = {type: 'sequence', venue: 'kraken', symbol: 'BTC/USD', time: trade(60, 1).time} as const;
  board.apply({...fault, fault: 'gap', missed: 5}, startMs);
  board.apply({...fault, fault: 'reordered'}, startMs);
  board.apply({...fault, fault: 'duplicate'}, startMs);
  board.apply(
    {type: 'sequence', venue: 'kraken', fault: 'gap', since: trade(48, 1).time, time: fault.time},
    startMs,
  );
  assert.deepEqual(board.snapshot(startMs).rows[0]!.faults, {
    missed: 4,
    blindMs: 12_000,
    gaps: 2,
    duplicates: 1,
    reordered: 1,
    lastMs: startMs + 60_000,
  });
});

test('while the connection of its venue is lost a row is stale, since it was last heard', () => {
  const board = boardAfter([trade(0, 1, {venue: 'kraken'}), trade(0, 1, {venue: 'binance'})]);
  const status = {type: 'status', source: 'kraken', time: trade(9, 1).time} as const;
  board.status({...status, state: 'lost', reason: 'silent for 5 s', missedSince: trade(4, 1).time});
  board.status({...status, state: 'connecting'});
  board.status({...status, state: 'lost', reason: 'nobody listens', missedSince: trade(4, 1).time});
  const [kraken, binance] = board.snapshot(startMs).rows;
  assert.deepEqual(kraken!.stale, {sinceMs: startMs + 4000, reason: 'nobody listens'});
  assert.equal(binance!.stale, undefined);
  board.status({...status, state: 'connected', missedSince: trade(4, 1).time});
  assert.equal(board.snapshot(startMs).rows[0]!.stale, undefined);
});

test('a quote by a clock that is ahead does not hold back what is traded', () => {
  const board = new Board();
  const time = trade(600, 1).time;
  board.apply({type: 'quote', venue: '', symbol: 'BTC/USD', last: 100, time}, startMs);
  for (let second = 0; second < 60; second++)
    board.apply(trade(second, 101 + second), startMs + second * 1000);
  const row = board.snapshot(startMs + 59_000).rows[0]!;
  assert.equal(row.last, 160);
  assert.equal(row.spark.length, 60);
});

test('a time at the end of all dates is none, and the board goes on', () => {
  const board = new Board();
  for (const time of ['+275760-09-13T00:00:00.000Z', '-271821-04-20T00:00:00.000Z'])
    board.apply(trade(0, 1, {time}), startMs);
  board.apply(trade(1, 2), startMs);
  assert.equal(board.snapshot(startMs + 60_000).rows[0]!.last, 2);
});

test('a quote says what the last price was until there is a trade', () => {
  const board = new Board();
  const quote = {
    type: 'quote',
    venue: 'kraken',
    symbol: 'BTC/USD',
    last: 70_000,
    time: trade(0, 1).time,
  } as const;
  board.apply(quote, startMs);
  board.apply({...quote, bid: 69_999.5, ask: 70_000.5, last: 70_001}, startMs);
  const row = board.snapshot(startMs).rows[0]!;
  assert.deepEqual([row.last, row.open, row.trades, row.quote?.bid], [70_001, 70_000, 0, 69_999.5]);
  board.apply(trade(1, 70_002, {venue: 'kraken'}), startMs);
  board.apply({...quote, last: 1}, startMs);
  assert.equal(board.snapshot(startMs).rows[0]!.last, 70_002);
});

test('the chart that is asked for has a candle for each window', () => {
  const board = boardAfter([trade(0, 1), trade(1, 3), trade(5, 2), trade(16, 4)]);
  const {chart} = board.snapshot(startMs, ' BTC/USD');
  assert.deepEqual(
    chart?.candles.map(({startMs: from, count, close}) => [(from - startMs) / 1000, count, close]),
    [
      [0, 2, 3],
      [5, 1, 2],
      [10, 0, Number.NaN],
      [15, 1, 4],
    ],
  );
  assert.equal(board.snapshot(startMs, 'nothing').chart, undefined);
});

test('a board that nobody looks at keeps no more of a symbol than its windows need', () => {
  const board = new Board();
  for (let index = 0; index < 200_000; index++) board.apply(trade(index / 10, 1), startMs + index * 100);
  const before = process.memoryUsage().heapUsed;
  for (let index = 200_000; index < 600_000; index++)
    board.apply(trade(index / 10, 1), startMs + index * 100);
  assert.ok(process.memoryUsage().heapUsed - before < 40e6);
  assert.equal(board.snapshot(startMs + 60_000_000).trades, 600_000);
});

test('a stream that invents symbols does not fill the board', () => {
  const board = new Board();
  for (let index = 0; index < 5000; index++) board.apply(trade(0, 1, {symbol: `S${index}/USD`}), startMs);
  assert.equal(board.snapshot(startMs).rows.length, 1000);
  assert.equal(board.snapshot(startMs).trades, 5000);
});

test('what a venue tells again of one symbol after an outage does not wipe the past of the others', () => {
  const board = new Board();
  for (let second = 0; second < 20; second++)
    board.apply(trade(second, 1, {symbol: 'SOL/USD'}), startMs + second * 1000);
  for (let second = 0; second < 110; second++) board.apply(trade(second, 2), startMs + second * 1000);
  for (let second = 20; second < 110; second++)
    board.apply(trade(second, 3, {symbol: 'SOL/USD'}), startMs + 110_000);
  const [sol, btc] = board.snapshot(startMs + 110_000).rows;
  assert.equal(btc!.spark.length, 110);
  assert.equal(sol!.spark.length, 110);
  assert.equal(sol!.last, 3);
});
