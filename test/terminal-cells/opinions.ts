import fc from 'fast-check';

/** How wide a terminal takes what terminals do not agree on. */
export interface Opinion {
  readonly emoji: 1 | 2;
  /** Of those that are text by themselves: hearts, faces of old. */
  readonly picture: 1 | 2;
  readonly regional: 1 | 2;
  readonly modifier: 0 | 1 | 2;
  readonly joiner: 0 | 1;
  /** U+FE0F: nothing, a cell, or it makes what is before it wide. */
  readonly selector: 'nothing' | 'cell' | 'widens';
  /** Of what encloses letters or is written around them, and of jamo that join others. */
  readonly mark: 0 | 1;
  /** It knows of emoji sequences and flags. */
  readonly clusters: boolean;
}

export const anyOpinion: fc.Arbitrary<Opinion> = fc.record({
  emoji: fc.constantFrom(1, 2),
  picture: fc.constantFrom(1, 2),
  regional: fc.constantFrom(1, 2),
  modifier: fc.constantFrom(0, 1, 2),
  joiner: fc.constantFrom(0, 1),
  selector: fc.constantFrom('nothing', 'cell', 'widens'),
  mark: fc.constantFrom(0, 1),
  clusters: fc.boolean(),
});

/** Texts of one grapheme each, about whose width there are several opinions. */
export const doubtful = fc.constantFrom(
  ...['😀', '👍🏽', '👩‍👩‍👧', '🏳️‍🌈', '🇩🇪', '☺️', '❤️', '⌚', '1️⃣', '#️⃣', '🪿', '🏽', '🇩'],
  ...['각', 'षि', 'กำ', 'ｶﾞ', '👩‍❤️‍💋‍👨', 'क्षि', '☺︎', 'a⃝'],
);

/** Of code points, in the emulator's terms: what its `charProperties` is to say. */
export function propertiesBy(opinion: Opinion): (codePoint: number, preceding: number) => number {
  return (codePoint, preceding) => {
    const before = {codePoint: preceding >> 3, width: (preceding >> 1) & 3};
    const packed = (width: number, joins: boolean) => (codePoint << 3) | (width << 1) | Number(joins);
    const joined = (width: number) => packed(Math.max(width, before.width), true);
    if (opinion.clusters && preceding !== 0) {
      const isPair = isRegional(codePoint) && isRegional(before.codePoint);
      if (before.codePoint === 0x200d || isModifier(codePoint)) return joined(2);
      // Not a third one: it begins another flag.
      if (isPair) return (0x20 << 3) | (2 << 1) | 1;
    }
    if (codePoint === 0xfe0f && opinion.selector === 'widens' && preceding !== 0) return joined(2);
    const width = widthOf(codePoint, opinion);
    if (width === 0 && preceding !== 0) return joined(0);
    // What there is nothing to join to has a cell of its own.
    return packed(Math.max(1, width), false);
  };
}

function widthOf(codePoint: number, opinion: Opinion): number {
  const character = String.fromCodePoint(codePoint);
  if (codePoint === 0x200d) return opinion.joiner;
  if (codePoint === 0xfe0e || codePoint === 0xfe0f) return opinion.selector === 'cell' ? 1 : 0;
  if (isModifier(codePoint)) return opinion.modifier;
  if (isRegional(codePoint)) return opinion.regional;
  if (/\p{Emoji_Presentation}/u.test(character)) return opinion.emoji;
  if (/[☺❤🏳]/u.test(character)) return opinion.picture;
  if (joined.has(codePoint) || (codePoint >= 0x1160 && codePoint < 0x1200)) return opinion.mark;
  if (/\p{Mn}/u.test(character)) return 0;
  return /[\u1100-\u115f\u3041-\ua4cf\uac00-\ud7a3]/.test(character) ? 2 : 1;
}

/** Indic i and virama, Thai am, what encloses, and the halfwidth voicing mark. */
const joined = new Set([0x93f, 0x94d, 0xe33, 0x20dd, 0x20e3, 0xff9e]);

function isModifier(codePoint: number): boolean {
  return codePoint >= 0x1_f3fb && codePoint <= 0x1_f3ff;
}

function isRegional(codePoint: number): boolean {
  return codePoint >= 0x1_f1e6 && codePoint <= 0x1_f1ff;
}
