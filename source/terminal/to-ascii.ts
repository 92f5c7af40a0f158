import stringWidth from 'string-width';

const beyondAscii = /[^\u0000-\u007f]+/g;
const graphemes = new Intl.Segmenter(undefined, {granularity: 'grapheme'});

/** The same picture in ASCII alone: each character that is not becomes as many `?` as it is wide. */
export function toAscii(frame: string): string {
  return frame.replace(beyondAscii, run => {
    let out = '';
    for (const {segment} of graphemes.segment(run)) out += '?'.repeat(stringWidth(segment));
    return out;
  });
}
