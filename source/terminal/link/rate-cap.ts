/** A burst is this much time's worth. */
const burstMs = 100;
const leastBurstBytes = 512;

/**
 * A bound on bytes a second, for a line of which nothing else is known: a token bucket, full at first, that holds
 * 100 ms worth or 512 bytes, whichever is more. More may be written than there is room for: the debt is waited out.
 * Time is given, in milliseconds on any clock that never goes back.
 */
export class RateCap {
  readonly bytesPerSecond: number;
  readonly #burst: number;
  #tokens: number;
  #atMs = Number.NEGATIVE_INFINITY;

  constructor(bytesPerSecond: number) {
    if (!(bytesPerSecond > 0) || bytesPerSecond === Number.POSITIVE_INFINITY)
      throw new RangeError(`a rate cap is a number of bytes per second above 0, not ${bytesPerSecond}`);
    this.bytesPerSecond = bytesPerSecond;
    this.#burst = Math.max(leastBurstBytes, (bytesPerSecond * burstMs) / 1000);
    this.#tokens = this.#burst;
  }

  wrote(bytes: number, nowMs: number): void {
    this.#tokens = this.#at(nowMs) - bytes;
    this.#atMs = nowMs;
  }

  /** Bytes that may be written now; 0: none, or fewer than `leastBytes`. */
  room(nowMs: number, leastBytes = 1): number {
    const room = Math.floor(this.#at(nowMs));
    return room < leastBytes ? 0 : room;
  }

  /** When there will be room for so many bytes, or as many as there ever is; `nowMs` if there is. */
  freeAtMs(nowMs: number, bytes = 1): number {
    const missing = Math.min(bytes, this.#burst) - this.#at(nowMs);
    if (missing <= 0) return nowMs;
    // A whole millisecond, and a microsecond more than it takes: rather later than a rounding error too early.
    return Math.ceil(nowMs + (missing / this.bytesPerSecond) * 1000 + 0.001);
  }

  #at(nowMs: number): number {
    const gained = (Math.max(0, nowMs - this.#atMs) * this.bytesPerSecond) / 1000;
    return Math.min(this.#burst, this.#tokens + gained);
  }
}
