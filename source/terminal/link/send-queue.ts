import {closeSync, openSync, readSync} from 'node:fs';
import {join} from 'node:path';
import {sshConnection} from './ssh-connection.ts';
import {tcpKeys} from './tcp-keys.ts';

export interface SendQueueOptions {
  /** Where the kernel's tables are. */
  readonly procNet?: string;
}

/** The table is searched no further: on a machine with 7,000 connections before this one a look costs too much. */
const mostBytes = 1024 * 1024;
/** The kernel gives at most a page at once, whatever is asked for. */
const chunkBytes = 4096;
/** Longer than a line: what a chunk may have cut. */
const lineBytes = 256;
/** ESTABLISHED and CLOSE_WAIT (the client has closed its half) can still send. */
const open = new Set(['01', '08']);
/** Reading may take a twentieth of the time; it is of use every 25 ms, and of little less often than every 100. */
const share = 20;
const leastPollMs = 25;
const mostPollMs = 100;

/**
 * The bytes that the SSH session's TCP socket has accepted and the other side has not acknowledged, in flight or
 * still to be sent: `tx_queue` in /proc/net/tcp (`write_seq - snd_una`, the kernel's tcp_ipv4.c). Where drain and
 * a multiplexer's answers say nothing, this tells what the line holds.
 */
export class SendQueue implements Disposable {
  #fd: number | undefined;
  readonly #key: Buffer;
  readonly #buffer = Buffer.allocUnsafe(lineBytes + chunkBytes);
  #costMs = 0;

  private constructor(fd: number, key: string) {
    this.#fd = fd;
    this.#key = Buffer.from(key, 'latin1');
  }

  /**
   * The queue of the connection that `env` is about (SSH_CONNECTION; in tmux, the session's newest). Undefined
   * without SSH, without /proc (not Linux), when the socket is in another network namespace, or its table too long.
   */
  static async find(
    env: Readonly<Record<string, string | undefined>>,
    {procNet = '/proc/net'}: SendQueueOptions = {},
  ): Promise<SendQueue | undefined> {
    const connection = await sshConnection(env);
    if (!connection) return undefined;
    for (const {table, key} of tcpKeys(connection)) {
      try {
        const queue = new SendQueue(openSync(join(procNet, table), 'r'), key);
        if (queue.read() !== undefined) return queue;
      } catch {
        // No such table: no Linux, or a kernel without IPv6.
      }
    }
    return undefined;
  }

  /**
   * Bytes; undefined, then and ever after, when the socket is gone. Synchronous. The kernel walks its table of all
   * connections, whose size goes with the machine's memory, so it may take milliseconds: see `pollMs`.
   */
  read(): number | undefined {
    if (this.#fd === undefined) return undefined;
    const beganAt = performance.now();
    // Again before it is believed gone: between two chunks a neighbour's end may make the kernel skip a line.
    const bytes = this.#search(this.#fd) ?? this.#search(this.#fd);
    const tookMs = performance.now() - beganAt;
    this.#costMs += (tookMs - this.#costMs) / (this.#costMs === 0 ? 1 : 8);
    if (bytes === undefined) this[Symbol.dispose]();
    return bytes;
  }

  /** Milliseconds to leave between reads, 25 to 100: so that they take a twentieth of the time, by what they cost. */
  get pollMs(): number {
    return Math.max(leastPollMs, Math.min(mostPollMs, Math.ceil(this.#costMs * share)));
  }

  [Symbol.dispose](): void {
    if (this.#fd !== undefined) closeSync(this.#fd);
    this.#fd = undefined;
  }

  /** Reading from position 0 makes the kernel write the table anew (seq_file), so the file stays open. */
  #search(fd: number): number | undefined {
    const buffer = this.#buffer;
    let kept = 0;
    for (let at = 0; at < mostBytes; ) {
      let length: number;
      try {
        length = readSync(fd, buffer, kept, chunkBytes, at);
      } catch {
        return undefined;
      }
      if (length === 0) return undefined;
      at += length;
      const end = kept + length;
      const found = buffer.subarray(0, end).indexOf(this.#key);
      const values = found + this.#key.length;
      // "01 0000F3A0:": the state and the queue.
      if (found >= 0 && values + 12 <= end) {
        const [state, queued] = buffer.toString('latin1', values, values + 11).split(' ') as [string, string];
        return open.has(state) ? Number.parseInt(queued, 16) : undefined;
      }
      kept = Math.min(end, lineBytes);
      buffer.copyWithin(0, end - kept, end);
    }
    return undefined;
  }
}
