import type {Meta} from '../streams/status.ts';
import type {StreamOptions} from '../streams/websocket-events.ts';
import {parseTickerUrl} from './ticker-url.ts';
import type {Trade} from './trade.ts';
import {venues} from './venues.ts';

/**
 * The trades that a ticker URL names (see `parseTickerUrl`), kept connected. Stays current rather than whole: a
 * consumer that falls 8,192 frames behind loses the oldest, counted in `options.counters`.
 * Throws a UsageError for a URL that cannot be read, at the call.
 */
export function ticker(
  url: string,
  options: StreamOptions,
): AsyncGenerator<(Trade | Meta)[], void, undefined> {
  const feed = parseTickerUrl(url);
  return venues[feed.venue].trades(feed, options);
}
