const places = 60;

/**
 * The lowest and the highest price of the last `sizeMs` of event time, in memory that does not grow with their rate:
 * of each sixtieth of that time it keeps two numbers. It never reaches further back than `sizeMs`, and at least 59
 * sixtieths of it. Times go forward: the caller leaves out what is late.
 */
export class PriceRange {
  readonly #bucketMs: number;
  readonly #lows = new Float64Array(places);
  readonly #highs = new Float64Array(places);
  /** Which sixtieth (counted from the epoch) each place holds now. */
  readonly #buckets = new Float64Array(places).fill(-Infinity);
  #newest = -Infinity;
  #low = Infinity;
  #high = -Infinity;

  constructor(sizeMs: number) {
    this.#bucketMs = sizeMs / places;
  }

  /** Infinity before the first price. */
  get low(): number {
    return this.#low;
  }

  /** -Infinity before the first price. */
  get high(): number {
    return this.#high;
  }

  add(timeMs: number, price: number): void {
    const bucket = Math.floor(timeMs / this.#bucketMs);
    const place = ((bucket % places) + places) % places;
    if (bucket !== this.#newest) this.#begin(bucket, place);
    if (price < this.#lows[place]!) this.#lows[place] = price;
    if (price > this.#highs[place]!) this.#highs[place] = price;
    if (price < this.#low) this.#low = price;
    if (price > this.#high) this.#high = price;
  }

  /** What a new bucket leaves behind is known only by going through those that stay: once a bucket, not once a price. */
  #begin(bucket: number, place: number): void {
    this.#newest = bucket;
    this.#buckets[place] = bucket;
    this.#lows[place] = Infinity;
    this.#highs[place] = -Infinity;
    this.#low = Infinity;
    this.#high = -Infinity;
    for (let one = 0; one < places; one++) {
      if (this.#buckets[one]! <= bucket - places) continue;
      if (this.#lows[one]! < this.#low) this.#low = this.#lows[one]!;
      if (this.#highs[one]! > this.#high) this.#high = this.#highs[one]!;
    }
  }
}
