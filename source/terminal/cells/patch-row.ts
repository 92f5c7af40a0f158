import {blank, firstCluster, rightHalf, unknownGlyph} from './glyphs.ts';
import type {Grid} from './grid.ts';
import type {Pen} from './pen.ts';

const eraseToEnd = '\u001b[K';
/** Over more unchanged cells than this the cursor is moved: printing them again is never shorter. */
const longestBridge = 10;

/**
 * Makes the cells of a row from `start` to before `end` those that are wanted, and `shown` what the terminal then
 * shows. A wide glyph on the border of the span is taken whole.
 */
export function patchRow(shown: Grid, wanted: Grid, row: number, start: number, end: number, pen: Pen): void {
  new RowPatch(shown, wanted, row, pen).run(start, end);
}

class RowPatch {
  readonly #shown: Grid;
  readonly #wanted: Grid;
  readonly #row: number;
  readonly #pen: Pen;
  /** Index of the row's first cell. */
  readonly #base: number;
  /** Columns before this are written though they look right: a glyph before may have reached into them. */
  #forcedTo = 0;
  /** From this column on nothing but plain blanks is wanted. */
  #tail: number;

  constructor(shown: Grid, wanted: Grid, row: number, pen: Pen) {
    this.#shown = shown;
    this.#wanted = wanted;
    this.#row = row;
    this.#pen = pen;
    this.#base = row * wanted.columns;
    let tail = wanted.columns;
    while (tail > 0 && this.#isBlank(tail - 1)) tail--;
    this.#tail = tail;
  }

  run(start: number, end: number): void {
    const {columns, glyphs} = this.#wanted;
    let column = start;
    while (column > 0 && glyphs[this.#base + column] === rightHalf) column--;
    let last = end;
    while (last < columns && glyphs[this.#base + last] === rightHalf) last++;
    while (column < Math.max(last, this.#forcedTo)) {
      if (this.#isShown(column)) column++;
      else column = this.#write(column, Math.max(last, this.#forcedTo));
    }
  }

  /** Writes from a column on which differs, up to where it does no more; returns that column. */
  #write(column: number, end: number): number {
    this.#goTo(column);
    let at = column;
    while (at < end && !this.#isShown(at)) {
      // After a doubtful glyph, and after cells that were erased, the cursor is elsewhere, or nobody knows where.
      this.#pen.moveTo(this.#row, at);
      if (at >= this.#tail) {
        const stop = this.#eraseTail(at);
        if (stop !== undefined) return stop;
      }
      at = this.#isBlank(at) ? this.#blanks(at, end) : this.#glyph(at, end);
    }
    return at;
  }

  /** Moves to the column, or prints the unchanged cells up to there where that is shorter. */
  #goTo(column: number): void {
    const pen = this.#pen;
    const gap = column - pen.column;
    if (pen.row === this.#row && pen.column >= 0 && gap > 0 && gap <= longestBridge) {
      const style = this.#styleAt(column);
      const move = pen.moveSequence(this.#row, column).length + pen.styleSequence(style).length;
      if (this.#bridgeBytes(pen.column, column, style) <= move) {
        for (let at = pen.column; at < column; ) at = this.#printOne(at);
        return;
      }
    }
    pen.moveTo(this.#row, column);
  }

  /** Bytes to print the cells between and to have the style after them; Infinity where they are not that simple. */
  #bridgeBytes(from: number, to: number, after: number): number {
    const {alphabet, style: before} = this.#pen;
    const {glyphs, styles} = alphabet;
    let bytes = 0;
    let style = before;
    if (style < 0) return Infinity;
    for (let at = from; at < to; at++) {
      const glyph = this.#wanted.glyphs[this.#base + at]!;
      if (glyph === rightHalf || glyphs.width(glyph) !== 1 || glyphs.reach(glyph) > 0 || !this.#isShown(at))
        return Infinity;
      const next = this.#isBlank(at) && !styles.isSeenOnBlank(style) ? style : this.#styleAt(at);
      bytes += styles.change(style, next).length + glyphs.bytes(glyph);
      style = next;
    }
    return bytes + styles.change(style, after).length;
  }

  /** The rest of the row is blank: erases it, where that is shorter than to print the blanks that differ. */
  #eraseTail(at: number): number | undefined {
    const {columns} = this.#wanted;
    let differing = 0;
    for (let column = at; column < columns; column++) if (!this.#isShown(column)) differing = column - at + 1;
    const pen = this.#pen;
    const style = this.#plainStyle();
    if (eraseToEnd.length + pen.styleSequence(style).length > differing) return undefined;
    pen.setStyle(style);
    pen.write(eraseToEnd);
    this.#took(at, columns);
    this.#shown.erase(this.#base + at, this.#base + columns);
    return columns;
  }

  /** A run of plain blanks, up to the last of them that differs. */
  #blanks(at: number, end: number): number {
    let stop = at;
    for (let column = at; column < end && this.#isBlank(column); column++) {
      if (!this.#isShown(column)) stop = column + 1;
    }
    const count = stop - at;
    const pen = this.#pen;
    const {columns} = this.#wanted;
    if (pen.style < 0 || pen.alphabet.styles.isSeenOnBlank(pen.style)) pen.setStyle(0);
    const repeat = 1 + repeatBytes(count - 1);
    const erase = 3 + digits(count);
    // After ECH the cursor has to be moved over what was erased, if anything comes after it.
    const over = stop < end || stop < this.#tail ? erase + 3 + digits(count) : erase;
    if (!pen.canRepeat(blank) && count > over && pen.alphabet.styles.erasesPlainly(pen.style)) {
      pen.write(`\u001b[${count}X`);
      this.#took(at, stop);
      this.#shown.erase(this.#base + at, this.#base + stop);
    } else {
      pen.print(blank, 1, columns);
      if (pen.canRepeat(blank) && repeat < count) pen.repeat(count - 1, columns);
      else for (let more = 1; more < count; more++) pen.print(blank, 1, columns);
      this.#took(at, stop);
      this.#shown.erase(this.#base + at, this.#base + stop);
    }
    return stop;
  }

  /** A glyph, and as often as it stands there. */
  #glyph(at: number, end: number): number {
    const pen = this.#pen;
    const {glyphs} = pen.alphabet;
    const glyph = this.#wanted.glyphs[this.#base + at]!;
    const style = this.#styleAt(at);
    if (!pen.canRepeat(glyph) || glyphs.width(glyph) !== 1 || glyphs.reach(glyph) > 0)
      return this.#printOne(at);
    let stop = at + 1;
    let differing = at;
    for (
      ;
      stop < end && this.#wanted.glyphs[this.#base + stop] === glyph && this.#styleAt(stop) === style;
      stop++
    ) {
      if (!this.#isShown(stop)) differing = stop;
    }
    const more = differing - at;
    if (repeatBytes(more) >= more * glyphs.bytes(glyph)) return this.#printOne(at);
    this.#printOne(at);
    pen.repeat(more, this.#wanted.columns);
    this.#took(at + 1, differing + 1);
    this.#setShown(at + 1, differing + 1);
    return differing + 1;
  }

  /** Prints the cell, or the two of a wide glyph; returns the next column. */
  #printOne(at: number): number {
    const pen = this.#pen;
    const {glyphs, styles} = pen.alphabet;
    const {columns} = this.#wanted;
    const glyph = this.#wanted.glyphs[this.#base + at]!;
    if (glyph === rightHalf) return at + 1;
    const plain = this.#isBlank(at);
    if (!plain || pen.style < 0 || styles.isSeenOnBlank(pen.style)) pen.setStyle(this.#styleAt(at));
    const width = glyphs.width(glyph);
    const reach = glyphs.reach(glyph);
    if (reach > 0) this.#printDoubtful(at, glyph, width, reach);
    else if (glyph >= firstCluster && at + width === columns) {
      // Without autowrap, tmux would lay the marks over the cell before.
      pen.write('\u001b[?7h');
      pen.print(glyph, width, columns);
      pen.write('\u001b[?7l');
    } else pen.print(glyph, width, columns);
    this.#took(at, at + width);
    this.#setShown(at, at + width);
    return at + width;
  }

  /**
   * A glyph that terminals are of several opinions about. Its cells are blanked before, for those which give it fewer;
   * where it ends the cursor is put by column; and what it may have covered is written again.
   */
  #printDoubtful(at: number, glyph: number, width: number, reach: number): void {
    const pen = this.#pen;
    const {columns} = this.#wanted;
    if (width > 1) {
      for (let cell = 0; cell < width; cell++) pen.print(blank, 1, columns);
      pen.moveTo(this.#row, at);
    }
    const text = pen.alphabet.glyphs.text(glyph);
    // Where the longest opinion has no room it would be squeezed into the last column: then its first part must do.
    const fits = at + reach <= columns;
    const shown = fits ? glyph : text.codePointAt(0)!;
    pen.print(shown, width, columns);
    pen.lose(this.#row);
    const covered = Math.min(columns, at + (fits ? reach : 2));
    this.#forcedTo = Math.max(this.#forcedTo, covered);
    for (let cell = at + width; cell < covered; cell++) {
      this.#shown.glyphs[this.#base + cell] = unknownGlyph;
    }
  }

  #setShown(from: number, to: number): void {
    const {glyphs, styles} = this.#wanted;
    for (let at = this.#base + from; at < this.#base + to; at++) {
      this.#shown.glyphs[at] = glyphs[at]!;
      this.#shown.styles[at] = styles[at]!;
    }
  }

  /** Cells about to be overwritten: of a wide glyph that is cut, nobody knows what its other half becomes. */
  #took(from: number, to: number): void {
    const {glyphs} = this.#shown;
    if (from > 0 && glyphs[this.#base + from] === rightHalf) glyphs[this.#base + from - 1] = unknownGlyph;
    if (to < this.#shown.columns && glyphs[this.#base + to] === rightHalf) {
      glyphs[this.#base + to] = unknownGlyph;
    }
  }

  /** A style with which what is erased is plain: the pen's own, if it is. */
  #plainStyle(): number {
    const {style, alphabet} = this.#pen;
    return style >= 0 && alphabet.styles.erasesPlainly(style) ? style : 0;
  }

  #styleAt(column: number): number {
    return this.#wanted.styles[this.#base + column]!;
  }

  #isShown(column: number): boolean {
    const at = this.#base + column;
    return (
      this.#shown.glyphs[at] === this.#wanted.glyphs[at] && this.#shown.styles[at] === this.#wanted.styles[at]
    );
  }

  #isBlank(column: number): boolean {
    const at = this.#base + column;
    return this.#wanted.glyphs[at] === blank && this.#wanted.styles[at] === 0;
  }
}

/** `CSI n b`; Infinity of none. */
function repeatBytes(times: number): number {
  if (times < 1) return Infinity;
  return times === 1 ? 3 : 3 + digits(times);
}

function digits(value: number): number {
  return value < 10 ? 1 : value < 100 ? 2 : value < 1000 ? 3 : 4;
}
