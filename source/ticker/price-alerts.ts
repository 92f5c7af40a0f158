import type {Alert} from '../anomaly/alert.ts';
import {timeOf} from '../streams/time-of.ts';
import type {Trade} from './event.ts';
import type {PriceRule} from './price-rule.ts';
import {PriceWatch} from './price-watch.ts';

/** More symbols than this a rule does not watch: a stream that invents them must not fill the memory. */
const mostSymbols = 1000;

interface Watched {
  readonly rule: PriceRule;
  /** The rule's symbol in lower case. */
  readonly symbol: string;
  readonly watches: Map<string, PriceWatch>;
}

/**
 * The alerts that price rules make of trades. Pure: the same trades that come at the same times make the same alerts,
 * and those are dated by the trades. A trade without a finite price or a time to be believed says nothing, nor does one
 * that is late (older than the newest of its symbol and venue). Symbols are compared without regard to case. A rule
 * watches the first 1,000 symbols that it meets.
 */
export class PriceAlerts {
  #watched: readonly Watched[] = [];

  constructor(rules: readonly PriceRule[] = []) {
    for (const rule of rules) this.add(rule);
  }

  /** In the order in which they were added. */
  get rules(): readonly PriceRule[] {
    return this.#watched.map(({rule}) => rule);
  }

  /** False, and nothing is changed, where there is such a rule already. */
  add(rule: PriceRule): boolean {
    if (this.#indexOf(rule) !== -1) return false;
    this.#watched = [...this.#watched, {rule, symbol: rule.symbol.toLowerCase(), watches: new Map()}];
    return true;
  }

  /**
   * Gives up a rule, by its place in `rules` or by what it says. Returns the ends of its alerts that are open; undefined
   * where there is no such rule.
   */
  remove(which: number | PriceRule): Alert[] | undefined {
    const index = typeof which === 'number' ? which : this.#indexOf(which);
    const gone = this.#watched[index];
    if (!gone) return undefined;
    this.#watched = this.#watched.toSpliced(index, 1);
    return [...gone.watches.values()].flatMap(watch => watch.end('rule'));
  }

  /**
   * A venue tells of a symbol no more (as its trades name the two). Returns the ends of the alerts that nothing could
   * resolve any more. Where other venues have told of the symbol as well, an alert goes on: it is theirs too, and
   * resolves when they are calm.
   */
  forget(venue: string, symbol: string): Alert[] {
    return this.#watched.flatMap(({watches}) => {
      const watch = watches.get(symbol);
      if (!watch?.forget(venue)) return [];
      watches.delete(symbol);
      return watch.end('symbol');
    });
  }

  /** The changes that a trade which came at `atMs` makes to alerts, in the order of the rules. */
  push(trade: Trade, atMs: number): Alert[] {
    const changes: Alert[] = [];
    if (this.#watched.length === 0 || !Number.isFinite(trade.price)) return changes;
    const timeMs = timeOf(trade.time);
    if (Number.isNaN(timeMs)) return changes;
    for (const watched of this.#watched) {
      const watch = watchOf(watched, trade);
      if (watch) changes.push(...watch.push(trade, timeMs, atMs));
    }
    return changes;
  }

  #indexOf({text}: PriceRule): number {
    return this.#watched.findIndex(({rule}) => rule.text.toLowerCase() === text.toLowerCase());
  }
}

function watchOf({rule, symbol, watches}: Watched, trade: Trade): PriceWatch | undefined {
  if (rule.venue !== undefined && trade.venue?.split('+', 1)[0] !== rule.venue) return undefined;
  const known = watches.get(trade.symbol);
  if (known) return known;
  if (symbol !== '*' && trade.symbol.toLowerCase() !== symbol) return undefined;
  if (watches.size >= mostSymbols) return undefined;
  const watch = new PriceWatch(rule, trade.symbol);
  watches.set(trade.symbol, watch);
  return watch;
}
