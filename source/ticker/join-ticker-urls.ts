import {parseTickerUrl} from './ticker-url.ts';

/**
 * Ticker URLs of the same feed as one URL: a venue is connected to once, and counts its connections.
 * Throws a UsageError for a URL that cannot be read.
 */
export function joinTickerUrls(urls: readonly string[]): string[] {
  const joined = new Map<string, string>();
  for (const url of urls) {
    const {address, venue, wants} = parseTickerUrl(url);
    // What is masked in a name tells feeds apart.
    const feed = `${venue} ${address}`;
    const before = joined.get(feed);
    // Who asked for all that a feed tells of has the others as well.
    if (before === undefined || wants.length === 0) joined.set(feed, url);
    else if (parseTickerUrl(before).wants.length > 0) {
      joined.set(feed, `${before},${wants.map(({symbol, channel}) => `${symbol}@${channel}`).join(',')}`);
    }
  }
  return [...joined.values()];
}
