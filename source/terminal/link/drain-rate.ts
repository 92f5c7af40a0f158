/** The rate is taken over so long at least, in milliseconds. */
const spanMs = 250;

/** How fast a queue drains, from how much of it has arrived between looks at which it was not empty. */
export class DrainRate {
  #rate: number | undefined;
  #span: {readonly acked: number; readonly atMs: number} | undefined;

  /** Undefined until the queue has lasted. */
  get bytesPerSecond(): number | undefined {
    return this.#rate;
  }

  /** The queue was seen empty: how long it has been so, nobody knows. */
  emptied(): void {
    this.#span = undefined;
  }

  /**
   * `acked`: bytes that have arrived in all. `tookMs`: how long those take; bytes come back in bursts of that length.
   * `isFull`: the line has as much as it takes, and gives all it has; otherwise it may be faster than was seen.
   */
  saw(acked: number, tookMs: number, isFull: boolean, nowMs: number): void {
    const span = this.#span;
    if (span && (acked === span.acked || nowMs - span.atMs <= Math.max(spanMs, tookMs))) return;
    this.#span = {acked, atMs: nowMs};
    if (!span) return;
    const rate = ((acked - span.acked) / (nowMs - span.atMs)) * 1000;
    this.#rate = isFull && this.#rate ? (this.#rate + rate) / 2 : Math.max(this.#rate ?? 0, rate);
  }
}
