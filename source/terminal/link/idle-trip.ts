/** It is measured anew after so long, in milliseconds, and sooner when the delay has grown and nothing tells why. */
const staleMs = 20_000;
const doubtfulMs = 4000;
/** No longer is waited for an empty queue, which other panes of a multiplexer may never leave. */
const patienceMs = 2000;

/**
 * The round trip of a line on which nothing else waits: the shortest time that a byte was seen to take. On a busy
 * line no byte takes only that; so now and then the queue is let run empty, and something small is sent (as BBR
 * does: Cardwell et al. 2016, ProbeRTT). Where there are pauses in what is written, they serve.
 */
export class IdleTrip {
  #ms: number | undefined;
  #measuredAtMs = Number.NEGATIVE_INFINITY;
  /** The window then: since it has been halved, delays have grown, or the round trip has. */
  #window = 0;
  #emptyingSinceMs: number | undefined;
  /** What is under way was written into an empty queue, to measure. */
  #probing = false;

  /** In milliseconds; undefined until it has been measured. */
  get ms(): number | undefined {
    return this.#ms;
  }

  /** Whether it is to be measured: write nothing until the queue is empty, and then only a little. */
  isDue(nowMs: number, window: number): boolean {
    return nowMs - this.#measuredAtMs > (window < this.#window / 2 ? doubtfulMs : staleMs);
  }

  /** The queue was empty, and is no longer. */
  began(nowMs: number, window: number): void {
    this.#probing = this.isDue(nowMs, window);
  }

  /** The queue was seen empty, `tookMs` after the newest byte was written. */
  emptied(tookMs: number, nowMs: number, window: number): void {
    this.#emptyingSinceMs = undefined;
    if (this.#probing || this.#ms === undefined || tookMs < this.#ms) this.#ms = tookMs;
    else if (tookMs > this.#ms * 1.1 + 10) return;
    this.#probing = false;
    this.#trust(nowMs, window);
  }

  /** The queue was seen, and is not empty. */
  waits(nowMs: number, window: number): void {
    if (!this.isDue(nowMs, window)) {
      this.#emptyingSinceMs = undefined;
      return;
    }
    this.#emptyingSinceMs ??= nowMs;
    if (nowMs - this.#emptyingSinceMs > patienceMs) this.#trust(nowMs, window);
  }

  #trust(nowMs: number, window: number): void {
    this.#measuredAtMs = nowMs;
    this.#window = window;
  }
}
