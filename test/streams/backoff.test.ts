import assert from 'node:assert/strict';
import {test} from 'node:test';
import fc from 'fast-check';
import {backoff} from '../../source/streams/backoff.ts';

test('each delay is between half and the whole of its step, which doubles up to the cap', () => {
  const chance = fc.double({min: 0, max: 1, maxExcluded: true, noNaN: true});
  const limits = fc.record({
    minMs: fc.integer({min: 1, max: 10_000}),
    maxMs: fc.integer({min: 1, max: 1_000_000}),
  });
  fc.assert(
    fc.property(fc.nat({max: 100_000}), limits, chance, (attempt, {minMs, maxMs}, random) => {
      let step = Math.min(minMs, maxMs);
      for (let doubled = 0; doubled < attempt && step < maxMs; doubled++) step = Math.min(maxMs, step * 2);
      const delayMs = backoff(attempt, {minMs, maxMs, random: () => random});
      assert.ok(Number.isInteger(delayMs));
      assert.ok(delayMs >= Math.floor(step / 2) && delayMs <= step, `${delayMs} ms of ${step} ms`);
    }),
  );
});

test('by default the first delay is under half a second and none is over a quarter of a minute', () => {
  assert.equal(backoff(0, {random: () => 0}), 250);
  assert.equal(backoff(0, {random: () => 0.999_999}), 500);
  assert.equal(backoff(1000, {random: () => 0.999_999}), 15_000);
});

test('two clients that lost the same server do not come back together', () => {
  assert.notEqual(backoff(3, {random: () => 0.2}), backoff(3, {random: () => 0.8}));
  assert.ok(new Set(Array.from({length: 100}, () => backoff(3))).size > 1);
});
