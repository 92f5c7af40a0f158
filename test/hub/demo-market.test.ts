import assert from 'node:assert/strict';
import {test} from 'node:test';
import {demoMarket, demoSymbols} from '../../source/hub/demo/market.ts';
import {seededRandom} from '../../source/hub/demo/random.ts';
import {type Clock, ManualClock} from '../../source/streams/clock.ts';
import type {Trade} from '../../source/ticker/event.ts';

const startMs = Date.parse('2026-11-22T12:00:00Z');

/** A clock on which every sleep is over at once. */
class FastClock implements Clock {
  #now = startMs;

  now(): number {
    return this.#now;
  }

  async sleep(ms: number): Promise<void> {
    this.#now += Math.max(0, ms);
  }
}

async function trades(minutes: number, seed: number, symbols?: readonly string[]): Promise<Trade[]> {
  const clock = new FastClock();
  const all: Trade[] = [];
  const {signal} = new AbortController();
  for await (const batch of demoMarket({seed, clock, signal, ...(symbols && {symbols})})) {
    all.push(...batch);
    if (clock.now() - startMs >= minutes * 60_000) break;
  }
  return all;
}

const hour = trades(60, 1);

test('the same seed makes the same trades, another seed others', async () => {
  const first = await trades(2, 7);
  assert.deepEqual(await trades(2, 7), first);
  assert.notDeepEqual(await trades(2, 8), first);
});

test('every symbol is traded, some ten to twenty-five times a second in all', async () => {
  const all = await hour;
  assert.deepEqual(new Set(all.map(({symbol}) => symbol)), new Set(demoSymbols));
  assert.ok(demoSymbols.length >= 6);
  const rate = all.length / 3600;
  assert.ok(rate > 10 && rate < 25, `${rate} a second`);
});

test('times go forward and are never in the future', async () => {
  const clock = new FastClock();
  let before = '';
  let batches = 0;
  for await (const batch of demoMarket({seed: 3, clock, signal: new AbortController().signal})) {
    for (const {time} of batch) {
      assert.ok(Date.parse(time) <= clock.now());
      assert.ok(Date.parse(time) >= Date.parse(before || time));
      before = time;
    }
    if (++batches === 500) break;
  }
});

test('prices have the decimals of their symbol, and sizes are more than nothing', async () => {
  const decimals = new Map<string, number>();
  for (const {symbol, price, size, side} of await hour) {
    const own = String(price).split('.')[1]?.length ?? 0;
    decimals.set(symbol, Math.max(own, decimals.get(symbol) ?? 0));
    assert.ok(size > 0 && Number(size.toFixed(8)) === size);
    assert.ok(side === 'buy' || side === 'sell');
  }
  assert.equal(decimals.get('BTC/USD'), 1);
  assert.equal(decimals.get('ETH/USD'), 2);
  assert.equal(decimals.get('XRP/USD'), 5);
  assert.equal(decimals.get('DOGE/USD'), 7);
});

test('a symbol falls silent for seconds now and then, while the others go on', async () => {
  const longest = new Map<string, number>();
  let longestOfAll = 0;
  const last = new Map<string, number>();
  let lastOfAll = startMs;
  for (const {symbol, time} of await hour) {
    const atMs = Date.parse(time);
    longest.set(symbol, Math.max(longest.get(symbol) ?? 0, atMs - (last.get(symbol) ?? startMs)));
    longestOfAll = Math.max(longestOfAll, atMs - lastOfAll);
    last.set(symbol, atMs);
    lastOfAll = atMs;
  }
  assert.ok(longest.get('BTC/USD')! >= 8000, `${longest.get('BTC/USD')} ms`);
  assert.ok(longestOfAll < 4000, `${longestOfAll} ms`);
});

/** The logarithm of the last price of each ten seconds against that of the ten before. */
function returns(all: readonly Trade[], symbol: string): number[] {
  const prices: number[] = [];
  for (const trade of all) {
    if (trade.symbol === symbol)
      prices[Math.floor((Date.parse(trade.time) - startMs) / 10_000)] = trade.price;
  }
  for (let index = 1; index < prices.length; index++) prices[index] ??= prices[index - 1] ?? Number.NaN;
  return prices.slice(1).map((price, index) => Math.log(price / (prices[index] ?? price)));
}

function correlation(x: readonly number[], y: readonly number[]): number {
  const product = (a: readonly number[], b: readonly number[]) =>
    a.reduce((sum, value, index) => sum + value * (b[index] ?? 0), 0);
  return product(x, y) / Math.sqrt(product(x, x) * product(y, y));
}

test('prices move together, in patches and with jumps', async () => {
  const all = await hour;
  const btc = returns(all, 'BTC/USD');
  assert.ok(correlation(btc, returns(all, 'ETH/USD')) > 0.25);
  const mean = btc.reduce((sum, value) => sum + Math.abs(value), 0) / btc.length;
  const rough = btc.map(value => Math.abs(value) - mean);
  assert.ok(correlation(rough.slice(1), rough.slice(0, -1)) > 0.05);
  const variance = btc.reduce((sum, value) => sum + value ** 2, 0) / btc.length;
  const kurtosis = btc.reduce((sum, value) => sum + value ** 4, 0) / btc.length / variance ** 2;
  assert.ok(kurtosis > 4, `kurtosis ${kurtosis}, 3 being that of a normal distribution`);
});

test('after ten hours prices are still near where they began', async () => {
  const all = await trades(600, 5, ['LTC/USD', 'LINK/USD']);
  for (const symbol of ['LTC/USD', 'LINK/USD']) {
    const prices = all.filter(trade => trade.symbol === symbol).map(({price}) => price);
    const spread = prices.reduce((most, price) => Math.max(most, Math.abs(price / prices[0]! - 1)), 0);
    assert.ok(spread > 0.01 && spread < 0.2, `${symbol}: ${spread}`);
  }
});

test('only the symbols asked for are traded', async () => {
  const all = await trades(1, 1, ['BTC/USD']);
  assert.ok(all.length > 0 && all.every(({symbol}) => symbol === 'BTC/USD'));
});

test('a machine that slept goes on from now', async () => {
  const clock = new ManualClock(startMs);
  const abort = new AbortController();
  const market = demoMarket({seed: 1, clock, signal: abort.signal});
  const first = market.next();
  await clock.advance(2000);
  await first;
  // Nobody asks while eight hours go by; what is asked for next begins where the clock is.
  await clock.advance(8 * 3_600_000);
  const next = market.next();
  await clock.advance(2000);
  const batch = (await next).value!;
  assert.ok(Date.parse(batch[0]!.time) >= startMs + 8 * 3_600_000);
  abort.abort();
  assert.equal((await market.next()).done, true);
  assert.equal(clock.sleeping, 0);
});

test('random numbers are the same for a seed, lie in [0, 1) and are spread evenly', () => {
  assert.deepEqual(draw(42, 5), draw(42, 5));
  assert.notDeepEqual(draw(42, 5), draw(43, 5));
  const numbers = draw(0, 100_000);
  assert.ok(numbers.every(number => number >= 0 && number < 1));
  const tenths = new Array<number>(10).fill(0);
  for (const number of numbers) tenths[Math.floor(number * 10)]!++;
  // Chi-squared with nine degrees of freedom: 27.9 is passed once in a thousand.
  assert.ok(tenths.reduce((sum, count) => sum + (count - 10_000) ** 2 / 10_000, 0) < 27.9);
});

test('neighbouring seeds have nothing to do with each other', () => {
  const centred = (seed: number) => draw(seed, 10_000).map(number => number - 0.5);
  assert.ok(Math.abs(correlation(centred(1), centred(2))) < 0.05);
});

function draw(seed: number, count: number): number[] {
  const random = seededRandom(seed);
  return Array.from({length: count}, random);
}
