import {UsageError} from '../streams/errors.ts';
import {publicUrl} from '../streams/public-url.ts';
import {clean} from '../terminal/clean.ts';
import type {TickerFeed} from './venue.ts';
import {type VenueName, venues} from './venues.ts';

export interface TickerUrl extends TickerFeed {
  readonly venue: VenueName;
}

const symbolShape = /^[\w.$-]{1,20}\/[\w.$-]{1,20}$/;

/**
 * Reads `venue:SYMBOL,SYMBOL` (the venue's own address) or `venue+ws://host:port/path#SYMBOL,SYMBOL` (another
 * address where the venue's protocol is spoken; also `venue+wss`). Symbols keep their case: venues tell them apart.
 * Throws a UsageError that says what was expected and what came.
 */
export function parseTickerUrl(url: string): TickerUrl {
  const [, name, transport, rest] = /^([\w-]+)(?:\+([\w-]+))?:(.*)$/s.exec(url) ?? refuse(url, 'no venue');
  const venue = knownVenue(url, name!);
  const source = clean(publicUrl(url));
  if (transport === undefined) {
    return {venue, source, address: venues[venue].address, symbols: parseSymbols(url, rest!)};
  }
  if (transport !== 'ws' && transport !== 'wss') refuse(url, `"${transport}" after the "+"`);
  const [address, symbols = ''] = splitOnce(`${transport}:${rest}`, '#');
  if (!/^wss?:\/\/./.test(address!) || !URL.canParse(address!)) refuse(url, 'no such address');
  return {venue, source, address: address!, symbols: parseSymbols(url, decoded(url, symbols))};
}

function knownVenue(url: string, name: string): VenueName {
  if (!Object.hasOwn(venues, name)) {
    refuse(url, `the venue "${name}", and the known ones are: ${Object.keys(venues).join(', ')}`);
  }
  return name as VenueName;
}

function parseSymbols(url: string, list: string): string[] {
  const symbols = list
    .split(',')
    .map(symbol => symbol.trim())
    .filter(symbol => symbol !== '');
  if (symbols.length === 0) refuse(url, 'no symbol');
  for (const symbol of symbols) if (!symbolShape.test(symbol)) refuse(url, `the symbol "${symbol}"`);
  return [...new Set(symbols)];
}

function decoded(url: string, fragment: string): string {
  try {
    return decodeURIComponent(fragment);
  } catch {
    return refuse(url, 'a broken % escape');
  }
}

function splitOnce(text: string, separator: string): [string, string?] {
  const at = text.indexOf(separator);
  return at === -1 ? [text] : [text.slice(0, at), text.slice(at + 1)];
}

function refuse(url: string, found: string): never {
  const given = clean(`${found} in "${publicUrl(url)}"`, 200);
  throw new UsageError(
    `expected a ticker URL such as kraken:BTC/USD,ETH/USD or kraken+ws://127.0.0.1:9000/v2#BTC/USD, got ${given}`,
  );
}
