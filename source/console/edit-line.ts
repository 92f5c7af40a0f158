import type {Key} from 'ink';

/** What a keypress does to a line that is being written. */
export type Edit = {readonly text: string} | 'send' | 'leave';

const graphemes = new Intl.Segmenter(undefined, {granularity: 'grapheme'});

/** Editing at the line's end, as in a shell: Backspace, ^W (a word), ^U (all that was
 * written), Enter sends, Esc and ^C leave. */
export function editLine(text: string, input: string, key: Key, begun = ''): Edit {
  if (key.return) return 'send';
  if (key.escape || (key.ctrl && input === 'c')) return 'leave';
  if (key.backspace || key.delete)
    return {
      text: [...graphemes.segment(text)]
        .slice(0, -1)
        .map(one => one.segment)
        .join(''),
    };
  if (key.ctrl) {
    if (input === 'u') return {text: text === begun ? '' : begun};
    if (input === 'w') return {text: text.replace(/\S*\s*$/, '')};
    return {text};
  }
  if (key.tab || key.meta) return {text};
  return {text: text + input};
}
