import {checkShape} from '../../streams/check-shape.ts';
import {isoTime} from '../../streams/clock.ts';
import {parseJson} from '../../streams/parse-json.ts';
import {reject} from '../../streams/reject.ts';
import type {TickerNews} from '../event.ts';
import {Strangers} from '../strangers.ts';
import type {Session, Talk, Venue, Want} from '../venue.ts';
import {BinanceRequests, shown, streamOf} from './binance-requests.ts';
import {
  frameShape,
  isWireTrade,
  payloadOf,
  type WireAnswer,
  type WireMiniTicker,
  type WireTrade,
  withoutPadding,
} from './binance-wire.ts';

const mostStreams = 1024;

/**
 * Binance's market data (https://developers.binance.com/docs/binance-spot-api-docs/web-socket-streams): the channels
 * `trade`, `aggTrade` (the trades of one taker's order as one) and `miniTicker`, once a second. The first two tell
 * of the same trades and count them differently, so of a symbol only one can be asked for. Binance takes 5 messages
 * a second, pongs among them, pings every 20 s, and closes each connection after 24 h.
 */
export const binance: Venue = {
  address: 'wss://data-stream.binance.vision/ws',
  symbol: {shape: /^[[\p{L}\p{N}_.\-]--\p{Default_Ignorable_Code_Point}]{2,40}$/v, example: 'btcusdt', shown},
  channels: ['trade', 'aggTrade', 'miniTicker'],
  objection,
  silenceMs: 60_000,
  sendsPerSecond: 4,
  lifeMs: 85_800_000,
  countsTrades: true,
  open: talk => new BinanceSession(talk),
};

function objection(wants: readonly Want[]): string | undefined {
  const streams = new Set(wants.map(streamOf));
  const twice = wants.find(
    ({symbol, channel}) => channel === 'aggTrade' && streams.has(streamOf({symbol, channel: 'trade'})),
  );
  if (twice) return `${shown(twice.symbol)} on both trade and aggTrade, which tell of the same trades`;
  if (streams.size <= mostStreams) return undefined;
  return `${streams.size} streams where Binance has at most ${mostStreams} over a connection`;
}

class BinanceSession implements Session {
  readonly #talk: Talk;
  readonly #strangers: Strangers;
  /** Which of the two series counts the trades of a symbol. */
  readonly #series = new Map<string, 'trade' | 'aggTrade'>();
  readonly #requests = new BinanceRequests();

  constructor(talk: Talk) {
    this.#talk = talk;
    this.#strangers = new Strangers(talk);
  }

  subscribe(wants: readonly Want[]): readonly string[] {
    for (const {symbol, channel} of wants) {
      if (channel === 'trade' || channel === 'aggTrade') this.#series.set(shown(symbol), channel);
    }
    return this.#requests.frames('SUBSCRIBE', wants);
  }

  unsubscribe(wants: readonly Want[]): readonly string[] {
    for (const {symbol} of wants) {
      this.#series.delete(shown(symbol));
    }
    return this.#requests.frames('UNSUBSCRIBE', wants);
  }

  read(text: string, atMs: number): readonly TickerNews[] {
    const {source} = this.#talk;
    const json = parseJson(text);
    if ('reason' in json) return [reject(source, json.reason, text, atMs)];
    const payload = payloadOf(json.value);
    const out: TickerNews[] = [];
    if (isWireTrade(payload)) {
      this.#trade(payload, out, text, atMs);
      return out;
    }
    const frame = checkShape(frameShape, payload);
    if ('reason' in frame) return [reject(source, frame.reason, text, atMs)];
    const {value} = frame;
    if (value.e === 'trade' || value.e === 'aggTrade') this.#trade(value, out, text, atMs);
    else if (value.e === '24hrMiniTicker') this.#quote(value, out, text, atMs);
    else if (value.e === 'serverShutdown') this.#talk.end('Binance shuts this server down: on to another');
    else this.#answer(value, out, text, atMs);
    return out;
  }

  #trade(wire: WireTrade, out: TickerNews[], text: string, atMs: number): void {
    const {e, s, p, q, T, m} = wire;
    const listing = this.#listing(s, out, text, atMs);
    if (!listing) return;
    const series = this.#series.get(s);
    if (series === undefined) this.#series.set(s, e);
    else if (series !== e) {
      // By the address's own streams: its numbers would look like a count that has gone mad.
      out.push(reject(this.#talk.source, `expected ${s} on ${series} alone, got ${e} as well`, text, atMs));
      return;
    }
    listing.decimalsOf(withoutPadding(p), out, atMs);
    const trade = {
      type: 'trade',
      venue: this.#talk.source,
      symbol: listing.symbol,
      price: Number(p),
      size: Number(q),
      side: m ? 'sell' : 'buy',
      id: wire.e === 'trade' ? wire.t : wire.a,
      time: timeOf(T),
    } as const;
    listing.trade(trade, out, atMs);
  }

  #quote({E, s, c, o, h, l, v}: WireMiniTicker, out: TickerNews[], text: string, atMs: number): void {
    const listing = this.#listing(s, out, text, atMs);
    if (!listing) return;
    listing.decimalsOf(withoutPadding(c), out, atMs);
    listing.live(out, atMs);
    out.push({
      type: 'quote',
      venue: this.#talk.source,
      symbol: listing.symbol,
      ...{last: Number(c), open: Number(o), high: Number(h), low: Number(l), volume: Number(v)},
      time: timeOf(E),
    });
  }

  #listing(symbol: string, out: TickerNews[], text: string, atMs: number) {
    this.#talk.answered();
    const listing = this.#talk.listings.get(symbol);
    if (!listing) {
      this.#strangers.note(symbol);
      this.#strangers.tell(out, text, atMs);
    }
    return listing;
  }

  /** That a stream is taken on makes no symbol live: Binance takes on streams of symbols that it does not have. */
  #answer({id, result, msg, code, error}: WireAnswer, out: TickerNews[], text: string, atMs: number): void {
    const {source, listings} = this.#talk;
    const isError = error !== undefined || msg !== undefined || code !== undefined;
    if (!isError && result === undefined) {
      out.push(reject(source, 'expected an event, a result or an error', text, atMs));
      return;
    }
    this.#talk.answered();
    const symbols = this.#requests.answered(id);
    if (!isError) return;
    const reason = error?.msg ?? msg ?? `error ${error?.code ?? code ?? 'without a word'}`;
    for (const symbol of symbols) listings.get(symbol)?.refused(reason, out, atMs);
    out.push(reject(source, reason, text, atMs));
  }
}

/** In milliseconds, or in microseconds where the address has `timeUnit=MICROSECOND`. */
function timeOf(count: number): string {
  return isoTime(count < 1e14 ? count : count / 1000);
}
