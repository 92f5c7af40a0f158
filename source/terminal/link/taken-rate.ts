/** Taken sooner than this, a write went into a buffer: nobody waited. */
const leastWaitMs = 5;
/** Waiting so long makes what was known before count e times less. */
const memoryMs = 1000;

/**
 * How fast what is written to a terminal is taken, from how long a non-blocking write took until 'drain'. Only waits
 * count: a write that is taken at once says nothing, and on a line with large buffers (SSH) none has to wait for a
 * long time. Averaged over the time waited, so that a long wait weighs as much as many short ones: bytes by
 * milliseconds, both fading. Time is given.
 */
export class TakenRate {
  #waiting = 0;
  #sinceMs = 0;
  #bytes = 0;
  #ms = 0;

  /** Undefined until a write has had to wait. */
  get bytesPerSecond(): number | undefined {
    return this.#ms === 0 ? undefined : (this.#bytes / this.#ms) * 1000;
  }

  /** Tell of each write, when it is made. */
  wrote(bytes: number, nowMs: number): void {
    if (this.#waiting === 0) this.#sinceMs = nowMs;
    this.#waiting += bytes;
  }

  /** Tell when all that was written has been taken: at 'drain', or at once where the write said true. */
  taken(nowMs: number): void {
    const waitedMs = nowMs - this.#sinceMs;
    if (this.#waiting > 0 && waitedMs >= leastWaitMs) {
      const kept = Math.exp(-waitedMs / memoryMs);
      this.#bytes = this.#bytes * kept + this.#waiting;
      this.#ms = this.#ms * kept + waitedMs;
    }
    this.#waiting = 0;
  }
}
