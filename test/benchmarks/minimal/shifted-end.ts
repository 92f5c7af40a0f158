import {MinimalEnd} from './end.ts';
import type {MinimalShift} from './shifts.ts';
import type {MinimalTools} from './tools.ts';

/** How the terminal is left when cells of a row have been shifted. */
export function minimalShiftedEnd(
  row: number,
  start: MinimalEnd,
  shifts: readonly MinimalShift[],
  {motion, pens}: MinimalTools,
): MinimalEnd {
  // The blanks that come in have the ground of the pen.
  const pen = pens.erases(start.pen) ? start.pen : pens.number('');
  let text = pens.sequence(start.pen, pen);
  let [atRow, atColumn] = [start.row, start.column];
  for (const {column, by} of shifts) {
    const count = Math.abs(by);
    text += `${motion.sequence(atRow, atColumn, row, column)}\u001b[${count === 1 ? '' : count}${by > 0 ? '@' : 'P'}`;
    [atRow, atColumn] = [row, column];
  }
  return new MinimalEnd(row, atColumn, pen, start.bytes + text.length, {
    traced: () => start.written() + text,
  });
}
