import type {BoardView} from '../ticker/board.ts';
import type {BoardRow} from '../ticker/board-row.ts';
import type {FilterFields, RowFilter} from './row-filter.ts';

/** By what the rows can be ordered; `asked`: as they were asked for. */
export const sortKeys = ['asked', 'change', 'rate', 'volume', 'last', 'symbol'] as const;
export type SortKey = (typeof sortKeys)[number];

/** What a change is counted from: the first price that was seen, or the first of the moving window. */
export type Anchor = 'session' | 'window';

/** How the user wants the ticker. */
export interface TickerUi {
  readonly sort: SortKey;
  readonly reversed: boolean;
  readonly filter: {readonly text: string; readonly keeps: RowFilter} | undefined;
  /** Named lists of symbols. */
  readonly groups: Readonly<Record<string, readonly string[]>>;
  /** The group that is shown; undefined: all. */
  readonly group: string | undefined;
  readonly anchor: Anchor;
  /** Sparklines of dots, two to a column, rather than of bars. */
  readonly braille: boolean;
  /** The large chart of the selected row is open. */
  readonly chart: boolean;
  /** The key of the row that was moved to, wherever it stands now; undefined: whichever is first. */
  readonly selected: string | undefined;
}

export const initialTicker: TickerUi = {
  sort: 'asked',
  reversed: false,
  filter: undefined,
  groups: {},
  group: undefined,
  anchor: 'session',
  braille: false,
  chart: false,
  selected: undefined,
};

/** The rows that are shown, in their order. `nowMs` in milliseconds since the epoch. */
export function tickerList(view: BoardView, ui: TickerUi, nowMs: number): readonly BoardRow[] {
  const {filter, group, sort, reversed} = ui;
  let rows = view.rows;
  const wanted = group === undefined ? undefined : ui.groups[group];
  if (wanted) rows = rows.filter(row => wanted.includes(row.symbol));
  if (filter) rows = rows.filter(row => filter.keeps(fieldsOf(row, ui, nowMs)));
  if (sort !== 'asked') return rows.toSorted(orders[sort](ui));
  return reversed ? rows.toReversed() : rows;
}

/** By how much a price has changed since the anchor, in percent; undefined where there is nothing to compare. */
export function changeOf({last, open, window}: BoardRow, anchor: Anchor): number | undefined {
  const from = anchor === 'session' ? open : window.open;
  return from === undefined || last === undefined || from === 0 ? undefined : ((last - from) / from) * 100;
}

const orders: Readonly<
  Record<Exclude<SortKey, 'asked'>, (ui: TickerUi) => (a: BoardRow, b: BoardRow) => number>
> = {
  change: ui => largestFirst(ui, row => changeOf(row, ui.anchor)),
  rate: ui => largestFirst(ui, row => row.tradesPerSecond),
  volume: ui => largestFirst(ui, row => row.volume),
  last: ui => largestFirst(ui, row => row.last),
  symbol: ({reversed}) => {
    const sign = reversed ? -1 : 1;
    return (a, b) => (a.symbol < b.symbol ? -sign : a.symbol > b.symbol ? sign : 0);
  },
};

/** What has no number comes last, either way round. */
function largestFirst({reversed}: TickerUi, of: (row: BoardRow) => number | undefined) {
  const [sign, none] = reversed ? [-1, Infinity] : [1, -Infinity];
  return (a: BoardRow, b: BoardRow) => sign * ((of(b) ?? none) - (of(a) ?? none)) || 0;
}

function fieldsOf(row: BoardRow, ui: TickerUi, nowMs: number): FilterFields {
  const {symbol, venue, last, open, high, low, volume, trades, window, quote, faults, late, heardMs} = row;
  const {bid, ask} = quote ?? {};
  return {
    symbol,
    venue,
    group: Object.keys(ui.groups).find(name => ui.groups[name]!.includes(symbol)),
    ...{last, open, high, low, volume, trades, bid, ask, late},
    change: changeOf(row, ui.anchor),
    mean: window.mean,
    vwap: window.vwap,
    rate: row.tradesPerSecond,
    spread: bid === undefined || ask === undefined ? undefined : ask - bid,
    age: heardMs === undefined ? undefined : Math.max(0, nowMs - heardMs) / 1000,
    missed: faults.missed,
  };
}
