import {minimalControls} from './controls.ts';
import {MinimalEnd} from './end.ts';
import type {MinimalLine} from './line.ts';
import type {MinimalNeeds} from './needs.ts';
import {MinimalTable, ways} from './table.ts';
import type {MinimalTools} from './tools.ts';
import {minimalTrace} from './trace.ts';

/**
 * Writes what a row needs on one way from left to right, by dynamic programming over its columns, for the fewest
 * bytes to every end. At a column it can print the cell, whether it needs that or not; erase, to the row's end or over
 * so many columns; and jump ahead, at most to the next cell that needs something. The pen changes only before what it
 * would spoil, which is no loss, since two changes are never shorter than one.
 */
export class MinimalRow {
  readonly line: MinimalLine;
  readonly needs: MinimalNeeds;
  readonly tools: MinimalTools;
  readonly starts: readonly MinimalEnd[];
  /** By their number in the table, their number in the frame. */
  readonly pens: readonly number[];
  readonly table: MinimalTable;
  /** The pens, by number in the table, with which to erase. */
  readonly #erasers: readonly number[];
  /** By column, those that draw its cell. */
  readonly #drawers: readonly (readonly number[])[];

  constructor(line: MinimalLine, needs: MinimalNeeds, starts: readonly MinimalEnd[], tools: MinimalTools) {
    this.line = line;
    this.needs = needs;
    this.tools = tools;
    this.starts = starts;
    this.pens = tools.pens.ofRow(line.cells, new Set(starts.map(({pen}) => pen)));
    this.table = new MinimalTable(needs.columns, needs.ends.length, this.pens.length);
    this.#erasers = [...this.pens.keys()].filter(pen => tools.pens.erases(this.pens[pen]!));
    this.#drawers = tools.pens.drawers(line.cells, this.pens);
  }

  /** The ways in which the row can be done and the terminal left; not those which end in a detour. */
  ends(): MinimalEnd[] {
    this.#enter();
    const {table, needs} = this;
    const {columns} = needs;
    const found: MinimalEnd[] = [];
    // With a pen it takes no more than CHA from another end.
    const most = this.pens.map(() => Number.POSITIVE_INFINITY);
    const move = 3 + String(columns).length;
    for (let column = 0; column <= columns; column++) {
      if (table.reached[column] === 0) continue;
      for (const [layer, end] of needs.ends.entries()) {
        if (layer > 0 && end <= column) continue;
        const next = needs.next(column, layer);
        for (const pen of this.pens.keys()) {
          const state = table.state(column, layer, pen);
          const bytes = table.bytes(state);
          if (bytes < 0) continue;
          if (next === columns) {
            if (bytes >= most[pen]!) continue;
            most[pen] = Math.min(most[pen]!, bytes + move);
            found.push(new MinimalEnd(this.line.row, column, this.pens[pen]!, bytes, this, state));
            if (column < columns) this.#print(state, column, layer, pen);
          } else {
            if (layer === 0) this.#erase(state, column, pen);
            if (table.isWorked(state)) this.#jump(state, column, layer, pen, next);
            if (this.#canPass(bytes, column, layer, pen, next)) this.#print(state, column, layer, pen);
          }
        }
      }
    }
    return found;
  }

  /** What has been written in a state and before the row. */
  traced(state: number): string {
    return minimalTrace(this, state);
  }

  #enter(): void {
    const first = this.needs.next(0, 0);
    for (const [index, start] of this.starts.entries()) {
      const pen = this.pens.indexOf(start.pen);
      for (let column = 0; column <= first; column++) {
        if (!this.needs.begins[column]) continue;
        const way = this.tools.motion.length(start.row, start.column, this.line.row, column);
        this.table.reach(this.table.state(column, 0, pen), start.bytes + way, index, ways.start, false);
      }
    }
  }

  /** A layer is behind the cursor once its end is. */
  #state(column: number, layer: number, pen: number): number {
    return this.table.state(column, column < this.needs.ends[layer]! ? layer : 0, pen);
  }

  #change(pen: number, to: number): number {
    return this.tools.pens.sequence(this.pens[pen]!, this.pens[to]!).length;
  }

  #erase(state: number, column: number, pen: number): void {
    const {table} = this;
    const {ends, columns} = this.needs;
    if (ends.length === 1) return;
    for (const to of this.#erasers.includes(pen) ? [pen] : this.#erasers) {
      const bytes = table.bytes(state) + this.#change(pen, to);
      for (const [layer, end] of ends.entries()) {
        if (end <= column) continue;
        const {clear, erase} = minimalControls;
        const after = table.state(column, layer, to);
        const size = (end === columns ? clear : erase(end - column)).length;
        table.reach(after, bytes + size, state, ways.erase, true);
      }
    }
  }

  #print(state: number, column: number, layer: number, pen: number): void {
    const {table, needs, line} = this;
    const {width} = line.cells[column]!;
    if (needs.free[column]) {
      const after = this.#state(column + width, layer, pen);
      table.reach(after, table.bytes(state) + width, state, ways.pass, false);
      return;
    }
    const drawers = this.#drawers[column]!;
    for (const to of drawers.includes(pen) ? [pen] : drawers) {
      const bytes = table.bytes(state) + this.#change(pen, to) + line.sizes[column]!;
      const after = this.#state(column + width, layer, to);
      table.reach(after, bytes, state, ways.print, needs.has(column, layer));
      if (this.tools.rep) this.#repeat(state, column, layer, to, bytes);
    }
  }

  /** More of the cell just printed, in the same pen and right behind it, as terminals want of REP. */
  #repeat(state: number, column: number, layer: number, pen: number, printed: number): void {
    const {table, needs, line} = this;
    const {width} = line.cells[column]!;
    const run = line.runs[column]!;
    const before = column - width;
    // Behind a cell of the run that was printed as well, it is no shorter than from there.
    if (before >= 0 && line.runs[before] === run + 1 && needs.has(before, layer)) return;
    for (let more = 1; more < run; more++) {
      const last = column + more * width;
      if (more < run - 1 && !needs.has(last, layer)) continue;
      const after = this.#state(last + width, layer, pen);
      table.reach(after, printed + minimalControls.repeat(more).length, state, ways.repeat, true);
    }
  }

  /**
   * To the next cell that needs something, or into the blanks before it: to erase from there may take a digit less of
   * the jump. To erase earlier would cost at least a cell more to print.
   */
  #jump(state: number, column: number, layer: number, pen: number, next: number): void {
    const {row} = this.line;
    const bytes = this.table.bytes(state);
    for (let to = next; to >= this.#landing(column, layer, next); to--) {
      const jump = this.tools.motion.length(row, column, row, to);
      this.table.reach(this.#state(to, layer, pen), bytes + jump, state, ways.jump, false);
    }
  }

  #landing(column: number, layer: number, next: number): number {
    if (layer > 0 || this.needs.ends.length === 1) return next;
    return Math.max(column + 1, this.line.blanksBefore[next]!);
  }

  /** Whether to print a cell that may not need it can be shorter than a jump from before it. */
  #canPass(bytes: number, column: number, layer: number, pen: number, next: number): boolean {
    if (next === column) return true;
    const jumped = this.table.bytes(this.#state(next, layer, pen));
    return jumped < 0 || bytes + this.#landing(column, layer, next) - column < jumped;
  }
}
