import {Store} from '../../source/console/store.ts';
import {seededRandom} from '../../source/hub/demo/random.ts';
import {isoTime} from '../../source/streams/clock.ts';
import type {TickerNews} from '../../source/ticker/event.ts';
import {startMs} from './sample-world.ts';

/** The moment at which the ticker's world is looked at. */
export const tickerNowMs = startMs + 120_000;

const at = (seconds: number): string => isoTime(startMs + seconds * 1000);

/**
 * Two minutes of a ticker to which everything has happened: two venues with the same symbol, of which one has been lost
 * for 20 s; trades that were missed, came twice and late; a symbol that is refused, one that was not answered yet, and
 * one without a trade; quotes; and a symbol with a minute in which nothing was traded.
 */
export function tickerNews(): {readonly atMs: number; readonly event: TickerNews}[] {
  const random = seededRandom(23);
  const all: {readonly atMs: number; readonly event: TickerNews}[] = [];
  const tell = (seconds: number, event: TickerNews) => all.push({atMs: startMs + seconds * 1000, event});
  const stand = (
    venue: string,
    symbol: string,
    state: 'asked' | 'live' | 'refused',
    seconds: number,
    more: {readonly reason?: string; readonly decimals?: number} = {},
  ) => tell(seconds, {type: 'subscription', venue, symbol, state, ...more, time: at(seconds)});
  const trades = (
    venue: string,
    symbol: string,
    price: number,
    decimals: number,
    when: (second: number) => boolean,
  ) => {
    let last = price;
    for (let second = 1; second < 120; second++) {
      last *= 1 + (random() - 0.5) * 0.001;
      if (!when(second)) continue;
      const size = Math.ceil(random() * 100) / 100;
      const told = {type: 'trade', venue, symbol, price: Number(last.toFixed(decimals)), size} as const;
      tell(second + 0.5, {...told, time: at(second + 0.5)});
    }
  };
  for (const venue of ['kraken', 'alpaca']) {
    tell(0, {type: 'status', source: venue, state: 'connecting', time: at(0)});
    tell(0.1, {type: 'status', source: venue, state: 'connected', time: at(0.1)});
  }
  for (const symbol of ['BTC/USD', 'ETH/USD', 'DOGE/USD', 'ADA/USD', 'DOT/USD', 'NO/SUCH'])
    stand('kraken', symbol, 'asked', 0);
  stand('alpaca', 'BTC/USD', 'asked', 0);
  for (const symbol of ['BTC/USD', 'ETH/USD', 'DOGE/USD', 'DOT/USD']) stand('kraken', symbol, 'live', 0.3);
  stand('kraken', 'NO/SUCH', 'refused', 0.3, {reason: 'Currency pair not supported NO/SUCH'});
  stand('alpaca', 'BTC/USD', 'live', 0.4, {decimals: 2});
  trades('kraken', 'BTC/USD', 67_123.4, 1, () => true);
  trades('kraken', 'ETH/USD', 3541.27, 2, second => second < 30 || second > 90);
  trades('kraken', 'DOGE/USD', 0.16203, 5, second => second % 7 === 0);
  trades('alpaca', 'BTC/USD', 67_120.25, 2, second => second <= 100);
  const quotes = [
    ['BTC/USD', 67_186.4, 67_186.5],
    ['ETH/USD', 3521.4, 3521.49],
  ] as const;
  for (const [symbol, bid, ask] of quotes)
    tell(118, {type: 'quote', venue: 'kraken', symbol, bid, ask, time: at(118)});
  const fault = {type: 'sequence', venue: 'kraken'} as const;
  tell(40, {...fault, symbol: 'DOGE/USD', fault: 'duplicate', time: at(40)});
  tell(95, {...fault, symbol: 'ETH/USD', fault: 'gap', missed: 3, since: at(94), time: at(95)});
  const reason = 'alpaca: silent for 30 s; trying again';
  tell(101, {type: 'status', source: 'alpaca', state: 'lost', reason, missedSince: at(100), time: at(101)});
  return all.sort((a, b) => a.atMs - b.atMs);
}

/** A store that has seen the ticker's world. */
export function tickerStore(
  news: readonly {readonly atMs: number; readonly event: TickerNews}[] = tickerNews(),
): Store {
  const store = new Store();
  for (const {atMs, event} of news) store.apply('ticker', [event], atMs);
  return store;
}
