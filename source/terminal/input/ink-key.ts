/**
 * How Ink is to be given a key so that it takes it for that key at once. After Esc alone, Alt+[ and Alt+O it would
 * wait for more, and make one key of it and whatever is pressed next: kitty's keyboard protocol, which it always
 * reads, spells them without doubt.
 */
export function inkKey(key: string): string {
  return unmistakable[key] ?? key;
}

const unmistakable: Readonly<Record<string, string>> = {
  '\u001b': '\u001b[27u',
  '\u001b[': '\u001b[91;3u',
  '\u001bO': '\u001b[79;3u',
};
