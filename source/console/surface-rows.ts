import type {ChannelName} from '../recording/entry.ts';
import type {SurfaceName} from './app.tsx';
import {boxOf, type Frame, paneFrame} from './frame.ts';
import type {Layout} from './layout.ts';
import {alertsPane} from './panes/alerts.ts';
import {chatPane} from './panes/chat.ts';
import {helpPane} from './panes/help.ts';
import {logsPane} from './panes/logs.ts';
import type {PaneFrame} from './panes/pane.ts';
import {strip} from './panes/strip.ts';
import {tickerPane} from './panes/ticker.ts';
import {titleRow} from './panes/title.ts';
import {endOf, fit} from './text.ts';
import {selectedAlert, viewOf} from './ui.ts';

/** The rows of one surface: arithmetic alone. */
export function surfaceRows(name: SurfaceName, frame: Frame, plan: Layout): string[] {
  const {columns, rows, theme, logPath} = frame;
  if (name === 'help') return helpPane(columns, rows, theme, logPath);
  if (name === 'last row') return [lastRow(frame, plan)];
  const box = boxOf(name, plan);
  if (!box) return [];
  const title = titleRow(name, box.width, frame);
  return box.height > 1 ? [title, ...content(name, paneFrame(box, frame), frame)] : [title];
}

function content(id: ChannelName, room: PaneFrame, {ui, snapshot}: Frame): string[] {
  switch (id) {
    case 'ticker':
      return tickerPane(viewOf(ui, id, snapshot), ui.position.ticker, room);
    case 'alerts':
      return alertsPane(viewOf(ui, id, snapshot), selectedAlert(ui, snapshot), room);
    case 'logs':
      return logsPane(viewOf(ui, id, snapshot), ui.position.logs, room);
    case 'chat': {
      const draft = ui.writing?.what === 'chat' ? ui.writing.text : undefined;
      return chatPane(viewOf(ui, id, snapshot), {room: ui.room, draft, scroll: ui.position.chat}, room);
    }
  }
}

function lastRow(frame: Frame, {hidden}: Layout): string {
  const {ui, columns, theme} = frame;
  if (ui.writing?.what === 'command') {
    const shown = endOf(ui.writing.text, columns - 2);
    return fit(`${theme.focus(':')}${shown}${theme.focus(theme.cursor)}`, columns);
  }
  return strip(frame.snapshot, {...frame.strip, hidden: ui.zoom ? [] : hidden}, columns, theme);
}
