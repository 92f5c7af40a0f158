import * as z from 'zod';
import {checkShape} from '../../streams/check-shape.ts';
import {isoTime} from '../../streams/clock.ts';
import {parseJson} from '../../streams/parse-json.ts';
import {reject} from '../../streams/reject.ts';
import {timeOf} from '../../streams/time-of.ts';
import {difference} from '../difference.ts';
import type {TickerNews, Trade} from '../event.ts';
import type {Listing} from '../listing.ts';
import {untilFault} from '../until-fault.ts';
import type {Session, Talk, Venue, Want} from '../venue.ts';

interface WireTrade {
  readonly symbol: string;
  readonly side: 'buy' | 'sell';
  readonly price: number;
  readonly qty: number;
  readonly trade_id: number;
  readonly timestamp: string;
}

const wireTrade: z.ZodType<WireTrade> = z.object({
  symbol: z.string(),
  side: z.enum(['buy', 'sell']),
  price: z.number(),
  qty: z.number(),
  trade_id: z.int(),
  timestamp: z.iso.datetime(),
});

const wireTicker = z.object({
  symbol: z.string(),
  bid: z.number(),
  bid_qty: z.number(),
  ask: z.number(),
  ask_qty: z.number(),
  last: z.number(),
  volume: z.number(),
  low: z.number(),
  high: z.number(),
  change: z.number(),
  timestamp: z.iso.datetime().optional(),
});

const type = z.enum(['snapshot', 'update']);

const answer = z.object({
  channel: z.undefined().optional(),
  method: z.string().optional(),
  success: z.boolean().optional(),
  error: z.string().optional(),
  symbol: z.string().optional(),
  result: z.object({symbol: z.string().optional()}).optional(),
});

type Answer = z.infer<typeof answer>;

/** Frames of a channel first and trades first among them: they are nearly all. Answers have no channel. */
const frameShape = z.discriminatedUnion(
  'channel',
  [
    z.object({channel: z.literal('trade'), type, data: z.array(wireTrade)}),
    z.object({channel: z.literal('ticker'), type, data: z.array(wireTicker)}),
    z.object({channel: z.literal('heartbeat')}),
    z.object({channel: z.literal('status'), data: z.array(z.object({system: z.string()})).optional()}),
    answer,
  ],
  {error: issue => (issue.code === 'invalid_union' ? 'a channel that was not asked for' : undefined)},
);

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
  #requests = 0;

  constructor(talk: Talk) {
    this.#talk = talk;
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
    if (isTradeFrame(json.value)) {
      this.#trades(json.value, out, text, atMs);
      return out;
    }
    const frame = checkShape(frameShape, untilFirstFault(json.value));
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
    let stranger: string | undefined;
    let past: Map<Listing, Trade[]> | undefined;
    for (const {symbol, price, qty, side, trade_id, timestamp} of data) {
      const listing = listings.get(symbol);
      if (!listing) {
        stranger ??= listings.isStranger(symbol) ? symbol : undefined;
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
        past.set(listing, [...(past.get(listing) ?? []), trade]);
      }
    }
    for (const [listing, trades] of past ?? []) listing.past(trades, out, atMs);
    this.#refuse(stranger, out, text, atMs);
  }

  #quotes(data: readonly z.infer<typeof wireTicker>[], out: TickerNews[], text: string, atMs: number): void {
    const {source, listings} = this.#talk;
    this.#talk.answered();
    let stranger: string | undefined;
    for (const {symbol, bid, bid_qty, ask, ask_qty, last, volume, low, high, change, timestamp} of data) {
      const listing = listings.get(symbol);
      if (!listing) {
        stranger ??= listings.isStranger(symbol) ? symbol : undefined;
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
    this.#refuse(stranger, out, text, atMs);
  }

  /** A symbol that nobody asked for: once a frame, or a frame of them would be answered by thousands. */
  #refuse(stranger: string | undefined, out: TickerNews[], text: string, atMs: number): void {
    if (stranger === undefined) return;
    const reason = `expected a symbol that was asked for, got ${stranger}`;
    out.push(reject(this.#talk.source, reason, text, atMs));
  }

  #answer(
    {method, success, error, symbol, result}: Answer,
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

interface TradeFrame {
  readonly channel: 'trade';
  readonly type: 'snapshot' | 'update';
  readonly data: readonly WireTrade[];
}

/** The same as `frameShape` says of a frame of trades, in a tenth of the time. */
function isTradeFrame(value: unknown): value is TradeFrame {
  const {channel, type, data} = (value ?? {}) as Partial<TradeFrame>;
  return (
    channel === 'trade' &&
    (type === 'update' || type === 'snapshot') &&
    Array.isArray(data) &&
    data.every(isTrade)
  );
}

/** Of a frame of trades only as much as shows what is wrong with it. */
function untilFirstFault(value: unknown): unknown {
  const {channel, data} = (value ?? {}) as Partial<TradeFrame>;
  return channel === 'trade' ? {...(value as object), data: untilFault(data, isTrade)} : value;
}

function isTrade(value: unknown): boolean {
  const {symbol, side, price, qty, trade_id, timestamp} = (value ?? {}) as Partial<WireTrade>;
  return (
    typeof symbol === 'string' &&
    (side === 'buy' || side === 'sell') &&
    Number.isFinite(price) &&
    Number.isFinite(qty) &&
    Number.isSafeInteger(trade_id) &&
    typeof timestamp === 'string' &&
    timestamp.endsWith('Z') &&
    !Number.isNaN(timeOf(timestamp))
  );
}
