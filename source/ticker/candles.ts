import type {Candle} from './candle.ts';

/** Figures of one candle, one after the other in one array. */
const figures = {index: 0, count: 1, open: 2, high: 3, low: 4, close: 5, sum: 6, size: 7};

/**
 * The newest `places` stretches of `sizeMs` each, as candles. A trade that comes late changes the candle of its own
 * time, if there is still one: its high, low and mean, for its order within the candle is not known any more.
 */
export class Candles {
  readonly #sizeMs: number;
  readonly #places: number;
  readonly #ring: Float64Array;
  #newest = -Infinity;
  #newestAt = 0;

  constructor(sizeMs: number, places: number) {
    this.#sizeMs = sizeMs;
    this.#places = places;
    this.#ring = new Float64Array(places * figures.size).fill(Number.NaN);
  }

  add(timeMs: number, price: number): void {
    const index = Math.floor(timeMs / this.#sizeMs);
    const ring = this.#ring;
    // Nearly all trades are of the newest candle.
    let at = this.#newestAt;
    if (index !== this.#newest) {
      if (!(index > this.#newest - this.#places)) return;
      at = this.#placeOf(index);
      if (ring[at + figures.index] !== index) this.#begin(at, index, price);
    }
    ring[at + figures.count]! += 1;
    ring[at + figures.sum]! += price;
    if (price > ring[at + figures.high]!) ring[at + figures.high] = price;
    if (price < ring[at + figures.low]!) ring[at + figures.low] = price;
    if (index === this.#newest) ring[at + figures.close] = price;
  }

  /** Oldest first, up to the newest; those without a trade among them. */
  values(): readonly Candle[] {
    if (this.#newest === -Infinity) return [];
    const out: Candle[] = [];
    let oldest = this.#newest - this.#places + 1;
    while (this.#at(oldest).count === 0) oldest++;
    for (let index = oldest; index <= this.#newest; index++) out.push(this.#at(index));
    return out;
  }

  #at(index: number): Candle {
    const ring = this.#ring;
    const at = this.#placeOf(index);
    const startMs = index * this.#sizeMs;
    if (ring[at + figures.index] !== index) {
      const none = Number.NaN;
      return {startMs, count: 0, open: none, high: none, low: none, close: none, mean: none};
    }
    const figure = (place: number) => ring[at + place]!;
    const count = figure(figures.count);
    return {
      startMs,
      count,
      open: figure(figures.open),
      high: figure(figures.high),
      low: figure(figures.low),
      close: figure(figures.close),
      mean: figure(figures.sum) / count,
    };
  }

  #placeOf(index: number): number {
    return (((index % this.#places) + this.#places) % this.#places) * figures.size;
  }

  #begin(at: number, index: number, price: number): void {
    if (index > this.#newest) {
      this.#newest = index;
      this.#newestAt = at;
    }
    this.#ring.set([index, 0, price, price, price, price, 0], at);
  }
}
