import {type Clock, systemClock} from '../../streams/clock.ts';
import type {Trade} from '../../ticker/event.ts';
import {gaussian, laplace} from './distributions.ts';
import {Instrument} from './instrument.ts';
import {instruments} from './instruments.ts';
import {seededRandom} from './random.ts';

export interface DemoMarketOptions {
  readonly seed: number;
  readonly clock?: Clock;
  /** Ends the market. */
  readonly signal: AbortSignal;
  /** Of `demoSymbols`; the default is all of them. */
  readonly symbols?: readonly string[];
}

/** What the demonstration's market trades. */
export const demoSymbols: readonly string[] = instruments.map(({symbol}) => symbol);

const stepMs = 100;
/** The mood of the market reverts with this time constant, in seconds: how long a rough patch lasts. */
const moodSeconds = 45;
const moodSpread = 0.6;
/** A jump of the whole market comes once in so many seconds of calm; the mean of its size, as a part of the price. */
const jumpEverySeconds = 120;
const jumpSize = 0.0015;
/** One symbol falls silent now and then: seconds from one such stall to the next, and how long it is. */
const stallEverySeconds = [50, 110] as const;
const stallSeconds = [8, 14] as const;
/** Behind by more than this (the machine slept), the market goes on from now rather than catching up. */
const catchUpMs = 5000;

/**
 * A market that never was, but might have been: correlated prices whose volatility comes in patches, with jumps,
 * trades that come at random and more often when it is rough, and now and then a symbol that falls silent. Prices
 * revert to where they began, over an hour or so, so that days of running stay believable. Some fifteen trades a
 * second; the same seed on the same clock makes the same trades.
 */
export async function* demoMarket({
  seed,
  clock = systemClock,
  signal,
  symbols = demoSymbols,
}: DemoMarketOptions): AsyncGenerator<Trade[], void, undefined> {
  const random = seededRandom(seed);
  const between = ([low, high]: readonly [number, number]) => low + (high - low) * random();
  const traded = instruments
    .filter(({symbol}) => symbols.includes(symbol))
    .map(one => new Instrument(one, seededRandom(random() * 2 ** 32)));
  const dt = stepMs / 1000;
  let mood = 0;
  let now = clock.now();
  let nextStallMs = now + between(stallEverySeconds) * 1000;
  while (!signal.aborted) {
    await clock.sleep(now + stepMs - clock.now(), signal);
    if (signal.aborted) return;
    if (clock.now() - now > catchUpMs) now = clock.now() - stepMs;
    mood += (-mood * dt) / moodSeconds + moodSpread * Math.sqrt((2 * dt) / moodSeconds) * gaussian(random);
    const roughness = Math.exp(mood);
    const shock = gaussian(random);
    const jump = random() < (dt / jumpEverySeconds) * roughness ? jumpSize * laplace(random) : 0;
    if (now >= nextStallMs) {
      const stalled = traded[Math.floor(random() * traded.length)];
      stalled?.stall(now + between(stallSeconds) * 1000);
      nextStallMs = now + between(stallEverySeconds) * 1000;
    }
    const step = traded.flatMap(one => one.step(now, dt, {shock, jump, roughness}));
    now += stepMs;
    if (step.length > 0) yield step.sort((a, b) => a.atMs - b.atMs).map(({trade}) => trade);
  }
}
