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
  let out = ' '.repeat(columns - shown.length);
  for (const value of shown) {
    // Flat data, and a range beyond all numbers, have no height: the lowest bar.
    const height = Math.round(((value - low) / (high - low)) * top);
    out += Number.isFinite(value) ? (bars[height] ?? bars[0]) : ' ';
  }
  return out;
}
