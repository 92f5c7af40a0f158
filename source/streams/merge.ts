/** Opens on its first `next()`, ends when `signal` aborts, closes what it opened in `finally`. */
export type Source<T> = (signal: AbortSignal) => AsyncIterable<T[]>;

interface Arrival<T> {
  readonly iterator: AsyncIterator<T[]>;
  /** A batch or the end; rejected where the source failed. */
  readonly result: IteratorResult<T[]> | {readonly thrown: unknown};
}

/**
 * One stream out of several: each batch as it comes, in its source's order, no source waiting for another.
 * Ends when all have ended. When one fails, or the consumer leaves, the others are aborted and closed.
 */
export async function* merge<T>(
  sources: readonly Source<T>[],
  {signal: outer}: {readonly signal?: AbortSignal} = {},
): AsyncGenerator<T[], void, undefined> {
  const abort = new AbortController();
  const signal = outer ? AbortSignal.any([outer, abort.signal]) : abort.signal;
  const open = new Set(sources.map(source => source(signal)[Symbol.asyncIterator]()));
  // Failures stand in line with the batches: those of busy sources must not keep one from being seen.
  const arrivals: Arrival<T>[] = [];
  let wake = () => {};
  const ask = (iterator: AsyncIterator<T[]>) => {
    const arrive = (result: Arrival<T>['result']) => {
      arrivals.push({iterator, result});
      wake();
    };
    iterator.next().then(arrive, thrown => arrive({thrown}));
  };
  try {
    for (const iterator of open) ask(iterator);
    while (open.size > 0) {
      for (let arrival = arrivals.shift(); arrival; arrival = arrivals.shift()) {
        const {iterator, result} = arrival;
        if ('thrown' in result) {
          open.delete(iterator);
          throw result.thrown;
        }
        if (result.done) {
          open.delete(iterator);
          continue;
        }
        yield result.value;
        ask(iterator);
      }
      if (open.size === 0) return;
      const {promise, resolve} = Promise.withResolvers<void>();
      wake = resolve;
      await promise;
    }
  } finally {
    abort.abort();
    // Not awaited: a source that is slow to close must not hold back the one who leaves.
    for (const iterator of open) iterator.return?.().then(undefined, () => {});
  }
}
