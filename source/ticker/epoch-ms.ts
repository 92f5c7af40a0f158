/**
 * Milliseconds since the epoch out of a number that counts seconds, milliseconds, microseconds or nanoseconds of it:
 * from 1973 on they are told apart by their size. Undefined: it is no such number.
 */
export function epochMs(count: number): number | undefined {
  if (!(count >= 0 && count < 1e20)) return undefined;
  if (count < 1e11) return count * 1e3;
  if (count < 1e14) return count;
  return count < 1e17 ? count / 1e3 : count / 1e6;
}
