import {Channel, type ChannelOptions} from './channel.ts';
import type {Source} from './merge.ts';

/**
 * Copies one stream into several channels, each with its own bound and policy. The source is read when the first
 * branch asks, no faster than the slowest `wait` branch; it is closed when every branch has left: at once where it
 * is given as a Source (its signal aborts), else with its next batch.
 * A failure of the source reaches every branch. Batches are shared between branches: treat them as read-only.
 */
export function tee<T, const B extends readonly ChannelOptions<T>[]>(
  source: Source<T> | AsyncIterable<T[]>,
  branches: B,
): {readonly [Index in keyof B]: Channel<T>} {
  const left = new AbortController();
  let started: Promise<void> | undefined;
  const start = () => (started ??= pump());
  const leave = () => {
    if (channels.every(channel => channel.closed)) left.abort();
  };
  const channels: Branch<T>[] = branches.map(options => new Branch(options, start, leave));

  async function pump(): Promise<void> {
    try {
      for await (const batch of typeof source === 'function' ? source(left.signal) : source) {
        // To every branch before any is waited for: one that is full must not keep the batch from the others.
        const waits = channels.map(channel => channel.push(batch)).filter(wait => wait !== undefined);
        if (waits.length > 0) await Promise.all(waits);
        if (channels.every(channel => channel.closed)) return;
      }
      for (const channel of channels) channel.close();
    } catch (error) {
      for (const channel of channels) channel.fail(error);
    }
  }

  return channels as {readonly [Index in keyof B]: Channel<T>};
}

class Branch<T> extends Channel<T> {
  readonly #start: () => void;
  readonly #leave: () => void;

  constructor(options: ChannelOptions<T>, start: () => void, leave: () => void) {
    super(options);
    this.#start = start;
    this.#leave = leave;
  }

  override next(): Promise<IteratorResult<T[], undefined>> {
    if (!this.closed) this.#start();
    return super.next();
  }

  override return(): Promise<IteratorResult<T[], undefined>> {
    const returned = super.return();
    this.#leave();
    return returned;
  }
}
