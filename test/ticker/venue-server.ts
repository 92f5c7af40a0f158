import {once} from 'node:events';
import type {AddressInfo} from 'node:net';
import {type WebSocket, WebSocketServer} from 'ws';

/** A WebSocket server on a free loopback port that says only what a test makes it say. */
export class VenueServer implements AsyncDisposable {
  readonly #server: WebSocketServer;
  readonly #sockets: WebSocket[] = [];
  readonly #heard: string[] = [];
  #wake = () => {};

  private constructor(server: WebSocketServer) {
    this.#server = server;
    server.on('connection', socket => {
      this.#sockets.push(socket);
      socket.on('message', data => {
        this.#heard.push(String(data));
        this.#wake();
      });
      this.#wake();
    });
  }

  static async start(): Promise<VenueServer> {
    const server = new WebSocketServer({host: '127.0.0.1', port: 0});
    const started = new VenueServer(server);
    await once(server, 'listening');
    return started;
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  get open(): number {
    return this.#server.clients.size;
  }

  /** The newest connection. */
  get socket(): WebSocket {
    return this.#sockets.at(-1)!;
  }

  /** The next frame that a client sent, parsed. */
  async heard(): Promise<{readonly method?: string}> {
    while (this.#heard.length === 0) await this.#news();
    return JSON.parse(this.#heard.shift()!);
  }

  /** Resolves when no client is connected. */
  async empty(): Promise<void> {
    for (const client of this.#server.clients) if (client.readyState !== 3) await once(client, 'close');
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const client of this.#server.clients) client.terminate();
    await new Promise(resolve => this.#server.close(resolve));
  }

  #news(): Promise<void> {
    return new Promise(resolve => (this.#wake = resolve));
  }
}
