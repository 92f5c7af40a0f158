import type {BoardRow} from '../../ticker/board-row.ts';
import {fit, fitRight, width} from '../text.ts';
import {changeOf, type TickerUi} from '../ticker-list.ts';
import type {PaneFrame} from './pane.ts';
import {badge, badgeText} from './row-badge.ts';
import {change, painted, price, rate, seconds, shortVenue} from './ticker-format.ts';

/** What the pane shows: rows that are filtered and in order. */
export interface TickerPaneState {
  readonly rows: readonly BoardRow[];
  /** Rows that there are, those that the filter leaves out as well. */
  readonly all: number;
  readonly selected: number;
  readonly windowMs: number;
  readonly ui: TickerUi;
}

export interface Column {
  /** Told without what stands behind its first word where there is no room for that. */
  readonly heading: string;
  /** Of a text, which stands at the left. */
  readonly isText?: true;
  readonly width: number;
  /** Shown only where this much room is left beside it. */
  readonly spare: number;
  readonly cell: (row: BoardRow) => string;
}

/** A sparkline of fewer columns says nothing. */
const leastSparkColumns = 9;
const changeColumns = 8;
/** What a badge is given: in steps, so that the columns do not jump as its numbers change. */
const badgeSteps = [8, 12, 16, 20, 24];
/** A badge of less room says nothing. */
const leastBadgeColumns = 8;

/** How wide prices are told, in columns. */
export function priceColumns(rows: readonly BoardRow[]): number {
  return widest(rows, row => price(row.last, row), 8, 16);
}

/** The columns in the order in which there is to be room for them; `room` is that of all. */
export function columnsOf(prices: number, room: number, state: TickerPaneState, frame: PaneFrame): Column[] {
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

/** A heading, as wide as its column. */
export function headingCell({heading, isText, width: columns}: Column): string {
  const text = width(heading) <= columns ? heading : heading.split(' ', 1)[0]!;
  return isText ? fit(text, columns) : fitRight(text, columns);
}

/** Half a number would be a wrong one: a column is shown whole or not at all. */
export function whatFits(all: readonly Column[], room: number): {shown: readonly Column[]; left: number} {
  const shown: Column[] = [];
  let left = room;
  for (const column of all) {
    if (left < 1 + column.width + column.spare) break;
    shown.push(column);
    left -= 1 + column.width;
  }
  return {shown, left};
}

/** The last price, dim while nobody knows a newer one. */
function lastCell(row: BoardRow, columns: number, {theme}: PaneFrame): string {
  const text = fitRight(price(row.last, row), columns, theme.ellipsis);
  return row.stale ? theme.dim(text) : text;
}

/** The width of the widest text, within bounds. */
export function widest(
  rows: readonly BoardRow[],
  of: (row: BoardRow) => string,
  least: number,
  most: number,
): number {
  let found = least;
  for (const row of rows) found = Math.max(found, width(of(row)));
  return Math.min(most, found);
}
