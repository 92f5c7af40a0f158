import WebSocket from 'ws';
import {type Clock, systemClock} from '../streams/clock.ts';

export interface PushOptions<T> {
  /**
   * What happens to a subscriber who is `capacity` events behind: `disconnect` ends the connection (code 1013, try
   * again later), for events that must not be missed unnoticed; `drop-oldest` keeps it and drops, counted.
   */
  readonly policy: 'disconnect' | 'drop-oldest';
  /** Events queued for one subscriber at the most. Default 1,000. */
  readonly capacity?: number;
  /** No more bytes than this are handed to one socket before it has sent them on. Default 256 KiB. */
  readonly socketBytes?: number;
  /** What a new subscriber is told first. Default nothing. */
  readonly snapshot?: () => readonly T[];
  readonly clock?: Clock;
  /** A subscriber who took nothing and answered no ping for so long is let go, in milliseconds. Default 30,000. */
  readonly silenceMs?: number;
}

/** All in events, but for the first three. */
export interface PushCounters {
  readonly subscribers: number;
  /** Subscribers ever. */
  readonly accepted: number;
  /** Subscribers let go because they were too slow, or silent. */
  readonly disconnected: number;
  readonly published: number;
  /** Handed to sockets. */
  readonly sent: number;
  /** Not sent because a subscriber was too slow. */
  readonly dropped: number;
  /** Waiting now. */
  readonly queued: number;
}

/** A frame: a JSON array of events, shared by all subscribers. */
interface Frame {
  readonly text: string;
  readonly events: number;
}

/** A frame is closed at this length, in UTF-16 units, or with so many events: far below what clients accept. */
const frameLength = 128 * 1024;
const frameEvents = 200;

/**
 * Pushes JSON events to WebSocket subscribers, each at its own pace. A batch is serialised once for all. Every
 * subscriber has a bounded queue, and one that is slow, dead or gone costs the others nothing.
 */
export class Push<T> implements AsyncDisposable {
  readonly #options: Required<PushOptions<T>>;
  readonly #subscribers = new Set<Subscriber>();
  readonly #closed = new AbortController();
  readonly #tally: Tally = {accepted: 0, disconnected: 0, published: 0, sent: 0, dropped: 0};

  constructor(options: PushOptions<T>) {
    this.#options = {
      capacity: 1000,
      socketBytes: 256 * 1024,
      snapshot: () => [],
      clock: systemClock,
      silenceMs: 30_000,
      ...options,
    };
    void this.#watch();
  }

  get counters(): PushCounters {
    let queued = 0;
    for (const one of this.#subscribers) queued += one.queued;
    return {...this.#tally, subscribers: this.#subscribers.size, queued};
  }

  /** Takes an open WebSocket over: tells it the snapshot, then every batch published from now on. */
  accept(socket: WebSocket): void {
    if (this.#closed.signal.aborted || socket.readyState !== WebSocket.OPEN) return socket.terminate();
    const subscriber = new Subscriber(socket, this.#options, this.#tally);
    this.#tally.accepted++;
    this.#subscribers.add(subscriber);
    socket.once('close', () => {
      this.#subscribers.delete(subscriber);
      subscriber.leave();
    });
    // The snapshot is bounded by who makes it, so it is no part of the queue.
    for (const frame of frames(this.#options.snapshot())) subscriber.send(frame);
  }

  publish(batch: readonly T[]): void {
    this.#tally.published += batch.length;
    if (this.#subscribers.size === 0) return;
    for (const frame of frames(batch)) for (const subscriber of this.#subscribers) subscriber.push(frame);
  }

  /** Says goodbye (code 1001) to every subscriber; who has not gone after half a second is cut off. */
  async [Symbol.asyncDispose](): Promise<void> {
    this.#closed.abort();
    await Promise.all([...this.#subscribers].map(one => one.close(1001, 'the hub is closing')));
  }

  /** Half-open connections give no sign: asks for one, and cuts off who gives none. */
  async #watch(): Promise<void> {
    const {clock, silenceMs} = this.#options;
    while (!this.#closed.signal.aborted) {
      await clock.sleep(silenceMs, this.#closed.signal);
      if (this.#closed.signal.aborted) return;
      for (const subscriber of this.#subscribers) subscriber.ask();
    }
  }
}

type Bounds = Required<Pick<PushOptions<unknown>, 'policy' | 'capacity' | 'socketBytes'>>;
type Tally = {-readonly [K in keyof Omit<PushCounters, 'subscribers' | 'queued'>]: number};

class Subscriber {
  readonly #socket: WebSocket;
  readonly #options: Bounds;
  readonly #tally: Tally;
  #queue: Frame[] = [];
  #heard = true;
  #leaving = false;
  queued = 0;

  constructor(socket: WebSocket, options: Bounds, tally: Tally) {
    this.#socket = socket;
    this.#options = options;
    this.#tally = tally;
    socket.on('pong', () => (this.#heard = true));
    // Always followed by 'close'. Without a listener it would end the process.
    socket.on('error', () => {});
  }

  push(frame: Frame): void {
    if (this.#leaving) {
      this.#tally.dropped += frame.events;
      return;
    }
    this.#queue.push(frame);
    this.queued += frame.events;
    this.#drain();
    const {policy, capacity} = this.#options;
    if (this.queued <= capacity) return;
    if (policy === 'disconnect') this.#letGo(`${this.queued} events behind`);
    else while (this.queued > capacity && this.#queue.length > 0) this.#drop();
  }

  send(frame: Frame): void {
    this.#tally.sent += frame.events;
    this.#socket.send(frame.text, error => {
      if (error) return;
      this.#heard = true;
      this.#drain();
    });
  }

  /** Lets go who did not answer since the last time, and asks the others again. */
  ask(): void {
    if (this.#leaving) return;
    if (!this.#heard) return this.#letGo('silent');
    this.#heard = false;
    this.#socket.ping();
  }

  /** The socket has closed: what was queued will not be sent. */
  leave(): void {
    this.#leaving = true;
    while (this.#queue.length > 0) this.#drop();
  }

  async close(code: number, reason: string): Promise<void> {
    this.leave();
    if (this.#socket.readyState === WebSocket.CLOSED) return;
    const {promise, resolve} = Promise.withResolvers<void>();
    // Real time: how long the other side's kernel takes is no matter of the events' clock.
    const deadline = setTimeout(() => this.#socket.terminate(), 500);
    this.#socket.once('close', () => {
      clearTimeout(deadline);
      resolve();
    });
    this.#socket.close(code, reason);
    await promise;
  }

  #letGo(why: string): void {
    this.#tally.disconnected++;
    void this.close(1013, why);
  }

  #drain(): void {
    while (this.#queue.length > 0 && this.#socket.readyState === WebSocket.OPEN) {
      if (this.#socket.bufferedAmount >= this.#options.socketBytes) return;
      const frame = this.#queue.shift()!;
      this.queued -= frame.events;
      this.send(frame);
    }
  }

  #drop(): void {
    const {events} = this.#queue.shift()!;
    this.queued -= events;
    this.#tally.dropped += events;
  }
}

/** A batch as frames, each small enough to be taken by any client. */
function* frames<T>(batch: readonly T[]): Generator<Frame> {
  let parts: string[] = [];
  let length = 0;
  for (const event of batch) {
    const part = JSON.stringify(event);
    if (parts.length === frameEvents || (parts.length > 0 && length + part.length > frameLength)) {
      yield {text: `[${parts.join(',')}]`, events: parts.length};
      parts = [];
      length = 0;
    }
    parts.push(part);
    length += part.length;
  }
  if (parts.length > 0) yield {text: `[${parts.join(',')}]`, events: parts.length};
}
