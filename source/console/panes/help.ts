import wrapAnsi from 'wrap-ansi';
import {fill} from '../text.ts';
import type {Theme} from '../theme.ts';

const keys: readonly (readonly [string, string])[] = [
  ['Tab ⇧Tab 1-4', 'next pane, previous pane, pane by number'],
  ['z', 'zoom the pane to the whole screen, and back'],
  ['Space', 'freeze the pane ("N new" counts on), go on; replay: pause, play'],
  ['j k PgUp PgDn', 'select in a list; logs and chat: forth and back (freezes)'],
  ['^d ^u', 'half a page forth and back'],
  ['g G', 'to the first, to the newest (live again)'],
  ['← →', 'chat: previous, next room'],
  ['a', 'chat: the next room with something unread, mentions first'],
  ['i or Enter', 'chat: write. Enter sends, Esc leaves; /me /join /part /msg …'],
  ['Enter + -', 'ticker: large chart, add a symbol, remove the selected one'],
  ['s S & o c b', 'ticker: order, reverse, filter, group, anchor, bars or dots'],
  ['+ -', 'replay: faster, slower'],
  [
    ':',
    'command: quit, zoom, freeze, redraw, mouse, rejects, pane, join, part, nick, msg, me, topic, pause, ' +
      'speed, add, remove, filter, sort, group, alert, unalert; each says what it takes',
  ],
  ['^l', 'draw the screen anew'],
  ['^z', 'suspend; fg comes back'],
  ['q ^C', 'leave'],
];

const keyColumns = 16;

/** Every key, over the panes. */
export function helpPane(columns: number, rows: number, theme: Theme, logPath: string): string[] {
  const room = Math.max(1, columns - keyColumns - 1);
  const lines = keys.flatMap(([key, what]) => {
    const shown = ascii(key, theme).padEnd(keyColumns - 1);
    return wrapAnsi(ascii(what, theme), room, {hard: true})
      .split('\n')
      .map((text, row) => ` ${row === 0 ? theme.focus(shown) : ' '.repeat(keyColumns - 1)} ${text}`);
  });
  const head = [`${theme.bold(' tailrace: keys')}${theme.dim('   any key closes this')}`, ''];
  return fill([...head, ...lines, '', theme.dim(` log: ${logPath}`)], columns, rows);
}

function ascii(text: string, theme: Theme): string {
  if (theme.unicode) return text;
  return text.replace('⇧', 'S-').replace('← →', 'Left Right').replace('…', '...');
}
