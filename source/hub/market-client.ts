import {WebSocket} from 'ws';
import {type Clock, isoTime} from '../streams/clock.ts';
import {decodeJson} from '../streams/decode-json.ts';
import {
  heartbeatFrame,
  type MarketRequest,
  requestShape,
  statusFrame,
  tradeFrame,
  type WireTrade,
} from './market-protocol.ts';

export interface MarketClientOptions {
  readonly clock: Clock;
  readonly connectionId: number;
  /** With more bytes than this unsent, a client is slow. */
  readonly highMarkBytes: number;
  /** The newest trades of a symbol, oldest first; undefined for a symbol that is not traded here. */
  readonly recent: (symbol: string) => readonly WireTrade[] | undefined;
  /** Called with how many trades a slow client was not sent. */
  readonly onDropped: (trades: number) => void;
}

/**
 * One connection to the market feed: what it subscribed to, and what it is still owed. A slow client is sent only
 * the newest trade of each symbol once it has caught up, and its requests wait in its own socket until then.
 */
export class MarketClient {
  readonly connectedAt: number;
  readonly #socket: WebSocket;
  readonly #options: MarketClientOptions;
  readonly #symbols = new Set<string>();
  /** What a slow client is owed: the newest trade of each symbol. */
  readonly #owed = new Map<string, WireTrade>();
  #sentSinceBeat = false;

  constructor(socket: WebSocket, options: MarketClientOptions) {
    this.#socket = socket;
    this.#options = options;
    this.connectedAt = options.clock.now();
    socket.on('message', (data, isBinary) => this.#answer(String(data), isBinary, options.clock.now()));
    // A broken frame or connection: 'close' follows, and that is where a client is let go.
    socket.on('error', () => {});
    this.#send(statusFrame(options.connectionId));
  }

  get subscriptions(): number {
    return this.#symbols.size;
  }

  /** Trades of one symbol, with the frame that tells them. */
  tell(symbol: string, trades: readonly WireTrade[], frame: string): void {
    if (!this.#symbols.has(symbol)) return;
    if (!this.#slow && this.#owed.size === 0) {
      this.#send(frame);
      return;
    }
    this.#options.onDropped(trades.length - 1 + (this.#owed.has(symbol) ? 1 : 0));
    this.#owed.set(symbol, trades.at(-1)!);
    this.#catchUp();
  }

  /** To be called once a second: what a client hears when there is nothing to tell. */
  beat(): void {
    this.#catchUp();
    if (this.#symbols.size > 0 && !this.#sentSinceBeat && !this.#slow) this.#send(heartbeatFrame);
    this.#sentSinceBeat = false;
  }

  get #slow(): boolean {
    return this.#socket.bufferedAmount > this.#options.highMarkBytes;
  }

  #answer(text: string, isBinary: boolean, receivedAt: number): void {
    const request = isBinary ? {reason: 'expected text, got a binary frame'} : decodeJson(requestShape, text);
    const times = () => ({time_in: isoTime(receivedAt), time_out: isoTime(this.#options.clock.now())});
    if (!('value' in request)) {
      this.#send(JSON.stringify({error: request.reason, success: false, ...times()}));
      return;
    }
    const {value} = request;
    if (value.method === 'ping') this.#send(JSON.stringify({method: 'pong', ...idOf(value), ...times()}));
    else for (const symbol of value.params.symbol) this.#subscribe(symbol, value, times);
  }

  /** Each symbol is answered by itself, as Kraken does. */
  #subscribe(
    symbol: string,
    request: Extract<MarketRequest, {params: unknown}>,
    times: () => Record<string, string>,
  ): void {
    const {method, params} = request;
    const error = this.#refusal(symbol, method);
    if (error !== undefined) {
      this.#send(JSON.stringify({error, method, success: false, symbol, ...idOf(request), ...times()}));
      return;
    }
    const wantsSnapshot = method === 'subscribe' && params.snapshot;
    const result = {channel: 'trade', symbol, ...(method === 'subscribe' && {snapshot: params.snapshot})};
    this.#send(JSON.stringify({method, result, success: true, ...idOf(request), ...times()}));
    if (wantsSnapshot) this.#send(tradeFrame('snapshot', this.#options.recent(symbol)!));
    if (method === 'subscribe') this.#symbols.add(symbol);
    else {
      this.#symbols.delete(symbol);
      this.#owed.delete(symbol);
    }
  }

  #refusal(symbol: string, method: 'subscribe' | 'unsubscribe'): string | undefined {
    if (!this.#options.recent(symbol)) return `Currency pair not supported ${symbol}`;
    const subscribed = this.#symbols.has(symbol);
    if (method === 'subscribe' && subscribed) return `Already subscribed to trade ${symbol}`;
    if (method === 'unsubscribe' && !subscribed) return `Not subscribed to trade ${symbol}`;
    return undefined;
  }

  #send(frame: string): void {
    if (this.#socket.readyState !== WebSocket.OPEN) return;
    this.#sentSinceBeat = true;
    this.#socket.send(frame, this.#sent);
    if (this.#slow) this.#socket.pause();
  }

  readonly #sent = (): void => {
    if (!this.#slow && this.#socket.isPaused) this.#socket.resume();
    if (this.#owed.size > 0) this.#catchUp();
  };

  #catchUp(): void {
    for (const [symbol, trade] of this.#owed) {
      if (this.#slow) return;
      this.#owed.delete(symbol);
      this.#send(tradeFrame('update', [trade]));
    }
  }
}

/** Kraken repeats the request's number in the answer. */
function idOf({req_id}: MarketRequest): {req_id?: number} {
  return req_id === undefined ? {} : {req_id};
}
