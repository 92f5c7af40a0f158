import type {ChatEvent, Message, Presence} from './event.ts';
import {casefold} from './names.ts';
import {RoomState} from './room-state.ts';

/** A line as a room shows it. */
export interface ChatLine {
  /** ISO 8601 UTC. */
  readonly time: string;
  readonly kind: 'message' | 'action' | 'notice' | 'presence' | 'topic' | 'server' | 'gap';
  /** Who it is from or about; '' for lines of nobody. */
  readonly nick: string;
  readonly text: string;
  readonly self: boolean;
  /** Somebody else wrote our nick. */
  readonly mention: boolean;
}

export interface RoomView {
  readonly name: string;
  readonly topic: string;
  /** Messages, actions and notices of others since the room was marked read, and those of them that mention us. */
  readonly unread: number;
  readonly mentions: number;
  readonly members: number;
  /** Sorted, without regard to case. */
  readonly nicks: readonly string[];
  /** The newest 2,000, oldest first. */
  readonly lines: readonly ChatLine[];
  /** How many there ever were. */
  readonly total: number;
}

export interface RoomsView {
  /** In the order in which we came to know them. */
  readonly rooms: readonly RoomView[];
  /** Our own nick; '' before it is known. */
  readonly nick: string;
}

const maxRooms = 500;
/** Where the server's words go while there is no room. */
const lobby = '*';

/**
 * What there is to see of a chat: each room with its topic, people, last lines and what is unread. A conversation
 * with one person is a room named after them. What the server says to us alone is shown in the room that was
 * marked read last. `snapshot()` returns the same object until something changes, room by room too.
 */
export class Rooms {
  readonly #rooms = new Map<string, RoomState>();
  #nick = '';
  #mention: RegExp | undefined;
  #lastRead = '';
  #view: RoomsView | undefined;

  apply(event: ChatEvent): void {
    this.#view = undefined;
    if (event.type === 'message') this.#message(event);
    else if (event.type === 'presence') this.#presence(event);
    else if (event.type === 'topic') this.#room(event.room)?.setTopic(event.topic, event.time);
    else if (event.type === 'names') this.#room(event.room)?.setNicks(event.nicks);
    else this.#readLast()?.add(lineOf('server', event.text, event.time));
  }

  markRead(room: string): void {
    const key = casefold(room);
    const state = this.#rooms.get(key);
    if (!state) return;
    this.#lastRead = key;
    if (state.markRead()) this.#view = undefined;
  }

  /** Tells who we are, for mentions; it is also learnt from events with `self`. */
  setNick(nick: string): void {
    if (nick === this.#nick) return;
    this.#nick = nick;
    this.#mention = nick === '' ? undefined : mentionOf(nick);
    this.#view = undefined;
  }

  /** Shows in every room that something may be missing here. `time` is ISO 8601 UTC. */
  gap(text: string, time: string): void {
    for (const room of this.#rooms.values()) room.add(lineOf('gap', text, time));
    this.#view = undefined;
  }

  snapshot(): RoomsView {
    this.#view ??= {rooms: [...this.#rooms.values()].map(room => room.view()), nick: this.#nick};
    return this.#view;
  }

  #message({room, nick, text, kind, self, time}: Message): void {
    if (self) this.setNick(nick);
    const mention = !self && (this.#mention?.test(text) ?? false);
    this.#room(room)?.add({time, kind: kind ?? 'message', nick, text, self: self ?? false, mention});
  }

  #presence({room, nick, change, newNick, text, self, time}: Presence): void {
    if (self) this.setNick(change === 'nick' && newNick !== undefined ? newNick : nick);
    if (self && change === 'part') {
      this.#rooms.delete(casefold(room));
      return;
    }
    const state = this.#room(room);
    if (change === 'join') state?.enter(nick);
    else state?.leave(nick);
    if (change === 'nick' && newNick !== undefined) state?.enter(newNick);
    const words = wordsOf(change, newNick) + (text ? `: ${text}` : '');
    state?.add({time, kind: 'presence', nick, text: words, self: self ?? false, mention: false});
  }

  #readLast(): RoomState | undefined {
    return this.#rooms.get(this.#lastRead) ?? this.#rooms.values().next().value ?? this.#room(lobby);
  }

  /** The room of a name, made where there is none; undefined when there are too many to make another. */
  #room(name: string): RoomState | undefined {
    const key = casefold(name);
    const known = this.#rooms.get(key);
    if (known) return known;
    if (this.#rooms.size >= maxRooms && !this.#forgetConversation()) return undefined;
    const room = new RoomState(name);
    const waiting = this.#rooms.get(lobby);
    this.#rooms.delete(lobby);
    this.#rooms.set(key, room);
    for (const line of waiting?.view().lines ?? []) room.add(line);
    return room;
  }

  /** Makes room by dropping the oldest conversation with one person: anyone can begin one. */
  #forgetConversation(): boolean {
    for (const key of this.#rooms.keys()) if (!key.startsWith('#')) return this.#rooms.delete(key);
    return false;
  }
}

function lineOf(kind: ChatLine['kind'], text: string, time: string): ChatLine {
  return {time, kind, nick: '', text, self: false, mention: false};
}

function wordsOf(change: Presence['change'], newNick = '?'): string {
  switch (change) {
    case 'join':
      return 'joined';
    case 'part':
      return 'left';
    case 'quit':
      return 'quit';
    case 'kick':
      return 'was kicked';
    case 'nick':
      return `is now ${newNick}`;
  }
}

/** Our nick as a word of its own: what may stand in a nick may not stand beside it. */
function mentionOf(nick: string): RegExp {
  const escaped = nick.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&');
  return new RegExp(
    `(?<![\\p{L}\\p{N}_\\-\\[\\]\\\\\`^{|}])${escaped}(?![\\p{L}\\p{N}_\\-\\[\\]\\\\\`^{|}])`,
    'iu',
  );
}
