import assert from 'node:assert/strict';
import {test} from 'node:test';
import fc from 'fast-check';
import {Board, type BoardRow} from '../../source/ticker/board.ts';
import type {Trade} from '../../source/ticker/trade.ts';

const startMs = Date.parse('2026-11-22T12:00:00Z');

function trade(seconds: number, price: number, more: Partial<Trade> = {}): Trade {
  const time = new Date(startMs + Math.round(seconds * 1000)).toISOString();
  return {type: 'trade', symbol: 'BTC/USD', price, size: 1, time, ...more};
}

function rowAfter(trades: readonly Trade[]): BoardRow {
  const board = new Board();
  for (const one of trades) board.apply(one);
  return board.snapshot().rows[0]!;
}

test('a row tells last, open, change, high, low, count, volume and time', () => {
  const row = rowAfter([trade(0, 100, {size: 0.5}), trade(1, 110, {size: 2}), trade(2, 99.5)]);
  assert.deepEqual(row, {
    symbol: 'BTC/USD',
    last: 99.5,
    decimals: 1,
    open: 100,
    change: -0.5,
    changePercent: -0.5,
    high: 110,
    low: 99.5,
    trades: 3,
    volume: 3.5,
    mean: (100 + 110 + 99.5) / 3,
    spark: [100, 110, 99.5],
    time: '2026-11-22T12:00:02.000Z',
  });
});

test('symbols stand in the order in which they came', () => {
  const board = new Board();
  for (const symbol of ['SOL/USD', 'BTC/USD', 'ADA/USD', 'BTC/USD']) board.apply(trade(0, 1, {symbol}));
  assert.deepEqual(
    board.snapshot().rows.map(row => row.symbol),
    ['SOL/USD', 'BTC/USD', 'ADA/USD'],
  );
  assert.equal(board.snapshot().trades, 4);
});

test('a snapshot is the same object until something is applied, and so is the row of a quiet symbol', () => {
  const board = new Board();
  assert.equal(board.snapshot(), board.snapshot());
  board.apply(trade(0, 1, {symbol: 'BTC/USD'}));
  board.apply(trade(0, 1, {symbol: 'ETH/USD'}));
  const before = board.snapshot();
  assert.equal(board.snapshot(), before);
  board.apply(trade(1, 2, {symbol: 'ETH/USD'}));
  const after = board.snapshot();
  assert.notEqual(after, before);
  assert.equal(after.rows[0], before.rows[0]);
  assert.notEqual(after.rows[1], before.rows[1]);
  assert.equal(before.rows[1]!.last, 1);
  assert.deepEqual(before.rows[1]!.spark, [1]);
});

test('decimals are the most that a price had, and at most eight', () => {
  assert.equal(rowAfter([trade(0, 100)]).decimals, 0);
  assert.equal(rowAfter([trade(0, 0.2143852), trade(0, 5)]).decimals, 7);
  assert.equal(rowAfter([trade(0, 1e-7)]).decimals, 7);
  assert.equal(rowAfter([trade(0, 1 / 3)]).decimals, 8);
  assert.equal(rowAfter([trade(0, 1e300), trade(0, 97_412.5)]).decimals, 1);
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
  const steady = rowAfter(Array.from({length: 300}, (_, second) => trade(second, second))).spark;
  assert.deepEqual(
    steady,
    Array.from({length: 120}, (_, index) => 180 + index),
  );
});

test('the mean is that of the last five seconds, to the 50 ms', () => {
  assert.equal(rowAfter([trade(0, 10), trade(4.9, 20)]).mean, 15);
  assert.equal(rowAfter([trade(0, 10), trade(5, 20)]).mean, 20);
  assert.equal(rowAfter([trade(0.049, 10), trade(5, 20)]).mean, 20);
  assert.equal(rowAfter([trade(0.05, 10), trade(5, 20)]).mean, 15);
});

test('a late trade counts, and within its five seconds in the mean, but does not change the last price', () => {
  const row = rowAfter([trade(10, 100), trade(7, 200), trade(4, 300)]);
  assert.equal(row.last, 100);
  assert.equal(row.mean, 150);
  assert.equal(row.high, 300);
  assert.equal(row.trades, 3);
  assert.equal(row.volume, 3);
  assert.deepEqual(row.spark, [100]);
  assert.equal(row.time, '2026-11-22T12:00:10.000Z');
});

test('a clock that is put back begins the mean and the spark anew', () => {
  const row = rowAfter([trade(3600, 100), trade(0, 7), trade(1, 9)]);
  assert.equal(row.last, 9);
  assert.equal(row.mean, 8);
  assert.deepEqual(row.spark, [7, 9]);
  assert.equal(row.open, 100);
});

test('one trade from the far future does not stop the board', () => {
  const row = rowAfter([trade(0, 1), trade(1e9, 2), trade(1, 3), trade(2, 5)]);
  assert.equal(row.last, 5);
  assert.equal(row.mean, 4);
});

test('a trade without a valid time counts at the time of the one before it', () => {
  const first = rowAfter([trade(0, 100, {time: 'yesterday'})]);
  assert.equal(first.last, 100);
  assert.equal(first.mean, 100);
  assert.deepEqual(first.spark, [100]);
  assert.equal(first.time, '');
  const later = rowAfter([trade(1, 100), trade(0, 300, {time: ''})]);
  assert.equal(later.last, 300);
  assert.equal(later.mean, 200);
  assert.deepEqual(later.spark, [300]);
  assert.equal(later.time, '2026-11-22T12:00:01.000Z');
});

test('mean and last are what a plain reference makes of any trades, late ones included', () => {
  const step = fc.record({
    aheadMs: fc.oneof(
      {weight: 8, arbitrary: fc.integer({min: 0, max: 700})},
      {weight: 2, arbitrary: fc.integer({min: -7000, max: 0})},
      {weight: 1, arbitrary: fc.integer({min: 0, max: 20_000})},
    ),
    cents: fc.integer({min: 1, max: 10 ** 8}),
  });
  fc.assert(
    fc.property(fc.array(step, {minLength: 1, maxLength: 200}), steps => {
      const board = new Board();
      const seen: {bucket: number; price: number}[] = [];
      let newest = -Infinity;
      let last = 0;
      for (const {aheadMs, cents} of steps) {
        const atMs = Math.max(0, newest) + aheadMs;
        const price = cents / 100;
        board.apply(trade(atMs / 1000, price));
        seen.push({bucket: Math.floor(atMs / 50), price});
        if (atMs >= newest) last = price;
        newest = Math.max(newest, atMs);
        const inWindow = seen.filter(({bucket}) => bucket > Math.floor(newest / 50) - 100);
        const mean = inWindow.reduce((sum, one) => sum + one.price, 0) / inWindow.length;
        const row = board.snapshot().rows[0]!;
        assert.equal(row.last, last);
        assert.ok(Math.abs(row.mean - mean) <= mean * 1e-12, `${row.mean} is not ${mean}`);
      }
    }),
    {numRuns: 60},
  );
});

test('the mean does not drift over a million trades', () => {
  const board = new Board();
  for (let index = 0; index < 1_000_000; index++) {
    board.apply(trade(index / 1000, index % 2 === 0 ? 1e15 : 1e-3));
  }
  for (let index = 0; index < 100; index++) board.apply(trade(2000 + index / 100, 0.1));
  assert.ok(Math.abs(board.snapshot().rows[0]!.mean - 0.1) < 1e-15);
});

test('a stream that invents symbols does not fill the board', () => {
  const board = new Board();
  for (let index = 0; index < 5000; index++) board.apply(trade(0, 1, {symbol: `S${index}/USD`}));
  assert.equal(board.snapshot().rows.length, 1000);
  assert.equal(board.snapshot().trades, 5000);
});
