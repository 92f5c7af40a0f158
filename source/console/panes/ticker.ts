import type {BoardRow} from '../../ticker/board-row.ts';
import {brailleSparkline} from '../braille.ts';
import {chart} from '../chart.ts';
import {count} from '../format.ts';
import {sparkline} from '../sparkline.ts';
import {fill, fit, fitRight, width} from '../text.ts';
import {changeOf, type TickerUi} from '../ticker-list.ts';
import {emptyPane, firstShown, type PaneFrame} from './pane.ts';
import {badge, badgeText} from './row-badge.ts';

/** What the pane shows: rows that are filtered and in order. */
export interface TickerPaneState {
  readonly rows: readonly BoardRow[];
  /** Rows that there are, those that the filter leaves out as well. */
  readonly all: number;
  readonly selected: number;
  readonly windowMs: number;
  readonly ui: TickerUi;
}

interface Column {
  /** Told without what stands behind its first word where there is no room for that. */
  readonly heading: string;
  /** Of a text, which stands at the left. */
  readonly isText?: true;
  readonly width: number;
  /** Shown only where this much room is left beside it. */
  readonly spare: number;
  readonly cell: (row: BoardRow) => string;
}

/** Rows that a chart with its caption needs to be worth drawing. */
const chartRows = 7;
/** The values that a row has of its past, one a second. */
const sparkSeconds = 120;
/** A sparkline of fewer columns says nothing. */
const leastSparkColumns = 9;
const changeColumns = 8;
/** What a badge is given: in steps, so that the columns do not jump as its numbers change. */
const badgeSteps = [8, 12, 16, 20, 24];
/** A badge of less room says nothing. */
const leastBadgeColumns = 8;

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

function priceColumns(rows: readonly BoardRow[]): number {
  return widest(rows, row => price(row.last, row), 8, 16);
}

/** The columns in the order in which there is to be room for them; `room` is that of all. */
function columnsOf(prices: number, room: number, state: TickerPaneState, frame: PaneFrame): Column[] {
  const {theme} = frame;
  const {ui, windowMs, rows} = state;
  const number = (value: number | undefined, row: BoardRow) =>
    theme.dim(fitRight(price(value, row), prices, theme.ellipsis));
  const badges = badgeColumns(state, room - prices - changeColumns - 3, frame);
  const out: Column[] = [
    {heading: 'LAST', width: prices, spare: 0, cell: row => lastCell(row, prices, frame)},
    {
      heading: ui.anchor === 'session' ? 'CHANGE' : `CHG ${seconds(windowMs)}`,
      width: changeColumns,
      spare: 0,
      cell: row => {
        const wrong = badge(row, frame);
        if (badges === 0 && wrong.urgent) return wrong.paint(badgeText(wrong, changeColumns, theme.ellipsis));
        const by = changeOf(row, ui.anchor);
        return painted(by, fitRight(change(by, frame), changeColumns), frame);
      },
    },
  ];
  if (badges > 0)
    out.push({
      heading: '',
      width: badges,
      spare: 0,
      cell: row => {
        const wrong = badge(row, frame);
        return wrong.paint(badgeText(wrong, badges, theme.ellipsis));
      },
    });
  const venue = venueColumn(state, frame);
  // Without it one could not tell which row is which.
  if (venue && new Set(rows.map(({symbol}) => symbol)).size < rows.length) out.push({...venue, spare: 0});
  out.push(
    {
      heading: `MEAN ${seconds(windowMs)}`,
      width: prices,
      spare: leastSparkColumns,
      cell: row => number(row.window.mean, row),
    },
    {
      heading: '/s',
      width: 5,
      spare: leastSparkColumns + 8,
      cell: row => theme.dim(fitRight(rate(row.tradesPerSecond), 5)),
    },
  );
  if (rows.some(({quote}) => quote?.bid !== undefined || quote?.ask !== undefined)) {
    // One is not worth much without the other.
    const both = 1 + prices + leastSparkColumns + 8;
    out.push(
      {heading: 'BID', width: prices, spare: both, cell: row => number(row.quote?.bid, row)},
      {heading: 'ASK', width: prices, spare: leastSparkColumns + 8, cell: row => number(row.quote?.ask, row)},
    );
  }
  if (venue && !out.some(({heading}) => heading === venue.heading)) out.push(venue);
  return out;
}

/** Which of them tells of a row, where there are several venues. */
function venueColumn({rows}: TickerPaneState, {theme}: PaneFrame): Column | undefined {
  const venues = new Set(rows.map(({venue}) => venue));
  if (venues.size < 2) return undefined;
  const names = venueNames(venues);
  const most = Math.min(16, Math.max(5, ...Array.from(names.values(), width)));
  return {
    heading: 'VENUE',
    isText: true,
    width: most,
    spare: leastSparkColumns + 8,
    cell: row => theme.dim(fit(names.get(row.venue)!, most, theme.ellipsis)),
  };
}

/** Venues by their names; those of the same name by their hosts. */
function venueNames(venues: ReadonlySet<string>): Map<string, string> {
  const names = [...venues].map(shortVenue);
  return new Map(
    Array.from(venues, (venue, index) => {
      const isAlone = names.indexOf(names[index]!) === names.lastIndexOf(names[index]!);
      const host = /:\/\/([^/]+)/.exec(venue)?.[1];
      return [venue, isAlone ? names[index]! : (host ?? names[index]!)];
    }),
  );
}

/** How wide what is wrong is told: no more than `room`; 0: nothing is wrong, or there is no room. */
function badgeColumns({rows}: TickerPaneState, room: number, frame: PaneFrame): number {
  const widest = Math.max(...rows.map(row => width(badge(row, frame).parts.join(' '))));
  if (widest === 0) return 0;
  const wanted = badgeSteps.find(step => step >= widest) ?? badgeSteps.at(-1)!;
  const columns = Math.min(wanted, frame.columns < 60 ? 12 : 24, room);
  return columns >= leastBadgeColumns ? columns : 0;
}

function headingCell({heading, isText, width: columns}: Column): string {
  const text = width(heading) <= columns ? heading : heading.split(' ', 1)[0]!;
  return isText ? fit(text, columns) : fitRight(text, columns);
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

/** The last price, dim while nobody knows a newer one. */
function lastCell(row: BoardRow, columns: number, {theme}: PaneFrame): string {
  const text = fitRight(price(row.last, row), columns, theme.ellipsis);
  return row.stale ? theme.dim(text) : text;
}

function painted(by: number | undefined, text: string, {theme}: PaneFrame): string {
  return (by !== undefined && by > 0 ? theme.good : by !== undefined && by < 0 ? theme.bad : theme.dim)(text);
}

function price(value: number | undefined, {decimals}: BoardRow): string {
  return value === undefined ? '-' : value.toFixed(decimals);
}

function change(by: number | undefined, {theme}: PaneFrame): string {
  if (by === undefined) return '-';
  const mark = by > 0 ? theme.up : by < 0 ? theme.down : theme.same;
  const percent = Math.abs(by);
  return `${mark}${percent < 1000 ? percent.toFixed(2) : percent < 1e5 ? percent.toFixed(0) : '>99999'}%`;
}

function rate(perSecond: number): string {
  return perSecond === 0 ? '0' : perSecond < 9.95 ? perSecond.toFixed(1) : count(perSecond);
}

/** A venue's name without its address. */
export function shortVenue(venue: string): string {
  return venue.split('+', 1)[0]!;
}

/** A length of time as one would set it. */
export function seconds(ms: number): string {
  return ms % 3_600_000 === 0
    ? `${ms / 3_600_000}h`
    : ms % 60_000 === 0
      ? `${ms / 60_000}m`
      : `${ms / 1000}s`;
}
