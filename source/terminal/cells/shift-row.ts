import {blank, rightHalf, unknownGlyph} from './glyphs.ts';
import type {Grid} from './grid.ts';
import type {Pen} from './pen.ts';

/** A sparkline moves by a cell or two; text that moves further is new text. */
const furthest = 3;
/** What deleting, inserting and the way there cost, in cells written. */
const overhead = 14;

/**
 * Where the cells of a span have moved to the left or right (a sparkline, a marquee), moves them on the terminal
 * (DCH and ICH), so that only what is new has to be written. Does nothing where that saves nothing, or where a
 * wide glyph might be cut: terminals differ in what they make of it.
 */
export function shiftRow(shown: Grid, wanted: Grid, row: number, start: number, end: number, pen: Pen): void {
  const base = row * wanted.columns;
  const same = (column: number, from: number) =>
    wanted.glyphs[base + column] === shown.glyphs[base + from] &&
    wanted.styles[base + column] === shown.styles[base + from];
  let first = start;
  while (first < end && same(first, first)) first++;
  let last = end;
  while (last > first && same(last - 1, last - 1)) last--;
  if (last - first <= overhead) return;
  const [by, from, to] = bestShift(first, last, same);
  if (by === 0 || !isNarrow(shown, base, from) || !isNarrow(wanted, base, from)) return;
  const distance = Math.abs(by);
  if (pen.style < 0 || !pen.alphabet.styles.erasesPlainly(pen.style)) pen.setStyle(0);
  // Deleting comes first: inserting first would push the row's end off the screen.
  const [deleteAt, insertAt] = by < 0 ? [from, to - distance] : [to - distance, from];
  pen.moveTo(row, deleteAt);
  pen.write(`\u001b[${distance === 1 ? '' : distance}P`);
  pen.moveTo(row, insertAt);
  pen.write(`\u001b[${distance === 1 ? '' : distance}@`);
  const target = by < 0 ? from : from + distance;
  const source = by < 0 ? from + distance : from;
  for (const cells of [shown.glyphs, shown.styles]) {
    cells.copyWithin(base + target, base + source, base + source + (to - from - distance));
  }
  const fresh = by < 0 ? to - distance : from;
  shown.erase(base + fresh, base + fresh + distance);
}

/**
 * The shift that saves most, and the span that it is best applied to: from the first to the last cell that it puts
 * right. Left is negative; 0: none saves enough.
 */
function bestShift(
  first: number,
  last: number,
  same: (column: number, from: number) => boolean,
): [by: number, from: number, to: number] {
  let best: [number, number, number] = [0, 0, 0];
  let most = overhead;
  for (let by = -furthest; by <= furthest; by++) {
    if (by === 0) continue;
    // The largest sum over a run of cells: +1 for one that it puts right, -1 for one that it spoils.
    let sum = 0;
    let runStart = first;
    for (let column = Math.max(first, first + by); column < Math.min(last, last + by); column++) {
      const gain = Number(same(column, column - by)) - Number(same(column, column));
      if (sum <= 0) {
        sum = 0;
        runStart = column;
      }
      sum += gain;
      if (sum > most) {
        most = sum;
        // The cells that are moved lie in the span too.
        best = by < 0 ? [by, runStart, column + 1 - by] : [by, runStart - by, column + 1];
      }
    }
  }
  return best;
}

function isNarrow({glyphs, columns}: Grid, base: number, from: number): boolean {
  for (let at = base + from; at < base + columns; at++) {
    const glyph = glyphs[at]!;
    if (glyph === blank) continue;
    if (glyph === unknownGlyph || glyph === rightHalf) return false;
  }
  return true;
}
