import {clean} from '../terminal/clean.ts';

/** The user asked for something that cannot be: said on stderr as it stands, exit code 2. */
export class UsageError extends Error {
  override name = 'UsageError';
}

/**
 * Something outside failed: a file, a server, the network. Said on stderr as it stands, exit code 1.
 * The message names what was expected, what came, where, and what to do.
 */
export class SourceError extends Error {
  override name = 'SourceError';
}

/** A connection on which nothing was heard any more; `sinceMs` is when something was, in milliseconds (epoch). */
export class SilenceError extends SourceError {
  override name = 'SilenceError';
  readonly sinceMs: number;

  constructor(message: string, sinceMs: number) {
    super(message);
    this.sinceMs = sinceMs;
  }
}

/** Something outside has asked to be left alone for a while: not to be tried again before `retryMs` milliseconds. */
export class RetryError extends SourceError {
  override name = 'RetryError';
  readonly retryMs: number;

  constructor(message: string, retryMs: number) {
    super(message);
    this.retryMs = retryMs;
  }
}

/** A bounded channel with the policy `disconnect` was full: its consumer is too slow and is let go. */
export class OverflowError extends Error {
  override name = 'OverflowError';
}

/** The first line of what was thrown, whatever it was, safe to print: it may quote what a stranger said. */
export function sentenceOf(thrown: unknown): string {
  if (thrown instanceof AggregateError && thrown.errors.length > 0) return sentenceOf(thrown.errors[0]);
  const text = thrown instanceof Error ? thrown.message || thrown.name : String(thrown);
  return clean(text.split('\n', 1)[0]!);
}
