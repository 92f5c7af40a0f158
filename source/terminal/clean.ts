// Control characters (C0, DEL, C1) and the sequences that they begin; invisible characters that change how
// others read: bidi overrides and isolates, zero-width ones (but not the joiner inside emoji), BOM, tags,
// interlinear marks, line and paragraph separators.
const sequence =
  /(?:\u001b\[|\u009b)[\u0030-\u003f]*[\u0020-\u002f]*[\u0040-\u007e]?|(?:\u001b[\]PX^_]|[\u009d\u0090\u0098\u009e\u009f])[^\u0007\u001b\u009c]*(?:\u0007|\u001b\\|\u009c)?|\u001b[\u0020-\u002f]*[\u0030-\u007e]?/g;
const invisible =
  /[\u0000-\u0008\u000a-\u001f\u007f-\u009f\u061c\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\u{e0000}-\u{e007f}]/gu;
const plain = /^[\u0020-\u007e]*$/;
/** Marks that stack on one cell: more than this many in a row are a flood, not a language. */
const marks = /(\p{M}{4})\p{M}+/gu;

/**
 * Strangers' text, made safe to print on one line of a terminal: control characters, escape sequences (CSI, OSC,
 * DCS, APC, PM, SOS) and invisible direction or width tricks are taken out, a tab becomes a space, a lone
 * surrogate becomes U+FFFD, and the text is cut at `limit` UTF-16 units (default 4,096) with an ellipsis.
 */
export function clean(text: string, limit = 4096): string {
  const cut = text.length > limit ? `${text.slice(0, limit - 1)}…` : text;
  if (plain.test(cut)) return cut;
  return cut
    .toWellFormed()
    .replace(sequence, '')
    .replaceAll('\t', ' ')
    .replace(invisible, '')
    .replace(marks, '$1');
}
