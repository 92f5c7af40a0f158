import type {MinimalCell} from './cell.ts';
import {isBlank} from './needs.ts';

/** A row as it should be, and what is asked of it often. Arrays are by column. */
export class MinimalLine {
  readonly row: number;
  readonly cells: readonly MinimalCell[];
  /** In bytes of UTF-8. */
  readonly sizes: readonly number[];
  /** How many cells like the one there follow each other from it on. */
  readonly runs: readonly number[];
  /** Where the blanks before it begin; the column itself if there are none. */
  readonly blanksBefore: readonly number[];

  constructor(row: number, cells: readonly MinimalCell[]) {
    this.row = row;
    this.cells = cells;
    this.sizes = cells.map(({text}) => Buffer.byteLength(text));
    const runs = new Array<number>(cells.length).fill(1);
    for (let at = cells.length - 1; at >= 0; at--) {
      const {text, width, style} = cells[at]!;
      const next = cells[at + width];
      if (width > 0 && next?.text === text && next.style === style) runs[at] = runs[at + width]! + 1;
    }
    this.runs = runs;
    const begins: number[] = [];
    for (const at of cells.keys()) begins.push(at > 0 && isBlank(cells[at - 1]!) ? begins[at - 1]! : at);
    this.blanksBefore = begins;
  }
}
