import type {Theme} from '../theme.ts';

/** What every pane is drawn with: its room in cells (below its title), and how it is to look. */
export interface PaneFrame {
  readonly columns: number;
  readonly rows: number;
  readonly focused: boolean;
  readonly theme: Theme;
  /** Milliseconds since the epoch. */
  readonly nowMs: number;
}

/** Which rows of a list to show so that the selected one is among them: the index of the first. */
export function firstShown(selected: number, length: number, rows: number): number {
  return Math.max(0, Math.min(selected - Math.floor(rows / 2), length - rows));
}
