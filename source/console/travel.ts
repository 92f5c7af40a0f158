import {boxOf, type Frame, paneFrame, planOf} from './frame.ts';
import {type ChatPaneState, chatPage, chatReach} from './panes/chat.ts';
import {logsReach} from './panes/logs.ts';
import type {PaneFrame} from './panes/pane.ts';
import {type Ui, viewOf} from './ui.ts';

/** How far back the focused pane can be moved until its first line is shown; undefined for a list. */
export function reachOf(frame: Frame): number | undefined {
  const {ui, snapshot} = frame;
  const pane = focusedPane(frame);
  if (!pane) return undefined;
  if (ui.focus === 'logs') return logsReach(viewOf(ui, 'logs', snapshot), pane);
  if (ui.focus === 'chat') return chatReach(viewOf(ui, 'chat', snapshot), chatState(ui), pane);
  return undefined;
}

/** How many rows of a list, lines of a room or records a page is: one of those that were shown is left. */
export function pageOf(frame: Frame, back: boolean): number {
  const {ui, snapshot} = frame;
  const pane = focusedPane(frame);
  if (!pane) return 1;
  if (ui.focus === 'chat') return chatPage(viewOf(ui, 'chat', snapshot), chatState(ui), back, pane);
  // Lists have a heading, and logs their rate, on the first row.
  return Math.max(1, pane.rows - 2);
}

/** The focused pane is never hidden, but on a screen of one row. */
function focusedPane(frame: Frame): PaneFrame | undefined {
  const box = boxOf(frame.ui.focus, planOf(frame));
  return box && paneFrame(box, frame);
}

function chatState({room, position}: Ui): ChatPaneState {
  return {room, draft: undefined, scroll: position.chat};
}
