import {isoTime} from '../../streams/clock.ts';
import type {Trade} from '../../ticker/event.ts';
import {exponential, gaussian, laplace} from './distributions.ts';
import type {InstrumentOptions} from './instruments.ts';

/** The price reverts to its beginning with this time constant, in seconds. */
const reversionSeconds = 3600;
/** A jump of its own comes once in so many seconds of calm; the mean of its size, as a part of the price. */
const jumpEverySeconds = 480;
const jumpSize = 0.0018;
/** After a jump trades come this many times as often, a rush that dies down over `rushSeconds`. */
const rush = 3;
const rushSeconds = 6;
const mostTradesAStep = 20;
/** The median trade, in the quote currency, and how widely sizes spread around it (of the logarithm). */
const medianValue = 450;
const valueSpread = 1.4;
/** Between the price and where a buyer or a seller gets it, as a part of the price. */
const halfSpread = 2e-5;

/** What moves all instruments in one step. */
export interface MarketStep {
  /** In standard deviations. */
  readonly shock: number;
  /** As a part of the price; nearly always 0. */
  readonly jump: number;
  /** 1 is calm: multiplies the volatility, and its root the number of trades. */
  readonly roughness: number;
}

export interface TimedTrade {
  /** Milliseconds since the epoch, with a fraction: what `trade.time` says. */
  readonly atMs: number;
  readonly trade: Trade;
}

/** One symbol of the demonstration's market: its price, and when it is traded. */
export class Instrument {
  readonly #options: InstrumentOptions;
  readonly #random: () => number;
  /** The logarithm of the price against its beginning. */
  #offset = 0;
  #rush = 0;
  #stalledUntil = -Infinity;
  /** How much of a trade's waiting time, which is exponential with mean 1, is left. */
  #wait: number;

  constructor(options: InstrumentOptions, random: () => number) {
    this.#options = options;
    this.#random = random;
    this.#wait = exponential(random);
  }

  /** No trade until then; the price goes on. */
  stall(untilMs: number): void {
    this.#stalledUntil = untilMs;
  }

  /** Goes on from `startMs` by `dt` seconds and returns what was traded. */
  step(startMs: number, dt: number, market: MarketStep): TimedTrade[] {
    const {roughness} = market;
    const before = this.#offset;
    this.#move(dt, market);
    const rate = this.#options.rate * Math.sqrt(roughness) * (1 + this.#rush);
    this.#rush *= 1 - dt / rushSeconds;
    const trades: TimedTrade[] = [];
    let at = 0;
    while (at + this.#wait / rate < dt && trades.length < mostTradesAStep) {
      at += this.#wait / rate;
      this.#wait = exponential(this.#random);
      const atMs = startMs + at * 1000;
      const offset = before + (this.#offset - before) * (at / dt);
      const trade = this.#trade(atMs, offset);
      if (atMs >= this.#stalledUntil) trades.push({atMs, trade});
    }
    this.#wait = Math.max(0, this.#wait - (dt - at) * rate);
    return trades;
  }

  #move(dt: number, {shock, jump, roughness}: MarketStep): void {
    const {volatility, correlation} = this.#options;
    const own = gaussian(this.#random);
    const mixed = correlation * shock + Math.sqrt(1 - correlation ** 2) * own;
    this.#offset += volatility * roughness * Math.sqrt(dt) * mixed - (this.#offset * dt) / reversionSeconds;
    const chance = (dt / jumpEverySeconds) * roughness;
    const ownJump = this.#random() < chance ? jumpSize * laplace(this.#random) : 0;
    if (ownJump === 0 && jump === 0) return;
    this.#offset += ownJump + correlation * jump;
    this.#rush = rush;
  }

  #trade(atMs: number, offset: number): Trade {
    const {symbol, price, priceDecimals, sizeDecimals} = this.#options;
    const side = this.#random() < 0.5 ? 'buy' : 'sell';
    const middle = price * Math.exp(offset);
    const paid = middle * (1 + (side === 'buy' ? halfSpread : -halfSpread));
    const size = (medianValue * Math.exp(valueSpread * gaussian(this.#random))) / middle;
    return {
      type: 'trade',
      symbol,
      price: rounded(paid, priceDecimals),
      size: Math.max(10 ** -sizeDecimals, rounded(size, sizeDecimals)),
      side,
      time: isoTime(atMs),
    };
  }
}

function rounded(value: number, decimals: number): number {
  const scale = 10 ** decimals;
  return Math.round(value * scale) / scale;
}
