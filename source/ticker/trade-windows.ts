import {SliceQueue} from './slice-queue.ts';
import {TradeSlice} from './trade-slice.ts';
import {WindowGrid} from './window-grid.ts';
import {type WindowStats, windowStats} from './window-stats.ts';

export type {WindowStats};

export interface TradeWindowsOptions {
  /** Length of a window, in whole milliseconds of event time. */
  readonly sizeMs: number;
  /** A window starts every so many milliseconds. `sizeMs` (the default) tumbles, less slides. */
  readonly everyMs?: number;
  /** How far behind the newest trade the watermark follows where none is given to `advance`. Default 0. */
  readonly latenessMs?: number;
  /**
   * The first window is the first that begins then or later, empty or not; trades before it are in none. Default: the
   * first that holds a trade.
   */
  readonly fromMs?: number;
}

/** As far as a Date reaches. */
const longestTimeMs = 8.64e15;
/** So many empty windows in a row are told at once, and no more: after a leap of years nobody reads them. */
const mostEmpty = 10_000;

/**
 * Windows of event time over the trades of one symbol, `[k every, k every + size)` since the epoch. A window closes
 * once and for good when the watermark reaches its end; until then trades may come in any order.
 *
 * A trade is added to one slice of time (see WindowGrid), a window is put together from slices (see SliceQueue): both
 * take a few steps, however long the windows are. What is kept are the slices that hold something, of the length of a
 * window before the watermark and of what has come ahead of it.
 */
export class TradeWindows {
  readonly #grid: WindowGrid;
  readonly #latenessMs: number;
  /** What is before it is in no window. */
  readonly #firstMs: number;
  /** Slices that may change, by their number. */
  readonly #open = new Map<number, TradeSlice>();
  readonly #final = new SliceQueue();
  /** The first slice that may be open. */
  #nextSlice = Number.NEGATIVE_INFINITY;
  /** The window that closes next; undefined while there is none. */
  #next: number | undefined;
  #newest = new TradeSlice(Number.NEGATIVE_INFINITY);
  /** Trades of these times go into `#newest`. */
  #newestFromMs = Number.POSITIVE_INFINITY;
  #newestToMs = Number.NEGATIVE_INFINITY;
  #watermark = Number.NEGATIVE_INFINITY;
  #late = 0;

  /** Throws a RangeError for windows that cannot be (see WindowGrid), and for a lateness under 0. */
  constructor({sizeMs, everyMs = sizeMs, latenessMs = 0, fromMs}: TradeWindowsOptions) {
    this.#grid = new WindowGrid(sizeMs, everyMs);
    if (!(latenessMs >= 0)) throw new RangeError(`a window needs lateness >= 0, not ${latenessMs}`);
    this.#latenessMs = latenessMs;
    this.#firstMs = Number.NEGATIVE_INFINITY;
    if (fromMs === undefined) return;
    if (!isTime(fromMs)) throw new RangeError(`windows begin at a time, not ${fromMs}`);
    // What is added makes 0 of -0, and one more of a quotient that was rounded down to a whole number.
    const first = Math.ceil(fromMs / everyMs);
    this.#next = first + (first * everyMs < fromMs ? 1 : 0);
    this.#firstMs = this.#grid.startMs(this.#next);
    this.#nextSlice = this.#grid.firstSlice(this.#next);
  }

  /** Trades so far that were put into no window: older than the watermark, or without a time, price or size. */
  get late(): number {
    return this.#late;
  }

  /** Milliseconds since the epoch; -Infinity at first. */
  get watermark(): number {
    return this.#watermark;
  }

  /** How many slices are kept. */
  get slices(): number {
    return this.#open.size + this.#final.size;
  }

  /** False when the trade is put into no window: see `late` and `fromMs`. */
  add(timeMs: number, price: number, size: number): boolean {
    // Nearly all trades are the newest.
    if (timeMs >= this.#newestFromMs && timeMs < this.#newestToMs && Number.isFinite(price * size)) {
      this.#newest.add(timeMs, price, size);
      return true;
    }
    return this.#addElsewhere(timeMs, price, size);
  }

  /**
   * Moves the watermark on (never back; to the newest trade less the lateness by default), and returns the windows
   * that it closes, in order. Empty ones are among them, but of more than 10,000 in a row the rest is left out.
   */
  advance(watermarkMs = this.#newest.closeMs - this.#latenessMs): WindowStats[] {
    const closed: WindowStats[] = [];
    if (!(isTime(watermarkMs) && watermarkMs > this.#watermark)) return closed;
    this.#watermark = watermarkMs;
    if (watermarkMs > this.#newestFromMs) this.#newestFromMs = watermarkMs;
    const end = this.#grid.windowOver(this.#grid.sliceAt(watermarkMs));
    let next = this.#next ?? this.#firstHolding();
    if (next >= end) return closed;
    for (let empty = 0; next < end; next++) {
      const stats = this.#close(next);
      empty = stats.count === 0 ? empty + 1 : 0;
      if (empty <= mostEmpty) closed.push(stats);
      else next = Math.min(this.#firstHolding(), end) - 1;
    }
    this.#next = next;
    return closed;
  }

  /** The window that closes next after a time, as it stands now: for what is shown before it closes. */
  current(nowMs: number): WindowStats {
    if (!isTime(nowMs)) throw new RangeError(`there is no window at ${nowMs}`);
    const window = Math.max(this.#grid.windowOver(this.#grid.sliceAt(nowMs)), this.#next ?? -Infinity);
    const startMs = this.#grid.startMs(window);
    const endMs = this.#grid.endMs(window);
    const total = this.#final.totalFrom(startMs);
    for (const slice of this.#open.values())
      if (slice.startMs >= startMs && slice.startMs < endMs) total.merge(slice);
    return windowStats(total, startMs, endMs);
  }

  /** Closes, at the end of the stream, the windows that are still open and hold something. */
  flush(): WindowStats[] {
    const closed: WindowStats[] = [];
    for (let next = this.#next ?? Number.NEGATIVE_INFINITY; ; next++) {
      this.#final.dropBefore(this.#grid.startMs(next));
      if (this.#final.size === 0) next = Math.max(next, this.#firstHolding());
      if (next === Number.POSITIVE_INFINITY) return closed;
      const stats = this.#close(next);
      closed.push(stats);
      this.#next = next + 1;
      this.#watermark = Math.max(this.#watermark, stats.endMs);
    }
  }

  #addElsewhere(timeMs: number, price: number, size: number): boolean {
    if (!(isTime(timeMs) && timeMs >= this.#watermark && Number.isFinite(price * size))) {
      this.#late++;
      return false;
    }
    if (timeMs < this.#firstMs) return false;
    const index = this.#grid.sliceAt(timeMs);
    let slice = this.#open.get(index);
    if (!slice) {
      this.#open.set(index, (slice = new TradeSlice(this.#grid.sliceStartMs(index))));
      if (slice.startMs > this.#newest.startMs) {
        this.#newest = slice;
        this.#newestFromMs = Math.max(slice.startMs, this.#watermark);
        this.#newestToMs = this.#grid.sliceStartMs(index + 1);
      }
    }
    slice.add(timeMs, price, size);
    return true;
  }

  /** What a window holds. Windows are asked for in order; their slices are final with that. */
  #close(window: number): WindowStats {
    const startMs = this.#grid.startMs(window);
    const after = this.#grid.sliceAfter(window);
    this.#nextSlice = Math.max(this.#nextSlice, this.#grid.firstSlice(window));
    for (; this.#nextSlice < after; this.#nextSlice++) {
      const slice = this.#open.get(this.#nextSlice);
      if (!slice) continue;
      this.#open.delete(this.#nextSlice);
      this.#final.push(slice);
      if (slice === this.#newest) this.#newestToMs = Number.NEGATIVE_INFINITY;
    }
    this.#final.dropBefore(startMs);
    return windowStats(this.#final.totalFrom(startMs), startMs, this.#grid.endMs(window));
  }

  /** The first window that holds an open slice; Infinity where there is none. */
  #firstHolding(): number {
    let first = Number.POSITIVE_INFINITY;
    for (const slice of this.#open.keys()) if (slice < first) first = slice;
    return this.#grid.windowOver(first);
  }
}

function isTime(timeMs: number): boolean {
  return Math.abs(timeMs) <= longestTimeMs;
}
