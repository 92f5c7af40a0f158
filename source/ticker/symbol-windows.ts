import {Decimals} from './decimals.ts';
import {TradeWindows, type TradeWindowsOptions, type WindowStats} from './trade-windows.ts';

/** A window of one symbol, and what it takes to write it down. */
export interface SymbolWindow {
  readonly symbol: string;
  readonly stats: WindowStats;
  /** It was not closed by time: what it held when the stream ended. */
  readonly isPartial: boolean;
  /** Trades that came too late, since the window of the symbol that was told before. */
  readonly late: number;
  /** The most decimals that a price of the symbol had so far. */
  readonly priceDecimals: number;
  /** The same of its sizes. */
  readonly sizeDecimals: number;
}

/** The windows of one symbol of a feed, through whatever its clock does. */
export class SymbolWindows {
  readonly #symbol: string;
  readonly #prices = new Decimals();
  readonly #sizes = new Decimals();
  #windows: TradeWindows;
  /** Trades that no window took, other than `#windows` counts. */
  #lateElse = 0;
  #lateTold = 0;
  #newestMs = -Infinity;

  constructor(symbol: string, options: TradeWindowsOptions) {
    this.#symbol = symbol;
    this.#windows = new TradeWindows(options);
  }

  /** The venue writes the symbol's prices with so many. */
  expectDecimals(decimals: number): void {
    this.#prices.expect(decimals);
  }

  /** The newest time of a trade; -Infinity: none has come. */
  get newestMs(): number {
    return this.#newestMs;
  }

  add(timeMs: number, price: number, size: number): void {
    if (timeMs > this.#newestMs) this.#newestMs = timeMs;
    this.#prices.observe(price);
    this.#sizes.observe(size);
    this.#windows.add(timeMs, price, size);
  }

  /** A trade whose time is not to be believed. */
  leaveOut(): void {
    this.#lateElse++;
  }

  /** The windows that end by then. */
  advance(watermarkMs: number): SymbolWindow[] {
    return this.#windows.advance(watermarkMs).map(stats => this.#told(stats, false));
  }

  /** The windows that are open and hold something, closed before their time. */
  flush(): SymbolWindow[] {
    return this.#windows.flush().map(stats => this.#told(stats, true));
  }

  /** Begins anew, at another time. */
  restart(options: TradeWindowsOptions): void {
    this.#lateElse += this.#windows.late;
    this.#windows = new TradeWindows(options);
  }

  #told(stats: WindowStats, isPartial: boolean): SymbolWindow {
    const late = this.#lateElse + this.#windows.late - this.#lateTold;
    this.#lateTold += late;
    const priceDecimals = this.#prices.most;
    return {symbol: this.#symbol, stats, isPartial, late, priceDecimals, sizeDecimals: this.#sizes.most};
  }
}
