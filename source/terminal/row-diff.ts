/**
 * What to write so that a screen which shows `sent` shows `frame`: the rows that differ, each from its first
 * column, in their order. Rows are styled text that ends unstyled; autowrap is off, so a row never spills.
 * `sent` undefined means that nothing is known of the screen: everything is drawn.
 */
export function rowDiff(sent: readonly string[] | undefined, frame: readonly string[]): string {
  let out = sent ? '' : '\u001b[0m\u001b[2J';
  for (let row = 0; row < frame.length; row++) {
    if (sent && sent[row] === frame[row]) continue;
    // Erased before, not after: without autowrap the cursor stays on the last column, whose cell would go too.
    out += `\u001b[${row + 1};1H\u001b[K${frame[row]}\u001b[0m`;
  }
  if (sent && sent.length > frame.length) out += `\u001b[${frame.length + 1};1H\u001b[J`;
  return out;
}
