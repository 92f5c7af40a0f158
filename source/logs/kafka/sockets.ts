import net from 'node:net';
import tls from 'node:tls';

export interface SocketAddress {
  readonly host: string;
  readonly port: number;
  readonly ssl?: tls.ConnectionOptions;
  readonly onConnect: () => void;
}

/** Opens sockets and knows which are open, so that none outlives its owner, whatever the client is waiting for. */
export class Sockets implements Disposable {
  readonly #open = new Set<net.Socket>();
  #closed = false;

  readonly connect = ({host, port, ssl, onConnect}: SocketAddress): net.Socket => {
    if (this.#closed) throw new Error('closed');
    const socket = ssl
      ? tls.connect({host, port, ...(net.isIP(host) ? {} : {servername: host}), ...ssl}, onConnect)
      : net.connect({host, port}, onConnect);
    socket.setKeepAlive(true, 60_000);
    socket.setNoDelay(true);
    this.#open.add(socket);
    socket.once('close', () => this.#open.delete(socket));
    return socket;
  };

  [Symbol.dispose](): void {
    this.#closed = true;
    // With an error: kafkajs takes no note of a socket that merely closes, and would wait for it.
    for (const socket of this.#open) socket.destroy(new Error('closed'));
  }
}
