import {ExactSum} from './exact-sum.ts';

/**
 * What was traded in a piece of time between two edges of windows, without the trades themselves. Prices are in the
 * quote currency, sizes in the base currency, times in milliseconds since the epoch.
 */
export class TradeSlice {
  readonly startMs: number;
  count = 0;
  /** The price of the earliest trade by its time; of equally early ones, of the one that came first. */
  open = Number.NaN;
  openMs = Number.POSITIVE_INFINITY;
  /** The price of the latest trade by its time; of equally late ones, of the one that came last. */
  close = Number.NaN;
  closeMs = Number.NEGATIVE_INFINITY;
  high = Number.NEGATIVE_INFINITY;
  low = Number.POSITIVE_INFINITY;
  readonly prices = new ExactSum();
  readonly sizes = new ExactSum();
  /** Prices times sizes. */
  readonly turnover = new ExactSum();

  constructor(startMs: number) {
    this.startMs = startMs;
  }

  add(timeMs: number, price: number, size: number): void {
    this.count++;
    if (timeMs < this.openMs) {
      this.openMs = timeMs;
      this.open = price;
    }
    if (timeMs >= this.closeMs) {
      this.closeMs = timeMs;
      this.close = price;
    }
    if (price > this.high) this.high = price;
    if (price < this.low) this.low = price;
    this.prices.add(price);
    this.sizes.add(size);
    this.turnover.addProduct(price, size);
  }

  /** Adds what another piece of time holds. */
  merge(other: TradeSlice): void {
    this.count += other.count;
    if (other.openMs < this.openMs) {
      this.openMs = other.openMs;
      this.open = other.open;
    }
    if (other.closeMs >= this.closeMs) {
      this.closeMs = other.closeMs;
      this.close = other.close;
    }
    if (other.high > this.high) this.high = other.high;
    if (other.low < this.low) this.low = other.low;
    this.prices.merge(other.prices);
    this.sizes.merge(other.sizes);
    this.turnover.merge(other.turnover);
  }
}
