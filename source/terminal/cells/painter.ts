import {Alphabet} from './alphabet.ts';
import {Canvas, type Strip} from './canvas.ts';
import {Grid} from './grid.ts';
import {patchRow} from './patch-row.ts';
import {type Features, Pen} from './pen.ts';
import {scroll} from './scroll.ts';
import {shiftRow} from './shift-row.ts';

export interface Painted {
  /** To be written to the terminal as it is. */
  readonly text: string;
  readonly bytes: number;
  /** Since when what is written was wanted, in milliseconds: the oldest of it. */
  readonly sinceMs: number;
}

/** Fewer rows that differ are not worth to be looked through for rows that have moved. */
const fewestScrolled = 3;

/**
 * What the terminal shows, and how it becomes what the canvas wants: by the fewest bytes, and by as many of them as
 * may be written now. What is shown is remembered cell by cell, so that it is right to stop after any strip.
 */
export class Painter {
  canvas: Canvas;
  #alphabet = new Alphabet();
  #shown: Grid;
  #pen: Pen;
  #features: Features = {repeat: 'none'};
  /** Nothing is known of the screen: it is cleared first. */
  #lost = true;

  readonly #now: () => number;

  /** `now`: in milliseconds, from anywhere on. */
  constructor(columns: number, rows: number, now: () => number) {
    this.#now = now;
    this.canvas = new Canvas(columns, rows, this.#alphabet, now);
    this.#shown = new Grid(columns, rows);
    this.#pen = new Pen(this.#alphabet, this.#features);
  }

  set features(features: Features) {
    this.#features = features;
    this.#pen.features = features;
  }

  /** Begins anew on a screen of that size, of which nothing is known. What is wanted has to be put again. */
  resize(columns: number, rows: number): void {
    this.#alphabet = this.#alphabet.isFull ? new Alphabet() : this.#alphabet;
    this.canvas = new Canvas(columns, rows, this.#alphabet, this.#now);
    this.#shown = new Grid(columns, rows);
    this.forget();
  }

  /** Whether there are so many different glyphs that it is time to begin anew (`resize`). */
  get isFull(): boolean {
    return this.#alphabet.isFull;
  }

  /** The terminal may show anything: all of it is to be drawn, on a cleared screen. */
  forget(): void {
    this.#lost = true;
    this.#pen = new Pen(this.#alphabet, this.#features);
    this.canvas.spoil();
  }

  /** Since when the strip has been wanted that has waited longest; undefined: all is shown. */
  get behindSinceMs(): number | undefined {
    let oldest: number | undefined;
    for (const {sinceMs} of this.canvas.behind) {
      if (sinceMs !== undefined && (oldest === undefined || sinceMs < oldest)) oldest = sinceMs;
    }
    return oldest;
  }

  /** The row that the cursor is in, from 0; undefined: nobody knows. */
  get row(): number | undefined {
    return this.#pen.row >= 0 ? this.#pen.row : undefined;
  }

  /** Moves the cursor, whatever is written next: the sequence that does it. */
  place(row: number, column: number): string {
    this.#pen.moveTo(row, column);
    return this.#pen.take();
  }

  /**
   * Writes strips until `room` bytes are written, at least one: those first that have waited longest for their rank.
   * `urgent`: all of the first rank before any other.
   */
  paint(room: number, urgent = false): Painted {
    const nowMs = this.#now();
    const pen = this.#pen;
    let sinceMs = nowMs;
    if (this.#lost) {
      this.#lost = false;
      pen.setStyle(0);
      pen.write('\u001b[2J');
      const {columns, rows} = this.#shown;
      this.#shown.erase(0, columns * rows);
    }
    if (this.canvas.behind.size >= fewestScrolled) {
      this.canvas.spoil(scroll(this.#shown, this.canvas.grid, pen));
    }
    const urgency = ({rank, sinceMs = 0}: Strip) =>
      urgent && rank === 1 ? Infinity : (nowMs - sinceMs + 1) / rank;
    const strips = [...this.canvas.behind].map(strip => ({strip, urgency: urgency(strip)}));
    strips.sort((a, b) => (a.urgency === b.urgency ? a.strip.row - b.strip.row : b.urgency - a.urgency));
    for (const {strip} of strips) {
      if (pen.bytes >= room && !this.#isShown(strip)) continue;
      sinceMs = Math.min(sinceMs, strip.sinceMs ?? nowMs);
      const {row, start, end} = strip;
      shiftRow(this.#shown, this.canvas.grid, row, start, end, pen);
      patchRow(this.#shown, this.canvas.grid, row, start, end, pen);
      this.canvas.settle(strip);
    }
    const {bytes} = pen;
    return {text: pen.take(), bytes, sinceMs};
  }

  #isShown({row, start, end}: Strip): boolean {
    const {glyphs, styles, columns} = this.canvas.grid;
    for (let at = row * columns + start; at < row * columns + end; at++) {
      if (glyphs[at] !== this.#shown.glyphs[at] || styles[at] !== this.#shown.styles[at]) return false;
    }
    return true;
  }
}
