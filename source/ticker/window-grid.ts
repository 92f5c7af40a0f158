/** More windows than this are never open at once: each of their slices takes memory. */
const mostAtOnce = 10_000;

/**
 * Where windows of `sizeMs` begin and end that start at every multiple of `everyMs` since the epoch, and the slices of
 * time between those edges: one a period, or two where `everyMs` does not divide `sizeMs` (the paired windows of
 * Krishnamurthy, Wu and Franklin, On-the-fly sharing for streamed aggregation, 2006). Each window is a row of whole
 * slices. Windows and slices are numbered; those that begin at the epoch are 0. Times are in milliseconds.
 */
export class WindowGrid {
  readonly sizeMs: number;
  readonly everyMs: number;
  /** Whole periods in a window. */
  readonly #periods: number;
  /** What a window is longer than those. */
  readonly #restMs: number;

  /** Throws a RangeError where there are no such windows: whole milliseconds, 0 < every <= size <= 10,000 every. */
  constructor(sizeMs: number, everyMs: number) {
    const whole = Number.isSafeInteger(sizeMs) && Number.isSafeInteger(everyMs);
    if (!(whole && 0 < everyMs && everyMs <= sizeMs && sizeMs <= mostAtOnce * everyMs)) {
      throw new RangeError(
        `a window needs whole milliseconds and 0 < every <= size <= ${mostAtOnce} every, not ${sizeMs} every ${everyMs}`,
      );
    }
    this.sizeMs = sizeMs;
    this.everyMs = everyMs;
    this.#restMs = sizeMs % everyMs;
    this.#periods = (sizeMs - this.#restMs) / everyMs;
  }

  /** The slice that a time is in. */
  sliceAt(timeMs: number): number {
    let period = Math.floor(timeMs / this.everyMs);
    // The quotient of a time just before an edge may be rounded up to it.
    if (period * this.everyMs > timeMs) period--;
    if (this.#restMs === 0) return period;
    return 2 * period + (timeMs >= period * this.everyMs + this.#restMs ? 1 : 0);
  }

  sliceStartMs(slice: number): number {
    if (this.#restMs === 0) return slice * this.everyMs;
    const period = Math.floor(slice / 2);
    return period * this.everyMs + (slice === 2 * period ? 0 : this.#restMs);
  }

  startMs(window: number): number {
    return window * this.everyMs;
  }

  endMs(window: number): number {
    return window * this.everyMs + this.sizeMs;
  }

  firstSlice(window: number): number {
    return this.#restMs === 0 ? window : 2 * window;
  }

  /** The slice that begins where the window ends. */
  sliceAfter(window: number): number {
    const periods = window + this.#periods;
    return this.#restMs === 0 ? periods : 2 * periods + 1;
  }

  /** The first window that ends after a slice begins: the first that holds the slice. */
  windowOver(slice: number): number {
    const period = this.#restMs === 0 ? slice : Math.floor((slice - 1) / 2);
    return period - this.#periods + 1;
  }
}
