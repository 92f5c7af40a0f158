// Control characters (C0, DEL, C1) and the sequences that they begin; invisible characters that change how
// others read, or that terminals give widths of their own: bidi overrides and isolates, zero-width ones (but not
// the joiners that scripts and emoji need), BOM, soft hyphen, fillers, tags, interlinear marks, line and paragraph
// separators.
const sequence =
  /(?:\u001b\[|\u009b)[\u0030-\u003f]*[\u0020-\u002f]*[\u0040-\u007e]?|(?:\u001b[\]PX^_]|[\u009d\u0090\u0098\u009e\u009f])[^\u0007\u001b\u009c]*(?:\u0007|\u001b\\|\u009c)?|\u001b[\u0020-\u002f]*[\u0030-\u007e]?/g;
const invisible =
  /(?![\p{M}\u200c\u200d])[\p{Cc}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}\ufff9-\ufffb]/gu;
const plain = /^[\u0020-\u007e]*$/;
/** Marks and joiners that stack on one cell: more than this many in a row are a flood, not a language. */
const flood = /([\p{M}\u200c\u200d]{4})[\p{M}\u200c\u200d]+/gu;
/** What stands before the text would wear them. */
const leading = /^[\p{M}\u200c\u200d]+/u;

/**
 * Strangers' text, made safe to print on one line of a terminal: control characters, escape sequences (CSI, OSC,
 * DCS, APC, PM, SOS) and invisible direction or width tricks are taken out, and combining marks at its beginning or
 * beyond four on a character; a tab becomes a space, a lone surrogate becomes U+FFFD, and the text is cut at `limit`
 * UTF-16 units (default 4,096) with an ellipsis.
 */
export function clean(text: string, limit = 4096): string {
  const cut = text.length > limit ? `${text.slice(0, limit - 1)}…` : text;
  if (plain.test(cut)) return cut;
  return cut
    .toWellFormed()
    .replace(sequence, '')
    .replaceAll('\t', ' ')
    .replace(invisible, '')
    .replace(leading, '')
    .replace(flood, '$1');
}
