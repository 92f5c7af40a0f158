import {cutUtf8} from '../cut-utf8.ts';

const graphemes = new Intl.Segmenter(undefined, {granularity: 'grapheme'});

/**
 * Cuts what someone wants to say into lines of at most `maxBytes` of UTF-8: at line breaks, then at the last space
 * of a line's second half where there is one, else between two characters as people see them. Empty lines go.
 */
export function sayLines(text: string, maxBytes: number): string[] {
  const lines: string[] = [];
  for (const line of text.toWellFormed().split(/[\r\n]+/)) {
    let rest = line.replace(/[\0\u0001]/g, '');
    while (rest.trim() !== '') {
      const piece = Buffer.byteLength(rest) <= maxBytes ? rest : beginning(rest, maxBytes);
      lines.push(piece.trimEnd());
      rest = rest.slice(piece.length);
    }
  }
  return lines.filter(line => line !== '');
}

function beginning(text: string, maxBytes: number): string {
  const fits = cutUtf8(text, maxBytes);
  const space = fits.lastIndexOf(' ');
  if (space > fits.length / 2) return fits.slice(0, space + 1);
  // Where the character that the cut fell into begins; one that is longer than a whole line is cut through.
  const start = graphemes.segment(text).containing(fits.length)?.index ?? fits.length;
  return start > 0 ? text.slice(0, start) : fits;
}
