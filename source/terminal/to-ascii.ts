import stringWidth from 'string-width';

// With the character before, which may be part of the first: a digit that is drawn as a key is two cells wide.
const beyondAscii = /[\u0020-\u007e]?[^\u0000-\u007f]+/g;
const graphemes = new Intl.Segmenter(undefined, {granularity: 'grapheme'});

/** The same picture in ASCII alone: each character that is not becomes as many `?` as it is wide. */
export function toAscii(frame: string): string {
  return frame.replace(beyondAscii, run => {
    let out = '';
    for (const {segment} of graphemes.segment(run)) {
      const plain = segment[0]! <= '\u007f' ? segment[0]! : '';
      out += plain + '?'.repeat(stringWidth(segment) - plain.length);
    }
    return out;
  });
}
