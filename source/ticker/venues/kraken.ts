import {isoTime} from '../../streams/clock.ts';
import {parseJson} from '../../streams/parse-json.ts';
import {reject} from '../../streams/reject.ts';
import {difference} from '../difference.ts';
import type {TickerNews, Trade} from '../event.ts';
import type {Listing} from '../listing.ts';
import {Strangers} from '../strangers.ts';
import type {Session, Talk, Venue, Want} from '../venue.ts';
import {readFrame, type TradeFrame, type WireAnswer, type WireTicker} from './kraken-wire.ts';

/**
 * Kraken's market data over WebSocket v2 (https://docs.kraken.com/api/docs/websocket-v2/trade): the channels `trade`,
 * whose snapshot fills what a lost connection left out, and `ticker`. Kraken beats once a second when nothing else
 * is told, so a connection without a frame for 5 s is dead; before that it is pinged.
 */
export const kraken: Venue = {
  address: 'wss://ws.kraken.com/v2',
  symbol: {shape: /^[\w.$-]{1,20}\/[\w.$-]{1,20}$/, example: 'BTC/USD'},
  channels: ['trade', 'ticker'],
  silenceMs: 5000,
  beatsByFrames: true,
  ping: {idleMs: 2000, frame: '{"method":"ping"}'},
  sendsPerSecond: 10,
  countsTrades: true,
  open: talk => new KrakenSession(talk),
};

class KrakenSession implements Session {
  readonly #talk: Talk;
  readonly #strangers: Strangers;
  #requests = 0;

  constructor(talk: Talk) {
    this.#talk = talk;
    this.#strangers = new Strangers(talk);
  }

  subscribe(wants: readonly Want[]): readonly string[] {
    return this.#requestsFor('subscribe', wants);
  }

  unsubscribe(wants: readonly Want[]): readonly string[] {
    return this.#requestsFor('unsubscribe', wants);
  }

  read(text: string, atMs: number): readonly TickerNews[] {
    const {source} = this.#talk;
    const json = parseJson(text);
    if ('reason' in json) return [reject(source, json.reason, text, atMs)];
    const out: TickerNews[] = [];
    const frame = readFrame(json.value);
    if ('reason' in frame) return [reject(source, frame.reason, text, atMs)];
    const {value} = frame;
    if (value.channel === 'trade') this.#trades(value, out, text, atMs);
    else if (value.channel === 'ticker') this.#quotes(value.data, out, text, atMs);
    else if (value.channel === 'status') {
      const system = value.data?.find(one => one.system !== 'online')?.system;
      if (system !== undefined) out.push(reject(source, `Kraken's system is in ${system}`, text, atMs));
    } else if (value.channel === undefined) this.#answer(value, out, text, atMs);
    return out;
  }

  #trades({type, data}: TradeFrame, out: TickerNews[], text: string, atMs: number): void {
    const {source, listings} = this.#talk;
    this.#talk.answered();
    let past: Map<Listing, Trade[]> | undefined;
    for (const {symbol, price, qty, side, trade_id, timestamp} of data) {
      const listing = listings.get(symbol);
      if (!listing) {
        this.#strangers.note(symbol);
        continue;
      }
      const trade: Trade = {
        type: 'trade',
        venue: source,
        symbol: listing.symbol,
        price,
        size: qty,
        side,
        id: trade_id,
        time: timestamp,
      };
      if (type === 'update') listing.trade(trade, out, atMs);
      else {
        past ??= new Map();
        const before = past.get(listing);
        if (before) before.push(trade);
        else past.set(listing, [trade]);
      }
    }
    for (const [listing, trades] of past ?? []) listing.past(trades, out, atMs);
    this.#strangers.tell(out, text, atMs);
  }

  #quotes(data: readonly WireTicker[], out: TickerNews[], text: string, atMs: number): void {
    const {source, listings} = this.#talk;
    this.#talk.answered();
    for (const {symbol, bid, bid_qty, ask, ask_qty, last, volume, low, high, change, timestamp} of data) {
      const listing = listings.get(symbol);
      if (!listing) {
        this.#strangers.note(symbol);
        continue;
      }
      listing.live(out, atMs);
      out.push({
        type: 'quote',
        venue: source,
        symbol: listing.symbol,
        ...{bid, bidSize: bid_qty, ask, askSize: ask_qty, last, high, low, volume},
        open: difference(last, change),
        time: timestamp ?? isoTime(atMs),
      });
    }
    this.#strangers.tell(out, text, atMs);
  }

  #answer(
    {method, success, error, symbol, result}: WireAnswer,
    out: TickerNews[],
    text: string,
    atMs: number,
  ): void {
    const {source, listings} = this.#talk;
    this.#talk.answered();
    if (error !== undefined || success === false) {
      const reason = error ?? `${method} was refused`;
      if (symbol !== undefined) listings.get(symbol)?.refused(reason, out, atMs);
      out.push(reject(source, reason, text, atMs));
    } else if (method === undefined) out.push(reject(source, 'expected a channel or a method', text, atMs));
    else if (method === 'subscribe' && result?.symbol !== undefined) {
      listings.get(result.symbol)?.live(out, atMs);
    }
  }

  /** A request for each channel. */
  #requestsFor(method: 'subscribe' | 'unsubscribe', wants: readonly Want[]): string[] {
    return kraken.channels.flatMap(channel => {
      const symbol = wants.filter(want => want.channel === channel).map(want => want.symbol);
      if (symbol.length === 0) return [];
      const snapshot = method === 'subscribe' ? {snapshot: true} : {};
      return [JSON.stringify({method, params: {channel, symbol, ...snapshot}, req_id: ++this.#requests})];
    });
  }
}
