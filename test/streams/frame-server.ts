import {once} from 'node:events';
import type {AddressInfo} from 'node:net';
import {setImmediate as turn} from 'node:timers/promises';
import {type ServerOptions, type WebSocket, WebSocketServer} from 'ws';

/** A WebSocket server on a free loopback port whose every connection is in a test's hand. */
export class FrameServer implements AsyncDisposable {
  readonly #server: WebSocketServer;
  readonly #accepted: WebSocket[] = [];
  readonly #asked: ((socket: WebSocket) => void)[] = [];
  /** The codes with which connections were closed, in their order. */
  readonly closes: number[] = [];

  private constructor(server: WebSocketServer) {
    this.#server = server;
    server.on('connection', socket => {
      socket.on('error', () => {});
      socket.on('close', code => this.closes.push(code));
      const asked = this.#asked.shift();
      if (asked) asked(socket);
      else this.#accepted.push(socket);
    });
  }

  static async start(options: ServerOptions = {}): Promise<FrameServer> {
    const server = new WebSocketServer({host: '127.0.0.1', port: 0, perMessageDeflate: false, ...options});
    const started = new FrameServer(server);
    await once(server, 'listening');
    return started;
  }

  get url(): string {
    return `ws://127.0.0.1:${(this.#server.address() as AddressInfo).port}/feed`;
  }

  /** How many clients are connected. */
  get clients(): number {
    return this.#server.clients.size;
  }

  /** The next connection that nobody has asked for yet. */
  async accept(): Promise<WebSocket> {
    return this.#accepted.shift() ?? new Promise(resolve => this.#asked.push(resolve));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const client of this.#server.clients) client.terminate();
    await new Promise(resolve => this.#server.close(resolve));
  }
}

/** A port on which nobody listens. */
export async function freePort(): Promise<number> {
  const server = await FrameServer.start();
  const port = Number(new URL(server.url).port);
  await server[Symbol.asyncDispose]();
  return port;
}

/** Lets the event loop turn until something is so; the test's own deadline ends it. */
export async function until(isSo: () => boolean): Promise<void> {
  while (!isSo()) await turn();
}

/** Takes note of what keeps this process alive; what it returns says, by kind, what has come to it since. */
export function handlesSinceNow(): () => string[] {
  const before = process.getActiveResourcesInfo();
  return () => {
    const known = [...before];
    return process.getActiveResourcesInfo().filter(kind => {
      const at = known.indexOf(kind);
      if (at >= 0) known.splice(at, 1);
      return at < 0 && kind !== 'Immediate';
    });
  };
}
