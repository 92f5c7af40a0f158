import {checkShape} from '../../streams/check-shape.ts';
import {isoTime} from '../../streams/clock.ts';
import {parseJson} from '../../streams/parse-json.ts';
import {reject} from '../../streams/reject.ts';
import type {TickerNews, Trade} from '../event.ts';
import type {Listing} from '../listing.ts';
import {Strangers} from '../strangers.ts';
import type {Session, Talk, Venue, Want} from '../venue.ts';
import {Asked} from './coinbase-asked.ts';
import {figures, takerOf} from './coinbase-text.ts';
import {
  isWireMatch,
  messageShape,
  type WireError,
  type WireHeartbeat,
  type WireMatch,
  type WireSubscriptions,
  type WireTicker,
} from './coinbase-wire.ts';

/**
 * Coinbase Exchange's market data (https://docs.cdp.coinbase.com/exchange/websocket-feed/channels): the channels
 * `matches`, which begins with the last match before it, and `ticker`. Each product beats once a second on the
 * channel `heartbeat`, which tells how far its trades are counted: so a connection without a frame for 5 s is dead,
 * and a trade that was missed shows even where none follows. Coinbase drops who has not subscribed within 5 s and
 * takes 8 requests a second.
 */
export const coinbase: Venue = {
  address: 'wss://ws-feed.exchange.coinbase.com',
  symbol: {shape: /^[A-Z0-9.]{1,20}-[A-Z0-9.]{1,20}$/, example: 'BTC-USD'},
  channels: ['matches', 'ticker'],
  silenceMs: 5000,
  beatsByFrames: true,
  // Less than the silence, so that it is said what is wrong.
  answerMs: 4000,
  sendsPerSecond: 8,
  countsTrades: true,
  open: talk => new CoinbaseSession(talk),
};

class CoinbaseSession implements Session {
  readonly #talk: Talk;
  readonly #strangers: Strangers;
  readonly #asked: Asked;

  constructor(talk: Talk) {
    this.#talk = talk;
    this.#strangers = new Strangers(talk);
    this.#asked = new Asked(talk);
  }

  subscribe(wants: readonly Want[]): readonly string[] {
    this.#asked.add(wants);
    const products = new Set(wants.map(({symbol}) => symbol));
    return requests('subscribe', wants, [...products]);
  }

  unsubscribe(wants: readonly Want[]): readonly string[] {
    const given = this.#asked.giveUp(wants);
    const products = new Set(given.map(({symbol}) => symbol).filter(symbol => !this.#asked.has(symbol)));
    return requests('unsubscribe', given, [...products]);
  }

  read(text: string, atMs: number): readonly TickerNews[] {
    const {source} = this.#talk;
    const json = parseJson(text);
    if ('reason' in json) return [reject(source, json.reason, text, atMs)];
    const out: TickerNews[] = [];
    if (isWireMatch(json.value)) {
      this.#match(json.value, out, text, atMs);
      return out;
    }
    const message = checkShape(messageShape, json.value);
    if ('reason' in message) return [reject(source, message.reason, text, atMs)];
    const {value} = message;
    switch (value.type) {
      case 'heartbeat':
        this.#heartbeat(value, out, text, atMs);
        break;
      case 'ticker':
        this.#ticker(value, out, text, atMs);
        break;
      case 'subscriptions':
        this.#subscriptions(value, out, atMs);
        break;
      case 'error':
        this.#error(value, out, text, atMs);
        break;
      default:
        this.#match(value, out, text, atMs);
    }
    return out;
  }

  /**
   * `sequence` is left alone: it numbers all that happens to a product, most of which is not asked for, and may go
   * back (https://docs.cdp.coinbase.com/exchange/websocket-feed/overview#sequence-numbers). `trade_id` tells what is
   * missing, and that a match comes late.
   */
  #match(wire: WireMatch, out: TickerNews[], text: string, atMs: number): void {
    const listing = this.#listing(wire.product_id, out, text, atMs);
    if (!listing) return;
    listing.decimalsOf(wire.price, out, atMs);
    const trade: Trade = {
      type: 'trade',
      venue: this.#talk.source,
      symbol: listing.symbol,
      price: Number(wire.price),
      size: Number(wire.size),
      side: takerOf(wire.side),
      id: wire.trade_id,
      time: wire.time,
    };
    if (wire.type === 'match') listing.trade(trade, out, atMs);
    else listing.past([trade], out, atMs);
  }

  #heartbeat(
    {product_id, last_trade_id}: WireHeartbeat,
    out: TickerNews[],
    text: string,
    atMs: number,
  ): void {
    const listing = this.#listing(product_id, out, text, atMs);
    // A product of which only the ticker is asked for has trades that are not told.
    if (listing && this.#asked.has(product_id, 'matches')) listing.reached(last_trade_id, out, atMs);
  }

  #ticker(wire: WireTicker, out: TickerNews[], text: string, atMs: number): void {
    const listing = this.#listing(wire.product_id, out, text, atMs);
    if (!listing) return;
    if (wire.price) listing.decimalsOf(wire.price, out, atMs);
    listing.live(out, atMs);
    const known = figures({
      bid: wire.best_bid,
      bidSize: wire.best_bid_size,
      ask: wire.best_ask,
      askSize: wire.best_ask_size,
      last: wire.price,
      open: wire.open_24h,
      high: wire.high_24h,
      low: wire.low_24h,
      volume: wire.volume_24h,
    });
    if (Object.keys(known).length === 0) return;
    const {source} = this.#talk;
    out.push({
      type: 'quote',
      venue: source,
      symbol: listing.symbol,
      ...known,
      time: wire.time || isoTime(atMs),
    });
  }

  #subscriptions({channels}: WireSubscriptions, out: TickerNews[], atMs: number): void {
    this.#talk.answered();
    for (const {name, product_ids} of channels) {
      for (const product of product_ids ?? []) {
        this.#asked.answered(name, product);
        if (this.#asked.has(product, name)) this.#talk.listings.get(product)?.live(out, atMs);
      }
    }
  }

  #error({message, reason}: WireError, out: TickerNews[], text: string, atMs: number): void {
    const words = [message, reason].filter(Boolean).join(': ') || 'Coinbase says error without a word';
    out.push(reject(this.#talk.source, words, text, atMs));
    const again = this.#asked.failed(words, out, atMs);
    const products = new Set(again.map(({symbol}) => symbol));
    for (const frame of requests('subscribe', again, [...products])) this.#talk.send(frame);
  }

  #listing(product: string, out: TickerNews[], text: string, atMs: number): Listing | undefined {
    this.#talk.answered();
    const listing = this.#talk.listings.get(product);
    if (listing) this.#asked.heard();
    else {
      this.#strangers.note(product);
      this.#strangers.tell(out, text, atMs);
    }
    return listing;
  }
}

/** One request for all channels, and the heartbeats of these products. */
function requests(
  type: 'subscribe' | 'unsubscribe',
  wants: readonly Want[],
  beating: readonly string[],
): readonly string[] {
  if (wants.length === 0) return [];
  const channels = coinbase.channels.map(name => ({
    name,
    product_ids: wants.filter(({channel}) => channel === name).map(({symbol}) => symbol),
  }));
  const all = [...channels, {name: 'heartbeat', product_ids: beating}];
  return [JSON.stringify({type, channels: all.filter(({product_ids}) => product_ids.length > 0)})];
}
