import assert from 'node:assert/strict';
import {test} from 'node:test';
import fc from 'fast-check';
import {isoTime} from '../../source/streams/clock.ts';
import {epochMs} from '../../source/ticker/epoch-ms.ts';

test('seconds, milliseconds, microseconds and nanoseconds are told apart', () => {
  for (const count of [1672515782.5, 1672515782500, 1672515782500000, 1672515782500000000]) {
    assert.equal(epochMs(count), 1672515782500);
  }
  for (const count of [-1, Number.NaN, Infinity, 1e20]) assert.equal(epochMs(count), undefined);
});

test('every count that is taken is a time', () => {
  fc.assert(
    fc.property(fc.double({min: 0, max: 1e20, noNaN: true, maxExcluded: true}), count =>
      Number.isFinite(Date.parse(isoTime(epochMs(count)!))),
    ),
  );
});
