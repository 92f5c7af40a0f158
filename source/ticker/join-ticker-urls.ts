import {parseTickerUrl} from './ticker-url.ts';

/**
 * Ticker URLs of the same feed as one URL: a venue is connected to once, and counts its connections.
 * Throws a UsageError for a URL that cannot be read.
 */
export function joinTickerUrls(urls: readonly string[]): string[] {
  const joined = new Map<string, string>();
  for (const url of urls) {
    const {source, wants} = parseTickerUrl(url);
    const before = joined.get(source);
    // Who asked for all that a feed tells of has the others as well.
    if (before === undefined || wants.length === 0) joined.set(source, url);
    else if (parseTickerUrl(before).wants.length > 0) {
      joined.set(source, `${before},${wants.map(({symbol, channel}) => `${symbol}@${channel}`).join(',')}`);
    }
  }
  return [...joined.values()];
}
