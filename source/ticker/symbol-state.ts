import type {BoardRow} from './board-row.ts';
import type {Candle} from './candle.ts';
import {Candles} from './candles.ts';
import {Decimals} from './decimals.ts';
import type {Quote, SequenceFault, Subscription, Trade} from './event.ts';
import {Spark} from './spark.ts';
import {TradeWindows} from './trade-windows.ts';

const sparkSeconds = 120;
/** Candles that a chart can show. */
const chartCandles = 240;
/** Of a price that is shown. */
const mostDecimals = 12;
/** The moving window moves on in so many steps. */
const windowSteps = 20;
/** A late trade is put right if it is no later than this part of the window. */
const latePart = 5;

/** One symbol of a board. Times are milliseconds since the epoch, by the venue's clock. */
export class SymbolState {
  readonly key: string;
  readonly venue: string;
  readonly #symbol: string;
  readonly #windowMs: number;
  #state: Subscription['state'] = 'asked';
  #reason: string | undefined;
  #open: number | undefined;
  #last: number | undefined;
  readonly #decimals = new Decimals(mostDecimals);
  #high = -Infinity;
  #low = Infinity;
  #trades = 0;
  #volume = 0;
  #quote: Quote | undefined;
  #timeMs = -Infinity;
  #heardMs: number | undefined;
  #windows: TradeWindows;
  #tidyMs = -Infinity;
  #lateBefore = 0;
  #candles: Candles;
  #spark = new Spark(sparkSeconds);
  #faults: BoardRow['faults'] = {
    missed: 0,
    blindMs: 0,
    gaps: 0,
    duplicates: 0,
    reordered: 0,
    lastMs: -Infinity,
  };
  #row: BoardRow | undefined;

  constructor(venue: string, symbol: string, windowMs: number) {
    this.key = `${venue} ${symbol}`;
    this.venue = venue;
    this.#symbol = symbol;
    this.#windowMs = windowMs;
    this.#windows = newWindows(windowMs);
    this.#candles = new Candles(windowMs, chartCandles);
  }

  /**
   * A trade that happened at `timeMs` and came at `cameMs`. Where `timeMs` is not a number nobody knows: it counts as
   * happening when the one before it did. A late one (older than the newest) counts in trades, volume, high, low and,
   * within the lateness that is allowed, in the window; it does not change the last price.
   */
  trade({price, size}: Trade, timeMs: number, cameMs: number): void {
    this.#row = undefined;
    if (this.#trades++ === 0) this.#spark = new Spark(sparkSeconds);
    this.#volume += size;
    this.#state = 'live';
    this.#heardMs = cameMs;
    this.#open ??= price;
    if (price > this.#high) this.#high = price;
    if (price < this.#low) this.#low = price;
    this.#decimals.observe(price);
    const atMs = Number.isNaN(timeMs) ? this.#timeMs : timeMs;
    if (atMs >= this.#timeMs) {
      this.#last = price;
      this.#timeMs = atMs;
      if (atMs !== -Infinity) this.#spark.add(atMs, price);
    }
    if (atMs === -Infinity) return;
    this.#windows.add(atMs, price, size);
    this.#candles.add(atMs, price);
    // What has left the window is let go, whether or not anyone looks.
    if (atMs < this.#tidyMs) return;
    this.#tidyMs = atMs + this.#windowMs;
    this.#windows.advance();
  }

  /** The newest time of a trade; -Infinity: none had one. */
  get timeMs(): number {
    return this.#timeMs;
  }

  /** A quote that came at `cameMs`. */
  quote(quote: Quote, cameMs: number): void {
    this.#row = undefined;
    this.#quote = quote;
    this.#state = 'live';
    const {last} = quote;
    // A trade tells more than a quote does: what a quote says of the price counts only while there was none.
    if (last === undefined || this.#trades > 0) return;
    this.#decimals.observe(last);
    this.#last = last;
    this.#open ??= last;
    // The clock of a quote may be another than that of the trades, and wrong: it is none to go by.
    this.#spark.add(cameMs, last);
  }

  subscription({state, reason, decimals = 0}: Subscription): void {
    this.#row = undefined;
    this.#state = state;
    this.#reason = reason;
    this.#decimals.expect(decimals);
  }

  fault({fault, missed, since, time}: SequenceFault): void {
    this.#row = undefined;
    const faults = {...this.#faults};
    if (fault === 'duplicate') faults.duplicates++;
    else if (fault === 'reordered') {
      faults.reordered++;
      faults.missed = Math.max(0, faults.missed - 1);
    } else {
      faults.gaps++;
      faults.missed += missed ?? 0;
      if (missed === undefined && since !== undefined) {
        faults.blindMs += Math.max(0, Date.parse(time) - Date.parse(since)) || 0;
      }
      faults.lastMs = Date.parse(time);
    }
    this.#faults = faults;
  }

  /** The venue's clock was put back. */
  restart(): void {
    this.#row = undefined;
    this.#lateBefore += this.#windows.late;
    this.#windows = newWindows(this.#windowMs);
    this.#candles = new Candles(this.#windowMs, chartCandles);
    this.#spark = new Spark(sparkSeconds);
    this.#timeMs = -Infinity;
    this.#tidyMs = -Infinity;
  }

  /** How its feed stands has changed. */
  touch(): void {
    this.#row = undefined;
  }

  candles(): readonly Candle[] {
    return this.#candles.values();
  }

  /** The same as before while nothing has changed; `nowMs` is by the venue's clock. */
  row(nowMs: number, stale: BoardRow['stale']): BoardRow {
    const before = this.#row;
    // A window that is empty stays so until a trade comes.
    if (before?.window.count === 0) return before;
    const window = this.#windows.current(nowMs);
    if (before && window.count === before.window.count && window.endMs === before.window.endMs) return before;
    const {key, venue} = this;
    this.#row = {
      key,
      venue,
      symbol: this.#symbol,
      state: this.#state,
      reason: this.#reason,
      last: this.#last,
      decimals: this.#decimals.most,
      open: this.#open,
      high: this.#trades > 0 ? this.#high : undefined,
      low: this.#trades > 0 ? this.#low : undefined,
      trades: this.#trades,
      volume: this.#volume,
      quote: this.#quote,
      window,
      tradesPerSecond: (window.count * 1000) / this.#windowMs,
      late: this.#lateBefore + this.#windows.late,
      faults: this.#faults,
      spark: this.#spark.values(),
      heardMs: this.#heardMs,
      stale,
    };
    return this.#row;
  }
}

function newWindows(sizeMs: number): TradeWindows {
  return new TradeWindows({
    sizeMs,
    everyMs: Math.ceil(sizeMs / windowSteps),
    latenessMs: Math.ceil(sizeMs / latePart),
  });
}
