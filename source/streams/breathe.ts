import {setImmediate as turn} from 'node:timers/promises';

/**
 * Cuts batches to at most `size` items and gives the event loop a turn after each, so that keys are read, sockets
 * drained and timers kept however fast a stream runs. What the source cannot hold back meanwhile is its buffer's
 * to keep or to drop, by its policy.
 */
export async function* breathe<T>(
  source: AsyncIterable<T[]>,
  size = 1000,
): AsyncGenerator<T[], void, undefined> {
  for await (const batch of source) {
    for (let start = 0; start < batch.length; start += size) {
      yield batch.length <= size ? batch : batch.slice(start, start + size);
      await turn();
    }
  }
}
