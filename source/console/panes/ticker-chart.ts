import type {BoardRow} from '../../ticker/board-row.ts';
import type {Candle} from '../../ticker/candle.ts';
import {largeChart} from '../large-chart.ts';
import {fill, fit} from '../text.ts';
import {type Anchor, changeOf} from '../ticker-list.ts';
import type {PaneFrame} from './pane.ts';
import {badge} from './row-badge.ts';
import {caption} from './ticker.ts';
import {seconds, shortVenue} from './ticker-format.ts';

export interface TickerChartState {
  /** Of a candle, in milliseconds. */
  readonly windowMs: number;
  readonly anchor: Anchor;
  /** Prices that are marked. */
  readonly levels: readonly number[];
}

/** One symbol over the whole pane: its price, and behind it the range and the mean of each window. */
export function tickerChart(
  row: BoardRow,
  candles: readonly Candle[],
  {windowMs, anchor, levels}: TickerChartState,
  frame: PaneFrame,
): string[] {
  const {columns, rows, theme} = frame;
  const {parts, paint} = badge(row, frame);
  const {mean} = row.window;
  const moving =
    mean === undefined ? `no trade in ${seconds(windowMs)}` : `mean ${mean.toFixed(row.decimals)}`;
  const last = row.last === undefined ? '-' : row.last.toFixed(row.decimals);
  const head = ` ${theme.bold(`${row.symbol} ${last}`)}  ${moving}  ${paint(parts.join(' '))}`;
  const change = changeOf(row, anchor) ?? 0;
  const chart = largeChart(candles, {
    columns,
    rows: Math.max(0, rows - 2),
    decimals: row.decimals,
    windowMs,
    levels,
    theme,
    line: change > 0 ? theme.good : change < 0 ? theme.bad : theme.dim,
  });
  return fill(
    [
      fit(head, columns, theme.ellipsis),
      theme.dim(
        fit(` ${[shortVenue(row.venue), caption(row)].filter(Boolean).join('  ')}`, columns, theme.ellipsis),
      ),
      ...chart,
    ],
    columns,
    rows,
  );
}
