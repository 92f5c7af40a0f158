import type {BoardRow, BoardView} from '../../ticker/board.ts';
import {chart} from '../chart.ts';
import {sparkline} from '../sparkline.ts';
import {fill, fit, fitRight} from '../text.ts';
import {firstShown, type PaneFrame} from './pane.ts';

const least = {symbol: 8, price: 11, change: 9, mean: 11};
/** Rows that a chart needs to be worth drawing. */
const chartRows = 7;

/** Symbol, last price, change since the first, the 5-second moving average, and a sparkline; below, a chart. */
export function tickerPane(view: BoardView, selected: number, frame: PaneFrame): string[] {
  const {columns, rows, theme, focused} = frame;
  if (view.rows.length === 0) return fill([theme.dim('no trade yet')], columns, rows);
  const withMean = columns >= 52;
  const used = 1 + least.symbol + 1 + least.price + 1 + least.change + (withMean ? 1 + least.mean : 0) + 1;
  const sparkColumns = columns - used;
  const heading = [
    ` ${fit('SYMBOL', least.symbol)}`,
    fitRight('LAST', least.price),
    fitRight('CHANGE', least.change),
    ...(withMean ? [fitRight('MEAN 5s', least.mean)] : []),
    sparkColumns > 3 ? fit('2 min', sparkColumns) : '',
  ].join(' ');
  const room = rows - 1;
  const withChart = room - view.rows.length >= chartRows;
  const listed = withChart ? view.rows.length : room;
  const chosen = Math.min(selected, view.rows.length - 1);
  const first = firstShown(chosen, view.rows.length, listed);
  const lines = view.rows.slice(first, first + listed).map((row, index) => {
    const mark = first + index === chosen && (focused || withChart) ? theme.focus(theme.selected) : ' ';
    const moved = row.change > 0 ? theme.good : row.change < 0 ? theme.bad : theme.dim;
    return [
      `${mark}${theme.bold(fit(row.symbol, least.symbol, theme.ellipsis))}`,
      fitRight(price(row.last, row), least.price),
      moved(fitRight(change(row, frame), least.change)),
      ...(withMean
        ? [theme.dim(fitRight(row.mean === undefined ? '-' : price(row.mean, row), least.mean))]
        : []),
      sparkColumns > 3 ? moved(sparkline(row.spark, Math.min(sparkColumns, 120), theme.bars)) : '',
    ].join(' ');
  });
  const out = [theme.dim(heading), ...lines];
  const row = view.rows[chosen];
  if (withChart && row) {
    const height = rows - out.length - 1;
    out.push(
      theme.dim(
        `${row.symbol}  high ${price(row.high, row)}  low ${price(row.low, row)}  ${row.trades} trades`,
      ),
    );
    out.push(...chart(row.spark, {columns, rows: height, decimals: row.decimals, symbols: theme.chart}));
  }
  return fill(out, columns, rows);
}

function price(value: number, {decimals}: BoardRow): string {
  return value.toFixed(decimals);
}

function change({change: by, changePercent}: BoardRow, {theme}: PaneFrame): string {
  const mark = by > 0 ? theme.up : by < 0 ? theme.down : theme.same;
  return `${mark}${Math.abs(changePercent).toFixed(2)}%`;
}
