import type {IncomingMessage} from 'node:http';
import WebSocket from 'ws';
import {clean} from '../terminal/clean.ts';
import {Channel} from './channel.ts';
import {type Clock, systemClock} from './clock.ts';
import type {Counters} from './counters.ts';
import {RetryError, SilenceError, SourceError, sentenceOf, UsageError} from './errors.ts';
import {publicUrl} from './public-url.ts';

export interface FramesOptions {
  /** Closes the connection, which is then a normal end of the frames. */
  readonly signal: AbortSignal;
  readonly clock?: Clock;
  readonly protocols?: readonly string[];
  readonly headers?: Readonly<Record<string, string>>;
  /** Frames held for a consumer that is busy. Default 8,192. */
  readonly capacity?: number;
  /** `wait` holds the server back through TCP, `drop-oldest` stays current. Default `wait`. */
  readonly policy?: 'wait' | 'drop-oldest';
  /** Handshake deadline, in milliseconds. Default 10,000. */
  readonly openMs?: number;
  /** Fails when nothing was heard for so long, in milliseconds. Default 30,000. */
  readonly silenceMs?: number;
  /** What counts as heard. A server's pong says that its socket lives, not that its application does. Default `any`. */
  readonly heardBy?: 'frames' | 'any';
  /** Largest frame accepted, in bytes. Default 1 MiB. */
  readonly maxFrameBytes?: number;
}

const defaultFrameBytes = 1 << 20;
/** A server that wants to be left alone for longer is asked again anyhow. */
const longestRetryMs = 600_000;
/** A sleep that overran by more is no busy moment: the process stood still. */
const stoodStillMs = 250;
/** A key or a password that was refused does not become right in a moment. */
const refusedRetryMs = 60_000;

/**
 * A WebSocket client's text frames, in batches, through a bounded buffer. Iterating ends when `signal` aborts and
 * throws a SourceError when the server closes, fails or falls silent; leaving the loop closes the connection.
 */
export class WebSocketFrames implements AsyncIterable<string[]>, AsyncDisposable {
  readonly #socket: WebSocket;
  readonly #frames: Channel<string>;
  readonly #where: string;
  readonly #stop = new AbortController();
  #failure: Error | undefined;
  /** Puts the frames that have arrived into the buffer. */
  readonly #handOn: () => void;

  private constructor(socket: WebSocket, url: string, options: FramesOptions) {
    const {
      signal,
      clock = systemClock,
      capacity = 8192,
      policy = 'wait',
      silenceMs = 30_000,
      heardBy = 'any',
    } = options;
    this.#socket = socket;
    this.#where = publicUrl(url);
    this.#frames = new Channel({capacity, policy});
    const abort = () => this.#close();
    let heardAt = clock.now();
    let waiting = 0;
    let failure: Error | undefined;
    // What TCP brought in one piece comes frame by frame, and goes on as one batch.
    let arrived: string[] = [];
    socket.on('message', data => {
      if (arrived.push(String(data)) === 1) queueMicrotask(this.#handOn);
    });
    this.#handOn = () => {
      if (arrived.length === 0) return;
      const batch = arrived;
      arrived = [];
      heardAt = clock.now();
      const waited = this.#frames.push(batch);
      if (waited === undefined) return;
      // More may still come after a pause: resume when all of it has room.
      waiting++;
      socket.pause();
      void waited.then(() => {
        heardAt = clock.now();
        if (--waiting === 0) socket.resume();
      });
    };
    if (heardBy === 'any') {
      socket.on('ping', () => (heardAt = clock.now()));
      socket.on('pong', () => (heardAt = clock.now()));
    }
    socket.on('error', error => {
      failure = error;
      this.#close();
    });
    socket.on('close', (code, reason) => {
      this.#handOn();
      this.#stop.abort();
      signal.removeEventListener('abort', abort);
      if (signal.aborted) this.#frames.close();
      else if (failure) {
        this.#frames.fail(new SourceError(failureSentence(this.#where, failure, options), {cause: failure}));
      } else this.#frames.fail(new SourceError(closeSentence(this.#where, code, clean(String(reason)))));
    });
    signal.addEventListener('abort', abort, {once: true});
    void this.#watchSilence(clock, silenceMs, () => heardAt);
  }

  /**
   * Connects. Throws a SourceError that says why where the connection does not come to stand, and a UsageError
   * where it never could: the URL is not one.
   */
  static open(url: string, options: FramesOptions): Promise<WebSocketFrames> {
    const {
      signal,
      clock = systemClock,
      protocols = [],
      headers = {},
      openMs = 10_000,
      maxFrameBytes = defaultFrameBytes,
    } = options;
    const {promise, resolve, reject} = Promise.withResolvers<WebSocketFrames>();
    if (signal.aborted) return Promise.reject(signal.reason);
    let socket: WebSocket;
    try {
      socket = new WebSocket(url, [...protocols], {
        headers,
        handshakeTimeout: openMs,
        maxPayload: maxFrameBytes,
        perMessageDeflate: false,
      });
    } catch (error) {
      const why = URL.canParse(url) ? sentenceOf(error) : 'not a URL';
      const message = `${publicUrl(url)}: ${why}; write ws://HOST:PORT/PATH or wss://…`;
      return Promise.reject(new UsageError(message, {cause: error}));
    }
    const abort = () => socket.terminate();
    signal.addEventListener('abort', abort, {once: true});
    socket.once('open', () => {
      signal.removeEventListener('abort', abort);
      resolve(new WebSocketFrames(socket, url, options));
    });
    socket.once('unexpected-response', (_, response) => {
      reject(refusal(publicUrl(url), response, clock));
      // Ends in 'error' below, as whatever fails does; of the request alone the socket would not hear.
      socket.terminate();
    });
    // Stays for the life of the socket: a later error is always followed by 'close', which ends the frames.
    socket.on('error', error => {
      signal.removeEventListener('abort', abort);
      reject(
        signal.aborted ? signal.reason : new SourceError(openSentence(publicUrl(url), error), {cause: error}),
      );
    });
    return promise;
  }

  get counters(): Readonly<Counters> {
    return this.#frames.counters;
  }

  /** The subprotocol that the server chose, or ''. */
  get protocol(): string {
    return this.#socket.protocol;
  }

  /** Sends one text frame. False when the connection is no longer open: nothing was sent. */
  send(frame: string): boolean {
    if (this.#socket.readyState !== WebSocket.OPEN) return false;
    this.#socket.send(frame);
    return true;
  }

  /**
   * Ends the frames with an error, after those that are here already, and closes the connection. Where it was closed
   * already, this is the better reason: a server that closes has said why in frames that were not read yet.
   */
  fail(error: Error): void {
    this.#failure ??= error;
    this.#handOn();
    this.#frames.fail(error);
    this.#close();
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<string[], void, undefined> {
    try {
      yield* this.#frames;
    } catch (error) {
      throw this.#failure ?? error;
    } finally {
      this.#close();
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#close();
    await this.#frames.return();
  }

  #close(): void {
    this.#stop.abort();
    if (this.#socket.readyState === WebSocket.CLOSED) return;
    this.#socket.resume();
    this.#socket.close(1000);
    const deadline = setTimeout(() => this.#socket.terminate(), 500);
    this.#socket.once('close', () => clearTimeout(deadline));
  }

  async #watchSilence(clock: Clock, silenceMs: number, heardAt: () => number): Promise<void> {
    const pauseMs = Math.min(stoodStillMs, silenceMs / 4);
    while (!this.#stop.signal.aborted) {
      const wakesMs = clock.now() + silenceMs / 2;
      await clock.sleep(silenceMs / 2, this.#stop.signal);
      if (this.#stop.signal.aborted || this.#socket.isPaused) continue;
      const atMs = clock.now();
      // Who stood still (^Z, a paused container) has not read what came meanwhile: it is looked at again.
      if (atMs - wakesMs > pauseMs) continue;
      const silentMs = atMs - heardAt();
      if (silentMs >= silenceMs) {
        const message = `${this.#where}: silent for ${Math.round(silentMs / 100) / 10} s`;
        this.#frames.fail(new SilenceError(message, heardAt()));
        this.#socket.terminate();
        return;
      }
      this.#socket.ping();
    }
  }
}

function openSentence(where: string, error: Error): string {
  const code = (error as NodeJS.ErrnoException).code;
  if (code === 'ECONNREFUSED')
    return `${where}: nobody listens there (${code}); start the server or correct the address`;
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN')
    return `${where}: no such host (${code}); check the name and the network`;
  return `${where}: ${sentenceOf(error)}`;
}

/** An answer that is no WebSocket: not for you, come back later, or wrong. */
function refusal(where: string, {statusCode = 0, headers}: IncomingMessage, clock: Clock): SourceError {
  if (statusCode === 401 || statusCode === 403) {
    const message = `${where}: the server does not let us in (HTTP ${statusCode}); check the key or password`;
    return new RetryError(message, refusedRetryMs);
  }
  if (statusCode !== 429 && statusCode !== 503) {
    return new SourceError(
      `${where}: expected a WebSocket, the server answered HTTP ${statusCode}; check the path`,
    );
  }
  const retryMs = Math.min(longestRetryMs, retryAfterMs(headers['retry-after'], clock) ?? 5000);
  const what = statusCode === 429 ? 'too many requests' : 'not available now';
  return new RetryError(`${where}: the server says: ${what} (HTTP ${statusCode})`, retryMs);
}

/** In seconds, or as the date until which to wait; undefined where it is neither, or is over. */
function retryAfterMs(header: string | undefined, clock: Clock): number | undefined {
  const seconds = Number(header);
  const ms = Number.isNaN(seconds) ? Date.parse(header ?? '') - clock.now() : seconds * 1000;
  return ms > 0 ? ms : undefined;
}

function failureSentence(
  where: string,
  error: Error,
  {maxFrameBytes = defaultFrameBytes}: FramesOptions,
): string {
  if ((error as NodeJS.ErrnoException).code === 'WS_ERR_UNSUPPORTED_MESSAGE_LENGTH')
    return `${where}: the server sent a frame larger than the ${maxFrameBytes} bytes allowed`;
  return `${where}: the connection broke: ${sentenceOf(error)}`;
}

function closeSentence(where: string, code: number, reason: string): string {
  if (code === 1006) return `${where}: the connection broke`;
  return `${where}: the server closed the connection (${code}${reason ? `, ${reason}` : ''})`;
}
