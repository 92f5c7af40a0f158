import {UsageError} from '../streams/errors.ts';
import type {Flags} from './command.ts';
import {flagName, text} from './flags.ts';

const unitsMs: Readonly<Record<string, number>> = {ms: 1, s: 1000, m: 60_000, h: 3_600_000};
const longestMs = 8760 * 3_600_000;

/**
 * The value of a flag that takes a length of time (`500ms`, `1.5s`, `5m`, `1h`), in whole milliseconds; undefined where
 * it is not given. Throws a UsageError that says what was expected and what came.
 */
export function duration(flags: Flags, name: string, leastMs: 0 | 1): number | undefined {
  const value = text(flags, name);
  if (value === undefined) return undefined;
  const [, number, unit] = /^(\d{1,9}(?:\.\d{1,9})?)(ms|s|m|h)$/.exec(value) ?? [];
  // 0.07 m is 4,200 ms, and 4,200.000000000001 in floating point.
  const ms = Math.round(Number(number) * unitsMs[unit ?? '']! * 1e6) / 1e6;
  if (!(Number.isInteger(ms) && ms >= leastMs && ms <= longestMs)) {
    throw new UsageError(
      `${flagName(name)} takes a length of time such as 500ms, 5s, 1m or 1h, from ${leastMs}ms to 8760h, not "${value}"`,
    );
  }
  return ms;
}
