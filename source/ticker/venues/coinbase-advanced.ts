import {checkShape} from '../../streams/check-shape.ts';
import {isoTime} from '../../streams/clock.ts';
import {parseJson} from '../../streams/parse-json.ts';
import {reject} from '../../streams/reject.ts';
import type {TickerNews, Trade} from '../event.ts';
import type {Listing} from '../listing.ts';
import {inOrderOfTime} from '../order-of-time.ts';
import {Sequence} from '../sequence.ts';
import {Strangers} from '../strangers.ts';
import type {Session, Talk, Venue, Want} from '../venue.ts';
import {
  isWireTrades,
  messageShape,
  numberOf,
  type WireSubscriptions,
  type WireTickers,
  type WireTrade,
  type WireTrades,
} from './coinbase-advanced-wire.ts';
import {Asked} from './coinbase-asked.ts';
import {figures, takerOf} from './coinbase-text.ts';

/**
 * Coinbase Advanced Trade's market data
 * (https://docs.cdp.coinbase.com/coinbase-app/advanced-trade-apis/websocket/websocket-channels): the channels
 * `market_trades`, four times a second, whose snapshot fills what a lost connection left out, and `ticker`. Channels
 * of which nothing is told close after 60 to 90 s unless `heartbeats` is subscribed to as well, which comes once a
 * second: so a connection without a frame for 5 s is dead. Who has not subscribed within 5 s is dropped.
 *
 * `trade_id` counts the trades of a product as far as anyone has seen, but nothing documented says so: it is a name
 * here, and what is missing shows by the number of the message, or by the time when nothing was heard.
 */
export const coinbaseAdvanced: Venue = {
  address: 'wss://advanced-trade-ws.coinbase.com',
  symbol: {shape: /^[A-Z0-9.]{1,20}(?:-[A-Z0-9.]{1,20}){1,3}$/, example: 'BTC-USD'},
  channels: ['market_trades', 'ticker'],
  silenceMs: 5000,
  beatsByFrames: true,
  // Less than the silence, so that it is said what is wrong.
  answerMs: 4000,
  sendsPerSecond: 8,
  countsTrades: false,
  open: talk => new CoinbaseAdvancedSession(talk),
};

class CoinbaseAdvancedSession implements Session {
  readonly #talk: Talk;
  readonly #strangers: Strangers;
  readonly #asked: Asked;
  readonly #messages = new Sequence();
  #beats = false;

  constructor(talk: Talk) {
    this.#talk = talk;
    this.#strangers = new Strangers(talk);
    this.#asked = new Asked(talk);
  }

  /** Each channel is asked for by itself; the heartbeats first and once, of no product. */
  subscribe(wants: readonly Want[]): readonly string[] {
    if (wants.length === 0) return [];
    this.#asked.add(wants);
    const beats = this.#beats ? [] : [JSON.stringify({type: 'subscribe', channel: 'heartbeats'})];
    this.#beats = true;
    return [...beats, ...requests('subscribe', wants)];
  }

  unsubscribe(wants: readonly Want[]): readonly string[] {
    return requests('unsubscribe', this.#asked.giveUp(wants));
  }

  read(text: string, atMs: number): readonly TickerNews[] {
    const {source} = this.#talk;
    const json = parseJson(text);
    if ('reason' in json) return [reject(source, json.reason, text, atMs)];
    const out: TickerNews[] = [];
    // Whatever it is: one that cannot be read is not missing.
    const number = numberOf(json.value);
    if (number !== undefined) this.#count(number, out, atMs);
    if (isWireTrades(json.value)) {
      this.#trades(json.value, out, text, atMs);
      return out;
    }
    const message = checkShape(messageShape, json.value);
    if ('reason' in message) {
      out.push(reject(source, message.reason, text, atMs));
      return out;
    }
    const {value} = message;
    if (value.channel === 'market_trades') this.#trades(value, out, text, atMs);
    else if (value.channel === 'ticker') this.#tickers(value, out, text, atMs);
    else if (value.channel === 'subscriptions') this.#subscriptions(value, out, atMs);
    else if (value.channel === undefined) this.#error(value.message, out, text, atMs);
    return out;
  }

  /** Of one that comes twice or late nothing is told: its trades tell by themselves. */
  #count(number: number, out: TickerNews[], atMs: number): void {
    const told = this.#messages.push(number, isoTime(atMs));
    if (typeof told === 'string') return;
    const since = told.since === undefined ? {} : {since: told.since};
    out.push({type: 'sequence', venue: this.#talk.source, fault: 'gap', ...since, time: isoTime(atMs)});
  }

  #trades({events}: WireTrades, out: TickerNews[], text: string, atMs: number): void {
    const {source, listings} = this.#talk;
    this.#talk.answered();
    for (const {type, trades} of events) {
      const read: (Trade & {readonly id: string})[] = [];
      for (const wire of trades) {
        const listing = this.#listing(wire.product_id);
        if (!listing) continue;
        listing.decimalsOf(wire.price, out, atMs);
        read.push(tradeOf(wire, source, listing.symbol));
      }
      if (type === 'update') {
        // The newest stands first.
        for (const trade of inOrderOfTime(read)) listings.get(trade.symbol)?.trade(trade, out, atMs);
      } else {
        const bySymbol = Map.groupBy(read, ({symbol}) => symbol);
        for (const [symbol, past] of bySymbol) listings.get(symbol)?.past(past, out, atMs);
      }
    }
    this.#strangers.tell(out, text, atMs);
  }

  #tickers({timestamp, events}: WireTickers, out: TickerNews[], text: string, atMs: number): void {
    const {source} = this.#talk;
    this.#talk.answered();
    for (const wire of events.flatMap(({tickers}) => tickers)) {
      if (wire.product_id === '') continue;
      const listing = this.#listing(wire.product_id);
      if (!listing) continue;
      if (wire.price) listing.decimalsOf(wire.price, out, atMs);
      listing.live(out, atMs);
      const known = figures({
        bid: wire.best_bid,
        bidSize: wire.best_bid_quantity,
        ask: wire.best_ask,
        askSize: wire.best_ask_quantity,
        last: wire.price,
        high: wire.high_24_h,
        low: wire.low_24_h,
        volume: wire.volume_24_h,
      });
      if (Object.keys(known).length === 0) continue;
      out.push({type: 'quote', venue: source, symbol: listing.symbol, ...known, time: timestamp});
    }
    this.#strangers.tell(out, text, atMs);
  }

  #subscriptions({events}: WireSubscriptions, out: TickerNews[], atMs: number): void {
    for (const {subscriptions} of events) {
      for (const [channel, products] of Object.entries(subscriptions)) {
        for (const product of products ?? []) {
          const listing = this.#known(product);
          if (!listing || !this.#asked.has(listing.symbol, channel)) continue;
          this.#talk.answered();
          this.#asked.answered(channel, listing.symbol);
          listing.live(out, atMs);
        }
      }
    }
  }

  #error(message: string | undefined, out: TickerNews[], text: string, atMs: number): void {
    const words = message || 'Coinbase says error without a word';
    out.push(reject(this.#talk.source, words, text, atMs));
    const again = this.#asked.failed(words, out, atMs);
    for (const frame of requests('subscribe', again)) this.#talk.send(frame);
  }

  #listing(product: string): Listing | undefined {
    const listing = this.#known(product);
    if (listing) this.#asked.heard();
    else if (this.#talk.listings.isStranger(`${product}C`)) this.#strangers.note(product);
    return listing;
  }

  /** A product in USDC is told of as the one in USD, whose book it shares. */
  #known(product: string): Listing | undefined {
    const {listings} = this.#talk;
    return listings.get(product) ?? (product.endsWith('-USD') ? listings.get(`${product}C`) : undefined);
  }
}

/**
 * The documentation names no one as whose `side` it is. It is the maker's, as on Coinbase Exchange: with a spread of
 * 68923.66 to 68923.67, trades at 68923.67 have been told as SELL.
 */
function tradeOf({trade_id, price, size, side, time}: WireTrade, venue: string, symbol: string) {
  return {
    type: 'trade',
    venue,
    symbol,
    price: Number(price),
    size: Number(size),
    ...(side === 'UNKNOWN_ORDER_SIDE' ? {} : {side: takerOf(side)}),
    id: trade_id,
    time,
  } as const;
}

function requests(type: 'subscribe' | 'unsubscribe', wants: readonly Want[]): readonly string[] {
  return coinbaseAdvanced.channels.flatMap(channel => {
    const product_ids = wants.filter(want => want.channel === channel).map(({symbol}) => symbol);
    return product_ids.length > 0 ? [JSON.stringify({type, product_ids, channel})] : [];
  });
}
