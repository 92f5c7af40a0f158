import type {Meta} from '../streams/status.ts';
import type {StreamOptions} from '../streams/websocket-events.ts';
import type {Trade} from './trade.ts';

/** What a ticker URL asks for. */
export interface TickerFeed {
  /** The URL as it was given, without credentials: names the stream in its events. */
  readonly source: string;
  /** The WebSocket to connect to. */
  readonly address: string;
  /** At least one, each once, as the venue writes them. */
  readonly symbols: readonly string[];
}

/** A market that trades are heard from: one file a venue, listed in `venues.ts`. */
export interface Venue {
  /** The venue's own public WebSocket. */
  readonly address: string;
  /** The trades of a feed, kept connected. */
  readonly trades: (
    feed: TickerFeed,
    options: StreamOptions,
  ) => AsyncGenerator<(Trade | Meta)[], void, undefined>;
}
