import {Channel} from '../streams/channel.ts';
import {isoTime, systemClock} from '../streams/clock.ts';
import {merge} from '../streams/merge.ts';
import {publicUrl} from '../streams/public-url.ts';
import {reconnect} from '../streams/reconnect.ts';
import type {Meta} from '../streams/status.ts';
import type {StreamOptions} from '../streams/websocket-events.ts';
import {type ChatAddress, chatUrl} from './chat-url.ts';
import {ChatConnection, type ChatEvents} from './client/chat-connection.ts';
import {plainText} from './client/plain-text.ts';
import {sayLines} from './client/say-lines.ts';
import type {ChatEvent, Message} from './event.ts';
import {casefold, isNick} from './names.ts';

export interface ChatClientOptions extends StreamOptions {
  /** Where the URL names none. When it is taken, one like it. Default `guest`. */
  readonly nick?: string;
  readonly realName?: string;
  /** How long the server may take to let us in, in milliseconds. Default 20,000. */
  readonly registerMs?: number;
}

const maxLineBytes = 510;
/** More lines at once would be a flood, which servers disconnect for. */
const maxLinesAtOnce = 20;
/** Longest `!user@host` that servers commonly give. */
const hostBytes = '!~'.length + 10 + '@'.length + 63;

/**
 * A person's presence on an IRC server over WebSocket: iterate it (once) for what is said and what happens; it
 * stays connected, coming back to its rooms, until `signal` aborts or the loop is left. The methods return false
 * when they did not send: nothing is kept to be sent later, except that a room once joined is joined again.
 */
export class ChatClient implements AsyncIterable<ChatEvents> {
  readonly #address: ChatAddress;
  readonly #options: ChatClientOptions;
  /** The stream's URL, without credentials. */
  readonly #source: string;
  /** Rooms to be in: folded name → name. */
  readonly #rooms = new Map<string, string>();
  /** What we said to a server that does not send it back. */
  readonly #own = new Channel<ChatEvent>({capacity: 1024, policy: 'drop-oldest'});
  /** The nick to ask for when we come in. */
  #nick: string;
  #renamingTo: string | undefined;
  #connection: ChatConnection | undefined;
  #iterated = false;

  /** `url` as `chatUrl` reads it: throws its UsageError. */
  constructor(url: string, options: ChatClientOptions) {
    this.#address = chatUrl(url, {nick: options.nick ?? 'guest'});
    this.#options = options;
    this.#source = publicUrl(url);
    this.#nick = this.#address.nick!;
    for (const room of this.#address.rooms) this.#rooms.set(casefold(room), room);
  }

  /** The nick that we have, or will ask for. */
  get nick(): string {
    return this.#connection?.conversation.registration.nick ?? this.#nick;
  }

  /**
   * Says something in a room, or to a nick. A text that is too long for a line goes out as several. False when we
   * are not connected or not in the room, when it is longer than 20 lines, and when there is nothing in it.
   */
  say(room: string, text: string, kind?: 'action' | 'notice'): boolean {
    const connection = this.#connection;
    if (!connection || !isTarget(room)) return false;
    const {members, ownSource, registration} = connection.conversation;
    if (room.startsWith('#') && !members.has(room)) return false;
    const command = kind === 'notice' ? 'NOTICE' : 'PRIVMSG';
    const [before, after] = kind === 'action' ? ['\u0001ACTION ', '\u0001'] : ['', ''];
    const sourceBytes = ownSource ? Buffer.byteLength(ownSource) : this.nick.length + hostBytes;
    const around = sourceBytes + Buffer.byteLength(`: ${command} ${room} :${before}${after}`);
    const pieces = sayLines(text, Math.max(64, maxLineBytes - around));
    if (pieces.length === 0 || pieces.length > maxLinesAtOnce) return false;
    return pieces.every(piece => {
      if (!connection.send(command, room, before + piece + after)) return false;
      if (!registration.caps.has('echo-message')) void this.#own.push([this.#ownMessage(room, piece, kind)]);
      return true;
    });
  }

  /** Joins a room, now or once connected. A # is put before a name that has none. */
  join(room: string): boolean {
    const name = room.startsWith('#') ? room : `#${room}`;
    if (!isTarget(name)) return false;
    this.#rooms.set(casefold(name), name);
    return this.#send('JOIN', name);
  }

  part(room: string, reason?: string): boolean {
    this.#rooms.delete(casefold(room));
    return isTarget(room) && this.#send('PART', room, ...(reason === undefined ? [] : [reason]));
  }

  topic(room: string, text: string): boolean {
    return isTarget(room) && this.#send('TOPIC', room, text);
  }

  /** Asks for another nick; the presence event with `self` says when we have it. */
  rename(nick: string): boolean {
    this.#renamingTo = nick;
    return isNick(nick) && this.#send('NICK', nick);
  }

  [Symbol.asyncIterator](): AsyncGenerator<ChatEvents, void, undefined> {
    if (this.#iterated) throw new Error('a ChatClient is iterated once; make another');
    this.#iterated = true;
    const {signal, clock = systemClock, failFast = false} = this.#options;
    const source = this.#source;
    return merge<ChatEvent | Meta>(
      [
        inner => reconnect(one => this.#connect(one), {source, signal: inner, clock, failFast}),
        inner => this.#ownUntil(inner),
      ],
      {signal},
    );
  }

  async #connect(signal: AbortSignal): Promise<AsyncIterable<ChatEvents>> {
    const {clock = systemClock, realName = 'tailrace', registerMs = 20_000} = this.#options;
    const {address, password} = this.#address;
    const connection = await ChatConnection.open({
      address,
      password,
      nick: this.#nick,
      realName,
      source: this.#source,
      signal,
      clock,
      registerMs,
    });
    this.#connection = connection;
    this.#rejoin();
    return this.#follow(connection);
  }

  async *#follow(connection: ChatConnection): AsyncGenerator<ChatEvents, void, undefined> {
    try {
      yield* connection;
    } finally {
      // A nick that we chose is the one to come back with; one that was given to us is not.
      const {nick} = connection.conversation.registration;
      if (nick === this.#renamingTo) this.#nick = nick;
      this.#connection = undefined;
    }
  }

  /** Joins every room that we should be in, in as few lines as it takes. */
  #rejoin(): void {
    let names = '';
    for (const room of this.#rooms.values()) {
      if (names !== '' && Buffer.byteLength(`${names},${room}`) > 400) {
        this.#send('JOIN', names);
        names = '';
      }
      names += names === '' ? room : `,${room}`;
    }
    if (names !== '') this.#send('JOIN', names);
  }

  #ownUntil(signal: AbortSignal): Channel<ChatEvent> {
    if (signal.aborted) this.#own.close();
    else signal.addEventListener('abort', () => this.#own.close(), {once: true});
    return this.#own;
  }

  #ownMessage(room: string, text: string, kind: Message['kind']): Message {
    const {clock = systemClock} = this.#options;
    return {
      type: 'message',
      room,
      nick: this.nick,
      text: plainText(text),
      ...(kind && {kind}),
      self: true,
      time: isoTime(clock.now()),
    };
  }

  #send(command: string, ...params: string[]): boolean {
    return this.#connection?.send(command, ...params) ?? false;
  }
}

/** Whether it can stand as one parameter of a line: a room or a nick. */
function isTarget(name: string): boolean {
  return /^[^\s,:\p{Cc}][^\s,\p{Cc}]*$/u.test(name);
}
