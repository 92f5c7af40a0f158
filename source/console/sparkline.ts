/**
 * The last `columns` values as bars between their smallest and largest (or from `floor`), one character each;
 * flat data is a flat low line. Not finite: a space.
 */
export function sparkline(
  values: readonly number[],
  columns: number,
  bars: readonly string[],
  floor?: number,
): string {
  const shown = values.slice(-Math.max(0, columns));
  if (columns <= 0) return '';
  let low = floor ?? Infinity;
  let high = -Infinity;
  for (const value of shown) {
    if (!Number.isFinite(value)) continue;
    if (value < low) low = value;
    if (value > high) high = value;
  }
  const top = bars.length - 1;
  const scale = high > low ? top / (high - low) : 0;
  let out = ' '.repeat(columns - shown.length);
  for (const value of shown) out += Number.isFinite(value) ? bars[Math.round((value - low) * scale)] : ' ';
  return out;
}
