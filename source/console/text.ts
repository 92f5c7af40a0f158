import sliceAnsi from 'slice-ansi';
import stringWidth from 'string-width';

const plain = /^[\u0020-\u007e]*$/;

/** How many cells wide. */
export function width(text: string): number {
  return plain.test(text) ? text.length : stringWidth(text);
}

/** Exactly `columns` wide: cut (with `ellipsis` where there is room for one), or filled with spaces on the right. */
export function fit(text: string, columns: number, ellipsis = ''): string {
  if (columns <= 0) return '';
  const wide = width(text);
  if (wide === columns) return text;
  if (wide < columns) return text + ' '.repeat(columns - wide);
  const mark = columns > width(ellipsis) ? ellipsis : '';
  const cut = plain.test(text)
    ? text.slice(0, columns - mark.length)
    : sliceAnsi(text, 0, columns - width(mark));
  const out = cut + mark;
  // A wide character that would straddle the edge is left out whole.
  return out + ' '.repeat(Math.max(0, columns - width(out)));
}

/** The same, filled on the left. */
export function fitRight(text: string, columns: number, ellipsis = ''): string {
  const wide = width(text);
  return wide >= columns ? fit(text, columns, ellipsis) : ' '.repeat(columns - wide) + text;
}

/** Exactly `height` rows, each `columns` wide: the first rows, or with `end` the last. */
export function fill(rows: readonly string[], columns: number, height: number, end = false): string[] {
  const shown = end ? rows.slice(Math.max(0, rows.length - height)) : rows.slice(0, height);
  const out = shown.map(row => fit(row, columns));
  while (out.length < height) out.push(' '.repeat(Math.max(0, columns)));
  return out;
}
