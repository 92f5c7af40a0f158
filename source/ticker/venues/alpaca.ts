import {parseJson} from '../../streams/parse-json.ts';
import {reject} from '../../streams/reject.ts';
import {clean} from '../../terminal/clean.ts';
import type {TickerNews} from '../event.ts';
import {Strangers} from '../strangers.ts';
import type {Session, Talk, Venue, Want} from '../venue.ts';
import {type AlpacaMessage, quoteOf, readFrame, tradeOf} from './alpaca-message.ts';

/** What of errors ends a connection: what helps, and how long the next waits at the least, in milliseconds. */
interface End {
  readonly advice?: string;
  readonly retryMs?: number;
}

/**
 * By the codes of https://docs.alpaca.markets/docs/streaming-market-data#errors. The others leave the connection as it
 * is: they refuse what was asked (400, 405, 409, 410), or tell what does not matter (403, logged in already) or will
 * be followed by a close (407, a slow client).
 */
const ends: Readonly<Record<number, End>> = {
  401: {},
  402: {advice: 'check APCA_API_KEY_ID and APCA_API_SECRET_KEY', retryMs: 60_000},
  404: {},
  // What holds the place may be our own last connection, which Alpaca has not seen end.
  406: {advice: 'most plans allow one connection', retryMs: 30_000},
  500: {},
};

/** Where it comes before the log-in is through, the plan has not this feed. */
const notInThePlan = 409;
const noSuchFeed: End = {advice: 'the plan has not this feed', retryMs: 60_000};
/** The request as a whole. */
const refusals = [400, 405, 409, 410];

/**
 * Alpaca's market data (https://docs.alpaca.markets/docs/streaming-market-data): the channels `trades` and `quotes`,
 * for shares (https://docs.alpaca.markets/docs/real-time-stock-pricing-data) and for coins
 * (https://docs.alpaca.markets/docs/real-time-crypto-pricing-data). The log-in comes first, then the subscription,
 * whose answer lists all that is subscribed. A trade's id is a name and counts nothing. Out of hours nothing comes,
 * so that the socket's own pongs are signs of life.
 */
function alpacaVenue(address: string, symbol: Venue['symbol']): Venue {
  return {
    address,
    symbol,
    channels: ['trades', 'quotes'],
    keys: ['APCA_API_KEY_ID', 'APCA_API_SECRET_KEY'],
    asksAtOnce: false,
    silenceMs: 30_000,
    sendsPerSecond: 10,
    countsTrades: false,
    open: talk => new AlpacaSession(talk),
  };
}

/** Shares, from IEX, which every plan has. `alpaca+wss://stream.data.alpaca.markets/v2/sip#AAPL` is all exchanges. */
export const alpaca = alpacaVenue('wss://stream.data.alpaca.markets/v2/iex', {
  shape: /^[A-Z\d][A-Z\d./-]{0,19}$/,
  example: 'AAPL',
});

/** Coins. */
export const alpacaCrypto = alpacaVenue('wss://stream.data.alpaca.markets/v1beta3/crypto/us', {
  shape: /^[A-Z\d]{1,15}\/[A-Z\d]{1,15}$/,
  example: 'BTC/USD',
});

class AlpacaSession implements Session {
  readonly #talk: Talk;
  readonly #strangers: Strangers;
  #login: 'none' | 'sent' | 'done' = 'none';
  /** What was asked for and not answered, oldest first: answers come in the order of the requests. */
  readonly #requests: (readonly Want[])[] = [];

  constructor(talk: Talk) {
    this.#talk = talk;
    this.#strangers = new Strangers(talk);
  }

  subscribe(wants: readonly Want[]): readonly string[] {
    return this.#request('subscribe', wants, wants);
  }

  unsubscribe(wants: readonly Want[]): readonly string[] {
    return this.#request('unsubscribe', wants, []);
  }

  read(text: string, atMs: number): readonly TickerNews[] {
    const {source} = this.#talk;
    const json = parseJson(text);
    if ('reason' in json) return [reject(source, json.reason, text, atMs)];
    const frame = readFrame(json.value);
    if ('reason' in frame) return [reject(source, frame.reason, text, atMs)];
    const out: TickerNews[] = [];
    for (const message of frame.value) {
      if (message.T !== 't' && message.T !== 'q') this.#control(message, out, text, atMs);
      else {
        const listing = this.#talk.listings.get(message.S);
        if (!listing) this.#strangers.note(message.S);
        else if (message.T === 't') listing.trade(tradeOf(message, source, listing.symbol), out, atMs);
        else {
          listing.live(out, atMs);
          out.push(quoteOf(message, source, listing.symbol));
        }
      }
    }
    this.#strangers.tell(out, text, atMs);
    return out;
  }

  #control(message: AlpacaMessage, out: TickerNews[], text: string, atMs: number): void {
    if (message.T === 'success') this.#loggingIn(message.msg);
    else if (message.T === 'subscription') this.#subscribed(message, out, atMs);
    else if (message.T === 'error') this.#error(message, out, text, atMs);
  }

  #loggingIn(msg: string): void {
    if (msg === 'connected' && this.#login === 'none') {
      const [key, secret] = this.#talk.keys;
      this.#login = 'sent';
      this.#talk.send(JSON.stringify({action: 'auth', key, secret}));
    } else if (msg === 'authenticated' && this.#login === 'sent') {
      this.#login = 'done';
      this.#talk.ask();
    }
  }

  #subscribed(
    {trades = [], quotes = []}: AlpacaMessage & {T: 'subscription'},
    out: TickerNews[],
    atMs: number,
  ): void {
    this.#talk.answered();
    const taken = new Set([...trades, ...quotes]);
    for (const symbol of taken) this.#talk.listings.get(symbol)?.live(out, atMs);
    this.#refuse(want => !taken.has(want.symbol), 'Alpaca has left it out of what is subscribed', out, atMs);
  }

  #error({code = 0, msg}: AlpacaMessage & {T: 'error'}, out: TickerNews[], text: string, atMs: number): void {
    const words = `${clean(msg, 160)} (${code})`;
    const end = code === notInThePlan && this.#login !== 'done' ? noSuchFeed : ends[code];
    if (end) {
      this.#talk.end(end.advice === undefined ? words : `${words}; ${end.advice}`, end.retryMs);
      return;
    }
    if (this.#login === 'done' && refusals.includes(code)) {
      this.#talk.answered();
      this.#refuse(() => true, words, out, atMs);
    }
    out.push(reject(this.#talk.source, words, text, atMs));
  }

  /** The oldest request is answered: those of its symbols that are none are refused. */
  #refuse(isRefused: (want: Want) => boolean, reason: string, out: TickerNews[], atMs: number): void {
    const symbols = new Set(
      this.#requests
        .shift()
        ?.filter(isRefused)
        .map(({symbol}) => symbol),
    );
    for (const symbol of symbols) this.#talk.listings.get(symbol)?.refused(reason, out, atMs);
  }

  #request(action: string, wants: readonly Want[], asked: readonly Want[]): readonly string[] {
    if (wants.length === 0) return [];
    this.#requests.push(asked);
    const byChannel = alpaca.channels.flatMap(channel => {
      const symbols = wants.filter(want => want.channel === channel).map(({symbol}) => symbol);
      return symbols.length > 0 ? [[channel, symbols]] : [];
    });
    return [JSON.stringify({action, ...Object.fromEntries(byChannel)})];
  }
}
