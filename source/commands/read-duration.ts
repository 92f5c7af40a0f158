const unitsMs: Readonly<Record<string, number>> = {ms: 1, s: 1000, m: 60_000, h: 3_600_000};
const longestMs = 8760 * 3_600_000;

/** A length of time (`500ms`, `1.5s`, `5m`, `1h`) up to a year, in whole milliseconds; undefined where it is none. */
export function readDuration(text: string): number | undefined {
  const [, number, unit] = /^(\d{1,9}(?:\.\d{1,9})?)(ms|s|m|h)$/.exec(text) ?? [];
  // 0.07 m is 4,200 ms, and 4,200.000000000001 in floating point.
  const ms = Math.round(Number(number) * unitsMs[unit ?? '']! * 1e6) / 1e6;
  return Number.isInteger(ms) && ms <= longestMs ? ms : undefined;
}
