import type {Counters} from './counters.ts';
import {OverflowError} from './errors.ts';

/**
 * What a full channel does.
 * - `wait`: the producer waits for room; nothing is lost.
 * - `latest`: keeps the newest item of each key; what it replaces is dropped.
 * - `drop-oldest`: makes room by dropping from the front.
 * - `disconnect`: ends the channel; its consumer gets what was buffered, then an OverflowError.
 */
export type Policy<T> = 'wait' | 'drop-oldest' | 'disconnect' | {readonly latest: (item: T) => unknown};

export interface ChannelOptions<T> {
  /** How many items (for `latest`: keys) it holds at the most. */
  readonly capacity: number;
  readonly policy: Policy<T>;
}

interface Waiter<T> {
  readonly batch: readonly T[];
  offset: number;
  readonly resolve: () => void;
}

/**
 * A bounded buffer between one or more producers and one consumer. The consumer iterates batches: all that is
 * there at once. Breaking out of the loop closes the channel and frees its producers.
 */
export class Channel<T> implements AsyncIterableIterator<T[], undefined>, AsyncDisposable {
  readonly capacity: number;
  readonly #policy: 'wait' | 'latest' | 'drop-oldest' | 'disconnect';
  readonly #buffer: Ring<T> | Latest<T>;
  readonly #waiters: Waiter<T>[] = [];
  readonly #counters: Counters = {received: 0, delivered: 0, dropped: 0};
  #reader: PromiseWithResolvers<IteratorResult<T[], undefined>> | undefined;
  #closed = false;
  #failure: {readonly error: unknown} | undefined;

  constructor({capacity, policy}: ChannelOptions<T>) {
    if (!Number.isInteger(capacity) || capacity < 1) {
      throw new RangeError(`a channel's capacity is a whole number from 1 up, not ${capacity}`);
    }
    this.capacity = capacity;
    this.#policy = typeof policy === 'string' ? policy : 'latest';
    this.#buffer = typeof policy === 'string' ? new Ring(capacity) : new Latest(capacity, policy.latest);
  }

  get counters(): Readonly<Counters> {
    return this.#counters;
  }

  /** How many items it holds now. */
  get size(): number {
    return this.#buffer.size;
  }

  get closed(): boolean {
    return this.#closed;
  }

  /**
   * Takes a batch in. Under `wait`, returns a promise when there was not room for all of it: await it before the
   * next push. On a closed channel the batch is dropped, and counted so.
   */
  push(batch: readonly T[]): Promise<void> | undefined {
    this.#counters.received += batch.length;
    if (this.#closed) {
      this.#counters.dropped += batch.length;
      return undefined;
    }
    if (this.#policy === 'wait') return this.#pushOrWait(batch);
    if (this.#policy === 'disconnect' && this.#buffer.size + batch.length > this.capacity) {
      this.#counters.dropped += batch.length;
      this.fail(new OverflowError(`the consumer fell ${this.capacity} items behind`));
      return undefined;
    }
    for (const item of batch) this.#counters.dropped += this.#buffer.add(item);
    this.#serve();
    return undefined;
  }

  /** No more will come. The consumer still gets what is buffered, and what producers wait to push. */
  close(): void {
    this.#closed = true;
    this.#serve();
  }

  /** No more will come, because of `error`: thrown to the consumer after what is buffered. */
  fail(error: unknown): void {
    if (this.#closed) return;
    this.#failure = {error};
    this.close();
  }

  next(): Promise<IteratorResult<T[], undefined>> {
    if (this.#reader)
      return Promise.reject(new Error('a channel has one consumer, and it is already waiting'));
    this.#reader = Promise.withResolvers();
    const {promise} = this.#reader;
    this.#serve();
    return promise;
  }

  /** The consumer leaves: what is still buffered is dropped, and waiting producers go on. */
  return(): Promise<IteratorResult<T[], undefined>> {
    this.#failure = undefined;
    this.#closed = true;
    this.#counters.dropped += this.#buffer.take().length;
    for (const {batch, offset, resolve} of this.#waiters.splice(0)) {
      this.#counters.dropped += batch.length - offset;
      resolve();
    }
    this.#serve();
    return Promise.resolve({done: true, value: undefined});
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.return();
  }

  #pushOrWait(batch: readonly T[]): Promise<void> | undefined {
    const room = this.#waiters.length > 0 ? 0 : this.capacity - this.#buffer.size;
    const taken = Math.min(room, batch.length);
    for (let index = 0; index < taken; index++) this.#buffer.add(batch[index]!);
    let waited: Promise<void> | undefined;
    if (taken < batch.length) {
      const {promise, resolve} = Promise.withResolvers<void>();
      this.#waiters.push({batch, offset: taken, resolve});
      waited = promise;
    }
    this.#serve();
    return waited;
  }

  /** Hands what is buffered, or the end, to the consumer if it waits. */
  #serve(): void {
    const reader = this.#reader;
    if (!reader) return;
    if (this.#buffer.size > 0) {
      this.#reader = undefined;
      const value = this.#buffer.take();
      this.#counters.delivered += value.length;
      this.#refill();
      reader.resolve({done: false, value});
      return;
    }
    if (!this.#closed) return;
    this.#reader = undefined;
    const failure = this.#failure;
    this.#failure = undefined;
    if (failure) reader.reject(failure.error);
    else reader.resolve({done: true, value: undefined});
  }

  #refill(): void {
    for (let first = this.#waiters[0]; first; first = this.#waiters[0]) {
      const end = Math.min(first.batch.length, first.offset + this.capacity - this.#buffer.size);
      for (; first.offset < end; first.offset++) this.#buffer.add(first.batch[first.offset]!);
      if (first.offset < first.batch.length) return;
      this.#waiters.shift();
      first.resolve();
    }
  }
}

/** A first-in-first-out buffer of fixed capacity; adding to a full one drops its oldest item. */
class Ring<T> {
  readonly #capacity: number;
  #items: T[] = [];
  #head = 0;

  constructor(capacity: number) {
    this.#capacity = capacity;
  }

  get size(): number {
    return this.#items.length;
  }

  /** Returns how many items it dropped to make room. */
  add(item: T): number {
    if (this.#items.length < this.#capacity) {
      this.#items.push(item);
      return 0;
    }
    this.#items[this.#head] = item;
    this.#head = (this.#head + 1) % this.#capacity;
    return 1;
  }

  take(): T[] {
    const items = this.#items;
    const head = this.#head;
    this.#items = [];
    this.#head = 0;
    return head === 0 ? items : items.slice(head).concat(items.slice(0, head));
  }
}

/** The newest item of each key, in the order in which the keys first came. */
class Latest<T> {
  readonly #capacity: number;
  readonly #keyOf: (item: T) => unknown;
  readonly #items = new Map<unknown, T>();

  constructor(capacity: number, keyOf: (item: T) => unknown) {
    this.#capacity = capacity;
    this.#keyOf = keyOf;
  }

  get size(): number {
    return this.#items.size;
  }

  add(item: T): number {
    const key = this.#keyOf(item);
    let dropped = 0;
    if (this.#items.has(key)) dropped = 1;
    else if (this.#items.size === this.#capacity) {
      this.#items.delete(this.#items.keys().next().value);
      dropped = 1;
    }
    this.#items.set(key, item);
    return dropped;
  }

  take(): T[] {
    const items = [...this.#items.values()];
    this.#items.clear();
    return items;
  }
}
