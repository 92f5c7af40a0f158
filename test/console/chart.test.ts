import assert from 'node:assert/strict';
import {test} from 'node:test';
import fc from 'fast-check';
import stringWidth from 'string-width';
import {type ChartOptions, chart} from '../../source/console/chart.ts';
import {asciiTheme, plainTheme} from '../helpers/sample-frame.ts';

const same = (text: string) => text;

function draw(values: readonly number[], more: Partial<ChartOptions> = {}): string[] {
  const options = {columns: 40, rows: 5, decimals: 1, symbols: plainTheme.chart, axis: same, line: same};
  return chart(values, {...options, ...more});
}

test('a chart spans its rows from the highest value to the lowest, up to the newest', () => {
  assert.deepEqual(draw([1, 2, 3, 4, 5, 4, 3, 2], {columns: 15}), [
    ' 5.0 ┤   ╭╮   ',
    ' 4.0 ┤  ╭╯╰╮  ',
    ' 3.0 ┤ ╭╯  ╰╮ ',
    ' 2.0 ┤╭╯    ╰ ',
    ' 1.0 ┼╯       ',
  ]);
});

test('a chart of large prices that hardly move has all its rows', () => {
  const prices = [67_123.4, 67_123.5, 67_123.6, 67_123.7, 67_123.8];
  assert.deepEqual(draw(prices, {columns: 16}), [
    ' 67123.8 ┤   ╭ ',
    ' 67123.7 ┤  ╭╯ ',
    ' 67123.6 ┤ ╭╯  ',
    ' 67123.5 ┤╭╯   ',
    ' 67123.4 ┼╯    ',
  ]);
});

test('a chart in ASCII has no other characters', () => {
  assert.match(draw([3, 1, 4, 1, 5, 9, 2, 6], {symbols: asciiTheme.chart}).join('\n'), /^[\n -~]+$/);
});

test('few points are drawn several cells wide', () => {
  assert.deepEqual(draw([1, 2], {rows: 2, columns: 16}), [' 2.0 ┤    ╭──── ', ' 1.0 ┼────╯     ']);
});

test('only the newest values are drawn where there is not room for all', () => {
  const values = Array.from({length: 500}, (_, index) => index);
  assert.match(draw(values).at(0)!, /^ 499\.0 /);
  assert.match(draw(values).at(-1)!, /^ 468\.0 /);
});

test('flat data is a line in the middle', () => {
  const rows = draw([7, 7, 7, 7, 7, 7, 7, 7]);
  assert.equal(rows.length, 5);
  assert.match(rows[2]!, /^ 7\.0 ┼─{20,} $/);
});

test('where rows are finer than the prices each price is told once, where it is nearest', () => {
  assert.deepEqual(
    draw([99, 100], {rows: 7, decimals: 0, columns: 12}).map(row => row.slice(0, 5)),
    [' 100 ', '     ', '     ', '     ', '     ', '     ', '  99 '],
  );
});

test('what is not finite is left out, and where nothing is left there is no chart', () => {
  assert.deepEqual(draw([1, Number.NaN, 2, Infinity, 3]), draw([1, 2, 3]));
  assert.deepEqual(draw([]), []);
  assert.deepEqual(draw([Number.NaN, -Infinity]), []);
  assert.deepEqual(draw([1e21, 1, 2]), draw([1, 2]), 'a number that has no digits');
});

test('there is no chart where there is no room for one', () => {
  assert.deepEqual(draw([1, 2, 3], {rows: 1}), []);
  assert.deepEqual(draw([1, 2, 3], {columns: 9}), []);
  assert.equal(draw([1, 2, 3], {columns: 10}).length, 5);
});

test('a chart never exceeds its room, and has no rows or all', () => {
  const values = fc.array(
    fc.oneof(fc.double(), fc.double({min: 1, max: 1.001}), fc.integer({min: 0, max: 3})),
    {maxLength: 130},
  );
  const size = fc.record({columns: fc.nat(250), rows: fc.nat(60), decimals: fc.nat(8)});
  fc.assert(
    fc.property(values, size, (values, size) => {
      const rows = draw(values, size);
      assert.ok(rows.length === 0 || rows.length === size.rows, `${rows.length} rows`);
      for (const row of rows) assert.ok(stringWidth(row) <= size.columns, JSON.stringify(row));
    }),
    {numRuns: 300},
  );
});
