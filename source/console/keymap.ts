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
        | 'space';
    }
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

/** Reads what Ink tells of one keypress. Keys typed fast over a slow line come as one text: each counts. */
export function keyActions(input: string, key: Key): KeyAction[] {
  const named = namedKey(key);
  if (named) return [named];
  if (key.ctrl) return [control[input]].filter(action => action !== undefined);
  // Alt arrives as an Esc before the key: Alt+a is WeeChat's next active room.
  return [...input].flatMap(letter => {
    if (letter >= '1' && letter <= '9') return [{does: 'pane' as const, number: Number(letter)}];
    return letters[letter] ?? [];
  });
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
  if (key.return) return {does: 'write'};
  return undefined;
}
