import type {Candle} from '../ticker/candle.ts';
import {CellGrid} from './cell-grid.ts';
import {type Placed, placeCandles} from './place-candles.ts';
import {plotRows} from './plot-rows.ts';
import {fill} from './text.ts';
import type {ChartSymbols, Theme} from './theme.ts';
import {timeAxis} from './time-axis.ts';

export interface LargeChartOptions {
  /** Cells, the axes and their labels included. */
  readonly columns: number;
  readonly rows: number;
  /** Decimals of the labels. */
  readonly decimals: number;
  /** Length of a candle. */
  readonly windowMs: number;
  /** Prices that are marked, such as thresholds, where they are within the range of the chart. */
  readonly levels?: readonly number[];
  readonly theme: Pick<Theme, 'chart' | 'band' | 'mean' | 'level' | 'tick' | 'dim'>;
  /** How the line of the price is to look. */
  readonly line: (text: string) => string;
}

/** With less room than this, all of it is for the line. */
const leastForTimes = {rows: 4, columns: 16};

/**
 * The closing prices as a line, over the range and the mean of each candle; one without a trade is a gap. Prices are at
 * the left, times in the last row. Exactly `rows` rows, each exactly `columns` wide.
 */
export function largeChart(candles: readonly Candle[], options: LargeChartOptions): string[] {
  const {columns, rows, decimals, windowMs, levels = [], theme} = options;
  if (candles.length === 0 || columns < 1 || rows < 1) return fill([], columns, rows);
  const withTimes = rows >= leastForTimes.rows && columns >= leastForTimes.columns;
  const height = rows - (withTimes ? 2 : 1);
  const placed = placeCandles(candles, {columns, height, decimals, levels});
  const grid = new CellGrid(columns, height + 1);
  drawBehind(grid, placed, height, options);
  drawLine(grid, placed, height, options);
  if (!withTimes) return grid.rows();
  return [...grid.rows(), theme.dim(timeAxis({...placed, columns, windowMs, tick: theme.tick}))];
}

/** What the line goes over, the more telling later. */
function drawBehind(
  grid: CellGrid,
  {candles, first, each, gutter, levels}: Placed,
  height: number,
  {columns, theme}: LargeChartOptions,
): void {
  for (const [index, rows] of candles.entries()) {
    if (!rows) continue;
    for (let column = first + index * each; column < first + (index + 1) * each; column++) {
      for (let row = rows.low; row <= rows.high; row++) grid.set(height - row, column, theme.band, theme.dim);
      grid.set(height - rows.mean, column, theme.mean, theme.dim);
    }
  }
  for (const row of levels) {
    for (let column = gutter; column < columns; column++) {
      grid.set(height - row, column, theme.level, theme.dim);
    }
  }
}

function drawLine(
  grid: CellGrid,
  {candles, first, each, gutter, labels}: Placed,
  height: number,
  {theme, line}: LargeChartOptions,
): void {
  const closes = unbroken(candles.map(rows => rows?.close));
  if (!closes) return;
  const plotted = plotRows([closes[0]!, ...closes.flatMap(row => new Array<number>(each).fill(row))], {
    labels: gutter > 0 ? labels : new Array<string>(height + 1).fill(''),
    symbols: withoutCross(theme.chart),
  });
  for (const [row, {axis, line: cells}] of plotted.entries()) {
    for (let column = 0; column < gutter; column++) {
      const isBare = column === gutter - 1 && labels[row]!.trim() === '';
      grid.set(row, column, isBare ? theme.chart[9] : axis[column]!, theme.dim);
    }
    for (let at = 0; at < cells.length; at++) {
      if (cells[at] === ' ' || !candles[Math.floor(at / each)]) continue;
      grid.set(row, first + at, cells[at]!, line);
    }
  }
}

/**
 * asciichart takes no gaps: each is filled with the price after it, so that the line goes there within the gap, which
 * is not drawn, and begins anew at its own price. Undefined where there is no price at all.
 */
function unbroken(closes: readonly (number | undefined)[]): number[] | undefined {
  let next = closes.findLast(close => close !== undefined);
  if (next === undefined) return undefined;
  const out = new Array<number>(closes.length);
  for (let index = closes.length - 1; index >= 0; index--) {
    next = closes[index] ?? next;
    out[index] = next;
  }
  return out;
}

/** The line begins beside the axis, or after a gap: it does not cross it. */
function withoutCross([, axis, ...others]: ChartSymbols): ChartSymbols {
  return [axis, axis, ...others];
}
