import {isoTime} from '../../streams/clock.ts';
import {reject} from '../../streams/reject.ts';
import type {Meta} from '../../streams/status.ts';
import type {ChatEvent, Presence} from '../event.ts';
import {formatIrcLine, type IrcLine, parseIrcLine} from '../irc-line.ts';
import {casefold, nickOf} from '../names.ts';
import {Members} from './members.ts';
import {plainText} from './plain-text.ts';
import {Registration} from './registration.ts';

export interface ConversationOptions {
  /** The stream's URL, without credentials: names it in rejects. */
  readonly source: string;
  readonly nick: string;
  readonly realName: string;
  readonly password?: string | undefined;
  /** Sends a line. */
  readonly send: (line: string) => void;
}

/** Numerics that say nothing to a person, or that are told in another way. */
const silent = /^(?:00\d|25[0-5]|26[56]|315|318|32[349]|33[13]|353|366|368|37[256]|396|422)$/;
const maxNames = 100_000;

/** One connection to a server, from the first line to the last: lines in, events and answers out. No socket. */
export class Conversation {
  readonly registration: Registration;
  readonly members = new Members();
  /** What the server said when it closed the connection. */
  farewell: string | undefined;
  /** `nick!user@host`, as others see us, once we know. */
  ownSource: string | undefined;
  readonly #source: string;
  readonly #send: (line: string) => void;
  readonly #names = new Map<string, string[]>();

  constructor({source, send, ...options}: ConversationOptions) {
    this.#source = source;
    this.#send = send;
    this.registration = new Registration({
      ...options,
      send: (command, ...params) => send(formatIrcLine({command, params})),
    });
  }

  /** Reads a frame, which holds a line, or several from servers that do not keep to that. Never throws. */
  read(frame: string, atMs: number): (ChatEvent | Meta)[] {
    const events: (ChatEvent | Meta)[] = [];
    for (const text of frame.split(/[\r\n]+/)) {
      if (text === '') continue;
      const line = parseIrcLine(text);
      if (line && /^(?:[A-Za-z]+|\d{3})$/.test(line.command)) events.push(...this.#handle(line, atMs));
      else events.push(reject(this.#source, 'expected a line of IRC', text, atMs));
    }
    return events;
  }

  isOwn(nick: string): boolean {
    return casefold(nick) === casefold(this.registration.nick);
  }

  #handle(line: IrcLine, atMs: number): ChatEvent[] {
    const {source = '', params} = line;
    const command = line.command.toUpperCase();
    const nick = plainText(nickOf(source), 64) || '*';
    const time = timeOf(line, atMs);
    const param = (index: number, limit?: number) => plainText(params[index] ?? '', limit);
    const room = param(0, 200);
    this.registration.handle({...line, command});
    switch (command) {
      case 'PING':
        this.#send(formatIrcLine({command: 'PONG', params}));
        return [];
      case 'PRIVMSG':
      case 'NOTICE':
        return this.#heard(line, command, time);
      case 'JOIN':
        if (this.isOwn(nick)) {
          this.members.enter(room);
          this.ownSource = source;
        }
        this.members.add(room, [nick]);
        return [this.#presence({room, nick, change: 'join', time})];
      case 'PART':
        return [this.#left({room, nick, change: 'part', time}, param(1))];
      case 'KICK':
        return [this.#left({room, nick: param(1, 64), change: 'kick', time}, param(2))];
      case 'QUIT':
        return this.members
          .roomsOf(nick)
          .map(shared => this.#left({room: shared, nick, change: 'quit', time}, param(0)));
      case 'NICK':
        return this.#renamed(nick, param(0, 64), time);
      case 'TOPIC':
        return [{type: 'topic', room, topic: param(1), time}];
      case '332':
        return [{type: 'topic', room: param(1, 200), topic: param(2), time}];
      case '331':
        return [{type: 'topic', room: param(1, 200), topic: '', time}];
      case '353':
        this.#listed(param(2, 200), params[3] ?? '');
        return [];
      case '366':
        return this.#allListed(param(1, 200), time);
      case 'ERROR':
        this.farewell = room || 'ERROR';
        return [{type: 'server', text: this.farewell, code: command, time}];
      case 'INVITE':
      case 'WALLOPS':
      case 'FAIL':
      case 'WARN':
      case 'NOTE':
        return [{type: 'server', text: plainText(params.join(' ')), code: command, time}];
      default:
        if (!/^\d/.test(command) || silent.test(command)) return [];
        return [{type: 'server', text: plainText(params.slice(1).join(' ')), code: command, time}];
    }
  }

  #heard({source, params, tags}: IrcLine, command: string, time: string): ChatEvent[] {
    const [target = '', raw = ''] = params;
    // A status message (@#room) is for some of a room only.
    const room = plainText(target.replace(/^[~&@%+]+(?=#)/, ''), 200);
    const fromServer = source === undefined || (!source.includes('!') && source.includes('.'));
    if (fromServer && !room.startsWith('#')) {
      return [{type: 'server', text: plainText(raw), code: command, time}];
    }
    const ctcp = /^\u0001(?:ACTION (?<action>[^\u0001]*))?/s.exec(raw);
    const action = ctcp?.groups?.action;
    if (ctcp && (action === undefined || command === 'NOTICE')) return [];
    const text = plainText(action ?? raw);
    const nick = plainText(nickOf(source ?? ''), 64) || '*';
    const self = this.isOwn(nick);
    const id = tags.get('msgid');
    return [
      {
        type: 'message',
        // What is said to us alone belongs where we answer it.
        room: !self && this.isOwn(room) ? nick : room,
        nick,
        text,
        ...(action !== undefined && {kind: 'action'}),
        ...(command === 'NOTICE' && {kind: 'notice'}),
        ...(self && {self}),
        ...(id && {id: plainText(id, 200)}),
        time,
      },
    ];
  }

  #presence(presence: Omit<Presence, 'type' | 'self'>): Presence {
    return {type: 'presence', ...presence, ...(this.isOwn(presence.nick) && {self: true})};
  }

  #left(presence: Omit<Presence, 'type' | 'self' | 'text'>, text: string): Presence {
    const {room, nick} = presence;
    if (this.isOwn(nick)) this.members.leave(room);
    else this.members.remove(room, nick);
    return this.#presence({...presence, ...(text !== '' && {text})});
  }

  #renamed(nick: string, newNick: string, time: string): ChatEvent[] {
    const events: ChatEvent[] = [];
    const self = this.isOwn(nick);
    for (const room of this.members.roomsOf(nick)) {
      this.members.remove(room, nick);
      this.members.add(room, [newNick]);
      events.push(this.#presence({room, nick, change: 'nick', newNick, time}));
    }
    if (!self) return events;
    this.registration.nick = newNick;
    if (events.length > 0) return events;
    return [{type: 'server', text: `you are now known as ${newNick}`, code: 'NICK', time}];
  }

  #listed(room: string, list: string): void {
    if (!this.members.has(room)) return;
    const key = casefold(room);
    let names = this.#names.get(key);
    if (!names) this.#names.set(key, (names = []));
    for (const entry of list.split(' ')) {
      const nick = plainText(nickOf(entry.replace(/^[~&@%+!]+/, '')), 64);
      if (nick !== '' && names.length < maxNames) names.push(nick);
    }
  }

  #allListed(room: string, time: string): ChatEvent[] {
    const nicks = this.#names.get(casefold(room));
    this.#names.delete(casefold(room));
    if (!nicks) return [];
    this.members.add(room, nicks);
    return [{type: 'names', room, nicks, time}];
  }
}

const serverTime = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,9})?Z$/;

/** The server's time of a line where it tells one, else ours. */
function timeOf({tags}: IrcLine, atMs: number): string {
  const time = tags.get('time');
  return time !== undefined && serverTime.test(time) && !Number.isNaN(Date.parse(time))
    ? time
    : isoTime(atMs);
}
