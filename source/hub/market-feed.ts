import type {WebSocket} from 'ws';
import {type Clock, systemClock} from '../streams/clock.ts';
import type {Source} from '../streams/merge.ts';
import type {Trade} from '../ticker/event.ts';
import {MarketClient} from './market-client.ts';
import {tradeFrame, type WireTrade, wireTrade} from './market-protocol.ts';

export interface MarketFeedOptions {
  /** What is traded: a subscription to anything else is refused. */
  readonly symbols: readonly string[];
  readonly clock?: Clock;
  /** Closes each connection when it is so old, in milliseconds, for clients to show that they come back. Default never. */
  readonly reconnectEveryMs?: number;
  /** A client with more bytes than this unsent gets only the newest trade of each symbol. Default 1 MiB. */
  readonly highMarkBytes?: number;
}

const beatMs = 1000;
const snapshotTrades = 50;
const closeMs = 500;

interface Book {
  lastId: number;
  readonly recent: WireTrade[];
  readonly trades: WireTrade[];
}

/**
 * A market over WebSockets, in the protocol of Kraken's v2 feed: status on connect, subscribe and unsubscribe to
 * the `trade` channel with an answer for each symbol, ping, a heartbeat each second in which nothing else was sent.
 * Reads `market` from its construction until it is disposed of.
 */
export class MarketFeed implements AsyncDisposable {
  /** Resolves when the market ends; rejects when it fails, which closes every connection with 1011. */
  readonly ended: Promise<void>;
  readonly #clock: Clock;
  readonly #reconnectEveryMs: number;
  readonly #highMarkBytes: number;
  readonly #books: ReadonlyMap<string, Book>;
  readonly #clients = new Map<WebSocket, MarketClient>();
  readonly #stop = new AbortController();
  #connections = 0;
  #dropped = 0;

  constructor(market: Source<Trade>, options: MarketFeedOptions) {
    const {symbols, clock = systemClock, reconnectEveryMs = Infinity, highMarkBytes = 1 << 20} = options;
    this.#clock = clock;
    this.#reconnectEveryMs = reconnectEveryMs;
    this.#highMarkBytes = highMarkBytes;
    this.#books = new Map(symbols.map(symbol => [symbol, {lastId: 0, recent: [], trades: []}]));
    this.ended = this.#read(market);
    this.ended.catch(() => this.#closeAll(1011, 'the market failed'));
    void this.#beat();
  }

  get clients(): number {
    return this.#clients.size;
  }

  /** How many trades slow clients were not sent. */
  get dropped(): number {
    return this.#dropped;
  }

  /** Takes over a WebSocket that is open. */
  accept(socket: WebSocket): void {
    if (this.#stop.signal.aborted) {
      socket.close(1001, 'going away');
      return;
    }
    const client = new MarketClient(socket, {
      clock: this.#clock,
      connectionId: ++this.#connections,
      highMarkBytes: this.#highMarkBytes,
      recent: symbol => this.#books.get(symbol)?.recent,
      onDropped: trades => (this.#dropped += trades),
    });
    this.#clients.set(socket, client);
    socket.once('close', () => this.#clients.delete(socket));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#stop.abort();
    await Promise.allSettled([this.ended, this.#closeAll(1001, 'going away')]);
  }

  async #read(market: Source<Trade>): Promise<void> {
    for await (const batch of market(this.#stop.signal)) {
      for (const trade of batch) {
        const book = this.#books.get(trade.symbol);
        book?.trades.push(wireTrade(trade, ++book.lastId));
      }
      for (const [symbol, book] of this.#books) {
        if (book.trades.length > 0) this.#publish(symbol, book);
      }
    }
  }

  /** One frame a symbol, written once for all who hear it. */
  #publish(symbol: string, {recent, trades}: Book): void {
    const batch = trades.splice(0);
    recent.push(...batch.slice(-snapshotTrades));
    recent.splice(0, recent.length - snapshotTrades);
    if (this.#clients.size === 0) return;
    const frame = tradeFrame('update', batch);
    for (const client of this.#clients.values()) client.tell(symbol, batch, frame);
  }

  async #beat(): Promise<void> {
    const {signal} = this.#stop;
    while (!signal.aborted) {
      await this.#clock.sleep(beatMs, signal);
      if (signal.aborted) return;
      for (const [socket, client] of this.#clients) {
        if (this.#clock.now() - client.connectedAt >= this.#reconnectEveryMs) {
          void close(socket, 1012, 'service restart');
        } else client.beat();
      }
    }
  }

  async #closeAll(code: number, reason: string): Promise<void> {
    await Promise.all(Array.from(this.#clients.keys(), socket => close(socket, code, reason)));
  }
}

/** Closes politely, and after half a second without an answer anyhow. */
function close(socket: WebSocket, code: number, reason: string): Promise<void> {
  const {promise, resolve} = Promise.withResolvers<void>();
  if (socket.readyState === socket.CLOSED) resolve();
  const deadline = setTimeout(() => socket.terminate(), closeMs);
  socket.once('close', () => {
    clearTimeout(deadline);
    resolve();
  });
  socket.resume();
  socket.close(code, reason);
  return promise;
}
