import type {Readable} from 'node:stream';
import {type Clock, isoTime, systemClock} from '../streams/clock.ts';
import {SourceError, sentenceOf} from '../streams/errors.ts';
import type {Status} from '../streams/status.ts';
import {type Line, LineSplitter} from './line-splitter.ts';

export interface StandardInputOptions {
  readonly signal: AbortSignal;
  readonly clock?: Clock;
  /** How it is named in status events. Default `-`. */
  readonly source?: string;
}

/**
 * The lines of a stream of bytes, to its end. It is read only as fast as its lines are taken, and destroyed when the
 * reading ends, however it ends. Throws a SourceError when it fails.
 */
export async function* standardInput(
  input: Readable,
  {signal, clock = systemClock, source = '-'}: StandardInputOptions,
): AsyncGenerator<(Line | Status)[], void, undefined> {
  const status = (state: Status['state'], more: Partial<Status> = {}): Status[] => [
    {type: 'status', source, state, ...more, time: isoTime(clock.now())},
  ];
  const splitter = new LineSplitter();
  const stop = () => input.destroy();
  if (signal.aborted) stop();
  signal.addEventListener('abort', stop, {once: true});
  try {
    if (signal.aborted) return;
    yield status('connecting');
    yield status('connected');
    for await (const chunk of input) {
      const lines = splitter.push(typeof chunk === 'string' ? Buffer.from(chunk) : chunk);
      if (lines.length > 0) yield lines;
      if (signal.aborted) return;
    }
    const rest = splitter.flush();
    if (rest.length > 0) yield rest;
    yield status('ended', {reason: 'the input ended'});
  } catch (error) {
    if (signal.aborted) return;
    throw new SourceError(`standard input: ${sentenceOf(error)}`, {cause: error});
  } finally {
    signal.removeEventListener('abort', stop);
    stop();
  }
}
