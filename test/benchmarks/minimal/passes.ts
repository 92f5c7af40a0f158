import {minimalBest} from './best.ts';
import type {MinimalCell, MinimalFrame} from './cell.ts';
import {minimalChanges} from './changes.ts';
import type {MinimalEnd} from './end.ts';
import {MinimalLine} from './line.ts';
import {MinimalNeeds} from './needs.ts';
import {MinimalRow} from './row.ts';
import {minimalShiftedEnd} from './shifted-end.ts';
import {minimalShifts} from './shifts.ts';
import {type MinimalSplit, minimalSplits} from './splits.ts';
import type {MinimalTools} from './tools.ts';

type Row = readonly MinimalCell[];
type Ends = readonly MinimalEnd[];
/** By column, which cells of a row to write; all if it is left out. */
type Mask = readonly boolean[] | undefined;

/** So many of the ways to divide the work are looked into further. */
const beam = 2;
/** Of more rows, one pass from below is not worth the time: each costs a byte more than from the top. */
const mostUp = 8;

/**
 * How a frame can be written in several passes. Which order is shortest cannot be found in reasonable time; this
 * divides the changes into those that come first and the rest, and each part again, as `minimalSplits` suggests.
 */
export class MinimalPasses {
  readonly #to: MinimalFrame;
  readonly #tools: MinimalTools;
  readonly #rowSplits: number;
  readonly #lines: readonly MinimalLine[];

  /** The changes of a row in a pass are split up to `rowSplits` times in a row. */
  constructor(to: MinimalFrame, tools: MinimalTools, rowSplits: number) {
    this.#to = to;
    this.#tools = tools;
    this.#rowSplits = rowSplits;
    this.#lines = to.map((cells, row) => new MinimalLine(row, cells));
  }

  /** One pass from the top. */
  down(from: readonly Row[], starts: Ends): Ends {
    const last = from.findLastIndex((cells, row) => minimalChanges(cells, this.#to[row]!).length > 0);
    let ends = starts;
    for (let row = 0; row <= last; row++) {
      const after = this.#row(row, from[row]!, undefined, ends, this.#rowSplits, true);
      ends = after === ends ? this.aside(from, ends, row) : after;
    }
    return ends;
  }

  /**
   * The ways to go on if cells of a row may be printed on the way, which can be shorter than a move. It may spoil what
   * is still to be written there, so it is not for a row to be shifted.
   */
  aside(from: readonly Row[], starts: Ends, row: number): Ends {
    const to = this.#to[row]!;
    const needs = new MinimalNeeds(from[row]!, to, new Array<boolean>(to.length).fill(false));
    const found = new MinimalRow(this.#lines[row]!, needs, starts, this.#tools).ends();
    return minimalBest([...starts, ...found], this.#tools);
  }

  /** One pass, or more by up to `splits` splits in a row. */
  any(
    from: readonly Row[],
    starts: Ends,
    splits: number,
    masks: readonly Mask[] = [],
    isUnspoilt = true,
  ): Ends {
    const all = from.map((cells, row) => minimalChanges(cells, this.#to[row]!, masks[row]));
    const rows = [...from.keys()].filter(row => all[row]!.length > 0);
    if (rows.length === 0) return starts;
    const orders = rows.length === 1 || rows.length > mostUp ? [rows] : [rows, rows.toReversed()];
    const found = orders.flatMap(order => this.#pass(from, masks, order, starts, isUnspoilt));
    // What is in one row only, the row splits.
    if (splits === 0 || rows.length === 1) return minimalBest(found, this.#tools);
    const [to, changes] = [rows.map(row => this.#to[row]!), rows.map(row => all[row]!)];
    return this.#divided(found, minimalSplits(to, changes, rows.slice(1)), splits, (split, more) => {
      const first = from.map((_, row) => masked(row, this.#to[row]!, masks[row], split));
      const after = from.map((cells, row) => written(cells, this.#to[row]!, first[row]!));
      return this.any(after, this.any(from, starts, more, first, false), more, masks, false);
    });
  }

  #pass(
    from: readonly Row[],
    masks: readonly Mask[],
    order: readonly number[],
    starts: Ends,
    isUnspoilt: boolean,
  ): Ends {
    let ends = starts;
    for (const row of order) ends = this.#row(row, from[row]!, masks[row], ends, this.#rowSplits, isUnspoilt);
    return ends;
  }

  #row(row: number, from: Row, mask: Mask, starts: Ends, splits: number, isUnspoilt: boolean): Ends {
    const to = this.#to[row]!;
    const needs = new MinimalNeeds(from, to, mask);
    if (needs.next(0, 0) === to.length) return starts;
    const found = new MinimalRow(this.#lines[row]!, needs, starts, this.#tools).ends();
    if (this.#tools.shift && isUnspoilt)
      for (const {shifts, cells} of minimalShifts(from, to)) {
        const then = starts.map(start => minimalShiftedEnd(row, start, shifts, this.#tools));
        found.push(...this.#row(row, cells, mask, then, splits, false));
      }
    if (splits === 0) return minimalBest(found, this.#tools);
    const changes = minimalChanges(from, to, mask);
    return this.#divided(found, minimalSplits([to], [changes]), splits, (split, more) => {
      const first = masked(row, to, mask, split);
      const then = this.#row(row, from, first, starts, more, false);
      return this.#row(row, written(from, to, first), mask, then, more, false);
    });
  }

  /** The best of a pass over all and of what comes of dividing it: in all ways, and in the best ones further. */
  #divided(
    whole: Ends,
    splits: readonly MinimalSplit[],
    times: number,
    divide: (split: MinimalSplit, more: number) => Ends,
  ): Ends {
    const tried = splits.map(split => ({split, ends: divide(split, 0)}));
    const found = [...whole, ...tried.flatMap(({ends}) => ends)];
    if (times > 1) {
      const best = tried.toSorted((a, b) => fewest(a.ends) - fewest(b.ends)).slice(0, beam);
      for (const {split} of best) found.push(...divide(split, times - 1));
    }
    return minimalBest(found, this.#tools);
  }
}

function fewest(ends: Ends): number {
  return Math.min(...ends.map(({bytes}) => bytes));
}

/** The right half of a wide cell goes with the left one. */
function masked(row: number, to: Row, mask: Mask, split: MinimalSplit): boolean[] {
  const first: boolean[] = [];
  for (const [column, cell] of to.entries())
    first.push(cell.width === 0 ? first[column - 1]! : (mask?.[column] ?? true) && split(cell, column, row));
  return first;
}

/** What a row shows in a later pass, at most: what was not written may have been spoilt, but is written then. */
function written(from: Row, to: Row, mask: readonly boolean[]): Row {
  return from.map((cell, column) => (mask[column] ? to[column]! : cell));
}
