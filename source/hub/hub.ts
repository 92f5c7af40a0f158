import {createServer, type IncomingMessage, type Server, type ServerResponse} from 'node:http';
import type {AddressInfo} from 'node:net';
import type {Duplex} from 'node:stream';
import {type WebSocket, WebSocketServer} from 'ws';
import type {Alert} from '../anomaly/alert.ts';
import {AlertBoard} from '../anomaly/alert-board.ts';
import {ChatServer} from '../chat/server.ts';
import {pipeline} from '../logs/pipeline.ts';
import type {LogRecord} from '../logs/record.ts';
import {type Clock, systemClock} from '../streams/clock.ts';
import {SourceError, sentenceOf} from '../streams/errors.ts';
import type {Source} from '../streams/merge.ts';
import {tee} from '../streams/tee.ts';
import type {Trade} from '../ticker/event.ts';
import {isSameOrigin} from './is-same-origin.ts';
import {MarketFeed} from './market-feed.ts';
import {Push} from './push.ts';
import {Recent} from './recent.ts';

export interface HubOptions {
  /** An address of this machine, e.g. `127.0.0.1`. */
  readonly host: string;
  /** 0: any free one. */
  readonly port: number;
  readonly clock?: Clock;
  /** The log records to judge and to push; without it there is no /logs, and /alerts says nothing. */
  readonly records?: Source<LogRecord>;
  /** A market to offer at /market. */
  readonly market?: {
    readonly trades: Source<Trade>;
    readonly symbols: readonly string[];
    readonly reconnectEveryMs?: number;
  };
  /** Told when something in the hub failed that it runs on without. */
  readonly onError?: (error: unknown) => void;
}

/** The longest frame that a client may send, in bytes: subscribers have nothing to say but a line of chat. */
const maxFrameBytes = 16 * 1024;
/** Between the log source and its readers, in records. */
const capacity = 20_000;

/**
 * The server: chat (/chat), log records (/logs), alerts (/alerts) and a market (/market) over WebSocket, and
 * /healthz over HTTP, all behind one port. Ends, with all its connections, when disposed of.
 */
export class Hub implements AsyncDisposable {
  readonly chat: ChatServer;
  readonly #options: HubOptions;
  readonly #http: Server;
  readonly #sockets: WebSocketServer;
  readonly #stop = new AbortController();
  readonly #alerts: Push<Alert>;
  readonly #logs: Push<LogRecord>;
  readonly #market: MarketFeed | undefined;
  readonly #board = new AlertBoard();
  readonly #recent = new Recent<LogRecord>();
  #reading: Promise<unknown> = Promise.resolve();

  private constructor(options: HubOptions) {
    const {clock = systemClock, market, onError = () => {}} = options;
    this.#options = options;
    this.chat = new ChatServer({clock});
    // An alert must not be missed unnoticed; log lines are many, and the newest matter.
    this.#alerts = new Push({policy: 'disconnect', snapshot: () => this.#board.snapshot().alerts, clock});
    this.#logs = new Push({policy: 'drop-oldest', snapshot: () => this.#recent.events, clock});
    this.#market = market && new MarketFeed(market.trades, {...market, clock});
    this.#market?.ended.catch(onError);
    this.#sockets = new WebSocketServer({
      noServer: true,
      maxPayload: maxFrameBytes,
      perMessageDeflate: false,
      handleProtocols: offered =>
        ['text.ircv3.net', 'text.inspircd.org'].find(one => offered.has(one)) ?? false,
    });
    this.#http = createServer((request, response) => this.#answer(request, response));
    this.#http.on('upgrade', (request, socket, head) => this.#upgrade(request, socket, head));
  }

  /** Listens. Throws a SourceError where the address cannot be had. */
  static async start(options: HubOptions): Promise<Hub> {
    const hub = new Hub(options);
    const {promise, resolve, reject} = Promise.withResolvers<void>();
    hub.#http.once('error', reject).listen(options.port, options.host, resolve);
    try {
      await promise;
    } catch (error) {
      await hub[Symbol.asyncDispose]();
      throw new SourceError(listenSentence(options, error as NodeJS.ErrnoException), {cause: error});
    }
    if (options.records) hub.#reading = hub.#read(options.records).catch(options.onError ?? (() => {}));
    return hub;
  }

  /** `HOST:PORT`, as it is listened on. */
  get address(): string {
    const {address, family, port} = this.#http.address() as AddressInfo;
    return family === 'IPv6' ? `[${address}]:${port}` : `${address}:${port}`;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#stop.abort();
    await Promise.all([
      this.chat[Symbol.asyncDispose](),
      this.#alerts[Symbol.asyncDispose](),
      this.#logs[Symbol.asyncDispose](),
      this.#market?.[Symbol.asyncDispose](),
      this.#reading,
    ]);
    this.#sockets.close();
    this.#http.closeAllConnections();
    await new Promise(resolve => this.#http.close(resolve));
  }

  /** Who gets a WebSocket at this path. */
  #acceptor(path: string): ((socket: WebSocket) => void) | undefined {
    const {records} = this.#options;
    switch (path) {
      case '/chat':
        return socket => this.chat.acceptWebSocket(socket);
      case '/alerts':
        return socket => this.#alerts.accept(socket);
      case '/logs':
        return records && (socket => this.#logs.accept(socket));
      case '/market':
        return this.#market && (socket => this.#market?.accept(socket));
      default:
        return undefined;
    }
  }

  #upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    socket.on('error', () => {});
    const accept = this.#acceptor(pathOf(request));
    if (!accept) return refuse(socket, '404 Not Found');
    // A page in somebody's browser may open a WebSocket to any address: it says where it is from.
    if (!isSameOrigin(request.headers.origin, request.headers.host)) return refuse(socket, '403 Forbidden');
    this.#sockets.handleUpgrade(request, socket, head, accept);
  }

  #answer(request: IncomingMessage, response: ServerResponse): void {
    const path = pathOf(request);
    const ok = path === '/healthz';
    const known = this.#acceptor(path) !== undefined;
    response.writeHead(ok ? 200 : known ? 426 : 404, {
      'content-type': 'text/plain; charset=utf-8',
      ...(known ? {upgrade: 'websocket'} : {}),
    });
    response.end(ok ? 'ok\n' : known ? `${path} speaks WebSocket\n` : 'not found\n');
  }

  /** Every record goes to the pipeline; those who watch get what they can take. */
  async #read(records: Source<LogRecord>): Promise<void> {
    const {signal} = this.#stop;
    const {clock = systemClock} = this.#options;
    const [shown, judged] = tee(records(signal), [
      {capacity, policy: 'drop-oldest'},
      {capacity, policy: 'wait'},
    ]);
    const show = async () => {
      for await (const batch of shown) {
        this.#recent.push(batch);
        this.#logs.publish(batch);
      }
    };
    const judge = async () => {
      for await (const batch of pipeline(judged, {clock, signal})) {
        for (const alert of batch) this.#board.apply(alert);
        this.#alerts.publish(batch);
      }
    };
    await Promise.all([show(), judge()]);
  }
}

function pathOf({url = '/'}: IncomingMessage): string {
  return url.split('?', 1)[0]!;
}

function refuse(socket: Duplex, status: string): void {
  socket.end(`HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
}

function listenSentence({host, port}: HubOptions, error: NodeJS.ErrnoException): string {
  const where = `${host}:${port}`;
  if (error.code === 'EADDRINUSE')
    return `cannot listen on ${where}: something else does already; name another port, or 0 for a free one`;
  if (error.code === 'EADDRNOTAVAIL') return `cannot listen on ${where}: this machine has no such address`;
  if (error.code === 'EACCES')
    return `cannot listen on ${where}: ports below 1024 need rights that this user has not`;
  return `cannot listen on ${where}: ${sentenceOf(error)}`;
}
