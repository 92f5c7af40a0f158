import {plot} from 'asciichart';
import type {ChartSymbols} from './theme.ts';

export interface PlotRowsOptions {
  /** From the top row to the bottom row, equally wide. As many as there are rows. */
  readonly labels: readonly string[];
  readonly symbols: ChartSymbols;
}

export interface PlottedRow {
  /** The label, a space and the axis. */
  readonly axis: string;
  readonly line: string;
}

/**
 * asciichart's line through the given rows, 0 the lowest. The first is on the axis, where the line begins: from then
 * on a column goes from one to the next.
 */
export function plotRows(rows: readonly number[], {labels, symbols}: PlotRowsOptions): readonly PlottedRow[] {
  const height = labels.length - 1;
  // asciichart rounds values to rows from zero on, which costs a row here or there, and marks the row of zero: what
  // it gets are rows already, none of them zero.
  const lowest = height + 1;
  const text = plot(
    rows.map(row => row + lowest),
    {
      height,
      min: lowest,
      max: lowest + height,
      // Two cells before the line: asciichart takes a whole label for one of them, the axis is the other.
      offset: 2,
      symbols,
      format: (_: number, index: number) => `${labels[index]} `,
    },
  );
  const start = labels[0]!.length + 2;
  return text.split('\n').map(row => ({axis: row.slice(0, start), line: row.slice(start)}));
}
