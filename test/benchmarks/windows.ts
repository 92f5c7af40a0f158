import {TradeWindows} from '../../source/ticker/trade-windows.ts';
import type {Benchmark, Table} from './benchmark.ts';
import {median, short, spread} from './figures.ts';

const trades = 2_000_000;
/** A power of two, so that a ring is gone round without a division. */
const drawn = 2 ** 16;
const tradesPerSecond = 10_000;
const latenessMs = 500;
const tradesAnAdvance = 1000;

interface Feed {
  readonly name: string;
  readonly sizeMs: number;
  readonly everyMs: number;
  /** Part of the trades that come late, within the lateness. */
  readonly late: number;
}

const feeds: readonly Feed[] = [5000, 60_000].flatMap(sizeMs =>
  [0, 0.05].map(late => ({
    name: `${sizeMs / 1000} s every 1 s, ${late === 0 ? 'in order' : `${100 * late} % late`}`,
    sizeMs,
    everyMs: 1000,
    late,
  })),
);

/** What trades are made of, drawn before anything is measured: prices in cents, sizes in units of 1e-8. */
const prices = new Float64Array(drawn);
const sizes = new Float64Array(drawn);
const delaysMs = new Float64Array(drawn);

/** What a trade costs in exact windows, beside the least that a moving mean can do. */
export const windows: Benchmark = {
  name: 'windows',
  question: 'What does a trade cost in exact windows, beside a ring of prices with a running sum?',
  bundled: false,
  long: false,
  async run({rounds = 7}) {
    draw();
    const rows: string[][] = [];
    for (const feed of feeds) {
      const ours: number[] = [];
      const theirs: number[] = [];
      inWindows(feed);
      inRing(feed);
      for (let round = 0; round < rounds; round++) {
        theirs.push(inRing(feed));
        ours.push(inWindows(feed));
      }
      const ratio = (median(ours) / median(theirs)).toFixed(1);
      rows.push([`ring and running sum, ${feed.name}`, spread(theirs, short), '1.0']);
      rows.push([`TradeWindows, ${feed.name}`, spread(ours, short), ratio]);
    }
    return {
      head: ['way', 'ns a trade', 'ratio'],
      rows,
      further: [drift()],
      notes: [
        `${trades} trades a round, ${tradesPerSecond} a second of their own time; ${rounds} rounds each, in turn. The time with closing the windows every ${tradesAnAdvance} trades.`,
        'The ring holds as many prices as a window has trades, and knows their mean alone: not when they were, nor open, high, low, close, volume and mean by size.',
      ],
    };
  },
};

/** The same numbers in each run: a generator of Lehmer's. */
function draw(): void {
  let state = 1;
  const next = () => (state = (state * 48_271) % 2_147_483_647) / 2_147_483_647;
  for (let index = 0; index < drawn; index++) {
    prices[index] = Math.round(6_700_000 + 100_000 * next()) / 100;
    sizes[index] = Math.round(1e8 * next()) / 1e8;
    delaysMs[index] = next();
  }
}

/** Nanoseconds a trade. */
function inWindows({sizeMs, everyMs, late}: Feed): number {
  const all = new TradeWindows({sizeMs, everyMs, latenessMs});
  let closed = 0;
  const startMs = performance.now();
  for (let index = 0; index < trades; index++) {
    const at = index & (drawn - 1);
    const delay = delaysMs[at]!;
    const timeMs = 1.79e12 + (index * 1000) / tradesPerSecond;
    all.add(delay < late ? timeMs - (delay / late) * latenessMs : timeMs, prices[at]!, sizes[at]!);
    if (index % tradesAnAdvance === 0) closed += all.advance().length;
  }
  const ns = ((performance.now() - startMs) * 1e6) / trades;
  const expected = Math.floor(trades / tradesPerSecond) - 1;
  if (all.late > 0 || closed < expected)
    throw new Error(`${all.late} trades are late, ${closed} windows closed`);
  return ns;
}

function inRing({sizeMs}: Feed): number {
  const ring = new Ring((sizeMs / 1000) * tradesPerSecond);
  let checked = 0;
  const startMs = performance.now();
  for (let index = 0; index < trades; index++) {
    ring.add(prices[index & (drawn - 1)]!);
    if (index % tradesAnAdvance === 0) checked += ring.mean;
  }
  const ns = ((performance.now() - startMs) * 1e6) / trades;
  if (!(checked > 0)) throw new Error('the ring has no mean');
  return ns;
}

class Ring {
  readonly #prices: Float64Array;
  #at = 0;
  #count = 0;
  #sum = 0;

  constructor(length: number) {
    this.#prices = new Float64Array(length);
  }

  add(price: number): void {
    this.#sum += price - this.#prices[this.#at]!;
    this.#prices[this.#at] = price;
    if (++this.#at === this.#prices.length) this.#at = 0;
    if (this.#count < this.#prices.length) this.#count++;
  }

  get mean(): number {
    return this.#sum / this.#count;
  }
}

/** How far the mean of the last window is off after millions of trades. */
function drift(): Table {
  const sizeMs = 5000;
  const inWindow = (sizeMs / 1000) * tradesPerSecond;
  const rows = [1, 10].map(millions => {
    const count = millions * 1e6;
    const ring = new Ring(inWindow);
    const all = new TradeWindows({sizeMs, everyMs: 1000});
    let cents = 0;
    for (let index = 0; index < count; index++) {
      const price = prices[index & (drawn - 1)]!;
      ring.add(price);
      all.add((index * 1000) / tradesPerSecond, price, 1);
      if (index % tradesAnAdvance === 0) all.advance();
      if (index >= count - inWindow) cents += Math.round(price * 100);
    }
    const exact = cents / (100 * inWindow);
    const last = all.advance((count * 1000) / tradesPerSecond).at(-1)!.mean!;
    const off = (mean: number) => (mean === exact ? '0' : Math.abs(mean - exact).toExponential(1));
    return [`${millions} million trades`, off(ring.mean), off(last)];
  });
  return {
    title: 'How far the mean price of the last 5 s is from that of whole cents',
    head: ['after', 'ring and running sum', 'TradeWindows'],
    rows,
  };
}
