import assert from 'node:assert/strict';
import {test} from 'node:test';
import fc from 'fast-check';
import {Candles} from '../../source/ticker/candles.ts';

const brief = (candles: Candles) =>
  candles
    .values()
    .map(({startMs, count, open, high, low, close, mean}) =>
      count === 0 ? startMs : [startMs, count, open, high, low, close, mean],
    );

test('each stretch with a trade is a candle, and one without stands between', () => {
  const candles = new Candles(1000, 10);
  for (const [timeMs, price] of [
    [0, 5],
    [100, 7],
    [999, 3],
    [2500, 4],
  ] as const)
    candles.add(timeMs, price);
  assert.deepEqual(brief(candles), [[0, 3, 5, 7, 3, 3, 5], 1000, [2000, 1, 4, 4, 4, 4, 4]]);
});

test('a late trade counts where it belongs, and one older than all is left out', () => {
  const candles = new Candles(1000, 2);
  candles.add(5000, 10);
  candles.add(4200, 20);
  candles.add(4100, 30);
  candles.add(3000, 99);
  assert.deepEqual(brief(candles), [
    [4000, 2, 20, 30, 20, 20, 25],
    [5000, 1, 10, 10, 10, 10, 10],
  ]);
});

test('before the first trade there are none', () => {
  assert.deepEqual(new Candles(1000, 3).values(), []);
});

test('there are never more than there are places for, and the newest is the last', () => {
  const times = fc.array(fc.integer({min: -100_000, max: 100_000}), {minLength: 1});
  fc.assert(
    fc.property(times, fc.integer({min: 1, max: 20}), (all, places) => {
      const candles = new Candles(1000, places);
      for (const time of all) candles.add(time, time);
      const values = candles.values();
      assert.ok(values.length <= places && values[0]!.count > 0);
      assert.equal(values.at(-1)!.startMs, Math.floor(Math.max(...all) / 1000) * 1000);
    }),
  );
});
