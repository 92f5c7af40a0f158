import * as z from 'zod';
import {checkShape, type Decoded} from '../../streams/check-shape.ts';
import {isoTime} from '../../streams/clock.ts';
import {parseJson} from '../../streams/parse-json.ts';
import {reject} from '../../streams/reject.ts';
import {clean} from '../../terminal/clean.ts';
import type {TickerNews} from '../event.ts';
import {Strangers} from '../strangers.ts';
import {untilFault} from '../until-fault.ts';
import type {Session, Talk, Venue, Want} from '../venue.ts';

interface WireTrade {
  /** The symbol. */
  readonly s: string;
  readonly p: number;
  /** 0 where a market tells its price and not its trades. */
  readonly v: number;
  /** Milliseconds since the epoch. */
  readonly t: number;
}

interface TradeFrame {
  readonly type: 'trade';
  readonly data: readonly WireTrade[];
}

/** The last millisecond of the year 9999: ISO 8601 has no plain way to write a later one. */
const lastMs = 253_402_300_799_999;
/** After a log-in that was refused: the key will not have become right in half a second. */
const refusedMs = 60_000;

const wireTrade: z.ZodType<WireTrade> = z.object({
  s: z.string(),
  p: z.number(),
  v: z.number(),
  t: z.int().min(0).max(lastMs),
});

export const frameShape = z.discriminatedUnion(
  'type',
  [
    z.object({type: z.literal('trade'), data: z.array(wireTrade)}),
    z.object({type: z.literal('ping')}),
    z.object({type: z.literal('error'), msg: z.string()}),
  ],
  {error: issue => (issue.code === 'invalid_union' ? 'a frame that was not asked for' : undefined)},
);

/**
 * Finnhub's trades over WebSocket (https://finnhub.io/docs/api/websocket-trades). The key stands in the address.
 * Nothing is acknowledged and nothing counted: a symbol is live with its first trade, and what a lost connection left
 * out cannot be told. Finnhub sends a ping frame every minute or two and has been seen to fall silent on a connection
 * whose socket still answered (https://github.com/finnhubio/Finnhub-API/issues/517), so frames alone are signs of life.
 */
export const finnhub: Venue = {
  address: 'wss://ws.finnhub.io',
  // Some markets have a blank in their names: `IC MARKETS:1`.
  symbol: {shape: /^[\w.^](?:[\w.:/^ -]{0,38}[\w.])?$/, example: 'AAPL'},
  channels: ['trades'],
  keys: ['FINNHUB_API_KEY'],
  addressOf: (address, [key = '']) => {
    const url = new URL(address);
    url.searchParams.set('token', key);
    return url.href;
  },
  silenceMs: 150_000,
  beatsByFrames: true,
  answerMs: 150_000,
  sendsPerSecond: 10,
  countsTrades: false,
  open: talk => new FinnhubSession(talk),
};

class FinnhubSession implements Session {
  readonly #talk: Talk;
  readonly #strangers: Strangers;

  constructor(talk: Talk) {
    this.#talk = talk;
    this.#strangers = new Strangers(talk);
  }

  subscribe(wants: readonly Want[]): readonly string[] {
    return wants.map(({symbol}) => JSON.stringify({type: 'subscribe', symbol}));
  }

  unsubscribe(wants: readonly Want[]): readonly string[] {
    return wants.map(({symbol}) => JSON.stringify({type: 'unsubscribe', symbol}));
  }

  read(text: string, atMs: number): readonly TickerNews[] {
    const {source} = this.#talk;
    const json = parseJson(text);
    if ('reason' in json) return [reject(source, json.reason, text, atMs)];
    const frame = readFrame(json.value);
    if ('reason' in frame) return [reject(source, frame.reason, text, atMs)];
    const out: TickerNews[] = [];
    const {value} = frame;
    if (value.type === 'trade') this.#trades(value, out, text, atMs);
    else {
      this.#talk.answered();
      if (value.type === 'error') this.#error(value.msg, out, text, atMs);
    }
    return out;
  }

  #trades({data}: TradeFrame, out: TickerNews[], text: string, atMs: number): void {
    const {source, listings} = this.#talk;
    this.#talk.answered();
    for (const {s, p, v, t} of data) {
      const listing = listings.get(s);
      if (!listing) {
        this.#strangers.note(s);
        continue;
      }
      const {symbol} = listing;
      const time = isoTime(t);
      if (v !== 0) listing.trade({type: 'trade', venue: source, symbol, price: p, size: v, time}, out, atMs);
      else {
        listing.live(out, atMs);
        out.push({type: 'quote', venue: source, symbol, last: p, time});
      }
    }
    this.#strangers.tell(out, text, atMs);
  }

  /** Finnhub names a symbol that it does not know at the end of its sentence: `Invalid symbol OANDA:EUR_USD`. */
  #error(msg: string, out: TickerNews[], text: string, atMs: number): void {
    const words = clean(msg, 200);
    if (/\bapi key\b|\btoken\b|unauthori[sz]ed/i.test(words)) {
      this.#talk.end(`${words}; check FINNHUB_API_KEY`, refusedMs);
      return;
    }
    const [, symbol] = /^invalid symbol:? (.+)$/i.exec(words) ?? [];
    if (symbol !== undefined) this.#talk.listings.get(symbol)?.refused(words, out, atMs);
    out.push(reject(this.#talk.source, words, text, atMs));
  }
}

/** One frame, checked: of a frame of trades only as much is looked at as shows what is wrong with it. */
function readFrame(value: unknown): Decoded<TradeFrame | z.infer<typeof frameShape>> {
  if (isTradeFrame(value)) return {value};
  const {type, data} = (value ?? {}) as Partial<TradeFrame>;
  return checkShape(frameShape, type === 'trade' ? {type, data: untilFault(data, isTrade)} : value);
}

/** The same as `frameShape` says of a frame of trades, in a tenth of the time. */
export function isTradeFrame(value: unknown): value is TradeFrame {
  const {type, data} = (value ?? {}) as Partial<TradeFrame>;
  return type === 'trade' && Array.isArray(data) && data.every(isTrade);
}

function isTrade(value: unknown): boolean {
  const {s, p, v, t} = (value ?? {}) as Partial<WireTrade>;
  return (
    typeof s === 'string' &&
    Number.isFinite(p) &&
    Number.isFinite(v) &&
    Number.isSafeInteger(t) &&
    t! >= 0 &&
    t! <= lastMs
  );
}
