const bucketMs = 50;

/**
 * The mean of the values of the last `sizeMs` of event time, in memory that does not grow with their rate: values
 * are added up in buckets of 50 ms. A value counts while its bucket is one of the last `sizeMs / 50`, the newest
 * value's own bucket included; so the window is `sizeMs` long at the end of a bucket and 50 ms less at its start.
 *
 * Adding is a few steps. The mean is added up afresh when it is asked for, so that no rounding error gathers.
 */
export class MovingMean {
  readonly #sums: Float64Array;
  readonly #counts: Float64Array;
  /** Which bucket (time / 50 ms) each place holds now. */
  readonly #buckets: Float64Array;
  #newest = -Infinity;

  constructor(sizeMs: number) {
    const places = Math.ceil(sizeMs / bucketMs);
    this.#sums = new Float64Array(places);
    this.#counts = new Float64Array(places);
    this.#buckets = new Float64Array(places).fill(-Infinity);
  }

  /** Values may come out of order: one that is older than the window is left out. */
  add(timeMs: number, value: number): void {
    const places = this.#sums.length;
    const bucket = Math.floor(timeMs / bucketMs);
    if (bucket <= this.#newest - places) return;
    if (bucket > this.#newest) this.#newest = bucket;
    const place = ((bucket % places) + places) % places;
    if (this.#buckets[place] !== bucket) {
      this.#buckets[place] = bucket;
      this.#sums[place] = 0;
      this.#counts[place] = 0;
    }
    this.#sums[place]! += value;
    this.#counts[place]! += 1;
  }

  /** Undefined before the first value. */
  get mean(): number | undefined {
    const places = this.#sums.length;
    let sum = 0;
    let count = 0;
    for (let place = 0; place < places; place++) {
      if (this.#buckets[place]! <= this.#newest - places) continue;
      sum += this.#sums[place]!;
      count += this.#counts[place]!;
    }
    return count === 0 ? undefined : sum / count;
  }
}
