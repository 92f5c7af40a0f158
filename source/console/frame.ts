import type {ChannelName} from '../recording/entry.ts';
import {type Layout, layout, type PaneBox} from './layout.ts';
import type {PaneFrame} from './panes/pane.ts';
import type {StripState} from './panes/strip.ts';
import type {Snapshot} from './store.ts';
import type {Theme} from './theme.ts';
import {nowOf, rowsOf, type Ui} from './ui.ts';

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
  /** Prices that the large chart marks. */
  readonly levels?: readonly number[];
  readonly theme: Theme;
}

/** Where the frame's panes go. */
export function planOf({ui, panes, columns, rows, snapshot}: Frame): Layout {
  const symbols = rowsOf(ui, snapshot).length;
  return layout({columns, rows, panes, focus: ui.focus, zoom: isZoomed(ui), symbols});
}

/** Whether the focused pane has the whole screen: the large chart takes all the room that there is. */
export function isZoomed({zoom, ticker, focus}: Ui): boolean {
  return zoom || (ticker.chart && focus === 'ticker');
}

/** What the pane of a box is drawn with: its room is the box without the title. */
export function paneFrame({id, width, height}: PaneBox, {ui, snapshot, theme}: Frame): PaneFrame {
  return {
    columns: width,
    rows: height - 1,
    focused: ui.focus === id,
    theme,
    nowMs: nowOf(ui, id, snapshot),
    streams: snapshot.streams.filter(stream => stream.channel === id),
  };
}

/** The box of a pane; undefined while the pane is hidden. */
export function boxOf(id: ChannelName, {columns}: Layout): PaneBox | undefined {
  return columns.flat().find(box => box.id === id);
}
