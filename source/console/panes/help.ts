import {fill} from '../text.ts';
import type {Theme} from '../theme.ts';

const keys: readonly (readonly [string, string])[] = [
  ['Tab ⇧Tab 1-4', 'next pane, previous pane, pane by number'],
  ['z', 'zoom the pane, and back'],
  ['Space', 'freeze the pane ("N new" counts on), and go on; in a replay: pause, play'],
  ['j k PgUp PgDn', 'move: in a list the selection, in logs and chat back and forth'],
  ['g G', 'to the first, to the newest (and live again)'],
  ['← →', 'chat: previous and next room'],
  ['a', 'chat: next room with something unread'],
  ['i Esc Enter', 'chat: write, leave writing, send; /me /join /part /msg /nick /topic'],
  ['+ -', 'replay: faster, slower'],
  ['^l', 'draw the screen anew'],
  [':', 'command: quit, pane NAME, zoom, freeze, join ROOM, part ROOM, nick NAME,'],
  ['', 'msg ROOM TEXT, me TEXT, topic TEXT, rejects, speed N, pause'],
  ['^z', 'suspend; fg comes back'],
  ['q ^C', 'leave'],
];

/** Every key, over the panes. */
export function helpPane(columns: number, rows: number, theme: Theme, logPath: string): string[] {
  const lines = keys.map(([key, what]) => {
    const shown = theme.unicode ? key : key.replace('⇧', 'Shift-').replace('← →', 'Left Right');
    return ` ${theme.focus(shown.padEnd(16))} ${what}`;
  });
  const head = [theme.bold(' tailrace: keys') + theme.dim('   any key closes this'), ''];
  return fill([...head, ...lines, '', theme.dim(` log: ${logPath}`)], columns, rows);
}
