import type {Alert} from '../anomaly/alert.ts';
import {AlertLife} from '../anomaly/alert-life.ts';
import {isoTime} from '../streams/clock.ts';
import type {Trade} from './event.ts';
import {PriceMemory} from './price-memory.ts';
import type {PriceRule} from './price-rule.ts';
import {priceLife} from './price-score.ts';

/** More venues than this tell of no symbol: a recording that invents them must not fill the memory. */
const mostVenues = 16;

/**
 * One rule on one symbol, and the life of its alert. What is judged is the second of event time in which trades came:
 * it fires with the first trade that meets the rule, at once, and is calm when it is over and none did; a second
 * without trades says nothing. Of several venues each has its own memory, and any of them fires: so there is one alert.
 */
export class PriceWatch {
  readonly #rule: PriceRule;
  readonly #key: string;
  readonly #title: string;
  readonly #life = new AlertLife(priceLife);
  readonly #venues = new Map<string | undefined, PriceMemory>();
  /** When the newest trade of the second happened. */
  #timeMs = -Infinity;
  #hasFired = false;
  /** The highest of the second. */
  #score = 0;

  constructor(rule: PriceRule, symbol: string) {
    this.#rule = rule;
    const name = rule.venue === undefined ? symbol : `${rule.venue}:${symbol}`;
    const every = rule.symbol === '*' ? '* ' : '';
    const critical = rule.severity === 'critical' ? ' critical' : '';
    // Of two rules that differ, the keys do.
    this.#key = `ticker/${name}/${every}${rule.condition}${critical}`;
    this.#title = `${name} ${rule.condition}`;
  }

  /**
   * The changes that a trade of the symbol, which came at `atMs`, makes to the alert: at most one for the second before
   * it and one of its own.
   */
  push({price, venue}: Trade, timeMs: number, atMs: number): Alert[] {
    let memory = this.#venues.get(venue);
    if (!memory) {
      if (this.#venues.size >= mostVenues) return [];
      this.#venues.set(venue, (memory = new PriceMemory(this.#rule)));
    }
    const score = memory.push(timeMs, price, atMs);
    if (score === undefined) return [];
    const changes: Alert[] = [];
    // Windows come in their order: a venue whose clock lags is judged with the second that it is.
    const newestMs = memory.isRestarted ? timeMs : Math.max(timeMs, this.#timeMs);
    if (memory.isRestarted || Math.floor(newestMs / 1000) > Math.floor(this.#timeMs / 1000)) {
      if (this.#timeMs !== -Infinity && !this.#hasFired) this.#judge(this.#score, '', changes);
      this.#hasFired = false;
      this.#score = 0;
    }
    this.#timeMs = newestMs;
    this.#score = Math.max(this.#score, score);
    if (score >= 0.5 && !this.#hasFired) {
      this.#hasFired = true;
      const where = venue === undefined ? '' : ` on ${venue.split('+', 1)[0]}`;
      this.#judge(score, `${price}${where} at ${clockTime(timeMs)}, ${memory.reason}`, changes);
    }
    return changes;
  }

  /** The venue tells of the symbol no more. True: it was the only one that did, and there is nothing left to watch. */
  forget(venue: string | undefined): boolean {
    return this.#venues.delete(venue) && this.#venues.size === 0;
  }

  /** The end of the alert, where it is open and `what` was removed. The watch is of no use after it. */
  end(what: 'rule' | 'symbol'): Alert[] {
    return Object.values(this.#life.state)
      .filter(({last}) => last.state === 'open')
      .map(({last}) => ({
        ...last,
        state: 'resolved',
        reason: `the ${what} was removed; before that: ${last.reason}`,
        time: isoTime(this.#timeMs),
      }));
  }

  #judge(score: number, reason: string, changes: Alert[]): void {
    const change = this.#life.push({
      key: this.#key,
      title: this.#title,
      startMs: this.#timeMs,
      endMs: this.#timeMs,
      verdict: {score, alarm: score >= 0.5, reason, expectedRate: 0},
    });
    if (change) changes.push(change);
  }
}

/** `HH:MM:SS`, UTC. */
function clockTime(ms: number): string {
  return isoTime(ms).split('T')[1]!.slice(0, 8);
}
