import sliceAnsi from 'slice-ansi';
import stringWidth from 'string-width';

const plain = /^[\u0020-\u007e]*$/;
const graphemes = new Intl.Segmenter(undefined, {granularity: 'grapheme'});

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

/** The end of a text, at most `columns` wide: of a line that is being written one wants to see the end. */
export function endOf(text: string, columns: number): string {
  let room = columns - width(text);
  if (room >= 0) return text;
  const all = [...graphemes.segment(text)];
  let cut = 0;
  while (cut < all.length && room < 0) room += width(all[cut++]!.segment);
  return text.slice(all[cut]?.index ?? text.length);
}

export interface FillOptions {
  /** The last of the rows, where there are too many. */
  readonly end?: boolean;
  readonly ellipsis?: string;
}

/** Exactly `height` rows, each `columns` wide. */
export function fill(
  rows: readonly string[],
  columns: number,
  height: number,
  {end = false, ellipsis = ''}: FillOptions = {},
): string[] {
  const shown = end ? rows.slice(Math.max(0, rows.length - height)) : rows.slice(0, Math.max(0, height));
  const out = shown.map(row => fit(row, columns, ellipsis));
  while (out.length < height) out.push(' '.repeat(Math.max(0, columns)));
  return out;
}
