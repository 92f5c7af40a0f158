import type {Alphabet} from './alphabet.ts';
import {rightHalf} from './glyphs.ts';
import {Grid} from './grid.ts';
import {readRow} from './read-row.ts';

/** A stretch of a row with a text of its own: what is painted, compared and written as one. */
export interface Strip {
  readonly row: number;
  readonly start: number;
  readonly end: number;
  /** The lower, the sooner it is written where not all can be. */
  readonly rank: number;
  readonly text: string;
  /** Since when the terminal shows something else, in milliseconds; undefined: it shows the text. */
  sinceMs: number | undefined;
}

/** The frame that is wanted: styled texts, put where they belong, as cells. A text that is put again costs nothing. */
export class Canvas {
  readonly grid: Grid;
  readonly #alphabet: Alphabet;
  readonly #strips = new Map<number, Strip>();
  readonly #behind = new Set<Strip>();

  readonly #now: () => number;

  /** `now`, in milliseconds, tells since when something has been wanted. All of it is blank. */
  constructor(columns: number, rows: number, alphabet: Alphabet, now: () => number) {
    this.grid = new Grid(columns, rows);
    this.#alphabet = alphabet;
    this.#now = now;
    this.clear();
  }

  /** The strips that the terminal does not show yet. */
  get behind(): ReadonlySet<Strip> {
    return this.#behind;
  }

  /** Forgets what was put: what is not put again from now on is blank. */
  clear(): void {
    const {columns, rows} = this.grid;
    this.grid.erase(0, columns * rows);
    this.#strips.clear();
    this.#behind.clear();
    for (let row = 0; row < rows; row++) this.#addGround(row, '');
  }

  /** Puts a text under all others over a whole row. Only after `clear`, before what goes on it. */
  putGround(row: number, text: string): void {
    const {grid} = this;
    if (row < 0 || row >= grid.rows) return;
    readRow(text, grid, row * grid.columns, (row + 1) * grid.columns, this.#alphabet);
    this.#addGround(row, text);
  }

  /** Puts a text of at most `columns` cells at a row and a column; what is outside of the canvas is left out. */
  put(row: number, column: number, columns: number, text: string, rank: number): void {
    const {grid} = this;
    const end = Math.min(grid.columns, column + columns);
    if (row < 0 || row >= grid.rows || column < 0 || column >= end) return;
    const key = row * keysPerRow + column;
    const strip = this.#strips.get(key);
    if (strip?.text === text && strip.end === end && strip.rank === rank) return;
    this.#cut(row, column, end);
    readRow(text, grid, row * grid.columns + column, row * grid.columns + end, this.#alphabet);
    this.#add(key, {row, start: column, end, rank, text, sinceMs: strip?.sinceMs ?? this.#now()});
  }

  /** The terminal shows something else than was thought: `rows`, or all. */
  spoil(rows?: ReadonlySet<number>): void {
    for (const strip of this.#strips.values()) {
      if (rows && !rows.has(strip.row)) continue;
      strip.sinceMs ??= this.#now();
      this.#behind.add(strip);
    }
  }

  /** The terminal shows the strip. */
  settle(strip: Strip): void {
    strip.sinceMs = undefined;
    this.#behind.delete(strip);
  }

  /** Of wide glyphs on the borders of what is about to be put, nothing is left: they have no half to show. */
  #cut(row: number, start: number, end: number): void {
    const {grid} = this;
    const [first, past] = [row * grid.columns, (row + 1) * grid.columns];
    let [from, to] = [first + start, first + end];
    while (from > first && grid.glyphs[from] === rightHalf) from--;
    while (to < past && grid.glyphs[to] === rightHalf) to++;
    if (from === first + start && to === first + end) return;
    grid.erase(from, first + start);
    grid.erase(first + end, to);
    this.spoil(new Set([row]));
  }

  #addGround(row: number, text: string): void {
    const {columns} = this.grid;
    const key = (row + 1) * keysPerRow - 1;
    this.#add(key, {row, start: 0, end: columns, rank: groundRank, text, sinceMs: this.#now()});
  }

  #add(key: number, strip: Strip): void {
    const before = this.#strips.get(key);
    if (before) this.#behind.delete(before);
    this.#strips.set(key, strip);
    this.#behind.add(strip);
  }
}

const keysPerRow = 0x1_0000;
/** After all others: then little of it is left to be written. */
const groundRank = 1e6;
