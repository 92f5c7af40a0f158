import type {Status} from '../streams/status.ts';
import {timeOf} from '../streams/time-of.ts';
import type {BoardRow} from './board-row.ts';
import type {Candle} from './candle.ts';
import type {Quote, SequenceFault, Subscription, TickerEvent, Trade} from './event.ts';
import {EventTime} from './event-time.ts';
import {SymbolState} from './symbol-state.ts';

export interface BoardView {
  /** In the order in which the symbols first came. */
  readonly rows: readonly BoardRow[];
  /** How many were applied, of all symbols. */
  readonly trades: number;
  /** Length of the moving window, in milliseconds. */
  readonly windowMs: number;
  /** Of the row that was asked for, a candle for each `windowMs`, oldest first. */
  readonly chart: {readonly key: string; readonly candles: readonly Candle[]} | undefined;
}

/** More symbols than this are not kept: a stream that invents them must not fill the memory. */
const mostSymbols = 1000;

/** One venue: its symbols, its clock, and how its connection stands. */
interface Feed {
  readonly source: string;
  readonly symbols: Map<string, SymbolState>;
  readonly time: EventTime;
  stale: BoardRow['stale'];
}

/**
 * What the ticker pane shows, out of what came so far. Pure: time is that of the events, moved on by the `now` that
 * it is given while nothing comes.
 */
export class Board {
  readonly windowMs: number;
  readonly #feeds = new Map<string, Feed>();
  #feed: Feed | undefined;
  #states: SymbolState[] = [];
  #trades = 0;
  #view: BoardView;

  constructor({windowMs = 5000}: {readonly windowMs?: number} = {}) {
    this.windowMs = windowMs;
    this.#view = {rows: [], trades: 0, windowMs, chart: undefined};
  }

  /** `atMs` is when it came. */
  apply(event: TickerEvent, atMs: number): void {
    switch (event.type) {
      case 'trade':
        return this.#trade(event, atMs);
      case 'quote':
        return this.#quote(event, atMs);
      case 'subscription':
        return this.#subscription(event);
      case 'sequence':
        return this.#fault(event);
    }
  }

  /** How a feed's connection stands: its symbols are stale while it is lost. */
  status({source, state, time, missedSince, reason = state}: Status): void {
    const feed = this.#feedOf(source);
    if (state === 'ended' && feed.symbols.size === 0) return this.#forget(feed);
    if (state === 'connected') feed.stale = undefined;
    else if (state === 'lost' || state === 'ended') {
      const sinceMs = feed.stale?.sinceMs ?? Date.parse(missedSince ?? time);
      feed.stale = {sinceMs, reason};
    }
    for (const symbol of feed.symbols.values()) symbol.touch();
  }

  /** `chart` is the key of a row. The same row as before while nothing of it has changed. */
  snapshot(nowMs: number, chart?: string): BoardView {
    const before = this.#view;
    const rows = this.#states.map(state => {
      const feed = this.#feeds.get(state.venue)!;
      return state.row(feed.time.now(nowMs), feed.stale);
    });
    const same = rows.length === before.rows.length && rows.every((row, index) => row === before.rows[index]);
    if (same && before.trades === this.#trades && before.chart?.key === chart) return before;
    const charted = chart === undefined ? undefined : this.#states.find(({key}) => key === chart);
    this.#view = {
      rows: same ? before.rows : rows,
      trades: this.#trades,
      windowMs: this.windowMs,
      chart: charted && {key: charted.key, candles: charted.candles()},
    };
    return this.#view;
  }

  #trade(trade: Trade, atMs: number): void {
    this.#trades++;
    const feed = this.#feedOf(trade.venue ?? '');
    const state = feed.symbols.get(trade.symbol) ?? this.#begin(feed, trade.symbol);
    if (!state) return;
    const timeMs = timeOf(trade.time);
    switch (feed.time.observe(timeMs, atMs, state.timeMs)) {
      case 'put back':
        for (const symbol of feed.symbols.values()) symbol.restart();
        break;
      case 'ahead':
      case 'none':
        return state.trade(trade, Number.NaN, atMs);
    }
    state.trade(trade, timeMs, atMs);
  }

  #quote(quote: Quote, atMs: number): void {
    const feed = this.#feedOf(quote.venue);
    (feed.symbols.get(quote.symbol) ?? this.#begin(feed, quote.symbol))?.quote(quote, atMs);
  }

  #subscription(event: Subscription): void {
    const feed = this.#feedOf(event.venue);
    if (event.state === 'ended') {
      this.#states = this.#states.filter(state => state !== feed.symbols.get(event.symbol));
      feed.symbols.delete(event.symbol);
    } else (feed.symbols.get(event.symbol) ?? this.#begin(feed, event.symbol))?.subscription(event);
  }

  #fault(fault: SequenceFault): void {
    const {symbols} = this.#feedOf(fault.venue);
    if (fault.symbol !== undefined) symbols.get(fault.symbol)?.fault(fault);
    else for (const state of symbols.values()) state.fault(fault);
  }

  #begin(feed: Feed, symbol: string): SymbolState | undefined {
    if (this.#states.length >= mostSymbols) return undefined;
    const state = new SymbolState(feed.source, symbol, this.windowMs);
    feed.symbols.set(symbol, state);
    this.#states.push(state);
    return state;
  }

  #forget(feed: Feed): void {
    this.#feeds.delete(feed.source);
    if (this.#feed === feed) this.#feed = undefined;
  }

  #feedOf(source: string): Feed {
    if (this.#feed?.source === source) return this.#feed;
    let feed = this.#feeds.get(source);
    if (!feed) {
      feed = {source, symbols: new Map(), time: new EventTime(), stale: undefined};
      this.#feeds.set(source, feed);
    }
    this.#feed = feed;
    return feed;
  }
}
