import type {MinimalFrame} from './cell.ts';
import {minimalChanges} from './changes.ts';
import {MinimalEnd} from './end.ts';
import {MinimalMotion} from './motion.ts';
import {minimalMoved} from './moved.ts';
import {MinimalPasses} from './passes.ts';
import {MinimalPens} from './pens.ts';
import type {MinimalTools} from './tools.ts';

export {readRow} from './read-row.ts';

/** What a terminal keeps between two frames. */
export interface MinimalState {
  /** From 0. */
  readonly row: number;
  /** From 0; the number of columns after a print into the last one, where the cursor stays without autowrap. */
  readonly column: number;
  /** Of the pen, as of a cell. */
  readonly style: string;
}

export interface MinimalOptions {
  /** Whether the terminal has REP; default is no. */
  readonly rep?: boolean;
  /** Whether HT and CBT stop at every eighth column; default is not to rely on it. */
  readonly tabs?: boolean;
  /**
   * Whether the terminal has SU, SD, IL, DL and regions of whole rows to scroll, and ICH and DCH; default is no. Which
   * of them to try is a guess, so what it comes to is not the fewest.
   */
  readonly shift?: boolean;
  /** Whether the pen has to be default in the end; default is no. */
  readonly reset?: boolean;
  /**
   * 0: the fewest in one pass, over the rows from the top and over each from the left; exact. 1, the default: the
   * fewest of that and of other orders, as many as take about 50 ms for 120×40 cells that change. 2: of more orders,
   * which takes seconds for those.
   */
  readonly effort?: 0 | 1 | 2;
}

export interface MinimalResult {
  /** Of `output`, in UTF-8. */
  readonly bytes: number;
  readonly state: MinimalState;
  readonly output: string;
}

/**
 * The fewest bytes with which a terminal without autowrap that shows `from` can be made to show `to`: by printing, EL
 * to the right, ECH, SGR, C0 and CSI moves of the cursor, and what the options add. Erasing takes a pen with default
 * ground. `MinimalRow` has what is exact and `MinimalPasses` what is tried.
 */
export function minimalBytes(
  from: MinimalFrame,
  to: MinimalFrame,
  {row, column, style}: MinimalState,
  {rep = false, tabs = false, shift = false, reset = false, effort = 1}: MinimalOptions = {},
): MinimalResult {
  const columns = to[0]?.length ?? 0;
  if ([from, to].some(frame => frame.length !== to.length || frame.some(cells => cells.length !== columns)))
    throw new Error('frames of different sizes');
  if (!to[row] || column < 0 || column > columns) throw new Error(`a cursor outside, at ${row};${column}`);
  const pens = new MinimalPens();
  const tools = {motion: motionOf(columns, to.length, tabs), pens, rep, shift};
  const start = new MinimalEnd(row, column, pens.number(style), 0);
  const moved = shift ? minimalMoved(from, to, start, tools) : {frame: from, end: start};
  const ends = written(moved.frame, to, moved.end, tools, effort);
  const plain = pens.number('');
  const after = (pen: number) => (reset ? pens.sequence(pen, plain) : '');
  const whole = ends.map(end => ({end, bytes: end.bytes + after(end.pen).length}));
  const {end, bytes} = whole.reduce((a, b) => (b.bytes < a.bytes ? b : a));
  return {
    bytes,
    state: {row: end.row, column: end.column, style: reset ? '' : pens.name(end.pen)},
    output: end.written() + after(end.pen),
  };
}

/** How the terminal may be left once it shows the frame. */
function written(
  from: MinimalFrame,
  to: MinimalFrame,
  start: MinimalEnd,
  tools: MinimalTools,
  effort: 0 | 1 | 2,
): readonly MinimalEnd[] {
  const once = new MinimalPasses(to, tools, 0).down(from, [start]);
  if (effort === 0) return once;
  const changes = from.reduce((sum, cells, at) => sum + minimalChanges(cells, to[at]!).length, 0);
  const [rowSplits, splits] = effort === 2 ? [2, 2] : orders(changes);
  const passes = new MinimalPasses(to, tools, rowSplits);
  const starts = tools.shift ? [start] : passes.aside(from, [start], start.row);
  return [...once, ...passes.any(from, starts, splits)];
}

/** How often to split a row's changes and a frame's at most, by how many there are. */
function orders(changes: number): readonly [rowSplits: number, splits: number] {
  if (changes <= 12) return [2, 2];
  return [1, changes <= 120 ? 1 : 0];
}

const motions = new Map<string, MinimalMotion>();

/** Its table takes longer than a frame. */
function motionOf(columns: number, rows: number, tabs: boolean): MinimalMotion {
  const key = `${columns} ${rows} ${tabs}`;
  const motion = motions.get(key) ?? new MinimalMotion(columns, rows, tabs);
  motions.set(key, motion);
  return motion;
}
