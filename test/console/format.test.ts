import assert from 'node:assert/strict';
import {test} from 'node:test';
import fc from 'fast-check';
import {bytes, clockTime, count, span} from '../../source/console/format.ts';

const second = 1000;
const minute = 60 * second;
const hour = 60 * minute;

for (const [ms, text] of [
  [Number.NaN, '0s'],
  [-5, '0s'],
  [0, '0ms'],
  [999.4, '999ms'],
  [999.6, '1.0s'],
  [1000, '1.0s'],
  [9949, '9.9s'],
  [9950, '10s'],
  [59_499, '59s'],
  [59_999, '59s'],
  [minute, '1m00'],
  [200 * second, '3m20'],
  [hour - 1, '59m59'],
  [hour, '1h00'],
  [2 * hour + 5 * minute, '2h05'],
  [48 * hour - 1, '47h59'],
  [48 * hour, '2d'],
  [Infinity, '9999d'],
] as const) {
  test(`a span of ${ms} ms is ${text}`, () => assert.equal(span(ms), text));
}

test('a span has at most five characters, and never shows more than sixty of a unit', () => {
  fc.assert(
    fc.property(fc.double({min: 0, max: 1e11, noNaN: true}), ms => {
      const text = span(ms);
      assert.ok(text.length <= 5, text);
      assert.match(text, /^(?:\d{1,3}ms|\d\.\ds|[1-5]?\ds|[1-5]?\dm[0-5]\d|\d{1,2}h[0-5]\d|\d{1,4}d)$/);
    }),
  );
});

for (const [value, text] of [
  [0, '0'],
  [0.4, '0'],
  [999, '999'],
  [999.4, '999'],
  [999.6, '1.00k'],
  [1000, '1.00k'],
  [9994, '9.99k'],
  [9996, '10.0k'],
  [12_345, '12.3k'],
  [99_960, '100k'],
  [999_400, '999k'],
  [999_600, '1.00M'],
  [4_560_000, '4.56M'],
  [1e9, '1.00G'],
  [999.6e9, '1.00T'],
  [1e12, '1.00T'],
  [123.4e12, '123T'],
  [2 ** 53, '>999T'],
  [1e18, '>999T'],
] as const) {
  test(`a count of ${value} is ${text}`, () => assert.equal(count(value), text));
}

test('a count has at most five characters', () => {
  fc.assert(
    fc.property(fc.double({min: 0, noNaN: true}), value => assert.ok(count(value).length <= 5, count(value))),
  );
});

for (const [value, text] of [
  [0, '0 B'],
  [812, '812 B'],
  [999.6, '1.00 kB'],
  [12_345, '12.3 kB'],
  [4_560_000, '4.56 MB'],
] as const) {
  test(`${value} bytes are ${text}`, () => assert.equal(bytes(value), text));
}

test('the clock of a time is its hours, minutes and seconds, or dashes', () => {
  assert.equal(clockTime('2026-11-01T12:04:31.123456Z'), '12:04:31');
  assert.equal(clockTime('yesterday'), '--:--:--');
  assert.equal(clockTime(''), '--:--:--');
});
