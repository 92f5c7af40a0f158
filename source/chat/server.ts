import {setImmediate as turn} from 'node:timers/promises';
import type {WebSocket} from 'ws';
import {type Clock, systemClock} from '../streams/clock.ts';
import {parseIrcLine} from './irc-line.ts';
import {runCommand} from './server/commands.ts';
import {type Connection, websocketConnection} from './server/connection.ts';
import {type ChatLimits, defaultLimits} from './server/limits.ts';
import {Network, type NetworkCounters} from './server/network.ts';
import {Outgoing} from './server/outgoing.ts';
import {replies} from './server/replies.ts';
import {Session} from './server/session.ts';
import {maxLineBytes, maxTagBytes} from './server/text-limits.ts';

export interface ChatServerOptions {
  readonly clock?: Clock;
  /** The server's name in its own lines; has a dot in it. Default `chat.tailrace`. */
  readonly name?: string;
  readonly limits?: Partial<ChatLimits>;
}

/** What happened so far, and how many there are now. */
export interface ChatCounters extends NetworkCounters {
  readonly clients: number;
  readonly rooms: number;
}

/** What a transport tells of one client's connection. */
export interface Peer {
  /** What came: a line, or several with line endings between. */
  receive(text: string): void;
  /** The connection is gone. */
  closed(reason: string): void;
}

const maxFrameLength = maxTagBytes + maxLineBytes + 2;
const sweepMs = 500;
const ping = new Outgoing({command: 'PING', params: ['alive']});

/**
 * An IRC server, whatever carries its lines: rooms for anyone who comes, without operators and without history.
 * It reads no file and opens no port; who listens hands it the connections.
 */
export class ChatServer implements AsyncDisposable {
  readonly #network: Network;
  readonly #sessions = new Set<Session>();
  readonly #stop = new AbortController();
  #sweeping = false;

  constructor({clock = systemClock, name = 'chat.tailrace', limits = {}}: ChatServerOptions = {}) {
    this.#network = new Network({name, clock, limits: {...defaultLimits, ...limits}});
  }

  get counters(): ChatCounters {
    return {...this.#network.counters, clients: this.#sessions.size, rooms: this.#network.rooms.size};
  }

  /** Takes over a WebSocket that was just accepted; `host` is shown to others as where the client is. */
  acceptWebSocket(socket: WebSocket, {host = 'websocket'}: {readonly host?: string} = {}): void {
    // A later error is always followed by 'close'.
    socket.on('error', () => {});
    const peer = this.accept(websocketConnection(socket), {host});
    socket.on('message', data => peer.receive(String(data)));
    socket.on('close', () => peer.closed('Connection closed'));
  }

  accept(connection: Connection, {host}: {readonly host: string}): Peer {
    const network = this.#network;
    const session = new Session(connection, host, network.limits, network.clock.now());
    const closed = (reason: string) => {
      this.#sessions.delete(session);
      if (session.closingAtMs !== undefined) return;
      session.closingAtMs = network.clock.now();
      network.remove(session, reason);
      network.settle();
    };
    const full = this.#sessions.size >= network.limits.maxClients;
    if (full || this.#stop.signal.aborted) {
      network.counters.refused++;
      network.letGo(session, full ? 'the server is full' : 'the server is stopping', 1013);
      return {receive() {}, closed() {}};
    }
    this.#sessions.add(session);
    if (!this.#sweeping) void this.#sweep();
    return {receive: text => this.#receive(session, text), closed};
  }

  /** Says goodbye to everyone and closes every connection. */
  async [Symbol.asyncDispose](): Promise<void> {
    this.#stop.abort();
    // The others need not be told of each who leaves: they all do.
    for (const session of this.#sessions) {
      if (session.closingAtMs === undefined) this.#network.dismiss(session, 'the server is stopping', 1001);
    }
    // A turn for what was just written to go out; whoever has not taken it by then has other worries.
    await turn();
    for (const session of this.#sessions) session.connection.destroy();
    this.#sessions.clear();
  }

  #receive(session: Session, text: string): void {
    const {limits, clock, counters} = this.#network;
    session.heardAtMs = clock.now();
    session.pingedAtMs = undefined;
    // Too much in one frame is not looked through for lines: it is one that is too long.
    const lines = text.length > maxFrameLength ? [text.slice(0, maxFrameLength + 1)] : text.split(/[\r\n]+/);
    for (const line of lines) {
      if (line === '' || session.closingAtMs !== undefined) continue;
      if (session.backlog.length === 0 && session.flood.take(clock.now())) this.#run(session, line);
      else if (session.backlog.length < limits.floodBacklog) session.backlog.push(line);
      else {
        counters.flooded++;
        this.#network.letGo(session, 'sending too fast');
      }
    }
    this.#network.settle();
  }

  #run(session: Session, text: string): void {
    const network = this.#network;
    network.counters.received++;
    const line = parseIrcLine(text.replaceAll('\0', ''));
    if (isTooLong(text)) network.reply(session, replies.tooLong);
    else if (line) runCommand(network, session, line);
  }

  /** What has to happen when nobody says anything; runs while anyone is connected. */
  async #sweep(): Promise<void> {
    this.#sweeping = true;
    const {signal} = this.#stop;
    while (this.#sessions.size > 0 && !signal.aborted) {
      await this.#network.clock.sleep(sweepMs, signal);
      if (signal.aborted) break;
      const nowMs = this.#network.clock.now();
      for (const session of this.#sessions) this.#tend(session, nowMs);
      this.#network.settle();
    }
    this.#sweeping = false;
  }

  #tend(session: Session, nowMs: number): void {
    const {limits, counters} = this.#network;
    if (session.closingAtMs !== undefined) {
      if (nowMs - session.closingAtMs >= limits.closeMs) session.connection.destroy();
      return;
    }
    while (session.backlog.length > 0 && session.flood.take(nowMs))
      this.#run(session, session.backlog.shift()!);
    if (!session.registered && nowMs - session.connectedAtMs >= limits.registrationMs) {
      counters.timedOut++;
      this.#network.letGo(session, 'registration took too long');
    } else if (session.pingedAtMs !== undefined && nowMs - session.pingedAtMs >= limits.timeoutMs) {
      counters.timedOut++;
      this.#network.letGo(session, `no sign of life for ${Math.round((nowMs - session.heardAtMs) / 1000)} s`);
    } else if (session.pingedAtMs === undefined && nowMs - session.heardAtMs >= limits.idleMs) {
      session.pingedAtMs = nowMs;
      this.#network.deliver(ping, session);
    }
  }
}

/** Counts the tags and the rest apart, as the message-tags specification does. */
function isTooLong(text: string): boolean {
  if (text.length * 3 <= maxLineBytes) return false;
  const tagsEnd = text.startsWith('@') ? text.indexOf(' ') + 1 : 0;
  return (
    Buffer.byteLength(text.slice(0, tagsEnd)) > maxTagBytes ||
    Buffer.byteLength(text.slice(tagsEnd)) > maxLineBytes
  );
}
