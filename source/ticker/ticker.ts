import {Feed, type FeedOptions} from './feed.ts';
import {type Env, readKeys} from './keys.ts';
import {parseTickerUrl} from './ticker-url.ts';
import type {Venue} from './venue.ts';
import {venues} from './venues.ts';

export interface TickerOptions extends FeedOptions {
  /** Where the keys stand of a venue that has them, unless `keys` gives them; see `readKeys`. Default nowhere. */
  readonly env?: Env;
}

/**
 * What a ticker URL names (see `parseTickerUrl`), kept connected.
 * Throws a UsageError for a URL that cannot be read, and where a key is missing, at the call.
 */
export function ticker(url: string, {env = {}, ...options}: TickerOptions): Feed {
  const asked = parseTickerUrl(url);
  const venue: Venue = venues[asked.venue];
  const keys = options.keys ?? readKeys(venue, asked.venue, env);
  return new Feed(venue, asked, {...options, keys});
}
