import {Channel, type ChannelOptions} from './channel.ts';

/**
 * Copies one stream into several channels, each with its own bound and policy. The source is read when the first
 * branch asks, no faster than the slowest `wait` branch; it is closed when every branch has left.
 * A failure of the source reaches every branch. Batches are shared between branches: treat them as read-only.
 */
export function tee<T, const B extends readonly ChannelOptions<T>[]>(
  source: AsyncIterable<T[]>,
  branches: B,
): {readonly [Index in keyof B]: Channel<T>} {
  const channels: Branch<T>[] = branches.map(options => new Branch(options, () => (started ??= pump())));
  let started: Promise<void> | undefined;

  async function pump(): Promise<void> {
    try {
      for await (const batch of source) {
        for (const channel of channels) {
          const waited = channel.push(batch);
          if (waited !== undefined) await waited;
        }
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

  constructor(options: ChannelOptions<T>, start: () => void) {
    super(options);
    this.#start = start;
  }

  override next(): Promise<IteratorResult<T[], undefined>> {
    this.#start();
    return super.next();
  }
}
