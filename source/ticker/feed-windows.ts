import {timeOf} from '../streams/time-of.ts';
import type {Subscription, Trade} from './event.ts';
import {EventTime} from './event-time.ts';
import {type SymbolWindow, SymbolWindows} from './symbol-windows.ts';
import type {TradeWindowsOptions} from './trade-windows.ts';
import {WindowGrid} from './window-grid.ts';

export interface FeedWindowsOptions {
  /** Length of a window, in milliseconds. */
  readonly sizeMs: number;
  /** A window starts every so many milliseconds. */
  readonly everyMs: number;
  /** How long after its end a window waits for trades that come late, in milliseconds. */
  readonly latenessMs: number;
}

/** More symbols than this are not kept: a feed that invents them must not fill the memory. */
const mostSymbols = 1000;
/** A feed's clock that is so far from the given one is another time: windows are told anew. */
const apartMs = 60_000;

/**
 * The windows of all symbols of one feed, closed by the clock of its own events (see EventTime), which goes on with the
 * given clock while nothing comes. `atMs` is always the given clock's. The first windows are those that begin after
 * the connection stood; from then on each symbol that was asked for has windows, whether or not it is traded.
 */
export class FeedWindows {
  readonly #options: FeedWindowsOptions;
  readonly #grid: WindowGrid;
  readonly #symbols = new Map<string, SymbolWindows>();
  readonly #time = new EventTime();
  /** When the connection first stood, by the given clock; undefined before. */
  #sinceMs: number | undefined;
  /** The same by the feed's clock: no window begins before. */
  #fromMs = Number.NEGATIVE_INFINITY;
  #watermarkMs = Number.NEGATIVE_INFINITY;
  /** Windows were told, by the given clock or the feed's. */
  #hasTold = false;
  /** Of a time that is over: told with the next. */
  #broken: SymbolWindow[] = [];

  /** Throws a RangeError for windows that cannot be (see WindowGrid). */
  constructor(options: FeedWindowsOptions) {
    this.#options = options;
    this.#grid = new WindowGrid(options.sizeMs, options.everyMs);
  }

  /** The connection stands. */
  connected(atMs: number): void {
    if (this.#sinceMs !== undefined) return;
    this.#sinceMs = atMs;
    this.#restart(atMs);
  }

  /** A symbol is asked for, and has windows from now on; or it was refused or given up, and these are its last. */
  subscription({symbol, state, decimals = 0}: Subscription, atMs: number): SymbolWindow[] {
    if (state === 'asked' || state === 'live') {
      this.#symbol(symbol, this.#time.now(atMs))?.expectDecimals(decimals);
      return [];
    }
    const last = this.#symbols.get(symbol)?.flush() ?? [];
    this.#symbols.delete(symbol);
    return last;
  }

  add({symbol, time, price, size}: Trade, atMs: number): void {
    const timeMs = timeOf(time);
    const isFirst = !this.#time.isSet;
    const verdict = this.#time.observe(timeMs, atMs, this.#symbols.get(symbol)?.newestMs ?? -Infinity);
    const nowMs = this.#time.now(atMs);
    if (verdict === 'put back') this.#restart(nowMs);
    else if (isFirst && this.#time.isSet) this.#setRight(nowMs - atMs);
    const windows = this.#symbol(symbol, nowMs - this.#options.sizeMs);
    if (verdict === 'ahead' || verdict === 'none') windows?.leaveOut();
    else windows?.add(timeMs, price, size);
  }

  /** The windows that are over, by their ends, then in the order in which the symbols came. */
  close(atMs: number): SymbolWindow[] {
    const closed = this.#broken;
    this.#broken = [];
    if (this.#sinceMs === undefined && !this.#time.isSet) return closed;
    this.#watermarkMs = Math.max(this.#watermarkMs, this.#time.now(atMs) - this.#options.latenessMs);
    const due = Array.from(this.#symbols.values()).flatMap(one => one.advance(this.#watermarkMs));
    this.#hasTold ||= due.length > 0;
    return [...closed, ...due.sort((a, b) => a.stats.endMs - b.stats.endMs)];
  }

  /** When the next windows are over if nothing comes, by the given clock; Infinity where nothing can be told yet. */
  dueMs(atMs: number): number {
    if (this.#watermarkMs === Number.NEGATIVE_INFINITY) {
      return this.#sinceMs === undefined && !this.#time.isSet ? Number.POSITIVE_INFINITY : atMs;
    }
    const next = this.#grid.endMs(this.#grid.windowOver(this.#grid.sliceAt(this.#watermarkMs)));
    return atMs + next + this.#options.latenessMs - this.#time.now(atMs);
  }

  /** At the end of the stream: what the open windows hold. */
  flush(): SymbolWindow[] {
    const rest = Array.from(this.#symbols.values()).flatMap(one => one.flush());
    return [...this.#broken.splice(0), ...rest.sort((a, b) => a.stats.endMs - b.stats.endMs)];
  }

  /** The windows of a symbol; those of a new one begin at `fromMs` or later. */
  #symbol(symbol: string, fromMs: number): SymbolWindows | undefined {
    let found = this.#symbols.get(symbol);
    if (!found && this.#symbols.size < mostSymbols) {
      this.#symbols.set(symbol, (found = new SymbolWindows(symbol, this.#from(fromMs))));
    }
    return found;
  }

  /**
   * The first event tells how far the feed's clock is ahead of the given one, by which windows were begun. Those that
   * have been told cannot be taken back, and a little matters less than telling some again.
   */
  #setRight(aheadMs: number): void {
    if (this.#sinceMs === undefined || (this.#hasTold && Math.abs(aheadMs) <= apartMs)) return;
    this.#restart(this.#sinceMs + aheadMs);
  }

  /** New windows for all; what the old ones hold is told as it is, since their time does not come any more. */
  #restart(fromMs: number): void {
    this.#broken.push(...this.flush());
    this.#fromMs = fromMs;
    this.#watermarkMs = Number.NEGATIVE_INFINITY;
    for (const windows of this.#symbols.values()) windows.restart(this.#from(fromMs));
  }

  #from(fromMs: number): TradeWindowsOptions {
    const {sizeMs, everyMs} = this.#options;
    return {sizeMs, everyMs, fromMs: Math.max(fromMs, this.#fromMs)};
  }
}
