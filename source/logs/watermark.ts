export interface WatermarkOptions {
  /** How far behind its partition's newest record a record may come, in milliseconds. Default 500. */
  readonly latenessMs?: number;
  /** How far a partition may lag behind the newest before it is no longer waited for. Default 2,000. */
  readonly idleMs?: number;
  /** A single record so far ahead of all before has a wrong clock: not believed alone. Default an hour. */
  readonly leapMs?: number;
}

/**
 * Up to when everything has been heard, by event time, over several partitions that are read at their own pace:
 * the newest record of the partition that is furthest behind, unless that one is idle, less the lateness allowed.
 */
export class Watermark {
  readonly #latenessMs: number;
  readonly #idleMs: number;
  readonly #leapMs: number;
  /** Newest event time of each partition. */
  readonly #heard = new Map<number, number>();
  #newest = -Infinity;
  #leapt = false;

  constructor({latenessMs = 500, idleMs = 2000, leapMs = 3_600_000}: WatermarkOptions = {}) {
    this.#latenessMs = latenessMs;
    this.#idleMs = idleMs;
    this.#leapMs = leapMs;
  }

  /** Takes note of a record. False when its time is not to be believed: leave it out. */
  observe(partition: number, timeMs: number): boolean {
    if (!Number.isFinite(timeMs)) return false;
    const leaps = this.#newest !== -Infinity && timeMs > this.#newest + this.#leapMs;
    const believed = !leaps || this.#leapt;
    this.#leapt = leaps && !believed;
    if (!believed) return false;
    if (timeMs > this.#newest) this.#newest = timeMs;
    if (timeMs > (this.#heard.get(partition) ?? -Infinity)) this.#heard.set(partition, timeMs);
    return true;
  }

  /** The newest event time of all. */
  get newest(): number {
    return this.#newest;
  }

  /** Milliseconds since the epoch; -Infinity before the first record. */
  get value(): number {
    let furthestBehind = Infinity;
    for (const time of this.#heard.values()) furthestBehind = Math.min(furthestBehind, time);
    return Math.max(this.#newest - this.#idleMs, Math.min(furthestBehind, this.#newest)) - this.#latenessMs;
  }

  /** The same when nothing more was heard for `silentMs`: time passes for all partitions alike. */
  after(silentMs: number): number {
    return Math.max(this.value, this.#newest + silentMs - this.#idleMs - this.#latenessMs);
  }
}
