import {clean} from '../../terminal/clean.ts';

// The formatting codes of modern.ircdocs.horse/formatting: colour, hex colour; bold, reset, monospace, reverse,
// italic, strike-through, underline.
const formatting =
  /\u0003(?:\d{1,2}(?:,\d{1,2})?)?|\u0004(?:[\dA-Fa-f]{6}(?:,[\dA-Fa-f]{6})?)?|[\u0002\u000f\u0011\u0016\u001d-\u001f]/g;
const plain = /^[\u0020-\u007e]*$/;

/** What a stranger wrote on IRC, without its colours and formatting, safe to print, of at most `limit` UTF-16 units. */
export function plainText(text: string, limit = 4096): string {
  if (text.length <= limit && plain.test(text)) return text;
  // Formatting goes first: a code inside an escape sequence must not hide it. It is cut before, to bound the work.
  return clean(text.slice(0, 4 * limit).replace(formatting, ''), limit);
}
