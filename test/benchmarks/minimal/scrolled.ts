import {blankCell, type MinimalFrame} from './cell.ts';
import {MinimalEnd} from './end.ts';
import type {MinimalScroll} from './scrolls.ts';
import type {MinimalTools} from './tools.ts';

const csi = '\u001b[';
/** A parameter that is 1 can be left out. */
const given = (value: number) => (value === 1 ? '' : String(value));

/** What a terminal shows after a scroll, and how it is left. */
export function minimalScrolled(
  from: MinimalFrame,
  start: MinimalEnd,
  {top, bottom, by}: MinimalScroll,
  {motion, pens}: MinimalTools,
): {frame: MinimalFrame; end: MinimalEnd} {
  const last = from.length - 1;
  const frame = from.map((cells, row) => {
    if (row < top || row > bottom) return cells;
    return row + by >= top && row + by <= bottom ? from[row + by]! : cells.map(() => blankCell);
  });
  // What comes in has the ground of the pen.
  const pen = pens.erases(start.pen) ? start.pen : pens.number('');
  const change = pens.sequence(start.pen, pen);
  const count = given(Math.abs(by));
  const scroll = `${csi}${count}${by > 0 ? 'S' : 'T'}`;
  const end = (row: number, column: number, text: string) =>
    new MinimalEnd(row, column, pen, start.bytes + change.length + text.length, {
      traced: () => start.written() + change + text,
    });
  if (top === 0 && bottom === last) return {frame, end: end(start.row, start.column, scroll)};
  // DECSTBM puts the cursor into the first cell.
  const region = `${csi}${given(top + 1)}${bottom < last ? `;${bottom + 1}` : ''}r`;
  const byRegion = end(0, 0, `${region}${scroll}${csi}r`);
  // DL and IL reach to the last row, and leave the cursor in the first column in some terminals.
  const move = motion.sequence(start.row, start.column, top, 0);
  const byLines = end(top, 0, `${move}${csi}${count}${by > 0 ? 'M' : 'L'}`);
  return {frame, end: bottom === last && byLines.bytes <= byRegion.bytes ? byLines : byRegion};
}
