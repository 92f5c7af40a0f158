import type {AlertsView} from '../anomaly/alert-board.ts';
import type {RoomsView} from '../chat/rooms.ts';
import type {TailView} from '../logs/tail.ts';
import type {ChannelName} from '../recording/entry.ts';
import type {BoardView} from '../ticker/board.ts';
import type {BoardRow} from '../ticker/board-row.ts';
import type {Snapshot} from './store.ts';
import {initialTicker, type TickerUi, tickerList} from './ticker-list.ts';

/** The view that each pane shows; a frozen pane goes on showing the one of the moment it froze. */
export interface PaneViews {
  readonly ticker: BoardView;
  readonly chat: RoomsView;
  readonly alerts: AlertsView;
  readonly logs: TailView;
}

export interface Writing {
  readonly what: 'chat' | 'command';
  readonly text: string;
  /** What a key began the line with: ^U goes back to it. */
  readonly begun?: string;
}

/** What the user has done to the screen. Changed by `reduce` alone. */
export interface Ui {
  readonly focus: ChannelName;
  readonly zoom: boolean;
  readonly help: boolean;
  /** The chat room that is shown. */
  readonly room: string | undefined;
  /** The line that is being written, in the chat's room or after `:`; undefined: keys are keys. */
  readonly writing: Writing | undefined;
  readonly frozen: Partial<PaneViews>;
  /** When they froze, in milliseconds since the epoch: what is told of time stands still with them. */
  readonly frozenMs: Partial<Record<ChannelName, number>>;
  readonly ticker: TickerUi;
  /** The alert that was moved to, wherever it stands now; undefined: whichever is first. */
  readonly alert: string | undefined;
  /** Lists: the selected row. Logs and chat: how many lines are left out at the end. */
  readonly position: Readonly<Record<ChannelName, number>>;
}

export type UiAction =
  | {readonly type: 'focus'; readonly pane: ChannelName}
  | {readonly type: 'zoom'}
  | {readonly type: 'help'; readonly open: boolean}
  | {readonly type: 'freeze'}
  | {readonly type: 'move'; readonly by: number}
  | {readonly type: 'first'}
  | {readonly type: 'newest'}
  | {readonly type: 'room'; readonly room: string}
  | {readonly type: 'ticker'; readonly change: Partial<TickerUi>}
  | {readonly type: 'write'; readonly writing: Ui['writing']};

export function initialUi(focus: ChannelName, groups: TickerUi['groups'] = {}): Ui {
  return {
    focus,
    zoom: false,
    help: false,
    room: undefined,
    writing: undefined,
    frozen: {},
    frozenMs: {},
    ticker: {...initialTicker, groups},
    alert: undefined,
    position: {ticker: 0, chat: 0, alerts: 0, logs: 0},
  };
}

/**
 * One action of the user's. `snapshot` is what the screen shows now; `reach`, how far back the focused pane can be
 * moved until its first line is shown, which depends on its size.
 */
export function reduce(ui: Ui, action: UiAction, snapshot: Snapshot, reach = Infinity): Ui {
  switch (action.type) {
    case 'focus':
      return {...ui, focus: action.pane};
    case 'zoom':
      return {...ui, zoom: !ui.zoom};
    case 'help':
      return {...ui, help: action.open};
    case 'freeze':
      return ui.frozen[ui.focus] ? thaw(ui, ui.focus) : freeze(ui, snapshot);
    case 'move':
      return move(ui, action.by, snapshot, reach);
    case 'first':
      return move(ui, isScrolled(ui.focus) ? Infinity : -Infinity, snapshot, reach);
    case 'newest':
      return isScrolled(ui.focus) ? thaw(ui, ui.focus) : move(ui, Infinity, snapshot, reach);
    case 'room':
      // Another room is looked at live: what is unread in it may have come after the pane froze.
      return {...thaw(ui, 'chat'), room: action.room};
    case 'ticker':
      return {...ui, ticker: {...ui.ticker, ...action.change}};
    case 'write':
      return {...ui, writing: action.writing};
  }
}

/** What a pane shows: what came since does not change a frozen one. */
export function viewOf<P extends ChannelName>(ui: Ui, pane: P, snapshot: Snapshot): PaneViews[P] {
  return (ui.frozen[pane] as PaneViews[P] | undefined) ?? (snapshot as PaneViews)[pane];
}

/** The time that a pane shows, in milliseconds since the epoch. */
export function nowOf(ui: Ui, pane: ChannelName, {nowMs}: Snapshot): number {
  return ui.frozen[pane] ? (ui.frozenMs[pane] ?? nowMs) : nowMs;
}

/** How much came since the pane froze; undefined when it did not. */
export function newSince(ui: Ui, pane: ChannelName, snapshot: Snapshot): number | undefined {
  if (!ui.frozen[pane]) return undefined;
  const total = (views: PaneViews): number => {
    if (pane === 'ticker') return views.ticker.trades;
    if (pane === 'chat') return views.chat.rooms.reduce((sum, room) => sum + room.total, 0);
    return views[pane].total;
  };
  // A room that we left takes its lines along.
  return Math.max(0, total(snapshot) - total({...snapshot, ...ui.frozen}));
}

/** In logs and chat one moves through time: down is towards now. Ticker and alerts are lists. */
export function isScrolled(pane: ChannelName): boolean {
  return pane === 'logs' || pane === 'chat';
}

function freeze(ui: Ui, snapshot: Snapshot): Ui {
  return {
    ...ui,
    frozen: {...ui.frozen, [ui.focus]: snapshot[ui.focus]},
    frozenMs: {...ui.frozenMs, [ui.focus]: snapshot.nowMs},
  };
}

function thaw(ui: Ui, pane: ChannelName): Ui {
  const {[pane]: _, ...frozen} = ui.frozen;
  return {...(isScrolled(pane) ? at(ui, pane, 0) : ui), frozen};
}

/** `by` > 0 is up and back in logs and chat, down in a list. Going back freezes: else it would slip away. */
function move(ui: Ui, by: number, snapshot: Snapshot, reach: number): Ui {
  const {focus} = ui;
  const most = Math.max(0, Math.min(reach, lengthOf(ui, snapshot) - 1));
  // A list may have become shorter, a pane larger: one moves on from what is shown.
  const from =
    focus === 'alerts'
      ? selectedAlert(ui, snapshot)
      : focus === 'ticker'
        ? selectedRow(ui, snapshot)
        : ui.position[focus];
  const moved = Math.max(0, Math.min(most, Math.min(most, from) + by));
  const placed = {
    ...at(ui, focus, moved),
    ...(focus === 'alerts' ? {alert: alertAt(ui, moved, snapshot)} : {}),
    ...(focus === 'ticker' ? {ticker: {...ui.ticker, selected: rowsOf(ui, snapshot)[moved]?.key}} : {}),
  };
  return isScrolled(focus) && moved > 0 && !ui.frozen[focus] ? freeze(placed, snapshot) : placed;
}

/** The row of the selected alert: a new alert must not change which one's evidence is read. */
export function selectedAlert(ui: Ui, snapshot: Snapshot): number {
  const {alerts} = viewOf(ui, 'alerts', snapshot);
  const row = ui.alert === undefined ? 0 : alerts.findIndex(({id}) => id === ui.alert);
  return row >= 0 ? row : Math.min(ui.position.alerts, Math.max(0, alerts.length - 1));
}

/** The ticker's rows as they are shown. */
export function rowsOf(ui: Ui, snapshot: Snapshot): readonly BoardRow[] {
  return tickerList(viewOf(ui, 'ticker', snapshot), ui.ticker, nowOf(ui, 'ticker', snapshot));
}

/** Which of the ticker's rows is selected: one that moves, because the order changes, stays selected. */
export function selectedRow(ui: Ui, snapshot: Snapshot): number {
  const rows = rowsOf(ui, snapshot);
  const row = ui.ticker.selected === undefined ? 0 : rows.findIndex(({key}) => key === ui.ticker.selected);
  return row >= 0 ? row : Math.min(ui.position.ticker, Math.max(0, rows.length - 1));
}

/** The selected row; while its chart is open, though the filter may leave it out just now. */
export function chosenRow(ui: Ui, snapshot: Snapshot): BoardRow | undefined {
  const {selected, chart} = ui.ticker;
  const chosen = !chart ? undefined : viewOf(ui, 'ticker', snapshot).rows.find(({key}) => key === selected);
  return chosen ?? rowsOf(ui, snapshot)[selectedRow(ui, snapshot)];
}

function alertAt(ui: Ui, row: number, snapshot: Snapshot): string | undefined {
  return row === 0 ? undefined : viewOf(ui, 'alerts', snapshot).alerts[row]?.id;
}

function lengthOf(ui: Ui, snapshot: Snapshot): number {
  switch (ui.focus) {
    case 'ticker':
      return rowsOf(ui, snapshot).length;
    case 'alerts':
      return viewOf(ui, 'alerts', snapshot).alerts.length;
    case 'logs':
      return viewOf(ui, 'logs', snapshot).records.length;
    case 'chat':
      return viewOf(ui, 'chat', snapshot).rooms.find(room => room.name === ui.room)?.lines.length ?? 0;
  }
}

function at(ui: Ui, pane: ChannelName, position: number): Ui {
  return {...ui, position: {...ui.position, [pane]: position}};
}
