import type {MinimalEnd} from './end.ts';
import type {MinimalTools} from './tools.ts';

/** Of ends, those that no other reaches by moving on and changing the pen for as few bytes. */
export function minimalBest(ends: readonly MinimalEnd[], {motion, pens}: MinimalTools): MinimalEnd[] {
  const best: MinimalEnd[] = [];
  for (const end of ends.toSorted((a, b) => a.bytes - b.bytes)) {
    const isReached = best.some(({row, column, pen, bytes}) => {
      const isThere = end.row === row && end.column === column;
      const move = isThere ? 0 : motion.length(row, column, end.row, end.column);
      return bytes + move + pens.sequence(pen, end.pen).length <= end.bytes;
    });
    if (!isReached) best.push(end);
  }
  return best;
}
