import wrapAnsi from 'wrap-ansi';
import type {ChatLine, RoomsView, RoomView} from '../../chat/rooms.ts';
import {clockTime} from '../format.ts';
import {fill, fit, width} from '../text.ts';
import type {Theme} from '../theme.ts';
import type {PaneFrame} from './pane.ts';

export interface ChatPaneState {
  /** The room that is shown. */
  readonly room: string | undefined;
  /** What is being written; undefined: nothing is. */
  readonly draft: string | undefined;
  /** Lines left out at the end. */
  readonly scroll: number;
}

const nickColumns = 10;
const sideColumns = 16;

/** Rooms with what is unread, the newest lines of the one that is shown, and the line that is being written. */
export function chatPane(view: RoomsView, state: ChatPaneState, frame: PaneFrame): string[] {
  const {columns, rows, theme} = frame;
  const room = view.rooms.find(one => one.name === state.room);
  if (!room) return fill([theme.dim('no room joined yet')], columns, rows);
  const side = columns >= 72 && rows >= 5 ? sideColumns : 0;
  const roomColumns = side > 0 ? columns - side - 1 : columns;
  const input = state.draft === undefined ? [] : [draftLine(state.draft, room.name, roomColumns, theme)];
  const tabs = side > 0 || rows < 4 ? [] : [roomTabs(view, room.name, frame)];
  const body = Math.max(0, rows - input.length - tabs.length);
  const lines = [...tabs, ...messages(room, state.scroll, roomColumns, body, theme), ...input];
  if (side === 0) return fill(lines, columns, rows, true);
  const list = fill(
    view.rooms.map(one => roomName(one, room.name, side, theme)),
    side,
    rows,
  );
  return fill(lines, roomColumns, rows, true).map(
    (line, row) => `${list[row]}${theme.dim(theme.vertical)}${line}`,
  );
}

function roomName({name, unread, mentions}: RoomView, shown: string, columns: number, theme: Theme): string {
  const mark = name === shown ? theme.selected : ' ';
  const news = mentions > 0 ? `${unread}!` : unread > 0 ? String(unread) : '';
  const label = `${mark}${fit(name, columns - 2 - news.length, theme.ellipsis)} ${news}`;
  if (mentions > 0) return theme.warn(theme.bold(label));
  if (name === shown) return theme.focus(label);
  return unread > 0 ? theme.bold(label) : theme.dim(label);
}

function roomTabs({rooms}: RoomsView, shown: string, {columns, theme}: PaneFrame): string {
  const labels = rooms.map(room => {
    const news = room.unread > 0 ? ` ${room.unread}${room.mentions > 0 ? '!' : ''}` : '';
    const label = `${room.name === shown ? theme.selected : ' '}${room.name}${news}`;
    return room.name === shown ? theme.focus(label) : room.unread > 0 ? theme.bold(label) : theme.dim(label);
  });
  return fit(labels.join(' '), columns, theme.ellipsis);
}

function draftLine(draft: string, room: string, columns: number, theme: Theme): string {
  const prompt = `${room}> `;
  // The end of a long line is what one is writing.
  const available = columns - width(prompt) - 1;
  let shown = draft;
  while (width(shown) > available && shown.length > 0) shown = shown.slice(1);
  return fit(`${theme.focus(prompt)}${shown}${theme.focus(theme.cursor)}`, columns);
}

function messages({lines}: RoomView, scroll: number, columns: number, rows: number, theme: Theme): string[] {
  const out: string[] = [];
  for (let index = lines.length - 1 - scroll; index >= 0 && out.length < rows; index--) {
    out.unshift(...wrapped(lines[index]!, columns, theme));
  }
  return fill(out.slice(-rows), columns, rows);
}

/** Wrapping costs: a line is wrapped once for the width that it is shown at. */
const cache = new WeakMap<
  ChatLine,
  {readonly columns: number; readonly theme: Theme; readonly rows: string[]}
>();

function wrapped(line: ChatLine, columns: number, theme: Theme): string[] {
  const known = cache.get(line);
  if (known?.columns === columns && known.theme === theme) return known.rows;
  const head = heading(line, columns, theme);
  const room = Math.max(8, columns - head.columns);
  const rows = wrapAnsi(line.text, room, {hard: true, trim: true})
    .split('\n')
    .map((text, row) => {
      const painted = paint(line, text, theme);
      return row === 0 ? head.text + painted : ' '.repeat(Math.min(head.columns, columns)) + painted;
    });
  cache.set(line, {columns, theme, rows});
  return rows;
}

function heading({kind, time, nick, self}: ChatLine, columns: number, theme: Theme) {
  const stamp =
    columns >= 50 ? `${clockTime(time)} ` : columns >= 36 ? `${clockTime(time).slice(0, 5)} ` : '';
  const spoken = kind === 'message' || kind === 'notice';
  const name = spoken ? fit(nick, nickColumns, theme.ellipsis) : fit(kind === 'action' ? '*' : '--', 2);
  const painted = !spoken ? theme.dim(name) : self ? theme.bold(name) : theme.named(nick)(name);
  return {text: `${theme.dim(stamp)}${painted} `, columns: stamp.length + width(name) + 1};
}

function paint({kind, mention, self}: ChatLine, text: string, theme: Theme): string {
  if (kind === 'gap') return theme.warn(text);
  if (kind === 'presence' || kind === 'topic' || kind === 'server') return theme.dim(text);
  if (mention) return theme.warn(theme.bold(text));
  return self ? theme.bold(text) : text;
}
