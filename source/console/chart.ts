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
}

/** The newest values as a line chart in text rows; fewer or no rows where there is nothing finite or no room. */
export function chart(values: readonly number[], {columns, rows, decimals, symbols}: ChartOptions): string[] {
  const finite = values.filter(Number.isFinite);
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
  const text = plot([...shown], {
    height: rows - 1,
    min: low,
    max: high,
    offset: widest + 2,
    symbols,
    format: (value: number) => `${value.toFixed(decimals).padStart(widest)} `,
  });
  return text.split('\n').slice(0, rows);
}

/** Few points over much room: each is drawn several cells wide, so that a young chart is readable. */
function stretch(values: readonly number[], room: number): number[] {
  const times = Math.max(1, Math.min(8, Math.floor(room / values.length)));
  return values.flatMap(value => new Array<number>(times).fill(value));
}
