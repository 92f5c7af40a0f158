import type {StreamView} from '../store.ts';
import {fill} from '../text.ts';
import type {Theme} from '../theme.ts';
import {standing} from './standing.ts';

/** What every pane is drawn with: its room in cells (below its title), and how it is to look. */
export interface PaneFrame {
  readonly columns: number;
  readonly rows: number;
  readonly focused: boolean;
  readonly theme: Theme;
  /** Milliseconds since the epoch. */
  readonly nowMs: number;
  /** How the pane's streams stand: told while there is nothing else to show. */
  readonly streams: readonly StreamView[];
}

/** Which rows of a list to show so that the selected one is among them: the index of the first. */
export function firstShown(selected: number, length: number, rows: number): number {
  return Math.max(0, Math.min(selected - Math.floor(rows / 2), length - rows));
}

/** A pane with nothing in it yet says so, and how the streams stand that it waits for. */
export function emptyPane(word: string, {columns, rows, theme, nowMs, streams}: PaneFrame): string[] {
  const lines = streams.map(stream => {
    const line = ` ${stream.source} ${standing(stream, nowMs)}`;
    return stream.state === 'lost' ? theme.bad(line) : theme.dim(line);
  });
  return fill([theme.dim(` ${word}`), ...lines], columns, rows, {ellipsis: theme.ellipsis});
}
