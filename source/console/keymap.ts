import type {Key} from 'ink';

/** What a key means when no text is being written. */
export type KeyAction =
  | {
      readonly does:
        | 'quit'
        | 'interrupt'
        | 'suspend'
        | 'redraw'
        | 'help'
        | 'command'
        | 'write'
        | 'zoom'
        | 'space'
        | 'open'
        | 'back';
    }
  /** Of the ticker. */
  | {readonly does: 'sort' | 'reverse' | 'filter' | 'anchor' | 'braille' | 'group'}
  | {readonly does: 'next-pane' | 'previous-pane' | 'next-unread' | 'first' | 'newest' | 'faster' | 'slower'}
  | {readonly does: 'pane'; readonly number: number}
  | {readonly does: 'room'; readonly by: -1 | 1}
  /** Down the screen by so many rows; `pages` by so many screens. */
  | {readonly does: 'down'; readonly rows: number}
  | {readonly does: 'down'; readonly pages: number};

const letters: Readonly<Record<string, KeyAction>> = {
  q: {does: 'quit'},
  '?': {does: 'help'},
  ':': {does: 'command'},
  i: {does: 'write'},
  z: {does: 'zoom'},
  ' ': {does: 'space'},
  j: {does: 'down', rows: 1},
  k: {does: 'down', rows: -1},
  g: {does: 'first'},
  G: {does: 'newest'},
  a: {does: 'next-unread'},
  '+': {does: 'faster'},
  '=': {does: 'faster'},
  '-': {does: 'slower'},
  s: {does: 'sort'},
  S: {does: 'reverse'},
  '&': {does: 'filter'},
  c: {does: 'anchor'},
  b: {does: 'braille'},
  o: {does: 'group'},
};

const control: Readonly<Record<string, KeyAction>> = {
  c: {does: 'interrupt'},
  z: {does: 'suspend'},
  l: {does: 'redraw'},
  d: {does: 'down', pages: 0.5},
  u: {does: 'down', pages: -0.5},
  f: {does: 'down', pages: 1},
  b: {does: 'down', pages: -1},
};

export interface KeyPress {
  readonly input: string;
  readonly key: Key;
}

/**
 * The keypresses in what Ink tells at once. Over a slow line, keys typed one after the other come as one text:
 * each counts, in the mode that the one before it led to (`:pane 2⏎` is a command, not the keys `p`, `a`, `n`…).
 */
export function keyPresses(input: string, key: Key): KeyPress[] {
  if (key.ctrl || key.meta || input.length < 2) return [{input, key}];
  return [...input].map(letter => {
    const special = named[letter];
    if (special) return {input: '', key: {...key, ...special}};
    if (letter >= ' ') return {input: letter, key};
    // ^A is 1, and so on: Ink tells of them by their letters.
    return {input: String.fromCharCode(letter.charCodeAt(0) + 96), key: {...key, ctrl: true}};
  });
}

const named: Readonly<Record<string, Partial<Key>>> = {
  '\r': {return: true},
  '\n': {return: true},
  '\t': {tab: true},
  '\u007f': {backspace: true},
};

/** What one keypress means when no text is being written. */
export function keyAction(input: string, key: Key): KeyAction | undefined {
  const known = namedKey(key);
  if (known) return known;
  if (key.ctrl) return control[input];
  // Alt arrives as an Esc before the key: Alt+a is WeeChat's next active room.
  if (input >= '1' && input <= '9') return {does: 'pane', number: Number(input)};
  return letters[input];
}

function namedKey(key: Key): KeyAction | undefined {
  if (key.tab) return {does: key.shift ? 'previous-pane' : 'next-pane'};
  if (key.upArrow) return {does: 'down', rows: -1};
  if (key.downArrow) return {does: 'down', rows: 1};
  if (key.pageUp) return {does: 'down', pages: -1};
  if (key.pageDown) return {does: 'down', pages: 1};
  if (key.home) return {does: 'first'};
  if (key.end) return {does: 'newest'};
  if (key.leftArrow) return {does: 'room', by: -1};
  if (key.rightArrow) return {does: 'room', by: 1};
  if (key.return) return {does: 'open'};
  if (key.escape) return {does: 'back'};
  return undefined;
}
