import {isoTime} from '../streams/clock.ts';
import {timeOf} from '../streams/time-of.ts';
import {clean} from '../terminal/clean.ts';
import type {Quote, Subscription, TickerNews, Trade} from './event.ts';
import {inOrderOfTime} from './order-of-time.ts';
import {Sequence} from './sequence.ts';
import {ToldTrades} from './told-trades.ts';

/**
 * One symbol of a feed, over all of its connections: how it stands with its venue, and what its numbers tell.
 * Events are added to `out`, in their order.
 */
export class Listing {
  readonly venue: string;
  readonly symbol: string;
  readonly #sequence = new Sequence();
  /** How far the venue counted when it told so last. */
  #reached: number | undefined;
  /** Of trades that have names and no numbers, where the venue tells some again on subscribing. */
  #told: ToldTrades | undefined;
  /** False: of the past no price was told yet. */
  #hasPrice = false;
  #state: Subscription['state'] = 'asked';
  #askedMs = -Infinity;
  #decimals: number | undefined;

  constructor(venue: string, symbol: string) {
    this.venue = venue;
    this.symbol = symbol;
  }

  /** Since when it is asked for, in milliseconds since the epoch. */
  get askedMs(): number {
    return this.#askedMs;
  }

  get state(): Subscription['state'] {
    return this.#state;
  }

  /** That it is asked for, or no longer. */
  told(state: 'asked' | 'ended', atMs: number): Subscription {
    this.#state = state;
    if (state === 'asked') this.#askedMs = atMs;
    return this.#subscription(state, atMs);
  }

  /** The venue says that it tells of it. */
  live(out: TickerNews[], atMs: number): void {
    if (this.#state !== 'live') this.#becomeLive(out, atMs);
  }

  /** The venue refuses it, in its own words. */
  refused(reason: string, out: TickerNews[], atMs: number): void {
    this.#state = 'refused';
    out.push({...this.#subscription('refused', atMs), reason: clean(reason, 200)});
  }

  /** A trade that has just happened. Its `id`, where it is a number, counts the symbol's trades. */
  trade(trade: Trade, out: TickerNews[], atMs: number): void {
    this.live(out, atMs);
    if (!this.#isNew(trade, out, atMs)) return;
    this.#hasPrice = true;
    out.push(trade);
  }

  /**
   * Trades that are told again on subscribing. After a connection was lost they fill the gap; at the first one they
   * happened before anything was watched, and say what the last price was. Those with names and no numbers are taken
   * for new where they happened after all that were told.
   */
  past(trades: readonly Trade[], out: TickerNews[], atMs: number): void {
    const numbered = trades.filter(({id}) => typeof id === 'number') as (Trade & {readonly id: number})[];
    const named = trades.filter(({id}) => typeof id === 'string') as (Trade & {readonly id: string})[];
    if (numbered.length > 0) this.#pastNumbers(numbered, out, atMs);
    if (named.length > 0) this.#pastNames(named, out, atMs);
  }

  /**
   * The venue says that it has told of the trade `id`. That may overtake the trade itself: what did not come until it
   * says so again is missing.
   */
  reached(id: number, out: TickerNews[], atMs: number): void {
    const missed = this.#reached === undefined ? 0 : this.#sequence.reach(this.#reached);
    this.#reached = id;
    if (missed > 0) this.#fault('gap', out, atMs, {missed});
  }

  /** Notes with how many decimals the venue writes a price. */
  decimalsOf(text: string, out: TickerNews[], atMs: number): void {
    const point = text.indexOf('.');
    const decimals = point < 0 ? 0 : Math.min(30, text.length - point - 1);
    if (decimals <= (this.#decimals ?? -1)) return;
    this.#decimals = decimals;
    this.#becomeLive(out, atMs);
  }

  #pastNumbers(trades: (Trade & {readonly id: number})[], out: TickerNews[], atMs: number): void {
    trades.sort((a, b) => a.id - b.id);
    const newest = this.#sequence.newest ?? Infinity;
    for (const trade of trades) {
      if (trade.id > newest || this.#sequence.misses(trade.id)) this.trade(trade, out, atMs);
    }
    if (this.#hasPrice) return;
    const last = trades.at(-1)!;
    if (newest === Infinity) this.#sequence.push(last.id, last.time);
    this.#lastPrice(last, out, atMs);
  }

  #pastNames(trades: (Trade & {readonly id: string})[], out: TickerNews[], atMs: number): void {
    const inTime = inOrderOfTime(trades);
    const told = this.#told;
    if (told) {
      for (const trade of inTime) {
        if (told.isAfter(trade.id, timeOf(trade.time))) this.trade(trade, out, atMs);
      }
      return;
    }
    this.#told = new ToldTrades();
    for (const {id, time} of inTime) this.#told.add(id, timeOf(time));
    if (!this.#hasPrice) this.#lastPrice(inTime.at(-1)!, out, atMs);
  }

  #lastPrice({price, time}: Trade, out: TickerNews[], atMs: number): void {
    const {venue, symbol} = this;
    this.#hasPrice = true;
    this.live(out, atMs);
    out.push({type: 'quote', venue, symbol, last: price, time} satisfies Quote);
  }

  #isNew({id, time}: Trade, out: TickerNews[], atMs: number): boolean {
    if (typeof id === 'number') return this.#isNewNumber(id, time, out, atMs);
    if (id === undefined || !this.#told || this.#told.add(id, timeOf(time))) return true;
    this.#fault('duplicate', out, atMs);
    return false;
  }

  #isNewNumber(id: number, time: string, out: TickerNews[], atMs: number): boolean {
    const {newest} = this.#sequence;
    // Before the first trade it says where the count stood, unless it has overtaken that one.
    if (newest === undefined && this.#reached !== undefined && id > this.#reached)
      this.#sequence.reach(this.#reached);
    const told = this.#sequence.push(id, time);
    if (told === 'next' || told === 'first') return true;
    // What was reached belongs to the count before.
    if (told === 'restarted') this.#reached = undefined;
    if (typeof told === 'string') this.#fault(told, out, atMs);
    else {
      const {gap: missed, since} = told;
      this.#fault('gap', out, atMs, {missed, ...(since === undefined ? {} : {since})});
    }
    return told !== 'duplicate';
  }

  #becomeLive(out: TickerNews[], atMs: number): void {
    this.#state = 'live';
    const decimals = this.#decimals === undefined ? {} : {decimals: this.#decimals};
    out.push({...this.#subscription('live', atMs), ...decimals});
  }

  #subscription(state: Subscription['state'], atMs: number): Subscription {
    const {venue, symbol} = this;
    return {type: 'subscription', venue, symbol, state, time: isoTime(atMs)};
  }

  #fault(
    fault: 'gap' | 'duplicate' | 'reordered' | 'restarted',
    out: TickerNews[],
    atMs: number,
    more: {readonly missed?: number; readonly since?: string} = {},
  ): void {
    const {venue, symbol} = this;
    out.push({type: 'sequence', venue, symbol, fault, ...more, time: isoTime(atMs)});
  }
}
