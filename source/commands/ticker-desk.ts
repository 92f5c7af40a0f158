import type {Alert} from '../anomaly/alert.ts';
import type {Outcome, TickerActions} from '../console/ticker-controls.ts';
import {type Clock, isoTime, systemClock} from '../streams/clock.ts';
import {sentenceOf} from '../streams/errors.ts';
import type {Status} from '../streams/status.ts';
import type {TickerEvent, TickerNews} from '../ticker/event.ts';
import type {Feed} from '../ticker/feed.ts';
import {PriceAlerts} from '../ticker/price-alerts.ts';
import {type PriceRule, readPriceRule} from '../ticker/price-rule.ts';
import {parseTickerUrl} from '../ticker/ticker-url.ts';
import {venues} from '../ticker/venues.ts';

export interface TickerDeskOptions {
  readonly rules?: readonly PriceRule[];
  /** Opens a feed; its events are told as those of the others. Throws a UsageError for a URL that cannot be. */
  readonly open: (url: string) => Feed;
  /** Takes what is told besides what the feeds tell. */
  readonly tell: (events: readonly (TickerEvent | Status | Alert)[]) => void;
  readonly clock?: Clock;
}

const venueNames = Object.keys(venues);

/** What the user can change of the ticker while it runs: its symbols, and the rules by which prices raise alerts. */
export class TickerDesk implements TickerActions {
  readonly #options: TickerDeskOptions;
  readonly #feeds = new Map<string, Feed>();
  readonly #alerts: PriceAlerts;

  constructor(options: TickerDeskOptions) {
    this.#options = options;
    this.#alerts = new PriceAlerts(options.rules);
  }

  /** A feed that is running: symbols of its venue are asked of it. */
  watch(feed: Feed): void {
    this.#feeds.set(feed.source, feed);
  }

  /** A feed that has ended: its venue is connected to anew where it is asked for more. */
  forget(feed: Feed): void {
    if (this.#feeds.get(feed.source) === feed) this.#feeds.delete(feed.source);
  }

  /** The changes to alerts that a batch makes. */
  judge(batch: readonly TickerNews[]): Alert[] {
    if (this.#alerts.rules.length === 0) return [];
    const atMs = (this.#options.clock ?? systemClock).now();
    return batch.flatMap(event => (event.type === 'trade' ? this.#alerts.push(event, atMs) : []));
  }

  add(symbol: string, near: string | undefined): Outcome {
    try {
      const url = this.#urlOf(symbol, near);
      if (url === undefined) return refused(this.#nameTheVenue(symbol));
      const {source, wants} = parseTickerUrl(url);
      const feed = this.#feeds.get(source);
      const names = wants.map(want => want.symbol).join(', ');
      if (!feed) this.watch(this.#options.open(url));
      else {
        const asked = feed.add(...wants);
        if (asked.length === 0) return {done: true, says: `${source} tells of ${names} already`};
        this.#options.tell(asked);
      }
      return {done: true, says: `asked ${source} for ${names}`};
    } catch (error) {
      return refused(sentenceOf(error));
    }
  }

  remove(venue: string, symbol: string): Outcome {
    const {tell, clock = systemClock} = this.#options;
    const feed = this.#feeds.get(venue);
    const time = isoTime(clock.now());
    // Nothing will be told any more of what is left of a feed that has ended.
    const ended = feed
      ? feed.remove(symbol)
      : ({type: 'subscription', venue, symbol, state: 'ended', time} as const);
    if (!ended) return refused(`${symbol} is not asked for by this console`);
    tell([ended, ...this.#alerts.forget(venue, symbol)]);
    if (feed?.isEmpty) {
      feed.close();
      this.forget(feed);
      tell([{type: 'status', source: venue, state: 'ended', time}]);
    }
    return {done: true, says: `${symbol} removed; + adds a symbol`};
  }

  alert(text: string): Outcome {
    const {rules} = this.#alerts;
    if (text === '') {
      const list = rules.map((rule, index) => `${index + 1}: ${rule.text}`).join('   ');
      return {done: true, says: list === '' ? 'no rule yet: :alert BTC/USD > 70000' : list};
    }
    const rule = readPriceRule(text, venueNames);
    if (typeof rule === 'string') return refused(rule);
    if (!this.#alerts.add(rule)) return refused(`there is such a rule already: ${rule.text}`);
    return {done: true, says: `alert ${this.#alerts.rules.length}: ${rule.text}; :unalert takes it away`};
  }

  levels(venue: string, symbol: string): readonly number[] {
    const [name] = venue.split('+', 1);
    const isOf = (rule: PriceRule) =>
      (rule.symbol === '*' || rule.symbol.toLowerCase() === symbol.toLowerCase()) &&
      (rule.venue === undefined || rule.venue === name);
    return this.#alerts.rules.flatMap(rule => (rule.kind === 'threshold' && isOf(rule) ? [rule.price] : []));
  }

  unalert(text: string): Outcome {
    const {rules} = this.#alerts;
    const index = /^\d+$/.test(text)
      ? Number(text) - 1
      : rules.findIndex(rule => rule.text.toLowerCase() === text.toLowerCase());
    const rule = rules[index];
    const ended = rule && this.#alerts.remove(index);
    if (rules.length === 0) return refused('there is no rule to take away; :alert BTC/USD > 70000 adds one');
    if (!ended) return refused(`:unalert takes a number from 1 to ${rules.length}; :alert tells the rules`);
    this.#options.tell(ended);
    return {done: true, says: `no alert any more: ${rule.text}`};
  }

  #nameTheVenue(symbol: string): string {
    const [, name] = /^([\w-]+)(?:\+\w+)?:/.exec(symbol) ?? [];
    if (name !== undefined) return `there is no venue ${name}; there are ${venueNames.join(', ')}`;
    const [source = 'kraken'] = this.#feeds.keys();
    return `name the venue as well: :add ${urlOf(source, symbol)}`;
  }

  /** `SOL/USD` is of the venue `near`, or of the only one that there is. */
  #urlOf(symbol: string, near: string | undefined): string | undefined {
    const [name = ''] = symbol.split(/[+:]/, 1);
    if (venueNames.includes(name)) return symbol;
    const source = near || (this.#feeds.size === 1 ? [...this.#feeds.keys()][0] : undefined);
    return source === undefined ? undefined : urlOf(source, symbol);
  }
}

function urlOf(source: string, symbol: string): string {
  return `${source}${source.includes('+') ? '#' : ':'}${symbol}`;
}

function refused(says: string): Outcome {
  return {done: false, says};
}
