import type {MinimalCell} from './cell.ts';

/** Whether a cell comes first; the row is by its number in the frame. */
export type MinimalSplit = (cell: MinimalCell, column: number, row: number) => boolean;

type Rows = readonly (readonly MinimalCell[])[];
/** By row, from the left, the columns of cells to write. */
type Changes = readonly (readonly number[])[];

/** At most so many of a kind, the most promising ones. */
const most = {cuts: 6, styles: 4, rows: 3};

/**
 * Which of the changes of some rows it may be shorter to write before the others: those to the right of a gap, those
 * to its left, those below, and those in a style, with its blanks or without, or in all but one. `below` are the rows,
 * by their number in the frame, from which on it may be.
 */
export function minimalSplits(to: Rows, changes: Changes, below: readonly number[] = []): MinimalSplit[] {
  const splits: MinimalSplit[] = [];
  for (const cut of cuts(to, changes)) {
    splits.push((_, column) => column >= cut);
    // In a single row the left comes first anyway.
    if (to.length > 1) splits.push((_, column) => column < cut);
  }
  for (const cut of below.slice(0, most.rows)) splits.push((_, __, row) => row >= cut);
  const counts = new Map<string, number>();
  for (const {style} of changes.flatMap((columns, row) => columns.map(column => to[row]![column]!)))
    counts.set(style, (counts.get(style) ?? 0) + 1);
  if (counts.size === 1) return splits;
  const styles = [...counts].toSorted((a, b) => b[1] - a[1]).map(([style]) => style);
  for (const style of styles.slice(0, most.styles)) {
    splits.push(cell => cell.style === style);
    splits.push(cell => cell.style === style && cell.text !== ' ');
    if (styles.length > 2) splits.push(cell => cell.style !== style);
  }
  return splits;
}

/** The columns at which something else begins in a row than before it, those behind the widest gaps in all rows. */
function cuts(to: Rows, changes: Changes): number[] {
  const begins = new Set<number>();
  for (const [row, columns] of changes.entries())
    for (const [index, column] of columns.entries()) {
      const before = columns[index - 1];
      if (before === undefined || isOther(to[row]!, before, column)) begins.add(column);
    }
  const changed = [...new Set(changes.flat())].toSorted((a, b) => a - b);
  const gaps = new Map(changed.map((column, index) => [column, column - (changed[index - 1] ?? column)]));
  return [...begins]
    .filter(column => column > changed[0]!)
    .toSorted((a, b) => gaps.get(b)! - gaps.get(a)!)
    .slice(0, most.cuts);
}

function isOther(cells: readonly MinimalCell[], before: number, column: number): boolean {
  const [last, cell] = [cells[before]!, cells[column]!];
  return (
    before + last.width < column || last.style !== cell.style || (last.text === ' ') !== (cell.text === ' ')
  );
}
