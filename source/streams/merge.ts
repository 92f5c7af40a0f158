/** Opens on its first `next()`, ends when `signal` aborts, closes what it opened in `finally`. */
export type Source<T> = (signal: AbortSignal) => AsyncIterable<T[]>;

interface Arrival<T> {
  readonly iterator: AsyncIterator<T[]>;
  readonly result: IteratorResult<T[]>;
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
  const arrivals: Arrival<T>[] = [];
  let failure: {readonly thrown: unknown} | undefined;
  let wake = () => {};
  const ask = (iterator: AsyncIterator<T[]>) => {
    iterator.next().then(
      result => {
        arrivals.push({iterator, result});
        wake();
      },
      thrown => {
        open.delete(iterator);
        failure ??= {thrown};
        wake();
      },
    );
  };
  try {
    for (const iterator of open) ask(iterator);
    while (open.size > 0 || failure) {
      for (let arrival = arrivals.shift(); arrival; arrival = arrivals.shift()) {
        const {iterator, result} = arrival;
        if (result.done) {
          open.delete(iterator);
          continue;
        }
        yield result.value;
        ask(iterator);
      }
      if (failure) throw failure.thrown;
      if (open.size === 0) return;
      const {promise, resolve} = Promise.withResolvers<void>();
      wake = resolve;
      // An arrival between the loop above and here would have woken nobody.
      if (arrivals.length === 0) await promise;
    }
  } finally {
    abort.abort();
    // Not awaited: a source that is slow to close must not hold back the one who leaves.
    for (const iterator of open) iterator.return?.().then(undefined, () => {});
  }
}
