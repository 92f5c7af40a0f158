import type {MinimalFrame} from './cell.ts';
import {blankCell} from './cell.ts';
import {minimalChanges} from './changes.ts';

/** Rows from `top` to `bottom` go up by so many, or down if it is negative; what comes in is blank. */
export interface MinimalScroll {
  readonly top: number;
  readonly bottom: number;
  readonly by: number;
}

/** At most so many, each by another number of rows. */
const most = 4;
/** In cells that then do not change: about the bytes of a scroll. */
const least = 12;

/** The scrolls of whole rows that leave the fewest cells to change, at a guess the shortest way on; best first. */
export function minimalScrolls(from: MinimalFrame, to: MinimalFrame): MinimalScroll[] {
  const rows = to.length;
  const blank = to.map(cells => cells.map(() => blankCell));
  const count = (cells: MinimalFrame[number], row: number) => minimalChanges(cells, to[row]!).length;
  const still = from.map(count);
  const empty = blank.map(count);
  const found: (MinimalScroll & {gain: number})[] = [];
  for (let by = 1 - rows; by < rows; by++) {
    if (by === 0) continue;
    const [up, size] = [by > 0, Math.abs(by)];
    const moved = to.map((_, row) => (from[row + by] ? count(from[row + by]!, row) : Number.NaN));
    let best: (MinimalScroll & {gain: number}) | undefined;
    for (let top = 0; top + size < rows; top++) {
      // What comes in is below what goes up and above what goes down.
      let gain = 0;
      if (!up) for (let row = top; row < top + size; row++) gain += still[row]! - empty[row]!;
      for (let bottom = top + size; bottom < rows; bottom++) {
        const row = up ? bottom - size : bottom;
        gain += still[row]! - moved[row]!;
        let all = gain;
        if (up) for (let in_ = bottom - size + 1; in_ <= bottom; in_++) all += still[in_]! - empty[in_]!;
        if (all >= least && all > (best?.gain ?? 0)) best = {top, bottom, by, gain: all};
      }
    }
    if (best) found.push(best);
  }
  return found.toSorted((a, b) => b.gain - a.gain).slice(0, most);
}
