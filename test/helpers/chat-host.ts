import {once} from 'node:events';
import {createServer} from 'node:http';
import type {AddressInfo} from 'node:net';
import {type WebSocket, WebSocketServer} from 'ws';
import {ChatServer, type ChatServerOptions} from '../../source/chat/server.ts';

/** A ChatServer behind a real port of this machine. */
export interface ChatHost extends AsyncDisposable {
  readonly server: ChatServer;
  readonly port: number;
  /** For a plain WebSocket. */
  readonly address: string;
  /** The server's ends of the connections, oldest first. */
  readonly sockets: readonly WebSocket[];
  /** Cuts every connection and the port without a word, as when the process is killed. */
  kill(): Promise<void>;
}

/** Resolves when the server's end of a connection has closed. */
export async function closed(socket: WebSocket | undefined): Promise<void> {
  if (socket && socket.readyState !== socket.CLOSED) await once(socket, 'close');
}

/** `protocols` are the subprotocols that it knows: the first of them that a client offers is chosen. */
export async function chatHost(
  options: ChatServerOptions & {readonly port?: number; readonly protocols?: readonly string[]} = {},
): Promise<ChatHost> {
  const {port = 0, protocols = ['text.ircv3.net'], ...rest} = options;
  const server = new ChatServer(rest);
  const http = createServer();
  const sockets: WebSocket[] = [];
  const upgrades = new WebSocketServer({
    server: http,
    maxPayload: 1 << 16,
    perMessageDeflate: false,
    handleProtocols: offered => protocols.find(name => offered.has(name)) ?? false,
  });
  upgrades.on('connection', socket => {
    sockets.push(socket);
    server.acceptWebSocket(socket);
  });
  const listening = Promise.withResolvers<void>();
  http.listen(port, '127.0.0.1', listening.resolve).once('error', listening.reject);
  await listening.promise;
  const actual = (http.address() as AddressInfo).port;
  const close = () => {
    for (const socket of sockets) socket.terminate();
    upgrades.close();
    return new Promise<void>(resolve => http.close(() => resolve()));
  };
  return {
    server,
    port: actual,
    address: `ws://127.0.0.1:${actual}/chat`,
    sockets,
    kill: close,
    async [Symbol.asyncDispose]() {
      await server[Symbol.asyncDispose]();
      await close();
    },
  };
}
