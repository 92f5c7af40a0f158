import type {BoardRow, BoardView} from '../../ticker/board.ts';
import {chart} from '../chart.ts';
import {sparkline} from '../sparkline.ts';
import {fill, fit, fitRight, width} from '../text.ts';
import {emptyPane, firstShown, type PaneFrame} from './pane.ts';

interface Column {
  readonly heading: string;
  readonly width: number;
  /** Shown only where this much room is left beside it. */
  readonly spare: number;
  readonly cell: (row: BoardRow) => string;
}

/** Rows that a chart with its caption needs to be worth drawing. */
const chartRows = 7;
const mostSparkColumns = 120;

/** Symbol, last price, change since the first, the 5-second moving average, and a sparkline; below, a chart. */
export function tickerPane(view: BoardView, selected: number, frame: PaneFrame): string[] {
  const {columns, rows, theme, focused} = frame;
  if (view.rows.length === 0) return emptyPane('no trade yet', frame);
  const prices = priceColumns(view.rows);
  const symbolColumns = Math.min(
    widest(view.rows, row => row.symbol, 7, 12),
    // On a narrow screen a price is worth more than a long name.
    Math.max(4, columns - 2 - prices),
  );
  const {shown, left} = whatFits(columnsOf(prices, frame), columns - 1 - symbolColumns);
  const sparkColumns = left > 4 ? Math.min(left - 1, mostSparkColumns) : 0;
  const heading = [
    ` ${fit('SYMBOL', symbolColumns)}`,
    ...shown.map(column => fitRight(column.heading, column.width)),
    sparkColumns > 7 ? `PAST ${sparkColumns}s` : '',
  ].join(' ');
  const room = Math.max(0, rows - 1);
  const withChart = room - view.rows.length >= chartRows;
  const listed = withChart ? view.rows.length : room;
  const chosen = Math.min(selected, view.rows.length - 1);
  const first = firstShown(chosen, view.rows.length, listed);
  const lines = view.rows.slice(first, first + listed).map((row, index) => {
    const mark = first + index === chosen && (focused || withChart) ? theme.focus(theme.selected) : ' ';
    return [
      mark + theme.bold(fit(row.symbol, symbolColumns, theme.ellipsis)),
      ...shown.map(column => column.cell(row)),
      painted(row, sparkline(row.spark, sparkColumns, theme.bars), frame),
    ].join(' ');
  });
  const out = [theme.dim(heading), ...lines];
  if (withChart) out.push(...details(view.rows[chosen]!, rows - out.length, frame));
  return fill(out, columns, rows);
}

function priceColumns(rows: readonly BoardRow[]): number {
  return widest(rows, row => price(row.last, row), 8, 14);
}

function columnsOf(prices: number, frame: PaneFrame): Column[] {
  const {ellipsis} = frame.theme;
  const cell = (text: string) => fitRight(text, prices, ellipsis);
  return [
    {heading: 'LAST', width: prices, spare: 0, cell: row => cell(price(row.last, row))},
    {
      heading: 'CHANGE',
      width: 8,
      spare: 0,
      cell: row => painted(row, fitRight(change(row, frame), 8), frame),
    },
    {
      heading: 'MEAN 5s',
      width: prices,
      spare: 9,
      cell: row => frame.theme.dim(cell(price(row.mean, row))),
    },
  ];
}

/** Half a number would be a wrong one: a column is shown whole or not at all. */
function whatFits(all: readonly Column[], room: number): {shown: readonly Column[]; left: number} {
  const shown: Column[] = [];
  let left = room;
  for (const column of all) {
    if (left < 1 + column.width + column.spare) break;
    shown.push(column);
    left -= 1 + column.width;
  }
  return {shown, left};
}

function details(row: BoardRow, rows: number, frame: PaneFrame): string[] {
  const {columns, theme} = frame;
  const caption = ` ${row.symbol}  high ${price(row.high, row)}  low ${price(row.low, row)}  ${row.trades} trades`;
  const options = {
    columns,
    rows: rows - 1,
    decimals: row.decimals,
    symbols: theme.chart,
    axis: theme.dim,
    line: (text: string) => painted(row, text, frame),
  };
  return [theme.dim(caption), ...chart(row.spark, options)];
}

function widest(
  rows: readonly BoardRow[],
  of: (row: BoardRow) => string,
  least: number,
  most: number,
): number {
  let found = least;
  for (const row of rows) found = Math.max(found, width(of(row)));
  return Math.min(most, found);
}

function painted({change: by}: BoardRow, text: string, {theme}: PaneFrame): string {
  return (by > 0 ? theme.good : by < 0 ? theme.bad : theme.dim)(text);
}

function price(value: number, {decimals}: BoardRow): string {
  return value.toFixed(decimals);
}

function change({change: by, changePercent}: BoardRow, {theme}: PaneFrame): string {
  const mark = by > 0 ? theme.up : by < 0 ? theme.down : theme.same;
  const percent = Math.abs(changePercent);
  return `${mark}${percent < 1000 ? percent.toFixed(2) : percent < 1e5 ? percent.toFixed(0) : '>99999'}%`;
}
