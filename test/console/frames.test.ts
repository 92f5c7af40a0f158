import assert from 'node:assert/strict';
import {after, test} from 'node:test';
import type {Frame} from '../../source/console/frame.ts';
import {type RowFilter, readRowFilter} from '../../source/console/row-filter.ts';
import {Store} from '../../source/console/store.ts';
import {theme} from '../../source/console/theme.ts';
import {initialTicker, type TickerUi} from '../../source/console/ticker-list.ts';
import {reduce} from '../../source/console/ui.ts';
import {channels} from '../../source/recording/entry.ts';
import {AppDrawer} from '../helpers/draw-app.ts';
import {sameFrame} from '../helpers/same-frame.ts';
import {asciiTheme, calmLink, plainTheme, sampleFrame} from '../helpers/sample-frame.ts';
import {happenings, nowMs, sampleStore, startMs, status} from '../helpers/sample-world.ts';
import {tickerNowMs, tickerStore} from '../helpers/ticker-world.ts';

const drawer = new AppDrawer();

function tickerFrame(
  columns: number,
  rows: number,
  ticker: Partial<TickerUi> = {},
  look = plainTheme,
): Frame {
  const snapshot = tickerStore().snapshot(tickerNowMs, ticker.chart ? ticker.selected : undefined);
  const ui = {ticker: {...initialTicker, ...ticker}, room: undefined};
  return sampleFrame(columns, rows, {snapshot, panes: ['ticker'], theme: look, ui});
}

function filterOf(text: string): TickerUi['filter'] {
  return {text, keeps: readRowFilter(text) as RowFilter};
}

after(() => drawer[Symbol.dispose]());

for (const [columns, rows] of [
  [80, 24],
  [120, 40],
  [200, 60],
  [40, 12],
  [20, 6],
] as const) {
  test(`the sample world at ${columns} × ${rows}`, () => {
    sameFrame(`whole-${columns}x${rows}`, drawer.draw(sampleFrame(columns, rows)));
  });
}

for (const pane of channels) {
  test(`${pane} zoomed at 80 × 24`, () => {
    const ui = {focus: pane, zoom: true};
    sameFrame(`zoomed-${pane}-80x24`, drawer.draw(sampleFrame(80, 24, {ui})));
  });
}

test('without UTF-8 the console draws itself in ASCII alone', () => {
  const rows = drawer.draw(sampleFrame(120, 40, {theme: asciiTheme, ui: {room: '#random'}}));
  sameFrame('ascii-120x40', rows);
  // Strangers' letters come as question marks; none of ours does.
  const ours = rows.join('\n').replace(/#\?{6}|\?lrike|nobody \?\?|\?{12,}|\? help/g, '');
  assert.match(ours, /^[\n -~]*$/);
  assert.doesNotMatch(ours, /\?/);
});

test('a frozen pane stays as it was, and its title counts what is new', () => {
  const store = new Store();
  const [before, later] = [happenings(), [] as ReturnType<typeof happenings>];
  while (before.at(-1)!.atMs > startMs + 60_000) later.unshift(before.pop()!);
  for (const {atMs, channel, event} of before) store.apply(channel, [event], atMs);
  const then = store.snapshot(startMs + 60_000);
  let {ui} = sampleFrame(80, 24, {ui: {focus: 'logs'}});
  ui = reduce(ui, {type: 'freeze'}, then);
  ui = reduce({...ui, focus: 'chat'}, {type: 'move', by: 2}, then);
  for (const {atMs, channel, event} of later) store.apply(channel, [event], atMs);
  sameFrame('frozen-80x24', drawer.draw(sampleFrame(80, 24, {ui, snapshot: store.snapshot(nowMs)})));
});

for (const [columns, rows] of [
  [80, 24],
  [120, 40],
  [40, 12],
] as const) {
  test(`a ticker to which everything has happened, at ${columns} × ${rows}`, () => {
    sameFrame(`ticker-${columns}x${rows}`, drawer.draw(tickerFrame(columns, rows)));
  });
}

test('a ticker to which everything has happened, in ASCII', () => {
  const drawn = drawer.draw(tickerFrame(120, 24, {}, asciiTheme));
  assert.match(drawn.join('\n'), /^[\n -~]*$/);
  sameFrame('ticker-ascii-120x24', drawn);
});

test('the past of each symbol in dots', () => {
  sameFrame('ticker-braille-80x12', drawer.draw(tickerFrame(80, 12, {braille: true})));
});

test('a ticker in the order of the changes, of a group, by a filter', () => {
  const sort = {sort: 'change', reversed: true} as const;
  sameFrame('ticker-sorted-80x12', drawer.draw(tickerFrame(80, 12, {...sort, anchor: 'window'})));
  const group = {groups: {coins: ['BTC/USD', 'DOGE/USD']}, group: 'coins', ...sort} as const;
  sameFrame(
    'ticker-group-80x24',
    drawer.draw(tickerFrame(80, 24, {...group, filter: filterOf('missed == 0')})),
  );
});

test('a filter that nothing fits says how many symbols there are', () => {
  sameFrame('ticker-no-match-80x12', drawer.draw(tickerFrame(80, 12, {filter: filterOf('last > 1e9')})));
});

for (const [columns, rows] of [
  [80, 24],
  [120, 40],
] as const) {
  test(`the large chart of a symbol with a minute of no trade, at ${columns} × ${rows}`, () => {
    const selected = 'kraken ETH/USD';
    const frame = tickerFrame(columns, rows, {chart: true, selected});
    sameFrame(`chart-${columns}x${rows}`, drawer.draw({...frame, panes: channels}));
  });
}

test('the large chart of a refused symbol says why there is none', () => {
  const frame = tickerFrame(80, 8, {chart: true, selected: 'kraken NO/SUCH'});
  sameFrame('chart-refused-80x8', drawer.draw(frame));
});

test('the large chart in ASCII', () => {
  const frame = tickerFrame(80, 24, {chart: true, selected: 'kraken BTC/USD'}, asciiTheme);
  const drawn = drawer.draw(frame);
  assert.match(drawn.join('\n'), /^[\n -~]*$/);
  sameFrame('chart-ascii-80x24', drawn);
});

test('while the large chart covers the screen, nothing is said to be hidden', () => {
  const frame = tickerFrame(80, 24, {chart: true});
  const last = drawer.draw({...frame, panes: channels}).at(-1)!;
  assert.doesNotMatch(last, /hidden/);
});

test('the help covers the panes', () => {
  sameFrame('help-80x24', drawer.draw(sampleFrame(80, 24, {ui: {help: true}})));
});

test('the help in ASCII, and wrapped on a narrow screen', () => {
  sameFrame('help-ascii-46x40', drawer.draw(sampleFrame(46, 40, {ui: {help: true}, theme: asciiTheme})));
});

test('the command line stands in place of the strip', () => {
  const writing = {what: 'command', text: 'pane logs'} as const;
  sameFrame('command-80x24', drawer.draw(sampleFrame(80, 24, {ui: {writing}})));
});

test('the end of a long command is what one sees', () => {
  const text = `msg #ops ${'long '.repeat(20)}end`;
  const rows = drawer.draw(sampleFrame(40, 6, {ui: {writing: {what: 'command', text}}}));
  assert.match(rows.at(-1)!, /^:.{35}end▏$/);
});

test('what is written stands under the messages of its room', () => {
  const writing = {what: 'chat', text: 'the family 👨‍👩‍👧‍👦 plan is mended'} as const;
  sameFrame('writing-80x24', drawer.draw(sampleFrame(80, 24, {ui: {focus: 'chat', writing}})));
});

test('panes that have no room are hidden, with a hint', () => {
  sameFrame('hidden-60x9', drawer.draw(sampleFrame(60, 9, {ui: {focus: 'logs'}})));
});

test('empty panes say so, and how the streams stand that they wait for', () => {
  const store = new Store();
  for (const channel of channels) store.apply(channel, [status(channel, 'connecting', 0)], startMs);
  store.apply('ticker', [status('ticker', 'connected', 1)], startMs);
  const reason = 'ws://127.0.0.1:9000/logs: connection refused; trying again in 2 s';
  store.apply('logs', [status('logs', 'lost', 1, {reason})], startMs);
  const snapshot = store.snapshot(startMs + 13_400);
  sameFrame('empty-80x24', drawer.draw(sampleFrame(80, 24, {snapshot, ui: {room: undefined}})));
});

test('a console with two panes and no stream yet', () => {
  const snapshot = new Store().snapshot(startMs);
  const frame = sampleFrame(80, 12, {snapshot, panes: ['ticker', 'logs'], ui: {room: undefined}});
  sameFrame('two-panes-80x12', drawer.draw(frame));
});

test('the strip tells of a replay that is paused, of a recording, and of a slow event loop', () => {
  const strip = {
    loopDelayMs: 240,
    link: {...calmLink, roundTripMs: 104, ageMs: 2300, skipped: 1240},
    notice: undefined,
    recording: {bytes: 48_123, failed: undefined},
    replay: {speed: 2, paused: true, ended: false},
  };
  const last = drawer.draw(sampleFrame(120, 40, {strip})).at(-1)!;
  sameFrame('strip-120', [last]);
});

test('a word to the user is shown whole', () => {
  const notice = 'not sent: the chat is not connected, or takes no such name';
  const strip = {loopDelayMs: 3, link: calmLink, notice, recording: undefined, replay: undefined};
  const last = drawer.draw(sampleFrame(80, 24, {strip})).at(-1)!;
  assert.ok(last.startsWith(notice), last);
});

test('colours are the sixteen that every palette defines', () => {
  const frame = sampleFrame(120, 40, {theme: theme({unicode: true, colors: 1}), ui: {focus: 'alerts'}});
  const drawn = drawer.draw(frame).join('\n');
  const used = new Set([...drawn.matchAll(/\u001b\[([\d;]*)m/g)].flatMap(([, codes]) => codes!.split(';')));
  assert.ok(used.has('31') && used.has('32'), 'there is red and green');
  for (const code of used) assert.match(code!, /^(?:|1|2|7|22|27|3[0-79])$/);
});

test('the colours are all that differs between a coloured frame and a plain one', () => {
  const coloured = drawer.draw(sampleFrame(120, 40, {theme: theme({unicode: true, colors: 1})}));
  const plain = drawer.draw(sampleFrame(120, 40));
  const stripped = coloured.map(row => row.replace(/\u001b\[[\d;]*m/g, '').trimEnd());
  assert.deepEqual(stripped, plain);
});

test('a store that saw the same shows the same', () => {
  const draw = () => drawer.draw(sampleFrame(120, 40, {snapshot: sampleStore().snapshot(nowMs)}));
  assert.deepEqual(draw(), draw());
});
