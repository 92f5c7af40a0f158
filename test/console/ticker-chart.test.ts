import assert from 'node:assert/strict';
import {test} from 'node:test';
import fc from 'fast-check';
import stringWidth from 'string-width';
import type {PaneFrame} from '../../source/console/panes/pane.ts';
import {tickerChart} from '../../source/console/panes/ticker-chart.ts';
import {theme} from '../../source/console/theme.ts';
import {anyBoard} from '../helpers/arbitrary-world.ts';
import {plainTheme} from '../helpers/sample-frame.ts';
import {tickerNowMs, tickerStore} from '../helpers/ticker-world.ts';

const store = tickerStore();

function chartOf(key: string, columns = 80, rows = 23): string[] {
  const {ticker} = store.snapshot(tickerNowMs, key);
  const row = ticker.rows.find(one => one.key === key)!;
  const candles = ticker.chart?.candles ?? [];
  return tickerChart(
    row,
    candles,
    {windowMs: ticker.windowMs, anchor: 'session', levels: []},
    frameOf(columns, rows),
  );
}

function frameOf(columns: number, rows: number, look = plainTheme): PaneFrame {
  return {columns, rows, focused: true, theme: look, nowMs: tickerNowMs, streams: []};
}

test('above the large chart stand the price, the mean, what is wrong, and what else is known', () => {
  const [head, caption] = chartOf('kraken ETH/USD');
  assert.match(head!, /^ ETH\/USD \d+\.\d\d {2}mean \d+\.\d\d {2}missed 3 +$/);
  assert.match(caption!, /^ kraken {2}high \d+\.\d\d {2}low \d+\.\d\d {2}58 trades {2}3 missed +$/);
});

test('a symbol of a lost connection says since when and why', () => {
  const [head, caption] = chartOf('alpaca BTC/USD');
  assert.match(head!, /^ BTC\/USD \d+\.\d\d {2}no trade in 5s {2}stale 20s +$/);
  assert.match(caption!, /^ alpaca {2}alpaca: silent for 30 s; trying again {2}high /);
});

test('a refused symbol says so in the words of its venue, and has no chart', () => {
  const [head, caption, ...chart] = chartOf('kraken NO/SUCH');
  assert.match(head!, /^ NO\/SUCH - {2}no trade in 5s {2}refused +$/);
  assert.match(caption!, /^ kraken {2}refused: Currency pair not supported NO\/SUCH {2}0 trades +$/);
  assert.ok(chart.every(row => row.trim() === ''));
});

test('time without a trade is a gap in the line', () => {
  const rows = chartOf('kraken ETH/USD', 80, 23).slice(2, -1);
  const columns = Array.from({length: 80}, (_, column) =>
    rows
      .map(row => row[column])
      .join('')
      .trim(),
  );
  const used = columns.map(cells => cells !== '');
  const chart = used.lastIndexOf(false, used.lastIndexOf(true) - 1);
  assert.ok(chart > 40, 'between the two stretches there is nothing');
});

test('the chart fills exactly its room, whatever is on the board', () => {
  const looks = fc.constantFrom(theme({unicode: true, colors: 1}), theme({unicode: false, colors: 0}));
  const columns = fc.integer({min: 1, max: 200});
  const rows = fc.integer({min: 1, max: 60});
  const anchor = fc.constantFrom('session' as const, 'window' as const);
  fc.assert(
    fc.property(anyBoard, columns, rows, looks, anchor, ({view, nowMs}, wide, high, look, from) => {
      for (const row of view.rows.slice(0, 2)) {
        const candles = view.chart?.key === row.key ? view.chart.candles : [];
        const frame = {...frameOf(wide, high, look), nowMs};
        const drawn = tickerChart(row, candles, {windowMs: view.windowMs, anchor: from, levels: []}, frame);
        assert.equal(drawn.length, high);
        for (const line of drawn) assert.equal(stringWidth(line), wide, JSON.stringify(line));
      }
    }),
    {numRuns: 200},
  );
});
