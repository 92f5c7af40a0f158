import stringWidth from 'string-width';

/** What stands in the right half of a wide glyph: in all its cells but the first. */
export const rightHalf = 0;
/** Nothing is known of the cell: it differs from whatever is wanted there. */
export const unknownGlyph = 0xffff_ffff;
export const blank = 0x20;
/** Numbers from here on are of clusters of several code points. */
export const firstCluster = 0x11_0000;
const utf8 = new TextEncoder();

// Wide in every terminal since there are wide characters: East Asian scripts. Emoji are wide in some, narrow in others.
const surelyWide =
  /^[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\ua960-\ua97c\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff01-\uff60\uffe0-\uffe6\u{20000}-\u{3fffd}]$/u;
// A letter with marks that every terminal lays over it: Latin, Greek, Cyrillic, Hebrew, Arabic, Thai.
const surelyOneCell =
  /^[\u0021-\u10ff\u1e00-\u22ff][\u0300-\u036f\u0483-\u0487\u0591-\u05bd\u064b-\u065f\u0e31\u0e34-\u0e3a\u0e47-\u0e4e]+$/;
const pictographs = (codePoint: number) => codePoint >= 0x1_f000 && codePoint < 0x2_0000;

interface Glyph {
  readonly text: string;
  readonly width: number;
  /** The most cells that a terminal of another opinion may give it; 0: all are of one opinion. */
  readonly reach: number;
  /** In UTF-8. */
  readonly bytes: number;
}

/**
 * Graphemes as numbers, so that frames are compared as numbers: a single code point is its own number, a cluster of
 * several (a letter with its marks, an emoji sequence) gets one from 0x110000 on.
 */
export class Glyphs {
  readonly #known = new Map<number, Glyph>();
  readonly #clusters: string[] = [];
  readonly #numbers = new Map<string, number>();

  /** How many clusters have numbers: strangers' text may bring any number of them, so whoever keeps this looks. */
  get clusters(): number {
    return this.#clusters.length;
  }

  number(grapheme: string): number {
    const codePoint = grapheme.codePointAt(0)!;
    if (grapheme.length === (codePoint > 0xffff ? 2 : 1)) return codePoint;
    let number = this.#numbers.get(grapheme);
    if (number === undefined) {
      number = firstCluster + this.#clusters.length;
      this.#clusters.push(grapheme);
      this.#numbers.set(grapheme, number);
    }
    return number;
  }

  text(number: number): string {
    return number < 0x300 ? String.fromCharCode(number) : this.#glyph(number).text;
  }

  /** Cells, as the panes measure it: 0 of controls and what else is not seen; more than 2 of a few Indic clusters. */
  width(number: number): number {
    return number >= 0x20 && number < 0x7f ? 1 : this.#glyph(number).width;
  }

  /** See Glyph. */
  reach(number: number): number {
    return number < 0x300 ? 0 : this.#glyph(number).reach;
  }

  bytes(number: number): number {
    return number < 0x80 ? 1 : number < 0x300 ? 2 : this.#glyph(number).bytes;
  }

  #glyph(number: number): Glyph {
    let glyph = this.#known.get(number);
    if (!glyph) {
      const text =
        number < firstCluster ? String.fromCodePoint(number) : this.#clusters[number - firstCluster]!;
      const width = stringWidth(text);
      glyph = {text, width, reach: reachOf(text, width), bytes: utf8.encode(text).length};
      this.#known.set(number, glyph);
    }
    return glyph;
  }
}

function reachOf(text: string, width: number): number {
  const codePoints = [...text];
  if (codePoints.length > 1) return surelyOneCell.test(text) ? 0 : 2 * codePoints.length;
  if (pictographs(text.codePointAt(0)!)) return 2;
  return width === 2 && !surelyWide.test(text) ? 2 : 0;
}
