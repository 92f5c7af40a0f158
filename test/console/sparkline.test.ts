import assert from 'node:assert/strict';
import {test} from 'node:test';
import fc from 'fast-check';
import stringWidth from 'string-width';
import {sparkline} from '../../source/console/sparkline.ts';
import {asciiTheme, plainTheme} from '../helpers/sample-frame.ts';

const {bars} = plainTheme;

test('a sparkline goes from the lowest bar to the highest', () => {
  assert.equal(sparkline([0, 1, 2, 3, 4, 5, 6, 7], 8, bars), '▁▂▃▄▅▆▇█');
  assert.equal(sparkline([100, 101], 2, bars), '▁█');
});

test('the newest values are those that are shown, at the right', () => {
  assert.equal(sparkline([9, 9, 9, 0, 7], 2, bars), '▁█');
  assert.equal(sparkline([0, 7], 4, bars), '  ▁█');
});

test('flat data is a low line, and from a floor its height tells its worth', () => {
  assert.equal(sparkline([5, 5, 5], 3, bars), '▁▁▁');
  assert.equal(sparkline([5, 5, 5], 3, bars, 0), '███');
  assert.equal(sparkline([0, 0], 2, bars, 0), '▁▁');
});

test('what is not finite is a space', () => {
  assert.equal(sparkline([0, Number.NaN, 7, Infinity, -Infinity], 5, bars), '▁ █  ');
  assert.equal(sparkline([Number.NaN], 2, bars), '  ');
});

test('where there is nothing, or no room, nothing is drawn', () => {
  assert.equal(sparkline([], 3, bars), '   ');
  assert.equal(sparkline([1, 2], 0, bars), '');
  assert.equal(sparkline([1, 2], -1, bars), '');
});

test('a sparkline is exactly as wide as asked, whatever the values are', () => {
  const values = fc.array(fc.oneof(fc.double(), fc.integer()), {maxLength: 150});
  const floor = fc.option(fc.double({noNaN: true, noDefaultInfinity: true}), {nil: undefined});
  const looks = fc.constantFrom(bars, asciiTheme.bars);
  fc.assert(
    fc.property(values, fc.nat(200), looks, floor, (values, columns, look, floor) => {
      const line = sparkline(values, columns, look, floor);
      assert.equal(stringWidth(line), columns);
      for (const character of line) assert.ok(character === ' ' || look.includes(character), line);
    }),
    {numRuns: 500},
  );
});
