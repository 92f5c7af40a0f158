import {once} from 'node:events';
import type {AddressInfo} from 'node:net';
import {setTimeout as sleep} from 'node:timers/promises';
import {type WebSocket, WebSocketServer} from 'ws';

export interface KrakenServerOptions {
  /** 0: any that is free. */
  readonly port?: number;
  /** False: subscriptions are heard, and not answered. */
  readonly answers?: boolean;
  /** What it has; all else it refuses. */
  readonly symbols: readonly string[];
}

/** As much of Kraken's v2 feed as a console asks of it, on loopback; its trades are those that a test makes. */
export class KrakenServer implements AsyncDisposable {
  answers: boolean;
  /** What clients asked for, each as `subscribe BTC/USD,ETH/USD`. */
  readonly heard: string[] = [];
  readonly #server: WebSocketServer;
  readonly #symbols: readonly string[];
  readonly #ids = new Map<string, number>();
  readonly #beat: NodeJS.Timeout;

  private constructor(server: WebSocketServer, {answers = true, symbols}: KrakenServerOptions) {
    this.#server = server;
    this.#symbols = symbols;
    this.answers = answers;
    server.on('connection', socket => socket.on('message', data => this.#hear(socket, String(data))));
    this.#beat = setInterval(() => this.#tell({channel: 'heartbeat'}), 1000);
  }

  static async start(options: KrakenServerOptions): Promise<KrakenServer> {
    const server = new WebSocketServer({host: '127.0.0.1', port: options.port ?? 0});
    const started = new KrakenServer(server, options);
    await once(server, 'listening');
    return started;
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  /** Its ticker URL without symbols. */
  get source(): string {
    return `kraken+ws://127.0.0.1:${this.port}/v2`;
  }

  /** Tells of a trade. `skipping`: of so many before it nobody was told. */
  trade(symbol: string, price: number, {skipping = 0}: {readonly skipping?: number} = {}): void {
    const id = (this.#ids.get(symbol) ?? 0) + 1 + skipping;
    this.#ids.set(symbol, id);
    const trade = {symbol, side: 'buy', price, qty: 0.5, ord_type: 'limit', trade_id: id};
    const data = [{...trade, timestamp: new Date().toISOString()}];
    this.#tell({channel: 'trade', type: 'update', data});
  }

  /** Until it was asked for this, and forgets it. Rejects with what it was asked for after 20 s. */
  async asked(what: string): Promise<void> {
    const deadline = performance.now() + 20_000;
    while (!this.heard.includes(what)) {
      if (performance.now() > deadline)
        throw new Error(`not asked for "${what}", but: ${this.heard.join('; ')}`);
      await sleep(10);
    }
    this.heard.splice(this.heard.indexOf(what), 1);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    clearInterval(this.#beat);
    for (const client of this.#server.clients) client.terminate();
    await new Promise(resolve => this.#server.close(resolve));
  }

  #hear(socket: WebSocket, text: string): void {
    const {method, params} = JSON.parse(text);
    if (method === 'ping') return socket.send('{"method":"pong"}');
    const symbols: string[] = params.symbol;
    this.heard.push(`${method} ${symbols.join()}`);
    if (!this.answers) return;
    for (const symbol of symbols) {
      const answer = this.#symbols.includes(symbol)
        ? {success: true, result: {channel: params.channel, symbol}}
        : {success: false, error: `Currency pair not supported ${symbol}`, symbol};
      socket.send(JSON.stringify({method, ...answer}));
    }
  }

  #tell(frame: unknown): void {
    for (const client of this.#server.clients) client.send(JSON.stringify(frame));
  }
}
