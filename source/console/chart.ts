import {plot} from 'asciichart';
import type {ChartSymbols} from './theme.ts';

export interface ChartOptions {
  /** Cells, the axis and its labels included. */
  readonly columns: number;
  readonly rows: number;
  /** Decimals of the labels. */
  readonly decimals: number;
  /** asciichart's `symbols`. */
  readonly symbols: ChartSymbols;
  /** How the axis with its labels, and how the line is to look. */
  readonly axis: (text: string) => string;
  readonly line: (text: string) => string;
}

/** The newest values as a line chart in text rows; no rows where there is nothing finite or no room. */
export function chart(values: readonly number[], options: ChartOptions): string[] {
  const {columns, rows, decimals, symbols, axis, line} = options;
  // From 1e21 on numbers are not written in digits: there is no label for them.
  const finite = values.filter(value => Math.abs(value) < 1e21);
  if (finite.length === 0 || rows < 2) return [];
  const widest = Math.max(...finite.map(value => value.toFixed(decimals).length)) + 1;
  const room = columns - widest - 2;
  if (room < 4) return [];
  const shown = stretch(finite.slice(-room), room);
  let low = Math.min(...shown);
  let high = Math.max(...shown);
  // Flat data has no range to scale by: give it one around its value.
  if (low === high) {
    const margin = Math.max(Math.abs(low) * 1e-4, 10 ** -decimals);
    low -= margin;
    high += margin;
  }
  // asciichart rounds values to rows from zero on, which costs a row here or there, and marks the row of zero: it
  // gets rows to plot, none of them zero, and its labels are turned back into values.
  const height = rows - 1;
  const rowOf = (value: number) => height * (1 + (value - low) / (high - low));
  const worth = (row: number) => low + (row / height - 1) * (high - low);
  const text = plot(shown.map(rowOf), {
    height,
    min: height,
    max: 2 * height,
    // Two cells before the line: asciichart takes a whole label for one of them, the axis is the other.
    offset: 2,
    symbols,
    format: (row: number) => `${worth(row).toFixed(decimals).padStart(widest)} `,
  });
  return text.split('\n').map(row => axis(row.slice(0, widest + 2)) + line(row.slice(widest + 2)));
}

/** Few points over much room: each is drawn several cells wide, so that a young chart is readable. */
function stretch(values: readonly number[], room: number): number[] {
  const times = Math.max(1, Math.min(8, Math.floor(room / values.length)));
  return values.flatMap(value => new Array<number>(times).fill(value));
}
