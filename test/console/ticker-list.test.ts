import assert from 'node:assert/strict';
import {test} from 'node:test';
import fc from 'fast-check';
import {type RowFilter, readRowFilter} from '../../source/console/row-filter.ts';
import type {Snapshot} from '../../source/console/store.ts';
import {
  changeOf,
  initialTicker,
  sortKeys,
  type TickerUi,
  tickerList,
} from '../../source/console/ticker-list.ts';
import {initialUi, reduce, rowsOf, selectedRow, type Ui} from '../../source/console/ui.ts';
import type {BoardRow} from '../../source/ticker/board-row.ts';
import {anyBoard, tickerChange} from '../helpers/arbitrary-world.ts';
import {boardRow, quoteOf} from '../helpers/board-row.ts';
import {nowMs, sampleStore, startMs} from '../helpers/sample-world.ts';

const rows = [
  boardRow('C', [10, 11], {volume: 5, tradesPerSecond: 1}),
  boardRow('A', []),
  boardRow('D', [100, 110], {volume: 5, tradesPerSecond: 3}),
  boardRow('B', [50, 40], {volume: 9, tradesPerSecond: 0}),
  boardRow('E', []),
];

function symbols(ui: Partial<TickerUi>, all: readonly BoardRow[] = rows): string {
  const view = {rows: all, trades: 0, windowMs: 5000, chart: undefined};
  return tickerList(view, {...initialTicker, ...ui}, startMs + 60_000)
    .map(({symbol}) => symbol)
    .join('');
}

for (const [sort, order, reversed] of [
  ['asked', 'CADBE', 'EBDAC'],
  ['change', 'CDBAE', 'BCDAE'],
  ['rate', 'DCABE', 'ABECD'],
  ['volume', 'BCDAE', 'AECDB'],
  ['last', 'DBCAE', 'CBDAE'],
  ['symbol', 'ABCDE', 'EDCBA'],
] as const) {
  test(`by ${sort} the rows stand as ${order}, and the other way round as ${reversed}`, () => {
    assert.equal(symbols({sort}), order);
    assert.equal(symbols({sort, reversed: true}), reversed);
  });
}

test('the order changes no row, and equal ones stay as they were asked for', () => {
  fc.assert(
    fc.property(anyBoard, fc.constantFrom(...sortKeys), ({view, nowMs: now}, sort) => {
      const sorted = tickerList(view, {...initialTicker, sort}, now);
      assert.deepEqual(new Set(sorted), new Set(view.rows));
      assert.equal(sorted.length, view.rows.length);
      const same = view.rows.map(row => ({
        ...row,
        last: 1,
        open: 1,
        volume: 1,
        tradesPerSecond: 1,
        symbol: 'x',
      }));
      for (const reversed of [false, sort !== 'asked'])
        assert.deepEqual(tickerList({...view, rows: same}, {...initialTicker, sort, reversed}, now), same);
    }),
  );
});

test('what is not known comes last either way round, whatever there is', () => {
  fc.assert(
    fc.property(anyBoard, fc.boolean(), ({view, nowMs: now}, reversed) => {
      const known = tickerList(view, {...initialTicker, sort: 'last', reversed}, now).map(
        ({last}) => last !== undefined,
      );
      assert.ok(!known.includes(true, Math.max(0, known.indexOf(false))) || !known.includes(false));
    }),
  );
});

test('a change is since the first price, or since the first of the window, and of nothing unknown', () => {
  const row = boardRow('X', [100, 200, 150]);
  assert.equal(changeOf(row, 'session'), 50);
  assert.equal(changeOf({...row, window: {...row.window, open: 200}}, 'window'), -25);
  assert.equal(changeOf({...row, window: {...row.window, open: undefined}}, 'window'), undefined);
  assert.equal(changeOf({...row, open: 0}, 'session'), undefined);
  assert.equal(changeOf(boardRow('X', []), 'session'), undefined);
});

test('the order by change goes by what the change is counted from', () => {
  const up = boardRow('U', [10, 20, 19]);
  const down = boardRow('D', [20, 10, 11]);
  const within = (row: BoardRow, open: number) => ({...row, window: {...row.window, open}});
  const both = [within(up, 20), within(down, 10)];
  assert.equal(symbols({sort: 'change'}, both), 'UD');
  assert.equal(symbols({sort: 'change', anchor: 'window'}, both), 'DU');
});

for (const [text, left] of [
  ['a', 'A'],
  ['last > 10.5', 'CDB'],
  ['change > 0', 'CD'],
  ['volume >= 5 and rate < 2', 'CB'],
  ['venue == alpaca', ''],
  ['venue == kraken', 'CADBE'],
  ['age < 59.5', 'CDB'],
  ['age < 58', ''],
  ['missed > 2', ''],
  ['group == few', 'AB'],
  ['bid > 0', ''],
  ['not last > 0', 'AE'],
] as const) {
  test(`the filter "${text}" leaves ${left || 'nothing'}`, () => {
    assert.equal(symbols({filter: filterOf(text), groups: {few: ['A', 'B']}}), left);
  });
}

test('a filter may ask of what the venue quotes and what is missing', () => {
  const row = boardRow('X', [10], {quote: quoteOf(9, 11)});
  const faults = {...row.faults, missed: 3};
  for (const text of ['bid == 9', 'ask == 11', 'spread == 2'])
    assert.equal(symbols({filter: filterOf(text)}, [row]), 'X', text);
  assert.equal(symbols({filter: filterOf('missed == 3')}, [{...row, faults}]), 'X');
  assert.equal(symbols({filter: filterOf('spread > 0')}, [{...row, quote: undefined}]), '');
});

test('a group leaves its symbols in the order of the rows, and a filter goes within it', () => {
  const groups = {some: ['E', 'D', 'C', 'Z'], none: []};
  assert.equal(symbols({groups, group: 'some'}), 'CDE');
  assert.equal(symbols({groups, group: 'some', sort: 'change', reversed: true}), 'CDE');
  assert.equal(symbols({groups, group: 'some', filter: filterOf('last > 50')}), 'D');
  assert.equal(symbols({groups, group: 'none'}), '');
  assert.equal(symbols({groups, group: 'no longer there'}), 'CADBE');
});

test('whatever the user does, what is listed are rows of the board, each once', () => {
  fc.assert(
    fc.property(anyBoard, tickerChange, ({view, nowMs: now}, change) => {
      const groups = {majors: ['BTC/USD', 'ETH/USD'], none: []};
      const listed = tickerList(view, {...initialTicker, groups, ...change}, now);
      assert.equal(new Set(listed).size, listed.length);
      for (const row of listed) assert.ok(view.rows.includes(row));
    }),
  );
});

test('the row that was moved to stays selected, wherever another order, a filter or a price puts it', () => {
  const store = sampleStore();
  const snapshot = store.snapshot(nowMs);
  let ui = reduce(initialUi('ticker'), {type: 'move', by: 1}, snapshot);
  const chosen = (of: Ui, at: Snapshot) => rowsOf(of, at)[selectedRow(of, at)]?.symbol;
  assert.equal(chosen(ui, snapshot), 'ETH/USD');
  for (const sort of sortKeys) {
    for (const reversed of [false, true]) {
      const sorted = reduce(ui, {type: 'ticker', change: {sort, reversed}}, snapshot);
      assert.equal(chosen(sorted, snapshot), 'ETH/USD', `${sort} ${reversed}`);
    }
  }
  ui = reduce(
    ui,
    {type: 'ticker', change: {sort: 'last', filter: filterOf('USD$ or symbol ~= "USD$"')}},
    snapshot,
  );
  assert.equal(chosen(ui, snapshot), 'ETH/USD');
  const time = new Date(nowMs).toISOString();
  store.apply('ticker', [{type: 'trade', symbol: 'ETH/USD', price: 1e6, size: 1, time}], nowMs);
  const later = store.snapshot(nowMs);
  assert.equal(selectedRow(ui, later), 0, 'it has gone to the top');
  assert.equal(chosen(ui, later), 'ETH/USD');
});

test('where the selected row is filtered away another is selected, and it again when it is back', () => {
  const snapshot = sampleStore().snapshot(nowMs);
  const moved = reduce(initialUi('ticker'), {type: 'move', by: 2}, snapshot);
  const without = reduce(moved, {type: 'ticker', change: {filter: filterOf('last > 1000')}}, snapshot);
  assert.equal(rowsOf(without, snapshot)[selectedRow(without, snapshot)]?.symbol, 'ETH/USD');
  const back = reduce(without, {type: 'ticker', change: {filter: undefined}}, snapshot);
  assert.equal(rowsOf(back, snapshot)[selectedRow(back, snapshot)]?.symbol, 'SOL/USD');
});

test('before anything was moved to, whichever row is first is selected', () => {
  const snapshot = sampleStore().snapshot(nowMs);
  for (const sort of sortKeys) {
    const ui = reduce(initialUi('ticker'), {type: 'ticker', change: {sort}}, snapshot);
    assert.equal(selectedRow(ui, snapshot), 0);
  }
});

function filterOf(text: string): NonNullable<TickerUi['filter']> {
  const keeps = readRowFilter(text);
  assert.equal(typeof keeps, 'function', String(keeps));
  return {text, keeps: keeps as RowFilter};
}
