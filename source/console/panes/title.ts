import type {ChannelName} from '../../recording/entry.ts';
import type {Frame} from '../frame.ts';
import {fit, width} from '../text.ts';
import {chosenRow, newSince, rowsOf, viewOf} from '../ui.ts';

/** A rule with the pane's number and name on it, and what there is to say of the pane as a whole. */
export function titleRow(id: ChannelName, columns: number, frame: Frame): string {
  const {panes, ui, snapshot, theme} = frame;
  const focused = ui.focus === id;
  const rule = focused ? theme.focusedRule : theme.rule;
  const paint = focused ? theme.focus : theme.dim;
  const name = `${rule}${focused ? theme.selected : rule}${panes.indexOf(id) + 1} ${id[0]!.toUpperCase()}${id.slice(1)} `;
  const fresh = newSince(ui, id, snapshot);
  const note = fresh === undefined ? summary(id, frame) : `frozen, ${fresh} new`;
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

/** What the pane is about just now: the chat's room and its topic, which of the ticker's rows are shown and how. */
function subject(id: ChannelName, frame: Frame): string {
  const {ui, snapshot} = frame;
  if (id === 'ticker') return tickerSubject(frame);
  if (id !== 'chat') return '';
  const room = viewOf(ui, 'chat', snapshot).rooms.find(one => one.name === ui.room);
  if (!room) return '';
  return room.topic === '' ? room.name : `${room.name}: ${room.topic}`;
}

function tickerSubject({ui, snapshot}: Frame): string {
  const {sort, reversed, filter, group, chart} = ui.ticker;
  const parts: string[] = [];
  const charted = chart ? chosenRow(ui, snapshot) : undefined;
  if (charted) parts.push(charted.symbol);
  if (group !== undefined) parts.push(group);
  if (filter) parts.push(filter.text);
  if (sort !== 'asked' || reversed) parts.push(`by ${sort}${reversed ? ', reversed' : ''}`);
  return parts.join(', ');
}

function summary(id: ChannelName, {ui, snapshot}: Frame): string {
  const {ticker, chat, alerts, logs} = snapshot;
  switch (id) {
    case 'ticker': {
      const {filter, group} = ui.ticker;
      const isPart = filter !== undefined || group !== undefined;
      return isPart ? `${rowsOf(ui, snapshot).length} of ${ticker.rows.length}` : `${ticker.trades} trades`;
    }
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
