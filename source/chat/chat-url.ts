import {UsageError} from '../streams/errors.ts';
import {publicUrl} from '../streams/public-url.ts';
import {isNick, isRoom} from './names.ts';

/** Where a chat is, and what to do there. */
export interface ChatAddress {
  /** A ws: or wss: URL, without user, password and rooms. */
  readonly address: string;
  /** Each with its #, in the order given, none twice. */
  readonly rooms: readonly string[];
  readonly nick?: string;
  readonly password?: string;
}

const example = 'for example irc+ws://127.0.0.1:8080/chat#ops,random';

/**
 * Reads `irc+ws://[nick[:password]@]host[:port]/path#room,room`, or `irc+wss:` for TLS. A room may be given with or
 * without its #. `nick` is used where the URL has none. Throws a UsageError that says what was expected.
 */
export function chatUrl(url: string, {nick}: {readonly nick?: string} = {}): ChatAddress {
  const shown = publicUrl(url);
  const scheme = /^irc\+(wss?:\/\/)/i.exec(url);
  if (!scheme) throw new UsageError(`${shown}: expected a chat URL, ${example}`);
  const parsed = URL.parse(url.slice('irc+'.length));
  if (!parsed) throw new UsageError(`${shown}: expected a host after irc+${scheme[1]}, ${example}`);
  const rooms = roomsOf(parsed.hash.slice(1), shown);
  const user = decoded(parsed.username, shown) || nick;
  const password = decoded(parsed.password, shown);
  if (user !== undefined && !isNick(user)) {
    throw new UsageError(
      `${shown}: expected a nick of up to 30 letters, digits and -_[]{}\\^|\`, that does not begin with a digit, got ${JSON.stringify(user)}`,
    );
  }
  parsed.hash = '';
  parsed.username = '';
  parsed.password = '';
  return {
    address: parsed.href,
    rooms,
    ...(user !== undefined && {nick: user}),
    ...(password !== '' && {password}),
  };
}

function roomsOf(hash: string, shown: string): string[] {
  const rooms = new Set<string>();
  for (const part of decoded(hash, shown).split(',')) {
    if (part === '') continue;
    const room = part.startsWith('#') ? part : `#${part}`;
    if (!isRoom(room)) {
      throw new UsageError(`${shown}: ${JSON.stringify(room)} is no name for a room, ${example}`);
    }
    rooms.add(room);
  }
  return [...rooms];
}

function decoded(text: string, shown: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    throw new UsageError(
      `${shown}: a % is not followed by two hexadecimal digits, write %25 for a percent sign`,
    );
  }
}
