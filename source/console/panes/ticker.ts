import type {BoardRow} from '../../ticker/board-row.ts';
import {brailleSparkline} from '../braille.ts';
import {chart} from '../chart.ts';
import {sparkline} from '../sparkline.ts';
import {fill, fit} from '../text.ts';
import {changeOf} from '../ticker-list.ts';
import {emptyPane, firstShown, type PaneFrame} from './pane.ts';
import {
  columnsOf,
  headingCell,
  priceColumns,
  type TickerPaneState,
  whatFits,
  widest,
} from './ticker-columns.ts';
import {painted, price} from './ticker-format.ts';

/** Rows that a chart with its caption needs to be worth drawing. */
const chartRows = 7;
/** The values that a row has of its past, one a second. */
const sparkSeconds = 120;

/**
 * A row a symbol: last price, change, what is wrong with it, the moving average, trades a second, bid and ask, and a
 * sparkline in what room is left; below the rows, where there is room, a chart of the selected one.
 */
export function tickerPane(state: TickerPaneState, frame: PaneFrame): string[] {
  const {rows: all, selected, ui} = state;
  const {columns, rows, theme, focused} = frame;
  if (all.length === 0) {
    const word =
      state.all === 0 ? 'no trade yet' : `none of ${state.all} symbols: & changes the filter, o the group`;
    return emptyPane(word, frame);
  }
  const prices = priceColumns(all);
  const symbolColumns = Math.min(
    widest(all, row => row.symbol, 7, 14),
    // On a narrow screen a price is worth more than a long name.
    Math.max(4, columns - 2 - prices),
  );
  const room = columns - 1 - symbolColumns;
  const {shown, left} = whatFits(columnsOf(prices, room, state, frame), room);
  const perColumn = ui.braille && theme.unicode ? 2 : 1;
  const sparkColumns = left > 4 ? Math.min(left - 1, sparkSeconds / perColumn) : 0;
  const heading = [
    ` ${fit('SYMBOL', symbolColumns)}`,
    ...shown.map(headingCell),
    sparkColumns > 7 ? `PAST ${perColumn * sparkColumns}s` : '',
  ].join(' ');
  const body = Math.max(0, rows - 1);
  const withChart = body - all.length >= chartRows;
  const listed = withChart ? all.length : body;
  const chosen = Math.min(selected, all.length - 1);
  const first = firstShown(chosen, all.length, listed);
  const lines = all.slice(first, first + listed).map((row, index) => {
    const mark = first + index === chosen && (focused || withChart) ? theme.focus(theme.selected) : ' ';
    return [
      mark + theme.bold(fit(row.symbol, symbolColumns, theme.ellipsis)),
      ...shown.map(column => column.cell(row)),
      painted(changeOf(row, ui.anchor), spark(row, sparkColumns, state, frame), frame),
    ].join(' ');
  });
  const out = [theme.dim(heading), ...lines];
  if (withChart) out.push(...details(all[chosen]!, rows - out.length, state, frame));
  return fill(out, columns, rows);
}

function spark(
  {spark: values}: BoardRow,
  columns: number,
  {ui}: TickerPaneState,
  {theme}: PaneFrame,
): string {
  return ui.braille && theme.unicode
    ? brailleSparkline(values, columns)
    : sparkline(values, columns, theme.bars);
}

function details(row: BoardRow, rows: number, {ui}: TickerPaneState, frame: PaneFrame): string[] {
  const {columns, theme} = frame;
  const options = {
    columns,
    rows: rows - 1,
    decimals: row.decimals,
    symbols: theme.chart,
    axis: theme.dim,
    line: (text: string) => painted(changeOf(row, ui.anchor), text, frame),
  };
  const about = ` ${row.symbol}  ${caption(row)}`;
  return [theme.dim(fit(about, columns, theme.ellipsis)), ...chart(row.spark, options)];
}

/** What is known of a symbol besides its price, in a line. */
export function caption(row: BoardRow): string {
  const {high, low, trades, reason, faults, late, stale} = row;
  const parts: string[] = [];
  if (reason !== undefined) parts.push(`refused: ${reason}`);
  if (stale !== undefined) parts.push(stale.reason);
  if (high !== undefined && low !== undefined) parts.push(`high ${price(high, row)}  low ${price(low, row)}`);
  parts.push(`${trades} trades`);
  if (faults.missed > 0) parts.push(`${faults.missed} missed`);
  if (faults.duplicates > 0) parts.push(`${faults.duplicates} came twice`);
  if (faults.reordered > 0) parts.push(`${faults.reordered} out of order`);
  if (late > 0) parts.push(`${late} late`);
  return parts.join('  ');
}
