import {blankCell, type MinimalCell} from './cell.ts';
import {minimalChanges} from './changes.ts';

type Row = readonly MinimalCell[];

/** Cells from a column on go right by so many, by ICH, or left if it is negative, by DCH. */
export interface MinimalShift {
  readonly column: number;
  readonly by: number;
}

/** At most so many ways, and by so many columns. */
const most = {ways: 3, columns: 24};
/** In cells that then do not change: about the bytes of a shift. */
const least = 4;

/** What a row shows after shifts, one after the other. */
export interface MinimalShifted {
  readonly shifts: readonly MinimalShift[];
  readonly cells: Row;
}

/**
 * The shifts that leave the fewest cells of a row to change, at a guess the shortest way on, best first: one, or one
 * and another back, so that only what is between two columns goes aside.
 */
export function minimalShifts(from: Row, to: Row): MinimalShifted[] {
  const changes = minimalChanges(from, to).length;
  if (changes < least) return [];
  const found: (MinimalShifted & {gain: number})[] = [];
  const add = (shifts: readonly MinimalShift[]) => {
    const cells = shifts.reduce<Row | undefined>((row, shift) => row && shifted(row, shift), from);
    const gain = cells ? changes - minimalChanges(cells, to).length - least * shifts.length : 0;
    if (cells && gain > 0) found.push({shifts, cells, gain});
  };
  const still = to.map((_, at) => isOther(from, to, at, 0));
  for (let by = -most.columns; by <= most.columns; by++) {
    if (by === 0) continue;
    const gains = to.map((_, at) => Number(still[at]!) - Number(isOther(from, to, at, by)));
    add([{column: bestSpan(gains, true)[0] - Math.max(0, by), by}]);
    const [column, end] = bestSpan(gains, false);
    // Where it goes left, what is behind comes back; where it goes right, room is made behind first.
    if (by < 0)
      add([
        {column, by},
        {column: end, by: -by},
      ]);
    else
      add([
        {column: end - by, by: -by},
        {column: column - by, by},
      ]);
  }
  return found.toSorted((a, b) => b.gain - a.gain).slice(0, most.ways);
}

/** Whether a cell changes if the row shows what was so many columns before it. */
function isOther(from: Row, to: Row, at: number, by: number): boolean {
  const [cell, next] = [from[at - by] ?? blankCell, to[at]!];
  return cell.text !== next.text || cell.style !== next.style;
}

/** From where to where, to the end if it has to be, the sum is the largest. */
function bestSpan(gains: readonly number[], toEnd: boolean): readonly [from: number, to: number] {
  let [begin, sum, best] = [0, 0, 0];
  let span: readonly [number, number] = [0, 0];
  if (toEnd) {
    for (let at = gains.length - 1; at >= 0; at--) {
      sum += gains[at]!;
      if (sum > best) [best, span] = [sum, [at, gains.length]];
    }
    return span;
  }
  for (const [at, gain] of gains.entries()) {
    if (sum <= 0) [begin, sum] = [at, 0];
    sum += gain;
    if (sum > best) [best, span] = [sum, [begin, at + 1]];
  }
  return span;
}

/** Nothing if it would cut a wide cell in two. */
function shifted(cells: Row, {column, by}: MinimalShift): Row | undefined {
  const size = Math.abs(by);
  const whole = (at: number) => at >= cells.length || cells[at]!.width > 0;
  if (column < 0 || column + size > cells.length || !whole(column)) return undefined;
  const blanks = new Array<MinimalCell>(size).fill(blankCell);
  if (by < 0) {
    return whole(column + size)
      ? [...cells.slice(0, column), ...cells.slice(column + size), ...blanks]
      : undefined;
  }
  if (!whole(cells.length - size)) return undefined;
  return [...cells.slice(0, column), ...blanks, ...cells.slice(column, cells.length - size)];
}
