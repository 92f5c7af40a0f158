import type {MinimalCell} from './cell.ts';

export const isBlank = (cell: MinimalCell) => cell.text === ' ' && cell.style === '';

const same = (a: MinimalCell, b: MinimalCell) =>
  a.text === b.text && a.width === b.width && a.style === b.style;

/**
 * What has to be written of a row, in layers: in layer 0 the cells from the cursor on are as they were, in layer n
 * those up to column `ends[n]` have been erased.
 */
export class MinimalNeeds {
  readonly columns: number;
  readonly ends: readonly number[];
  /** Whether a cell begins in a column, once the row is as it should be. */
  readonly begins: readonly boolean[];
  /** Whether anything may be left in a column, since what is to be there is still to be written by another pass. */
  readonly free: readonly boolean[];
  readonly #kept: readonly boolean[];
  readonly #erased: readonly boolean[];
  /** By column, the first one from it on that has to be written; `columns` for none. */
  readonly #nextKept: readonly number[];
  readonly #nextErased: readonly number[];

  /** `mask`, by column, are the cells to write; the others have to be as they should only if they were. */
  constructor(from: readonly MinimalCell[], to: readonly MinimalCell[], mask?: readonly boolean[]) {
    this.columns = to.length;
    const changed = to.map((cell, at) => !same(cell, from[at]!));
    this.begins = to.map(({width}) => width > 0);
    this.free = to.map((_, at) => changed[at]! && !(mask?.[at] ?? true));
    this.#kept = to.map((cell, at) => cell.width > 0 && changed[at]! && (mask?.[at] ?? true));
    this.#erased = to.map(
      (cell, at) => cell.width > 0 && !isBlank(cell) && (!changed[at] || (mask?.[at] ?? true)),
    );
    this.#nextKept = nexts(this.#kept);
    this.#nextErased = nexts(this.#erased);
    this.ends = [0, ...eraseEnds(to, this.#kept)];
  }

  has(column: number, layer: number): boolean {
    return (column < this.ends[layer]! ? this.#erased : this.#kept)[column]!;
  }

  /** The first column from `column` on that has to be written; `columns` for none. */
  next(column: number, layer: number): number {
    const end = this.ends[layer]!;
    if (column < end) {
      const next = this.#nextErased[column]!;
      if (next < end) return next;
    }
    return this.#nextKept[Math.max(column, end)] ?? this.columns;
  }
}

function nexts(has: readonly boolean[]): number[] {
  const next = new Array<number>(has.length);
  for (let at = has.length - 1, found = has.length; at >= 0; at--) next[at] = found = has[at] ? at : found;
  return next;
}

/**
 * Where it can pay to end an erasure: behind the last cell that needs it in a run of blanks, since more blanks cost
 * a digit at most and anything else costs more; and at the row's end, which EL reaches.
 */
function eraseEnds(to: readonly MinimalCell[], needed: readonly boolean[]): number[] {
  const ends: number[] = [];
  let last = -1;
  for (const [at, cell] of to.entries()) {
    if (isBlank(cell)) {
      if (needed[at]) last = at;
    } else if (last >= 0) {
      ends.push(last + 1);
      last = -1;
    }
  }
  return ends.length > 0 || last >= 0 ? [...ends, to.length] : [];
}
