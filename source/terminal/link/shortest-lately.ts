/** The smallest of the values that were seen lately: within `memoryMs` to twice that. */
export class ShortestLately {
  readonly #memoryMs: number;
  #before = Infinity;
  #now = Infinity;
  #sinceMs = -Infinity;
  /** When the smallest was last seen, or nearly. */
  seenMs = -Infinity;

  constructor(memoryMs: number) {
    this.#memoryMs = memoryMs;
  }

  get ms(): number | undefined {
    const ms = Math.min(this.#before, this.#now);
    return ms === Infinity ? undefined : ms;
  }

  saw(ms: number, nowMs: number): void {
    if (nowMs - this.#sinceMs > this.#memoryMs) {
      this.#before = this.#sinceMs === -Infinity ? Infinity : this.#now;
      this.#now = ms;
      this.#sinceMs = nowMs;
    }
    this.#now = Math.min(this.#now, ms);
    if (ms <= Math.min(this.#before, this.#now) * 1.1 + 2) this.seenMs = nowMs;
  }
}
