import {plotRows} from './plot-rows.ts';
import {scale} from './scale.ts';
import {stretch} from './stretch.ts';
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
  const newest = finite.slice(-room);
  const {rowOf, worth} = scale(newest, rows - 1, decimals);
  const worths = Array.from({length: rows}, (_, index) => worth(rows - 1 - index));
  const labels = eachOnce(worths, decimals).map(label => label.padStart(widest));
  const times = stretch(newest.length, room);
  const shown = newest.flatMap(value => new Array<number>(times).fill(rowOf(value)));
  return plotRows(shown, {labels, symbols}).map(row => axis(row.axis) + line(row.line));
}

/** The prices as labels. Where rows are finer than the prices, each is told where it is nearest, and only there. */
function eachOnce(worths: readonly number[], decimals: number): string[] {
  const labels = worths.map(worth => worth.toFixed(decimals));
  const off = (row: number) => Math.abs(worths[row]! - Number(labels[row]));
  return labels.map((label, row) => {
    const isBetterAbove = labels[row - 1] === label && off(row - 1) <= off(row);
    const isBetterBelow = labels[row + 1] === label && off(row + 1) < off(row);
    return isBetterAbove || isBetterBelow ? '' : label;
  });
}
