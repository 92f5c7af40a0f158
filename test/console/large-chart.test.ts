import assert from 'node:assert/strict';
import {test} from 'node:test';
import {stripVTControlCharacters} from 'node:util';
import fc from 'fast-check';
import stringWidth from 'string-width';
import {type LargeChartOptions, largeChart} from '../../source/console/large-chart.ts';
import {theme} from '../../source/console/theme.ts';
import type {Candle} from '../../source/ticker/candle.ts';
import {asciiTheme, plainTheme} from '../helpers/sample-frame.ts';

const startMs = Date.UTC(2026, 2, 1, 12);
const windowMs = 5000;

/** Candles of a closing price each, or of a close, a low, a high and a mean; undefined is one without a trade. */
function candles(...prices: readonly (number | readonly number[] | undefined)[]): Candle[] {
  return prices.map((price, index) => {
    const at = startMs + index * windowMs;
    const none = Number.NaN;
    if (price === undefined)
      return {startMs: at, count: 0, open: none, high: none, low: none, close: none, mean: none};
    const [close, low, high, mean] = typeof price === 'number' ? [price, price, price, price] : price;
    return {startMs: at, count: 3, open: close!, high: high!, low: low!, close: close!, mean: mean!};
  });
}

function draw(shown: readonly Candle[], more: Partial<LargeChartOptions> = {}): string[] {
  const options = {
    columns: 19,
    rows: 6,
    decimals: 1,
    windowMs,
    theme: plainTheme,
    line: (text: string) => text,
  };
  return largeChart(shown, {...options, ...more});
}

const busy = candles(
  ...[
    [12, 11, 13, 12],
    [13, 11, 14, 12],
    [14, 12, 15, 13],
    [13, 12, 15, 14],
    [12, 11, 14, 13],
  ],
  undefined,
  undefined,
  ...[
    [12, 11, 14, 13],
    [13, 10, 13, 11],
    [11, 10, 14, 12],
    [15, 11, 15, 13],
  ],
);
const size = {columns: 17, rows: 7};

test('the price is a line over the range and the mean of each candle, with a gap where there was no trade', () => {
  assert.deepEqual(draw(busy, size), [
    ' 15.0 ┤ ░░      ╭',
    '      │░╭╮░  ░ ░│',
    '      │─╯╰╮  •╭╮│',
    ' 12.0 ┤•░░╰  ─╯││',
    '      │░  ░  ░•╰╯',
    ' 10.0 ┤       ░░ ',
    '        12:00:50╵',
  ]);
});

test('in ASCII it is told by glyphs too', () => {
  assert.deepEqual(draw(busy, {...size, theme: asciiTheme}), [
    ' 15.0 | ::      .',
    '      |:..:  : :|',
    "      |-''.  o..|",
    " 12.0 |o::'  -'||",
    "      |:  :  :o''",
    ' 10.0 |       :: ',
    '        12:00:50|',
  ]);
});

test('a level within the range is a line behind the price, with its own number at the axis', () => {
  assert.deepEqual(draw(busy, {...size, levels: [13.5, 9.9, 99, Number.NaN, -Infinity]}), [
    ' 15.0 ┤ ░░      ╭',
    ' 13.5 ┤╌╭╮╌╌╌╌╌╌│',
    '      │─╯╰╮  •╭╮│',
    ' 12.0 ┤•░░╰  ─╯││',
    '      │░  ░  ░•╰╯',
    ' 10.0 ┤       ░░ ',
    '        12:00:50╵',
  ]);
});

test('the line is painted as the caller says, and nothing else is', () => {
  const line = (text: string) => '#'.repeat(text.length);
  assert.deepEqual(draw(busy, {...size, line}), [
    ' 15.0 ┤ ░░      #',
    '      │░##░  ░ ░#',
    '      │####  •###',
    ' 12.0 ┤•░░#  ####',
    '      │░  ░  ░•##',
    ' 10.0 ┤       ░░ ',
    '        12:00:50╵',
  ]);
});

test('few candles are several columns wide each, at the right, their time where they begin', () => {
  assert.deepEqual(draw(candles(1, 2), {columns: 30, rows: 4}), [
    ' 2.0 ┤                ╭───────',
    '     │                │       ',
    ' 1.0 ┤        ────────╯       ',
    '              12:00:05╵       ',
  ]);
});

test('a candle between two without a trade is a line of its own', () => {
  assert.deepEqual(draw(candles(1, undefined, 3, undefined), {columns: 30, rows: 4}), [
    ' 3.0 ┤            ──────      ',
    '     │                        ',
    ' 1.0 ┤──────                  ',
    '                12:00:15╵     ',
  ]);
});

test('flat data is a line in the middle, and so is one value', () => {
  assert.deepEqual(draw(candles(7, 7, 7, 7), {columns: 30, rows: 6}), [
    ' 7.1 ┤                        ',
    '     │                        ',
    '     │────────────────────────',
    '     │                        ',
    ' 6.9 ┤                        ',
    '                12:00:15╵     ',
  ]);
  assert.match(draw(candles(5), {columns: 30, rows: 6})[2]!, /^ {5}│ {16}─{8}$/);
});

test('only the newest candles are drawn where there is not room for all, and they alone make the range', () => {
  const rising = candles(...Array.from({length: 500}, (_, index) => index));
  const rows = draw(rising, {columns: 50, rows: 10});
  assert.match(rows.at(0)!, /^ 499\.0 ┤ +╭──$/);
  assert.match(rows.at(-2)!, /^ 458\.0 ┤─/);
});

test('what is not a number, or has no digits, is as if there was no trade', () => {
  const strange = candles(1, Number.NaN, [2, 1, Infinity, 2], 1e300, [3, -1e21, 3, 3], 2);
  const without = candles(1, undefined, undefined, undefined, undefined, 2);
  assert.deepEqual(draw(strange), draw(without));
  const uncounted = candles(1, 9, 2).map((candle, index) => (index === 1 ? {...candle, count: 0} : candle));
  assert.deepEqual(draw(uncounted), draw(candles(1, undefined, 2)));
});

test('where there was no trade at all, there are times alone, and without candles there is nothing', () => {
  assert.deepEqual(draw(candles(undefined, undefined), {columns: 30, rows: 4}), [
    ...new Array<string>(3).fill(' '.repeat(30)),
    '              12:00:05╵       ',
  ]);
  assert.deepEqual(draw([], {columns: 3, rows: 2}), ['   ', '   ']);
});

test('with less room fewer things are drawn: no times, then no labels', () => {
  assert.deepEqual(draw(busy, {...size, rows: 3}), [
    ' 15.0 ┤░╭╮░  ░ ░╭',
    '      │─╯╰─  ──╮│',
    ' 10.0 ┤░  ░  ░•╰╯',
  ]);
  assert.deepEqual(draw(busy, {columns: 9, rows: 5}), [
    '░░      ╭',
    '─╮░  ░ ░│',
    '•╰─  ──╮│',
    '  ░  ░•╰╯',
    '      ░░ ',
  ]);
  assert.deepEqual(draw(busy, {columns: 20, rows: 1}), ['         ─────  ────']);
  assert.deepEqual(draw(busy, {columns: 1, rows: 1}), ['─']);
});

test('where rows are less apart than the last digit, no number stands on two of them', () => {
  const labels = draw(candles(5.01, 5.04, 5.06), {rows: 12})
    .map(row => row.slice(0, 5).trim())
    .filter(Boolean);
  assert.deepEqual(labels, ['5.1', '5.0']);
});

for (const look of [plainTheme, asciiTheme]) {
  test(`the line is no band, mean or level by its glyphs either (${look.unicode ? 'Unicode' : 'ASCII'})`, () => {
    const {band, mean, level} = look;
    assert.equal(new Set([band, mean, level]).size, 3);
    for (const glyph of [band, mean, level]) assert.ok(!look.chart.includes(glyph), glyph);
  });
}

const price = fc.oneof(
  fc.double(),
  fc.double({min: 1, max: 1.001}),
  fc.integer({min: -3, max: 3}),
  fc.constantFrom(1e300, -1e300, 1e20, -1e20, 5e-324, 0, -0),
);
const anyCandles = fc.array(
  fc.record({
    startMs: fc.oneof(fc.double(), fc.integer({min: startMs, max: startMs + 1e9})),
    count: fc.integer({min: 0, max: 4}),
    open: price,
    high: price,
    low: price,
    close: price,
    mean: price,
  }),
  {maxLength: 150},
);
const anyOptions = fc.record({
  columns: fc.integer({min: 1, max: 140}),
  rows: fc.integer({min: 1, max: 40}),
  decimals: fc.nat(8),
  windowMs: fc.oneof(fc.constantFrom(1000, 5000, 60_000), fc.integer({min: 1, max: 1e9})),
  levels: fc.array(price, {maxLength: 3}),
});

test('whatever the candles and the room, it has its rows, each exactly as wide', () => {
  const coloured = theme({unicode: true, colors: 1});
  fc.assert(
    fc.property(anyCandles, anyOptions, (all, options) => {
      const rows = draw(all, {...options, theme: coloured, line: coloured.good});
      assert.equal(rows.length, options.rows);
      for (const row of rows) assert.equal(stringWidth(row), options.columns, JSON.stringify(row));
      // Nothing but what the paints write is a control character.
      const plain = rows.map(stripVTControlCharacters);
      assert.doesNotMatch(plain.join(''), /\p{C}/u);
      assert.deepEqual(plain, draw(all, options));
      const ascii = draw(all, {...options, theme: asciiTheme});
      assert.match(ascii.join(''), /^[ -~]*$/);
      for (const row of ascii) assert.equal(row.length, options.columns);
    }),
    {numRuns: 300},
  );
});
