import type {Clock} from '../../streams/clock.ts';
import {casefold} from '../names.ts';
import type {ChatLimits} from './limits.ts';
import {Outgoing} from './outgoing.ts';
import {middle, type Reply} from './replies.ts';
import {Room} from './room.ts';
import type {Session} from './session.ts';

/** What happened so far. */
export interface NetworkCounters {
  /** Lines read from clients. */
  received: number;
  /** Lines sent to clients. */
  delivered: number;
  /** Lines not sent because their client was too slow, which it was let go for. */
  dropped: number;
  /** Clients let go: too slow, sending too fast, silent or never registered; or turned away at the door. */
  slow: number;
  flooded: number;
  timedOut: number;
  refused: number;
}

export interface NetworkOptions {
  /** The server's name in its own lines; has a dot. */
  readonly name: string;
  readonly clock: Clock;
  readonly limits: ChatLimits;
}

/**
 * Who is here, who is in which room, and the way of a line to them. All of it happens at once, so everyone in a
 * room sees the same order.
 */
export class Network {
  readonly name: string;
  readonly clock: Clock;
  readonly limits: ChatLimits;
  readonly startedAtMs: number;
  readonly nicks = new Map<string, Session>();
  readonly rooms = new Map<string, Room>();
  readonly counters = {
    received: 0,
    delivered: 0,
    dropped: 0,
    slow: 0,
    flooded: 0,
    timedOut: 0,
    refused: 0,
  } satisfies NetworkCounters;
  readonly #tooSlow: Session[] = [];
  #lastId = 0;

  constructor({name, clock, limits}: NetworkOptions) {
    this.name = name;
    this.clock = clock;
    this.limits = limits;
    this.startedAtMs = clock.now();
  }

  client(nick: string): Session | undefined {
    const session = this.nicks.get(casefold(nick));
    return session?.registered ? session : undefined;
  }

  room(name: string): Room | undefined {
    return this.rooms.get(casefold(name));
  }

  /** An id that no other message has, of this run or another. */
  nextId(): string {
    return `${Math.floor(this.startedAtMs).toString(36)}-${(++this.#lastId).toString(36)}`;
  }

  /** Gives a nick to a session, and takes the one it had. False when another has it. */
  claimNick(session: Session, nick: string): boolean {
    const holder = this.nicks.get(casefold(nick));
    if (holder !== undefined && holder !== session) return false;
    this.#releaseNick(session);
    session.nick = nick;
    this.nicks.set(casefold(nick), session);
    return true;
  }

  enter(session: Session, name: string): Room {
    let room = this.room(name);
    if (!room) {
      room = new Room(name, this.clock.now());
      this.rooms.set(casefold(name), room);
    }
    room.members.add(session);
    session.rooms.add(room);
    return room;
  }

  leave(session: Session, room: Room): void {
    room.members.delete(session);
    session.rooms.delete(room);
    if (room.members.size === 0) this.rooms.delete(casefold(room.name));
  }

  /** Everyone who shares a room with a session, each once, without itself. */
  peers(session: Session): Set<Session> {
    const peers = new Set<Session>();
    for (const room of session.rooms) for (const member of room.members) peers.add(member);
    peers.delete(session);
    return peers;
  }

  /** Sends a numeric to one client. Parameters but the last are made fit to stand in the middle. */
  reply(session: Session, {code, text}: Reply, ...params: string[]): void {
    const all = [session.nick ?? '*', ...params];
    const last = text ?? all.pop() ?? '';
    this.tell(session, code, ...all.map(middle), last);
  }

  /** Sends a line in the server's name to one client. */
  tell(session: Session, command: string, ...params: string[]): void {
    this.deliver(new Outgoing({source: this.name, command, params}), session);
  }

  /** Sends a line to many, but not to `except`. */
  fanOut(line: Outgoing, sessions: Iterable<Session>, except?: Session): void {
    for (const session of sessions) if (session !== except) this.deliver(line, session);
  }

  /** Sends a line to one, unless too much waits for it already: then it is let go at the next `settle()`. */
  deliver(line: Outgoing, session: Session): void {
    if (session.closingAtMs !== undefined) return;
    if (session.connection.bufferedBytes > this.limits.maxQueueBytes) {
      this.counters.dropped++;
      if (!session.tooSlow) this.#tooSlow.push(session);
      session.tooSlow = true;
      return;
    }
    session.connection.send(line.encode(session.variant));
    this.counters.delivered++;
  }

  /**
   * Lets go of those who turned out too slow. A step of its own, after each line, because saying that they left
   * may show that others are too slow as well.
   */
  settle(): void {
    for (let session = this.#tooSlow.shift(); session; session = this.#tooSlow.shift()) {
      if (session.closingAtMs !== undefined) continue;
      this.counters.slow++;
      this.letGo(session, 'too slow');
    }
  }

  /** Tells a client why it has to go, closes its connection, and tells the others that it left. */
  letGo(session: Session, reason: string, code = 1008): void {
    if (session.closingAtMs !== undefined) return;
    this.dismiss(session, reason, code);
    this.remove(session, reason);
  }

  /** Tells a client why it has to go, and closes its connection. */
  dismiss(session: Session, reason: string, code: number): void {
    session.closingAtMs = this.clock.now();
    const farewell = new Outgoing({command: 'ERROR', params: [`Closing link: ${reason}`]});
    session.connection.send(farewell.encode(session.variant));
    session.connection.close(code, reason);
  }

  /** Takes a client out of every room and tells the others. */
  remove(session: Session, reason: string): void {
    this.#releaseNick(session);
    session.backlog.length = 0;
    if (!session.registered) return;
    const peers = this.peers(session);
    for (const room of session.rooms) this.leave(session, room);
    const quit = {source: session.source, command: 'QUIT', params: [reason]};
    this.fanOut(new Outgoing(quit, {timeMs: this.clock.now()}), peers);
    session.registered = false;
  }

  #releaseNick(session: Session): void {
    if (session.nick === undefined) return;
    const key = casefold(session.nick);
    if (this.nicks.get(key) === session) this.nicks.delete(key);
  }
}
