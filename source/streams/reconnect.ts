import {type BackoffOptions, backoff} from './backoff.ts';
import {type Clock, isoTime, systemClock} from './clock.ts';
import {RetryError, SilenceError, SourceError, sentenceOf, UsageError} from './errors.ts';
import type {Status} from './status.ts';

export interface ReconnectOptions extends BackoffOptions {
  /** The stream's URL, without credentials: names it in status events. */
  readonly source: string;
  readonly signal: AbortSignal;
  readonly clock?: Clock;
  /** A connection that lived this long makes the next delay short again, in milliseconds. Default 10,000. */
  readonly stableMs?: number;
  /** Throws when the first attempt fails, rather than trying again. Default false. */
  readonly failFast?: boolean;
}

/**
 * Keeps a stream alive: connects, yields its batches, and when it ends or fails waits (with jitter and a cap) and
 * connects again, until `signal` aborts. Each change is yielded as a Status; after a loss the next `connected`
 * says since when events were missed. `connect` resolves once the connection stands; the iterable that it
 * resolves to closes the connection in its `finally`, or, where nobody came to iterate it, when the signal that
 * `connect` was given aborts. A UsageError is not tried again.
 */
export async function* reconnect<T>(
  connect: (signal: AbortSignal) => Promise<AsyncIterable<T[]>>,
  {
    source,
    signal: outer,
    clock = systemClock,
    stableMs = 10_000,
    failFast = false,
    ...limits
  }: ReconnectOptions,
): AsyncGenerator<(T | Status)[], void, undefined> {
  // A consumer that leaves at `connected` has begun no loop that would close the connection.
  const left = new AbortController();
  const signal = AbortSignal.any([outer, left.signal]);
  const status = (state: Status['state'], more: Partial<Status> = {}): Status[] => [
    {type: 'status', source, state, ...more, time: isoTime(clock.now())},
  ];
  let attempt = 0;
  let lostAt: number | undefined;
  let everConnected = false;
  try {
    while (!signal.aborted) {
      yield status('connecting');
      let connectedAt: number | undefined;
      let endedAt: number | undefined;
      let leastMs = 0;
      let reason = 'the server ended the stream';
      try {
        const stream = await connect(signal);
        connectedAt = clock.now();
        everConnected = true;
        yield status('connected', lostAt === undefined ? {} : {missedSince: isoTime(lostAt)});
        lostAt = undefined;
        yield* stream;
      } catch (error) {
        if (signal.aborted) break;
        if (error instanceof UsageError) throw error;
        if (failFast && !everConnected) throw asSourceError(error, source);
        if (error instanceof SilenceError) endedAt = error.sinceMs;
        if (error instanceof RetryError) leastMs = error.retryMs;
        reason = sentenceOf(error);
      }
      if (signal.aborted) break;
      if (everConnected) lostAt ??= endedAt ?? clock.now();
      if (connectedAt !== undefined && clock.now() - connectedAt >= stableMs) attempt = 0;
      const retryMs = Math.max(leastMs, backoff(attempt++, limits));
      const since = lostAt === undefined ? {} : {missedSince: isoTime(lostAt)};
      yield status('lost', {reason, retryMs, ...since});
      await clock.sleep(retryMs, signal);
    }
  } finally {
    left.abort();
  }
}

function asSourceError(error: unknown, source: string): SourceError {
  return error instanceof SourceError
    ? error
    : new SourceError(`${source}: ${sentenceOf(error)}`, {cause: error});
}
