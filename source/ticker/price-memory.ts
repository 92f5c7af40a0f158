import {EventTime} from './event-time.ts';
import {PriceRange} from './price-range.ts';
import type {PriceRule} from './price-rule.ts';
import {priceScore} from './price-score.ts';

/** The band before a threshold, as a share of it (see `priceScore`). */
const thresholdBand = 0.001;
/** The band before a percentage, as a share of the percentage. */
const percentBand = 0.2;
/** What rounding may take from a move that is just as large as the rule asks. */
const rounding = 1e-9;
/** A larger percentage says nothing to anyone. */
const mostPercent = 1e6;

/**
 * What a rule has to remember of one symbol at one venue, and what it says of each price.
 *
 * A late trade (older than the newest) says nothing and is not remembered: the price has moved on, and a jump to what
 * was before is none. Nor is one whose time is not believed; when the clock was put back, everything begins anew (see
 * `EventTime`).
 */
export class PriceMemory {
  readonly #rule: PriceRule;
  readonly #time = new EventTime();
  #newestMs = -Infinity;
  #isRestarted = false;
  #last: number | undefined;
  #before: number | undefined;
  #range: PriceRange | undefined;

  constructor(rule: PriceRule) {
    this.#rule = rule;
  }

  /** True: with the price that was scored last, everything began anew. */
  get isRestarted(): boolean {
    return this.#isRestarted;
  }

  /** The score of a price that came at `atMs` (0..1, 0.5 being the alarm line); undefined where it says nothing. */
  push(timeMs: number, price: number, atMs: number): number | undefined {
    const verdict = this.#time.observe(timeMs, atMs);
    if (verdict === 'ahead' || verdict === 'none') return undefined;
    this.#isRestarted = verdict === 'put back';
    if (this.#isRestarted) {
      this.#last = undefined;
      this.#range = undefined;
    } else if (timeMs < this.#newestMs) return undefined;
    this.#newestMs = timeMs;
    this.#before = this.#last;
    this.#last = price;
    const rule = this.#rule;
    if (rule.kind === 'threshold') {
      const above = rule.op.startsWith('>') ? price - rule.price : rule.price - price;
      const isMet = above > 0 || (above === 0 && rule.op.endsWith('='));
      const beyond = above === 0 ? 0 : above / (Math.abs(rule.price) * thresholdBand);
      return priceScore(rule.severity, isMet, beyond);
    }
    if (rule.kind === 'move') (this.#range ??= new PriceRange(rule.withinMs)).add(timeMs, price);
    const share = Math.abs(this.#move().percent) / rule.percent;
    return priceScore(rule.severity, share >= 1 - rounding, (share - 1) / percentBand);
  }

  /** What there is to say of the price that was pushed last: `0.02% above 70000; it was 69990`. */
  get reason(): string {
    const rule = this.#rule;
    if (rule.kind === 'threshold') {
      const was = this.#before === undefined ? '' : `; it was ${this.#before}`;
      const percent = rule.price === 0 ? undefined : percentOf(this.#last!, Math.abs(rule.price), rule.price);
      return `${distance(percent, this.#last! - rule.price)} ${rule.price}${was}`;
    }
    const {percent, from, name} = this.#move();
    return `${distance(percent, percent)} ${name}, ${from}`;
  }

  /** The move that the rule asks about, in percent of where it began; 0 where there is none. */
  #move(): {readonly percent: number; readonly from: number; readonly name: string} {
    const rule = this.#rule;
    const price = this.#last!;
    if (rule.kind !== 'move') {
      const from = this.#before ?? price;
      return {percent: percentOf(price, from, from), from, name: 'the trade before it'};
    }
    const time = rule.condition.slice(rule.condition.indexOf(' in ') + 4);
    const {low, high} = this.#range!;
    const rise = {percent: percentOf(price, low, low), from: low, name: `the low of ${time}`};
    const fall = {percent: percentOf(price, high, high), from: high, name: `the high of ${time}`};
    if (rule.direction !== 'either') return rule.direction === 'up' ? rise : fall;
    return rise.percent >= -fall.percent ? rise : fall;
  }
}

/** How far `price` is from `from`, in percent of `base`; 0 where that is no base to measure with. */
function percentOf(price: number, base: number, from: number): number {
  return base > 0 ? ((price - from) / base) * 100 : 0;
}

function distance(percent: number | undefined, sign: number): string {
  if (sign === 0) return 'just at';
  const side = sign > 0 ? 'above' : 'below';
  if (percent === undefined || Math.abs(percent) > mostPercent) return side;
  return `${Number(Math.abs(percent).toPrecision(2))}% ${side}`;
}
