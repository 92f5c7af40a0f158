import type {ChatLine, RoomsView, RoomView} from '../../chat/rooms.ts';
import {endOf, fill, fit, width} from '../text.ts';
import type {Theme} from '../theme.ts';
import {chatLine} from './chat-line.ts';
import {emptyPane, type PaneFrame} from './pane.ts';

export interface ChatPaneState {
  /** The room that is shown. */
  readonly room: string | undefined;
  /** What is being written; undefined: nothing is. */
  readonly draft: string | undefined;
  /** Lines left out at the end. */
  readonly scroll: number;
}

const sideColumns = 16;

/** Rooms with what is unread, the newest lines of the one that is shown, and the line that is being written. */
export function chatPane(view: RoomsView, state: ChatPaneState, frame: PaneFrame): string[] {
  const {rows, theme} = frame;
  const room = view.rooms.find(one => one.name === state.room);
  if (!room) return emptyPane('no room joined yet', frame);
  const {side, roomColumns, tabs, body} = split(view, state, frame);
  const lines = [
    ...(tabs ? [roomTabs(view, room.name, frame)] : []),
    ...messages(room, state.scroll, roomColumns, body, theme),
    ...(state.draft === undefined ? [] : [draftLine(state.draft, room.name, roomColumns, theme)]),
  ];
  const text = fill(lines, roomColumns, rows, {end: true});
  if (side === 0) return text;
  const list = roomList(view, room.name, rows, theme);
  return text.map((line, row) => `${list[row]}${theme.dim(theme.vertical)}${line}`);
}

/** How far back one can go: with so many lines left out at the end, the first line of the room is shown. */
export function chatReach(view: RoomsView, state: ChatPaneState, frame: PaneFrame): number {
  const lines = linesOf(view, state);
  return Math.max(0, lines.length - linesThatFit(lines.values(), view, state, frame));
}

/** How many lines to go so that of those that are shown now one is left, at the top or (`back`) at the bottom. */
export function chatPage(view: RoomsView, state: ChatPaneState, back: boolean, frame: PaneFrame): number {
  const lines = linesOf(view, state);
  const last = Math.max(0, lines.length - 1 - state.scroll);
  const onwards = back ? lines.slice(0, last + 1).reverse() : lines.slice(last);
  return Math.max(1, linesThatFit(onwards.values(), view, state, frame) - 1);
}

function linesOf({rooms}: RoomsView, {room}: ChatPaneState): readonly ChatLine[] {
  return rooms.find(one => one.name === room)?.lines ?? [];
}

/** How many of the lines fit whole; the first counts in any case. */
function linesThatFit(
  lines: Iterable<ChatLine>,
  view: RoomsView,
  state: ChatPaneState,
  frame: PaneFrame,
): number {
  const {roomColumns, body} = split(view, state, frame);
  let rows = 0;
  let fitting = 0;
  for (const line of lines) {
    rows += chatLine(line, roomColumns, frame.theme).length;
    if (rows > body) break;
    fitting++;
  }
  return Math.max(1, fitting);
}

/** How the pane's room is shared out. A single room needs no list: it stands in the title. */
function split({rooms}: RoomsView, {draft}: ChatPaneState, {columns, rows}: PaneFrame) {
  const side = rooms.length > 1 && columns >= 72 && rows >= 5 ? sideColumns : 0;
  const tabs = rooms.length > 1 && side === 0 && rows >= 4;
  const body = Math.max(0, rows - (tabs ? 1 : 0) - (draft === undefined ? 0 : 1));
  return {side, roomColumns: side > 0 ? columns - side - 1 : columns, tabs, body};
}

/** All rooms, or as many as there are rows for, the one that is shown among them. */
function roomList({rooms}: RoomsView, shown: string, rows: number, theme: Theme): string[] {
  const index = rooms.findIndex(room => room.name === shown);
  const first = Math.max(0, Math.min(index - Math.floor(rows / 2), rooms.length - rows));
  const labels = rooms.slice(first, first + rows).map(room => roomName(room, shown, theme));
  return fill(labels, sideColumns, rows);
}

function roomName({name, unread, mentions}: RoomView, shown: string, theme: Theme): string {
  const mark = name === shown ? theme.selected : ' ';
  const news = mentions > 0 ? `${unread}!` : unread > 0 ? String(unread) : '';
  const label = `${mark}${fit(name, sideColumns - 2 - news.length, theme.ellipsis)} ${news}`;
  if (mentions > 0) return theme.warn(theme.bold(label));
  if (name === shown) return theme.focus(label);
  return unread > 0 ? theme.bold(label) : theme.dim(label);
}

function roomTabs({rooms}: RoomsView, shown: string, {columns, theme}: PaneFrame): string {
  const labels = rooms.map(({name, unread, mentions}) => {
    const news = unread > 0 ? ` ${unread}${mentions > 0 ? '!' : ''}` : '';
    const label = `${name === shown ? theme.selected : ' '}${name}${news}`;
    if (name === shown) return theme.focus(label);
    if (mentions > 0) return theme.warn(theme.bold(label));
    return unread > 0 ? theme.bold(label) : theme.dim(label);
  });
  // The room that is shown stays in sight: rooms before it give way.
  let first = 0;
  const index = rooms.findIndex(room => room.name === shown);
  while (first < index && width(labels.slice(first, index + 1).join(' ')) > columns) first++;
  return fit(labels.slice(first).join(' '), columns, theme.ellipsis);
}

function draftLine(draft: string, room: string, columns: number, theme: Theme): string {
  const prompt = columns >= 24 ? `${fit(room, Math.min(width(room), 12), theme.ellipsis)}> ` : '> ';
  const shown = endOf(draft, columns - width(prompt) - 1);
  return fit(`${theme.focus(prompt)}${shown}${theme.focus(theme.cursor)}`, columns);
}

function messages({lines}: RoomView, scroll: number, columns: number, rows: number, theme: Theme): string[] {
  const out: string[] = [];
  const end = Math.max(0, lines.length - scroll);
  for (let index = end - 1; index >= 0 && out.length < rows; index--) {
    out.unshift(...chatLine(lines[index]!, columns, theme));
  }
  const shown = out.slice(Math.max(0, out.length - rows));
  // At the beginning of the room what comes after fills the rest.
  for (let index = end; index < lines.length && shown.length < rows; index++) {
    shown.push(...chatLine(lines[index]!, columns, theme));
  }
  return fill(shown, columns, rows);
}
