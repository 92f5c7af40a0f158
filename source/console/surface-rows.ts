import type {ChannelName} from '../recording/entry.ts';
import type {SurfaceName} from './app.tsx';
import {boxOf, type Frame, isZoomed, paneFrame} from './frame.ts';
import type {Layout} from './layout.ts';
import {alertsPane} from './panes/alerts.ts';
import {chatPane} from './panes/chat.ts';
import {helpPane} from './panes/help.ts';
import {logsPane} from './panes/logs.ts';
import type {PaneFrame} from './panes/pane.ts';
import {strip} from './panes/strip.ts';
import {tickerPane} from './panes/ticker.ts';
import {tickerChart} from './panes/ticker-chart.ts';
import {titleRow} from './panes/title.ts';
import {endOf, fit} from './text.ts';
import {chosenRow, rowsOf, selectedAlert, selectedRow, viewOf} from './ui.ts';

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

function content(id: ChannelName, room: PaneFrame, frame: Frame): string[] {
  const {ui, snapshot} = frame;
  switch (id) {
    case 'ticker':
      return tickerContent(room, frame);
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

function tickerContent(room: PaneFrame, {ui, snapshot, levels = []}: Frame): string[] {
  const view = viewOf(ui, 'ticker', snapshot);
  const row = chosenRow(ui, snapshot);
  if (ui.ticker.chart && row) {
    // A frozen pane of which no chart was open has none of its own.
    const charted = [view.chart, snapshot.ticker.chart].find(one => one?.key === row.key);
    const candles = charted?.candles ?? [];
    return tickerChart(row, candles, {windowMs: view.windowMs, anchor: ui.ticker.anchor, levels}, room);
  }
  const {windowMs, rows: all} = view;
  const rows = rowsOf(ui, snapshot);
  const selected = selectedRow(ui, snapshot);
  return tickerPane({rows, all: all.length, selected, windowMs, ui: ui.ticker}, room);
}

function lastRow(frame: Frame, {hidden}: Layout): string {
  const {ui, columns, theme} = frame;
  if (ui.writing?.what === 'command') {
    const shown = endOf(ui.writing.text, columns - 2);
    return fit(`${theme.focus(':')}${shown}${theme.focus(theme.cursor)}`, columns);
  }
  return strip(frame.snapshot, {...frame.strip, hidden: isZoomed(ui) ? [] : hidden}, columns, theme);
}
