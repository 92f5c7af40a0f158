import type {Alphabet} from './alphabet.ts';
import {blank, rightHalf} from './glyphs.ts';
import type {Grid} from './grid.ts';

const esc = 0x1b;
const graphemes = new Intl.Segmenter(undefined, {granularity: 'grapheme'});

/**
 * Reads styled text (SGR and OSC 8 sequences; all others are left out) into the cells of a row from `start` to before
 * `end`, which it fills with blanks where the text ends before. What is wider is cut.
 */
export function readRow(text: string, grid: Grid, start: number, end: number, alphabet: Alphabet): void {
  const {styles, glyphs} = alphabet;
  let style = 0;
  let at = start;
  const put = (number: number, width: number) => {
    if (width === 0) return;
    if (at + width > end) {
      // A wide glyph has no half to show.
      grid.erase(at, end);
      at = end;
      return;
    }
    grid.glyphs[at] = number;
    grid.styles[at] = number === blank && !styles.isSeenOnBlank(style) ? 0 : style;
    at++;
    for (let more = 1; more < width; more++) {
      grid.glyphs[at] = rightHalf;
      grid.styles[at] = style;
      at++;
    }
  };
  let index = 0;
  while (index < text.length && at < end) {
    const code = text.charCodeAt(index);
    if (code === esc) {
      const past = pastSequence(text, index);
      style = styleAfter(text.slice(index, past), style, alphabet);
      index = past;
      continue;
    }
    const width = simpleWidth(code);
    if (width > 0 && isAlone(text, index)) {
      if (!isControl(code)) put(code, width);
      index++;
    } else {
      const past = pastClusters(text, index);
      for (const {segment} of graphemes.segment(text.slice(index, past))) {
        const number = glyphs.number(segment);
        put(number, glyphs.width(number));
      }
      index = past;
    }
  }
  grid.erase(at, end);
}

/**
 * The cells of a character that nothing joins on to but what is not simple: Latin, punctuation, arrows, box drawing,
 * blocks, Chinese characters, kana, Hangul. 0: not simple, it needs a closer look.
 */
function simpleWidth(code: number): 0 | 1 | 2 {
  if (code < 0x300) return code === 0xad ? 0 : 1;
  if (code < 0x2010) return 0;
  if (code < 0x2500) {
    const punctuation =
      code <= 0x2027 || (code >= 0x2030 && code <= 0x205e) || (code >= 0x20a0 && code <= 0x20c0);
    return punctuation || (code >= 0x2190 && code < 0x2300) ? 1 : 0;
  }
  // Above these are the first that are emoji.
  if (code <= 0x25fc) return 1;
  const wide =
    (code >= 0x4e00 && code <= 0x9fff) ||
    (code >= 0x3041 && code <= 0x3096) ||
    (code >= 0x30a1 && code <= 0x30fa) ||
    (code >= 0xac00 && code <= 0xd7a3);
  return wide ? 2 : 0;
}

/** What comes next joins no cluster. */
function isAlone(text: string, index: number): boolean {
  const next = text.charCodeAt(index + 1);
  return Number.isNaN(next) || next === esc || simpleWidth(next) > 0;
}

/** Up to the next character that stands alone after another that nothing joins on to, or sequence. */
function pastClusters(text: string, from: number): number {
  let index = from + 1;
  let isSimple = false;
  while (index < text.length) {
    const code = text.charCodeAt(index);
    const wasSimple = isSimple;
    isSimple = simpleWidth(code) > 0;
    if (code === esc || (wasSimple && isSimple && isAlone(text, index))) break;
    index++;
  }
  return index;
}

/** C0, DEL and C1: what they would do to the terminal, nobody wants. */
function isControl(code: number): boolean {
  return code < 0x20 || (code >= 0x7f && code < 0xa0);
}

/** CSI up to its final byte, OSC up to BEL or ST; of others the two characters. */
function pastSequence(text: string, from: number): number {
  const kind = text.charCodeAt(from + 1);
  let index = from + 2;
  if (kind === 0x5b) {
    while (index < text.length && !isFinal(text.charCodeAt(index))) index++;
    return index + 1;
  }
  if (kind !== 0x5d) return index;
  while (index < text.length) {
    const code = text.charCodeAt(index);
    if (code === 7) return index + 1;
    if (code === esc) return index + 2;
    index++;
  }
  return index;
}

function isFinal(code: number): boolean {
  return code >= 0x40 && code <= 0x7e;
}

function styleAfter(sequence: string, style: number, {styles}: Alphabet): number {
  if (sequence.startsWith('\u001b[') && sequence.endsWith('m'))
    return styles.after(style, sequence.slice(2, -1));
  if (sequence.startsWith('\u001b]8;')) {
    return styles.withLink(style, sequence.slice(4).replace(/(?:\u0007|\u001b\\?)$/, ''));
  }
  return style;
}
