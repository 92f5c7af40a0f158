import {UsageError} from '../streams/errors.ts';
import type {Flags} from './command.ts';
import {flagName, text} from './flags.ts';
import {readDuration} from './read-duration.ts';

/**
 * The value of a flag that takes a length of time (`500ms`, `1.5s`, `5m`, `1h`), in whole milliseconds; undefined where
 * it is not given. Throws a UsageError that says what was expected and what came.
 */
export function duration(flags: Flags, name: string, leastMs: 0 | 1): number | undefined {
  const value = text(flags, name);
  if (value === undefined) return undefined;
  const ms = readDuration(value);
  if (ms === undefined || ms < leastMs) {
    throw new UsageError(
      `${flagName(name)} takes a length of time such as 500ms, 5s, 1m or 1h, from ${leastMs}ms to 8760h, not "${value}"`,
    );
  }
  return ms;
}
