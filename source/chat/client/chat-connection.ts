import {breathe} from '../../streams/breathe.ts';
import type {Clock} from '../../streams/clock.ts';
import {SourceError, UsageError} from '../../streams/errors.ts';
import type {Meta} from '../../streams/status.ts';
import type {WebSocketFrames} from '../../streams/websocket-frames.ts';
import type {ChatEvent} from '../event.ts';
import {formatIrcLine} from '../irc-line.ts';
import {Conversation} from './conversation.ts';
import {dial} from './dial.ts';

export type ChatEvents = (ChatEvent | Meta)[];

export interface ChatConnectionOptions {
  readonly address: string;
  readonly nick: string;
  readonly password?: string | undefined;
  readonly realName: string;
  /** The stream's URL, without credentials. */
  readonly source: string;
  readonly signal: AbortSignal;
  readonly clock: Clock;
  /** How long the server may take to let us in, in milliseconds. */
  readonly registerMs: number;
}

/** Events kept from before the server let us in. */
const maxEarly = 1000;

/**
 * One connection to a server that has let us in. Iterate it (once) for its events; it ends when `signal` aborts,
 * and throws a SourceError with the server's reason, where it gave one, when the server ends it.
 */
export class ChatConnection implements AsyncIterable<ChatEvents> {
  readonly conversation: Conversation;
  readonly #options: ChatConnectionOptions;
  readonly #closing = new AbortController();
  readonly #leave = () => {
    this.send('QUIT');
    this.#closing.abort();
  };
  #frames: WebSocketFrames | undefined;
  #batches: AsyncGenerator<ChatEvents, void, undefined> | undefined;

  private constructor(options: ChatConnectionOptions) {
    this.#options = options;
    this.conversation = new Conversation({...options, send: line => this.#frames?.send(line)});
  }

  /**
   * Connects and registers. Throws a SourceError that says what stood in the way, and a UsageError when it is the
   * nick.
   */
  static async open(options: ChatConnectionOptions): Promise<ChatConnection> {
    const connection = new ChatConnection(options);
    await connection.#open();
    return connection;
  }

  /** Sends a line. False when the connection is no longer open. */
  send(command: string, ...params: string[]): boolean {
    return this.#frames?.send(formatIrcLine({command, params})) ?? false;
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<ChatEvents, void, undefined> {
    if (this.#batches) yield* this.#batches;
  }

  async #open(): Promise<void> {
    const {address, signal, clock} = this.#options;
    signal.throwIfAborted();
    signal.addEventListener('abort', this.#leave, {once: true});
    try {
      this.#frames = await dial(address, {signal: this.#closing.signal, clock});
    } catch (error) {
      signal.removeEventListener('abort', this.#leave);
      throw error;
    }
    const batches = this.#read(this.#frames);
    this.conversation.registration.start();
    const early = await this.#register(this.#frames, batches);
    this.#batches = chain(early, batches);
  }

  /** Reads until we are let in; returns what came meanwhile. */
  async #register(
    frames: WebSocketFrames,
    batches: AsyncGenerator<ChatEvents, void, undefined>,
  ): Promise<ChatEvents> {
    const {clock, source, registerMs} = this.#options;
    const {registration} = this.conversation;
    const early: ChatEvents = [];
    const settled = new AbortController();
    let late = false;
    void clock.sleep(registerMs, settled.signal).then(() => {
      if (settled.signal.aborted) return undefined;
      late = true;
      return frames[Symbol.asyncDispose]();
    });
    try {
      while (!registration.done) {
        const {done, value} = await batches.next();
        if (registration.refused !== undefined) throw new UsageError(`${source}: ${registration.refused}`);
        if (done) {
          const what = late
            ? `did not let us in within ${Math.round(registerMs / 1000)} s`
            : 'ended the stream';
          throw new SourceError(`${source}: the server ${what}`);
        }
        early.push(...value);
        early.splice(0, early.length - maxEarly);
      }
      return early;
    } catch (error) {
      await batches.return();
      throw error;
    } finally {
      settled.abort();
    }
  }

  /** Batch by batch, empty ones too: registration takes lines that are no events. */
  async *#read(frames: WebSocketFrames): AsyncGenerator<ChatEvents, void, undefined> {
    const {signal, clock, source} = this.#options;
    const {conversation} = this;
    try {
      for await (const batch of breathe(frames)) {
        const atMs = clock.now();
        yield batch.flatMap(frame => conversation.read(frame, atMs));
      }
    } catch (error) {
      if (conversation.farewell === undefined) throw error;
      throw new SourceError(`${source}: the server said: ${conversation.farewell}`, {cause: error});
    } finally {
      signal.removeEventListener('abort', this.#leave);
    }
  }
}

async function* chain(
  early: ChatEvents,
  batches: AsyncGenerator<ChatEvents, void, undefined>,
): AsyncGenerator<ChatEvents, void, undefined> {
  try {
    if (early.length > 0) yield early;
    for await (const events of batches) if (events.length > 0) yield events;
  } finally {
    await batches.return();
  }
}
