export interface WindowOptions<T, A> {
  /** Length of a window, in milliseconds of event time. */
  readonly sizeMs: number;
  /** A window starts every so many milliseconds. `sizeMs` (the default) tumbles, less slides. */
  readonly everyMs?: number;
  /** How far behind the newest event time an event may come and still be counted. Default 0. */
  readonly latenessMs?: number;
  readonly timeOf: (event: T) => number;
  readonly keyOf: (event: T) => string;
  /** A fresh accumulator. */
  readonly start: () => A;
  /** Adds an event to an accumulator, in place. */
  readonly add: (value: A, event: T) => void;
}

/** What fell into `startMs` <= time < `endMs` for one key. */
export interface Window<A> {
  readonly key: string;
  readonly startMs: number;
  readonly endMs: number;
  readonly value: A;
}

/** As far as a Date reaches: a time beyond is none, and its steps would be lost in rounding. */
const longestTimeMs = 8.64e15;

/**
 * Windows by event time. A window closes, once and for good, when the watermark (the newest event time less the
 * lateness allowed) reaches its end. Windows that nothing fell into do not exist.
 */
export class Windows<T, A> {
  readonly #options: WindowOptions<T, A>;
  readonly #everyMs: number;
  readonly #latenessMs: number;
  /** Start of a window → key → accumulator. */
  readonly #open = new Map<number, Map<string, A>>();
  #watermark = -Infinity;
  #late = 0;

  constructor(options: WindowOptions<T, A>) {
    const {sizeMs, everyMs = sizeMs, latenessMs = 0} = options;
    if (!(sizeMs > 0 && everyMs > 0 && everyMs <= sizeMs && latenessMs >= 0)) {
      throw new RangeError(
        `a window needs 0 < every <= size and lateness >= 0, not ${JSON.stringify({sizeMs, everyMs, latenessMs})}`,
      );
    }
    this.#options = options;
    this.#everyMs = everyMs;
    this.#latenessMs = latenessMs;
  }

  /** Events so far whose every window had closed, or that had no time: counted, never added. */
  get late(): number {
    return this.#late;
  }

  /** Milliseconds since the epoch; -Infinity before the first event. */
  get watermark(): number {
    return this.#watermark;
  }

  /** Adds a batch; returns the windows that it closed, in the order of their ends, then of their keys' coming. */
  push(batch: readonly T[]): Window<A>[] {
    const closed: Window<A>[] = [];
    for (const event of batch) {
      const time = this.#options.timeOf(event);
      if (!(Math.abs(time) <= longestTimeMs) || !this.#add(event, time)) this.#late++;
      else if (time - this.#latenessMs > this.#watermark) {
        closed.push(...this.advance(time - this.#latenessMs));
      }
    }
    return closed;
  }

  /** Moves the watermark on (never back) and returns the windows that it closed. */
  advance(watermarkMs: number): Window<A>[] {
    if (!(watermarkMs > this.#watermark)) return [];
    this.#watermark = watermarkMs;
    const closed: Window<A>[] = [];
    const starts = [...this.#open.keys()].filter(start => start + this.#options.sizeMs <= watermarkMs);
    for (const startMs of starts.sort((a, b) => a - b)) {
      const endMs = startMs + this.#options.sizeMs;
      for (const [key, value] of this.#open.get(startMs)!) closed.push({key, startMs, endMs, value});
      this.#open.delete(startMs);
    }
    return closed;
  }

  /** Closes every window that is still open: at the end of the stream. */
  flush(): Window<A>[] {
    const ends = [...this.#open.keys()].map(start => start + this.#options.sizeMs);
    return this.advance(Math.max(...ends));
  }

  /** False when every window that the event belongs to has closed. */
  #add(event: T, time: number): boolean {
    const {sizeMs, keyOf, start, add} = this.#options;
    const key = keyOf(event);
    let added = false;
    const newest = Math.floor(time / this.#everyMs) * this.#everyMs;
    for (let startMs = newest; startMs > time - sizeMs; startMs -= this.#everyMs) {
      if (startMs + sizeMs <= this.#watermark) break;
      let keys = this.#open.get(startMs);
      if (!keys) this.#open.set(startMs, (keys = new Map()));
      let value = keys.get(key);
      if (value === undefined) keys.set(key, (value = start()));
      add(value, event);
      added = true;
    }
    return added;
  }
}

/** The same as a stream: batches of events in, batches of closed windows out; the open ones at its end. */
export async function* window<T, A>(
  source: AsyncIterable<T[]>,
  options: WindowOptions<T, A>,
): AsyncGenerator<Window<A>[], void, undefined> {
  const windows = new Windows(options);
  for await (const batch of source) {
    const closed = windows.push(batch);
    if (closed.length > 0) yield closed;
  }
  const rest = windows.flush();
  if (rest.length > 0) yield rest;
}
