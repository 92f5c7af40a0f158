import assert from 'node:assert/strict';
import {test} from 'node:test';
import fc from 'fast-check';
import stringWidth from 'string-width';
import {brailleSparkline} from '../../source/console/braille.ts';

test('two values are drawn in a cell, each as a bar of one to four dots', () => {
  assert.equal(brailleSparkline([0, 1, 2, 3], 2), '⣠⣾');
  assert.equal(brailleSparkline([3, 2, 1, 0], 2), '⣷⣄');
  assert.equal(brailleSparkline([0, 1, 2, 3, 3, 2, 1, 0], 4), '⣠⣾⣷⣄');
});

test('the newest values are those that are shown, at the right', () => {
  assert.equal(brailleSparkline([9, 9, 9, 0, 3], 1), '⣸');
  assert.equal(brailleSparkline([0, 3, 3], 3), ' ⢀⣿');
});

test('flat data is a low line', () => {
  assert.equal(brailleSparkline([5, 5, 5, 5], 2), '⣀⣀');
  assert.equal(brailleSparkline([1e300, 1e300], 1), '⣀');
});

test('what is not finite has no dots', () => {
  assert.equal(brailleSparkline([0, Number.NaN, Infinity, 3, -Infinity, Number.NaN], 3), '⡀⢸ ');
});

test('where there is nothing, or no room, nothing is drawn', () => {
  assert.equal(brailleSparkline([], 3), '   ');
  assert.equal(brailleSparkline([1, 2], 0), '');
  assert.equal(brailleSparkline([1, 2], -1), '');
});

test('a braille sparkline is exactly as wide as asked, whatever the values are', () => {
  const values = fc.array(fc.oneof(fc.double(), fc.integer()), {maxLength: 300});
  fc.assert(
    fc.property(values, fc.nat(200), (values, columns) => {
      const line = brailleSparkline(values, columns);
      assert.equal(stringWidth(line), columns);
      assert.match(line, /^[ \u2801-\u28ff]*$/);
    }),
    {numRuns: 500},
  );
});
