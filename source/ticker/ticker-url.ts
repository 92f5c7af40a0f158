import {UsageError} from '../streams/errors.ts';
import {publicUrl} from '../streams/public-url.ts';
import {clean} from '../terminal/clean.ts';
import {refuseKeyInUrl} from './keys.ts';
import type {Venue, Want} from './venue.ts';
import {type VenueName, venues} from './venues.ts';

/** What a ticker URL asks for. */
export interface TickerUrl {
  readonly venue: VenueName;
  /** The URL without its symbols and without credentials: names the feed in its events. */
  readonly source: string;
  /** The WebSocket to connect to. */
  readonly address: string;
  /** Each once. None: whatever the feed tells of. */
  readonly wants: readonly Want[];
}

/**
 * Reads `venue:SYMBOL,SYMBOL` (the venue's own address) or `venue+ws://host:port/path#SYMBOL,SYMBOL` (another
 * address where the venue's protocol is spoken; also `venue+wss`). `SYMBOL@channel` names another of the venue's
 * channels than its usual one. Symbols keep their case: venues tell them apart.
 * Throws a UsageError that says what was expected and what came, and where it holds a key.
 */
export function parseTickerUrl(url: string): TickerUrl {
  const [, name, transport, rest] = /^([\w-]+)(?:\+([\w-]+))?:(.*)$/s.exec(url) ?? refuse(url, 'no venue');
  const venue = knownVenue(url, name!);
  refuseKeyInUrl(venues[venue], venue, url);
  if (transport === undefined) {
    const {address} = venues[venue];
    if (address === undefined)
      refuse(url, 'no address', `${venue}+wss://HOST/PATH#SYMBOL; it has none of its own`);
    return {venue, source: venue, address, wants: parseWants(url, venue, rest!)};
  }
  if (transport !== 'ws' && transport !== 'wss') refuse(url, `"${transport}" after the "+"`);
  const [address, symbols = ''] = splitOnce(`${transport}:${rest}`, '#');
  if (!/^wss?:\/\/./.test(address!) || !URL.canParse(address!)) refuse(url, 'no such address');
  const source = clean(publicUrl(`${venue}+${address}`));
  return {venue, source, address: address!, wants: parseWants(url, venue, decoded(url, symbols))};
}

function knownVenue(url: string, name: string): VenueName {
  if (!Object.hasOwn(venues, name)) {
    refuse(url, `the venue "${name}", and the known ones are: ${Object.keys(venues).join(', ')}`);
  }
  return name as VenueName;
}

function parseWants(url: string, name: VenueName, list: string): Want[] {
  const venue: Venue = venues[name];
  const wants = new Map<string, Want>();
  for (const part of list.split(',').map(text => text.trim())) {
    if (part === '') continue;
    const [symbol, channel = venue.channels[0]] = splitOnce(part, '@');
    const example = `${name}:${venue.symbol.example}`;
    if (!venue.symbol.shape.test(symbol!)) refuse(url, `the symbol "${symbol}"`, example);
    if (!venue.channels.includes(channel))
      refuse(url, `the channel "${channel}"`, `one of ${venue.channels.join(', ')} after the "@"`);
    wants.set(`${symbol}@${channel}`, {symbol: symbol!, channel});
  }
  // A feed of no protocol of its own may tell of what it likes.
  if (wants.size === 0 && venue.address !== undefined) refuse(url, 'no symbol');
  const all = [...wants.values()];
  const objection = venue.objection?.(all);
  if (objection !== undefined) refuse(url, objection, `${name}:${venue.symbol.example}`);
  return all;
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

const usual = 'kraken:BTC/USD,ETH/USD or kraken+ws://127.0.0.1:9000/v2#BTC/USD';

function refuse(url: string, found: string, example = usual): never {
  const given = clean(`${found} in "${publicUrl(url)}"`, 200);
  throw new UsageError(`expected a ticker URL such as ${example}, got ${given}`);
}
