import {sparkline} from './sparkline.ts';

/** Dots of the left and of the right half of a cell, by height: bits of the code point. */
const left: Readonly<Record<string, number>> = {' ': 0, 1: 0x40, 2: 0x44, 3: 0x46, 4: 0x47};
const right: Readonly<Record<string, number>> = {' ': 0, 1: 0x80, 2: 0xa0, 3: 0xb0, 4: 0xb8};
const heights = [...'1234'];

/** A sparkline of two values a cell, as bars of braille dots: twice as many values, half as many heights. */
export function brailleSparkline(values: readonly number[], columns: number): string {
  const bars = sparkline(values, 2 * columns, heights);
  let out = '';
  for (let at = 0; at < bars.length; at += 2) {
    const dots = left[bars[at]!]! + right[bars[at + 1]!]!;
    // Not the cell without dots: there are fonts that draw its eight places.
    out += dots === 0 ? ' ' : String.fromCodePoint(0x2800 + dots);
  }
  return out;
}
