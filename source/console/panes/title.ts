import type {ChannelName} from '../../recording/entry.ts';
import type {Frame} from '../frame.ts';
import type {Snapshot} from '../store.ts';
import {fit, width} from '../text.ts';
import {newSince, viewOf} from '../ui.ts';

/** A rule with the pane's number and name on it, and what there is to say of the pane as a whole. */
export function titleRow(id: ChannelName, columns: number, frame: Frame): string {
  const {panes, ui, snapshot, theme} = frame;
  const focused = ui.focus === id;
  const rule = focused ? theme.focusedRule : theme.rule;
  const paint = focused ? theme.focus : theme.dim;
  const name = `${rule}${focused ? theme.selected : rule}${panes.indexOf(id) + 1} ${id[0]!.toUpperCase()}${id.slice(1)} `;
  const fresh = newSince(ui, id, snapshot);
  const note = fresh === undefined ? summary(id, snapshot) : `frozen, ${fresh} new`;
  const zoomed = ui.zoom && panes.length > 1 ? 'zoomed' : '';
  // What there is room for, the best first.
  const tails = [[zoomed, note], [note], fresh === undefined ? [] : [`${fresh} new`]]
    .map(parts => parts.filter(part => part !== '').join(', '))
    .map(text => (text === '' ? '' : ` ${text} ${rule}`));
  const tail = tails.find(text => width(name) + width(text) <= columns) ?? '';
  const room = columns - width(name) - width(tail);
  if (room < 0) return paint(fit(name, columns));
  const about = subject(id, frame);
  const known =
    about === '' || room < 20
      ? ''
      : `${rule} ${fit(about, Math.min(width(about), room - 6), theme.ellipsis)} `;
  const line = paint(name + known + rule.repeat(room - width(known)));
  return line + (fresh === undefined ? paint(tail) : theme.warn(tail));
}

/** What the pane is about just now: the chat's room and its topic. */
function subject(id: ChannelName, {ui, snapshot}: Frame): string {
  if (id !== 'chat') return '';
  const room = viewOf(ui, 'chat', snapshot).rooms.find(one => one.name === ui.room);
  if (!room) return '';
  return room.topic === '' ? room.name : `${room.name}: ${room.topic}`;
}

function summary(id: ChannelName, {ticker, chat, alerts, logs}: Snapshot): string {
  switch (id) {
    case 'ticker':
      return `${ticker.trades} trades`;
    case 'chat': {
      const unread = chat.rooms.reduce((sum, room) => sum + room.unread, 0);
      return unread > 0 ? `${unread} unread` : '';
    }
    case 'alerts':
      return alerts.open > 0 ? `${alerts.open} open` : '';
    case 'logs':
      return `${logs.total} lines`;
  }
}
