import wrapAnsi from 'wrap-ansi';
import type {ChatLine} from '../../chat/rooms.ts';
import {clockTime} from '../format.ts';
import {fit, width} from '../text.ts';
import type {Theme} from '../theme.ts';

const nickColumns = 10;
/** Text narrower than this is not readable: the nick then gets less. */
const leastTextColumns = 12;

/** Wrapping costs: a line is wrapped once for the width that it is shown at. */
const cache = new WeakMap<
  ChatLine,
  {readonly columns: number; readonly theme: Theme; readonly rows: readonly string[]}
>();

/** The rows of one line of chat: when, who, and what, wrapped beside them. */
export function chatLine(line: ChatLine, columns: number, theme: Theme): readonly string[] {
  const known = cache.get(line);
  if (known?.columns === columns && known.theme === theme) return known.rows;
  const head = heading(line, columns, theme);
  const rows = wrapAnsi(wordsOf(line), Math.max(1, columns - head.columns), {hard: true, trim: true})
    .split('\n')
    .map((text, row) => (row === 0 ? head.text : ' '.repeat(head.columns)) + paint(line, text, theme));
  cache.set(line, {columns, theme, rows});
  return rows;
}

function heading({kind, time, nick, self}: ChatLine, columns: number, theme: Theme) {
  const stamp =
    columns >= 50 ? `${clockTime(time)} ` : columns >= 36 ? `${clockTime(time).slice(0, 5)} ` : '';
  const spoken = kind === 'message' || kind === 'notice';
  const room = Math.max(0, Math.min(nickColumns, columns - stamp.length - 1 - leastTextColumns));
  const name = spoken ? fit(nick, room, theme.ellipsis) : kind === 'action' ? '*' : '--';
  const painted = !spoken ? theme.dim(name) : self ? theme.bold(name) : theme.named(nick)(name);
  const wide = stamp.length + width(name) + 1;
  if (wide + 1 > columns || (spoken && room === 0)) return {text: '', columns: 0};
  return {text: `${theme.dim(stamp)}${painted} `, columns: wide};
}

/** What is said; of what happens to somebody, to whom. */
function wordsOf({kind, nick, text}: ChatLine): string {
  if (kind === 'action' || kind === 'presence') return `${nick} ${text}`;
  return kind === 'topic' ? `topic: ${text}` : text;
}

function paint({kind, mention, self}: ChatLine, text: string, theme: Theme): string {
  if (kind === 'gap') return theme.warn(text);
  if (kind === 'presence' || kind === 'topic' || kind === 'server') return theme.dim(text);
  if (mention) return theme.warn(theme.bold(text));
  return self ? theme.bold(text) : text;
}
