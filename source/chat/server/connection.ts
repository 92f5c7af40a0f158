import type {WebSocket} from 'ws';

/** A way to one client, whatever carries it. */
export interface Connection {
  /** Bytes that were sent and that the network has not taken yet. */
  readonly bufferedBytes: number;
  /** Sends one line, given without its line ending. */
  send(line: Buffer): void;
  /** Closes once what was sent before has gone out. The code is a WebSocket close code. */
  close(code: number, reason: string): void;
  /** Closes at once. */
  destroy(): void;
}

/** One line a text frame, as in the IRCv3 WebSocket specification. */
export function websocketConnection(socket: WebSocket): Connection {
  return {
    get bufferedBytes() {
      return socket.bufferedAmount;
    },
    send: line => socket.send(line, {binary: false}),
    close: (code, reason) => socket.close(code, reason),
    destroy: () => socket.terminate(),
  };
}
