import type {Key} from 'ink';
import {Box, Text, useInput, usePaste} from 'ink';
import type {ChannelName} from '../recording/entry.ts';
import {type Layout, layout, type PaneBox} from './layout.ts';
import {alertsPane} from './panes/alerts.ts';
import {chatPane} from './panes/chat.ts';
import {helpPane} from './panes/help.ts';
import {logsPane} from './panes/logs.ts';
import type {PaneFrame} from './panes/pane.ts';
import {type StripState, strip} from './panes/strip.ts';
import {tickerPane} from './panes/ticker.ts';
import type {Snapshot} from './store.ts';
import {fit, width} from './text.ts';
import type {Theme} from './theme.ts';
import {newSince, type Ui, viewOf} from './ui.ts';

/** Everything that one frame is made of. */
export interface Frame {
  readonly snapshot: Snapshot;
  readonly ui: Ui;
  /** The panes that there are, in the order of their numbers. */
  readonly panes: readonly ChannelName[];
  readonly columns: number;
  readonly rows: number;
  readonly strip: Omit<StripState, 'hidden'>;
  readonly logPath: string;
  readonly theme: Theme;
}

export interface AppProps {
  readonly frame: Frame;
  readonly onKey: (input: string, key: Key) => void;
  readonly onPaste: (text: string) => void;
}

/** The console's screen. Ink lays the panes out and reads the keys; what is in a pane is arithmetic. */
export function App({frame, onKey, onPaste}: AppProps) {
  useInput(onKey);
  usePaste(onPaste);
  const {ui, panes, columns, rows, theme, snapshot} = frame;
  if (ui.help) return <Rows lines={helpPane(columns, rows, theme, frame.logPath)} />;
  const plan = layout({
    columns,
    rows,
    panes,
    focus: ui.focus,
    zoom: ui.zoom,
    symbols: snapshot.ticker.rows.length,
  });
  return (
    <Box flexDirection="column" width={columns} height={rows} overflow="hidden">
      <Box>
        {plan.columns.map((stack, index) => (
          <Box key={stack[0]?.id}>
            {index > 0 && <Rows lines={separator(rows - 1, theme)} />}
            <Box flexDirection="column">
              {stack.map(box => (
                <Rows key={box.id} lines={pane(box, frame)} />
              ))}
            </Box>
          </Box>
        ))}
      </Box>
      <Rows lines={[lastRow(frame, plan)]} />
    </Box>
  );
}

function Rows({lines}: {readonly lines: readonly string[]}) {
  return <Text wrap="truncate">{lines.join('\n')}</Text>;
}

function pane({id, width: columns, height}: PaneBox, frame: Frame): string[] {
  const {ui, snapshot, theme} = frame;
  const room: PaneFrame = {
    columns,
    rows: height - 1,
    focused: ui.focus === id,
    theme,
    nowMs: snapshot.nowMs,
  };
  return [title(id, columns, frame), ...(height > 1 ? content(id, room, frame) : [])];
}

function content(id: ChannelName, room: PaneFrame, {ui, snapshot}: Frame): string[] {
  switch (id) {
    case 'ticker':
      return tickerPane(viewOf(ui, id, snapshot), ui.position.ticker, room);
    case 'alerts':
      return alertsPane(viewOf(ui, id, snapshot), ui.position.alerts, room);
    case 'logs':
      return logsPane(viewOf(ui, id, snapshot), ui.position.logs, room);
    case 'chat': {
      const draft = ui.writing?.what === 'chat' ? ui.writing.text : undefined;
      return chatPane(viewOf(ui, id, snapshot), {room: ui.room, draft, scroll: ui.position.chat}, room);
    }
  }
}

/** A rule with the pane's number and name on it, and what there is to say of the pane as a whole. */
function title(id: ChannelName, columns: number, {panes, ui, snapshot, theme}: Frame): string {
  const focused = ui.focus === id;
  const rule = focused ? theme.focusedRule : theme.rule;
  const paint = focused ? theme.focus : theme.dim;
  const name = `${rule}${focused ? theme.selected : rule}${panes.indexOf(id) + 1} ${id[0]!.toUpperCase()}${id.slice(1)} `;
  const fresh = newSince(ui, id, snapshot);
  const note = fresh === undefined ? summary(id, snapshot) : `frozen, ${fresh} new`;
  const tail = note === '' ? '' : ` ${note} ${rule}`;
  const gap = columns - width(name) - width(tail);
  if (gap < 0) return paint(fit(name, columns));
  const filled = rule.repeat(gap);
  if (fresh === undefined) return paint(name + filled + tail);
  return paint(name + filled) + theme.warn(tail);
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

function separator(rows: number, theme: Theme): string[] {
  return new Array<string>(Math.max(0, rows)).fill(theme.dim(theme.vertical));
}

function lastRow(frame: Frame, {hidden}: Layout): string {
  const {ui, columns, theme} = frame;
  if (ui.writing?.what === 'command')
    return fit(`${theme.focus(':')}${ui.writing.text}${theme.focus(theme.cursor)}`, columns);
  return strip(frame.snapshot, {...frame.strip, hidden: ui.zoom ? [] : hidden}, columns, theme);
}
