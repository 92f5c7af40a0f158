import {MovingMean} from './moving-mean.ts';
import {Spark} from './spark.ts';
import type {Trade} from './trade.ts';

/** One symbol. Prices are in its quote currency, sizes in its base currency. */
export interface BoardRow {
  readonly symbol: string;
  /** The price of the newest trade, by its time; of equally new ones, of the one that came last. */
  readonly last: number;
  /** The most decimals that a price had, at most 8. */
  readonly decimals: number;
  /** The first price that was seen. */
  readonly open: number;
  /** `last` less `open`. */
  readonly change: number;
  readonly changePercent: number;
  readonly high: number;
  readonly low: number;
  readonly trades: number;
  /** The sum of the sizes. */
  readonly volume: number;
  /** The mean price of the trades of the last 5 s of the symbol's own time (see MovingMean). */
  readonly mean: number;
  /** The last price of each of the last 120 seconds of the symbol's own time or fewer, oldest first. */
  readonly spark: readonly number[];
  /** When the newest trade happened, ISO 8601 UTC; empty while no trade had a time. */
  readonly time: string;
}

export interface BoardView {
  /** In the order in which the symbols first came. */
  readonly rows: readonly BoardRow[];
  /** How many were applied, of all symbols. */
  readonly trades: number;
}

const windowMs = 5000;
const sparkSeconds = 120;
const mostDecimals = 8;
/** More symbols than this are not kept: a stream that invents them must not fill the memory. */
const mostSymbols = 1000;
/** A trade so much older than the newest one is not late: the clock was put back, or a recording began again. */
const putBackMs = 60_000;

/**
 * What the ticker pane shows, out of the trades so far. Pure: the only time is that of the trades.
 *
 * A late trade (older than its symbol's newest) counts in trades, volume, high, low and, within its 5 s, the mean;
 * it does not change the last price. A trade without a valid time counts as happening when the one before it did.
 */
export class Board {
  readonly #symbols = new Map<string, SymbolState>();
  #trades = 0;
  #view: BoardView = {rows: [], trades: 0};

  apply(trade: Trade): void {
    this.#trades++;
    let state = this.#symbols.get(trade.symbol);
    if (!state) {
      if (this.#symbols.size >= mostSymbols) return;
      this.#symbols.set(trade.symbol, (state = new SymbolState(trade)));
    }
    state.apply(trade);
  }

  /** The same object while nothing was applied; the same row while nothing of its symbol was. */
  snapshot(): BoardView {
    if (this.#view.trades !== this.#trades) {
      this.#view = {rows: Array.from(this.#symbols.values(), state => state.row()), trades: this.#trades};
    }
    return this.#view;
  }
}

class SymbolState {
  readonly #symbol: string;
  readonly #open: number;
  #last: number;
  #decimals = 0;
  #high: number;
  #low: number;
  #trades = 0;
  #volume = 0;
  #time = '';
  #newestMs = -Infinity;
  #mean = new MovingMean(windowMs);
  #spark = new Spark(sparkSeconds);
  #row: BoardRow | undefined;

  constructor({symbol, price}: Trade) {
    this.#symbol = symbol;
    this.#open = price;
    this.#last = price;
    this.#high = price;
    this.#low = price;
  }

  apply({price, size, time}: Trade): void {
    this.#row = undefined;
    this.#trades++;
    this.#volume += size;
    if (price > this.#high) this.#high = price;
    if (price < this.#low) this.#low = price;
    this.#decimals = decimalsOf(price, this.#decimals);
    const parsed = Date.parse(time);
    if (Number.isNaN(parsed)) {
      this.#last = price;
      if (this.#newestMs !== -Infinity) this.#addToSeries(this.#newestMs, price);
      return;
    }
    if (parsed < this.#newestMs - putBackMs) {
      this.#mean = new MovingMean(windowMs);
      this.#spark = new Spark(sparkSeconds);
    } else if (parsed < this.#newestMs) {
      this.#mean.add(parsed, price);
      return;
    }
    this.#newestMs = parsed;
    this.#time = time;
    this.#last = price;
    this.#addToSeries(parsed, price);
  }

  row(): BoardRow {
    if (this.#row) return this.#row;
    const change = this.#last - this.#open;
    const spark = this.#spark.values();
    this.#row = {
      symbol: this.#symbol,
      last: this.#last,
      decimals: this.#decimals,
      open: this.#open,
      change,
      changePercent: this.#open === 0 ? 0 : (change / this.#open) * 100,
      high: this.#high,
      low: this.#low,
      trades: this.#trades,
      volume: this.#volume,
      mean: this.#mean.mean ?? this.#last,
      spark: spark.length > 0 ? spark : [this.#last],
      time: this.#time,
    };
    return this.#row;
  }

  #addToSeries(timeMs: number, price: number): void {
    this.#mean.add(timeMs, price);
    this.#spark.add(timeMs, price);
  }
}

/** `known`, or as many decimals as the price needs: without writing it out, which would cost on every trade. */
function decimalsOf(price: number, known: number): number {
  let decimals = known;
  while (decimals < mostDecimals) {
    const scale = 10 ** decimals;
    if (Math.round(price * scale) / scale === price) break;
    decimals++;
  }
  return decimals;
}
