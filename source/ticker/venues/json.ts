import {parseJson} from '../../streams/parse-json.ts';
import {reject} from '../../streams/reject.ts';
import {clean} from '../../terminal/clean.ts';
import type {TickerNews} from '../event.ts';
import {type JsonRow, JsonRows} from '../json-rows.ts';
import {expected, readJsonTrade} from '../json-trade.ts';
import {textIn} from '../json-values.ts';
import type {Listing} from '../listing.ts';
import type {JsonFields, Session, Talk, Venue} from '../venue.ts';

/** Where nobody says where the fields stand. */
const usual: JsonFields = {
  ...{price: 'price', symbol: 'symbol', size: 'size'},
  ...{time: 'time', side: 'side', id: 'id'},
};

/** So many frames without a price, or so long after the first of them, in milliseconds, before that is said. */
const patience = {frames: 5, ms: 10_000};

const shape = /^[^\s,@\p{C}\p{Default_Ignorable_Code_Point}]{1,60}$/u;

/**
 * Any WebSocket of JSON objects, or of arrays of them, that have a price somewhere: `Talk.fields` says where. It has
 * no protocol: what a server must be sent is `FeedOptions.hello`. Objects without a price, such as answers and
 * heartbeats, are passed over, and so are symbols that nobody asked for. A quiet market is not given up before a
 * minute, though nothing says that anybody listened.
 */
export const json: Venue = {
  address: undefined,
  symbol: {shape, example: 'BTC-USD'},
  channels: ['trade'],
  silenceMs: 30_000,
  answerMs: 60_000,
  sendsPerSecond: 10,
  countsTrades: false,
  open: talk => new JsonSession(talk),
};

class JsonSession implements Session {
  readonly #talk: Talk;
  readonly #rows: JsonRows;
  #isPriced = false;
  /** Of the frames without a price, before there was one. */
  readonly #priceless = {frames: 0, sinceMs: 0};
  /** What is said once a connection. */
  readonly #said = new Set<string>();

  constructor(talk: Talk) {
    this.#talk = talk;
    this.#rows = new JsonRows(talk.fields ?? usual);
  }

  subscribe(): readonly string[] {
    return [];
  }

  unsubscribe(): readonly string[] {
    return [];
  }

  read(text: string, atMs: number): readonly TickerNews[] {
    const {source} = this.#talk;
    this.#talk.answered();
    const frame = parseJson(text);
    if ('reason' in frame) return [reject(source, frame.reason, text, atMs)];
    const out: TickerNews[] = [];
    let isPriced = false;
    let wrong: string | undefined;
    for (const row of this.#rows.in(frame.value)) {
      if (this.#rows.at(row, 'price') === undefined) continue;
      isPriced = true;
      const reason = this.#trade(row, out, atMs);
      // Of all that is wrong in a frame the first is said.
      wrong ??= reason;
    }
    if (isPriced) this.#isPriced = true;
    else wrong = this.#withoutPrice(atMs);
    if (wrong !== undefined) out.push(reject(source, wrong, text, atMs));
    return out;
  }

  /** Returns what is wrong with it, if it is to be said. */
  #trade(row: JsonRow, out: TickerNews[], atMs: number): string | undefined {
    const listing = this.#listingOf(row);
    if (listing === undefined || typeof listing === 'string') return listing;
    const trade = readJsonTrade(this.#rows, row, atMs);
    if (typeof trade === 'string') return trade;
    const written = this.#rows.at(row, 'price');
    if (typeof written === 'string' && !/e/i.test(written)) listing.decimalsOf(written, out, atMs);
    listing.trade({type: 'trade', venue: this.#talk.source, symbol: listing.symbol, ...trade}, out, atMs);
    return undefined;
  }

  /** Undefined: nobody asked for it. A text says why it cannot be told. */
  #listingOf(row: JsonRow): Listing | string | undefined {
    const {listings} = this.#talk;
    if (this.#rows.pathOf('symbol') === undefined) {
      const [one, another] = listings.all;
      if (another)
        return this.#once('of several symbols, and no field tells which: give one, or symbol=PATH');
      // Where there is no name at all, the price is named after where it stands.
      return one ?? listings.get(this.#rows.pathOf('price')!);
    }
    const symbol = textIn(this.#rows.at(row, 'symbol'));
    const isName = symbol !== undefined && shape.test(symbol) && clean(symbol) === symbol;
    const listing = isName ? listings.get(symbol) : undefined;
    if (listing || !(symbol === undefined || listings.isOpen)) return listing;
    if (isName) return this.#once('more symbols than the 1,000 of a feed: name those that are wanted');
    return this.#once(expected('a symbol', 'symbol', this.#rows, row), 'symbol');
  }

  /** A field of another name than was said would look like a market that is quiet. */
  #withoutPrice(atMs: number): string | undefined {
    if (this.#isPriced) return undefined;
    const {frames, ms} = patience;
    if (this.#priceless.frames++ === 0) this.#priceless.sinceMs = atMs;
    if (this.#priceless.frames < frames && atMs - this.#priceless.sinceMs < ms) return undefined;
    const path = JSON.stringify(this.#rows.pathOf('price'));
    return this.#once(
      `no price at ${path} in all that came so far: check --field price=PATH, and what is asked for`,
      'price',
    );
  }

  /** The sentence, unless one of its kind was said on this connection. */
  #once(sentence: string, kind = sentence): string | undefined {
    if (this.#said.has(kind)) return undefined;
    this.#said.add(kind);
    return sentence;
  }
}
