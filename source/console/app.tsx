import type {Key} from 'ink';
import {Box, Transform, useInput, usePaste} from 'ink';
import type {ChannelName} from '../recording/entry.ts';
import {type Frame, paneFrame, planOf} from './frame.ts';
import type {Layout, PaneBox} from './layout.ts';
import {alertsPane} from './panes/alerts.ts';
import {chatPane} from './panes/chat.ts';
import {helpPane} from './panes/help.ts';
import {logsPane} from './panes/logs.ts';
import type {PaneFrame} from './panes/pane.ts';
import {strip} from './panes/strip.ts';
import {tickerPane} from './panes/ticker.ts';
import {titleRow} from './panes/title.ts';
import {endOf, fit} from './text.ts';
import type {Theme} from './theme.ts';
import {selectedAlert, viewOf} from './ui.ts';

export interface AppProps {
  readonly frame: Frame;
  readonly onKey: (input: string, key: Key) => void;
  readonly onPaste: (text: string) => void;
}

/** The console's screen. Ink lays the panes out and reads the keys; what is in a pane is arithmetic. */
export function App({frame, onKey, onPaste}: AppProps) {
  useInput(onKey);
  usePaste(onPaste);
  const {columns, rows, theme} = frame;
  if (frame.ui.help) return <Rows columns={columns} lines={helpPane(columns, rows, theme, frame.logPath)} />;
  const plan = planOf(frame);
  return (
    <Box flexDirection="column" width={columns} height={rows} overflow="hidden">
      <Box>
        {plan.columns.map((stack, index) => (
          <Box key={stack[0]?.id}>
            {index > 0 && <Rows columns={1} lines={separator(rows - 1, theme)} />}
            <Box flexDirection="column">
              {stack.map(box => (
                <Rows key={box.id} columns={box.width} lines={pane(box, frame)} />
              ))}
            </Box>
          </Box>
        ))}
      </Box>
      <Rows columns={columns} lines={[lastRow(frame, plan)]} />
    </Box>
  );
}

/**
 * Rows that are `columns` wide. Ink is given blanks of that size to measure and lay out, and the rows themselves only
 * when it writes: it keeps the last thousands of texts that it has measured, and whole panes would fill the memory.
 */
function Rows({lines, columns}: {readonly lines: readonly string[]; readonly columns: number}) {
  const blank = new Array<string>(lines.length).fill(' '.repeat(columns)).join('\n');
  return <Transform transform={(_, row) => lines[row] ?? ''}>{blank}</Transform>;
}

function pane(box: PaneBox, frame: Frame): string[] {
  const {id, width, height} = box;
  return [titleRow(id, width, frame), ...(height > 1 ? content(id, paneFrame(box, frame), frame) : [])];
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

function separator(rows: number, theme: Theme): string[] {
  return new Array<string>(Math.max(0, rows)).fill(theme.dim(theme.vertical));
}

function lastRow(frame: Frame, {hidden}: Layout): string {
  const {ui, columns, theme} = frame;
  if (ui.writing?.what === 'command') {
    const shown = endOf(ui.writing.text, columns - 2);
    return fit(`${theme.focus(':')}${shown}${theme.focus(theme.cursor)}`, columns);
  }
  return strip(frame.snapshot, {...frame.strip, hidden: ui.zoom ? [] : hidden}, columns, theme);
}
