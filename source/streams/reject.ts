import {clean} from '../terminal/clean.ts';
import {isoTime} from './clock.ts';
import type {Reject} from './status.ts';

/** The event for something that came and could not be read. `atMs` is when it came. */
export function reject(source: string, reason: string, what: string, atMs: number): Reject {
  return {type: 'reject', source, reason: clean(reason, 200), sample: clean(what, 200), time: isoTime(atMs)};
}
