import type {TickerNews} from './event.ts';
import type {Listings} from './listings.ts';

/** What is asked for: a symbol, on one of the venue's channels. */
export interface Want {
  readonly symbol: string;
  readonly channel: string;
}

/** Where the fields of a trade stand in a JSON object: paths such as `s`, `data.price`, `tick[0].p`. */
export interface JsonFields {
  readonly price: string;
  readonly symbol?: string;
  readonly size?: string;
  readonly time?: string;
  readonly side?: string;
  readonly id?: string;
  /** A number that counts the symbol's trades by one: what is missing shows by it. */
  readonly seq?: string;
}

/** What a connection's session speaks through. */
export interface Talk {
  /** Names the feed in its events: the URL without its symbols. */
  readonly source: string;
  /** The symbols that were asked for. Trades go through them: see Listing. */
  readonly listings: Listings;
  /** The values of the venue's `keys`, in their order. */
  readonly keys: readonly string[];
  /** For a venue of no protocol of its own. */
  readonly fields: JsonFields | undefined;
  /** Sends a frame: at once, or as soon as the venue's limit allows. */
  send(frame: string): void;
  /** Asks for all that is wanted. Needed only where `Venue.asksAtOnce` is false: after a log-in, say. */
  ask(): void;
  /** The venue has answered what it was asked: the connection is worth keeping. */
  answered(): void;
  /** Ends this connection, for a reason in a sentence. The next is tried after the usual wait, or `retryMs` if longer. */
  end(reason: string, retryMs?: number): void;
}

/** One connection's side of the protocol. */
export interface Session {
  /** The frames that ask for these. */
  subscribe(wants: readonly Want[]): readonly string[];
  /** The frames that give these up; none where the venue has no such thing. */
  unsubscribe(wants: readonly Want[]): readonly string[];
  /** One frame into events; what cannot be read is a Reject. `atMs` is when it came. Never throws. */
  read(frame: string, atMs: number): readonly TickerNews[];
}

/** A market that is listened to: its rules, and its protocol. One file a venue, listed in `venues.ts`. */
export interface Venue {
  /** Its own public WebSocket; undefined where it has none, and the URL must name one. */
  readonly address: string | undefined;
  /** How it writes a symbol. */
  readonly symbol: {
    readonly shape: RegExp;
    /** One that it knows. */
    readonly example: string;
    /** As it stands in events; default: as it was asked for. */
    readonly shown?: (symbol: string) => string;
  };
  /** Its channels, by its own names: `SYMBOL@channel`. The first is meant where none is named. */
  readonly channels: readonly [string, ...string[]];
  /** What of these cannot be had at once over a connection, as a noun phrase; undefined: all can. Default all. */
  readonly objection?: (wants: readonly Want[]) => string | undefined;
  /** Its key: names of environment variables. Default none. */
  readonly keys?: readonly string[];
  /** The address with what it has to carry; default: as it is. */
  readonly addressOf?: (address: string, keys: readonly string[]) => string;
  /** False: nothing may be asked for before the session says so. Default true. */
  readonly asksAtOnce?: boolean;
  /** The connection is given up after so long without a sign of life, in milliseconds. */
  readonly silenceMs: number;
  /** A sign of life is a frame alone, because the venue beats by frames; default false: a ping or a pong will do. */
  readonly beatsByFrames?: boolean;
  /** Sent after so long without a frame. */
  readonly ping?: {readonly idleMs: number; readonly frame: string};
  /** The connection is given up when nothing was answered so long after it was opened, in milliseconds. Default 10,000. */
  readonly answerMs?: number;
  /** Most frames that may be sent a second. */
  readonly sendsPerSecond: number;
  /** A connection is renewed when it is so old, in milliseconds: before the venue closes it. Default never. */
  readonly lifeMs?: number;
  /** True: the trades of a symbol are counted (`Trade.id` is a number), so that a gap shows by itself. */
  readonly countsTrades: boolean;
  /** Begins a connection. */
  readonly open: (talk: Talk) => Session;
}
