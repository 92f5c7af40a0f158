/** `HH:MM:SS` of an ISO 8601 time, in UTC; `--:--:--` where there is none. */
export function clockTime(iso: string): string {
  return /T(\d\d:\d\d:\d\d)/.exec(iso)?.[1] ?? '--:--:--';
}

/** A span that has gone by, in at most five characters: `850ms`, `4.2s`, `59s`, `3m20`, `2h05`, `4d`. */
export function span(ms: number): string {
  if (!(ms >= 0)) return '0s';
  if (ms < 999.5) return `${Math.round(ms)}ms`;
  if (ms < 9950) return `${(ms / 1000).toFixed(1)}s`;
  const seconds = Math.max(10, Math.floor(ms / 1000));
  if (seconds < 60) return `${seconds}s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return `${minutes}m${String(seconds % 60).padStart(2, '0')}`;
  const hours = Math.floor(minutes / 60);
  if (hours < 48) return `${hours}h${String(minutes % 60).padStart(2, '0')}`;
  return `${Math.min(9999, Math.floor(hours / 24))}d`;
}

/** A count in at most five characters: `999`, `12.3k`, `4.56M`; `>999T` is as far as it goes. */
export function count(value: number): string {
  if (value < 999.5) return String(Math.round(value));
  for (const [limit, unit] of [
    [1e6, 'k'],
    [1e9, 'M'],
    [1e12, 'G'],
    [1e15, 'T'],
  ] as const) {
    if (value >= limit * 0.9995) continue;
    const scaled = value / (limit / 1000);
    return `${scaled.toFixed(scaled < 9.995 ? 2 : scaled < 99.95 ? 1 : 0)}${unit}`;
  }
  return '>999T';
}

/** Bytes in at most seven characters: `812 B`, `12.3 kB`. */
export function bytes(value: number): string {
  const text = count(value);
  return /\D$/.test(text) ? `${text.slice(0, -1)} ${text.at(-1)}B` : `${text} B`;
}
