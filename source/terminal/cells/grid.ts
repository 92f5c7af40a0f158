import {blank} from './glyphs.ts';

/** Cells by rows: of each a glyph's number and a style's (see Glyphs, Styles). */
export class Grid {
  readonly columns: number;
  readonly rows: number;
  readonly glyphs: Uint32Array;
  readonly styles: Uint32Array;

  constructor(columns: number, rows: number) {
    this.columns = columns;
    this.rows = rows;
    this.glyphs = new Uint32Array(columns * rows);
    this.styles = new Uint32Array(columns * rows);
    this.erase(0, this.glyphs.length);
  }

  /** Makes the cells from `start` to before `end` plain blanks. */
  erase(start: number, end: number): void {
    this.glyphs.fill(blank, start, end);
    this.styles.fill(0, start, end);
  }
}
