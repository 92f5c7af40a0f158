import assert from 'node:assert/strict';
import {test} from 'node:test';
import {stripVTControlCharacters as stripAnsi} from 'node:util';
import fc from 'fast-check';
import stringWidth from 'string-width';
import {alertsPane} from '../../source/console/panes/alerts.ts';
import {chatPage, chatPane, chatReach} from '../../source/console/panes/chat.ts';
import {helpPane} from '../../source/console/panes/help.ts';
import {logsPane, logsReach} from '../../source/console/panes/logs.ts';
import {firstShown, type PaneFrame} from '../../source/console/panes/pane.ts';
import {strip} from '../../source/console/panes/strip.ts';
import {tickerPane} from '../../source/console/panes/ticker.ts';
import {titleRow} from '../../source/console/panes/title.ts';
import {theme} from '../../source/console/theme.ts';
import {initialTicker, type TickerUi, tickerList} from '../../source/console/ticker-list.ts';
import {rowsOf, viewOf} from '../../source/console/ui.ts';
import {type ChannelName, channels} from '../../source/recording/entry.ts';
import {isoTime} from '../../source/streams/clock.ts';
import type {BoardRow} from '../../source/ticker/board-row.ts';
import type {Quote} from '../../source/ticker/event.ts';
import {anyBoard, anySize, anyUse, strangersText, tickerChange} from '../helpers/arbitrary-world.ts';
import {calmLink, plainTheme, sampleFrame} from '../helpers/sample-frame.ts';
import {nowMs, sampleStore} from '../helpers/sample-world.ts';

const themes = fc.constantFrom(
  theme({unicode: true, colors: 1}),
  theme({unicode: true, colors: 0}),
  theme({unicode: false, colors: 0}),
);

function assertFills(lines: readonly string[], columns: number, rows: number): void {
  assert.equal(lines.length, rows);
  for (const line of lines) {
    assert.ok(!line.includes('\n'), JSON.stringify(line));
    assert.equal(stringWidth(line), columns, JSON.stringify(line));
  }
}

for (const pane of channels) {
  test(`the pane ${pane} fills exactly the room that it is given, whatever there is to show`, () => {
    fc.assert(
      fc.property(anyUse, anySize, themes, fc.boolean(), ({snapshot, ui}, {columns, rows}, look, focused) => {
        const streams = snapshot.streams.filter(stream => stream.channel === pane);
        const frame: PaneFrame = {columns, rows, focused, theme: look, nowMs: snapshot.nowMs, streams};
        const at = ui.position[pane];
        const room = ui.room ?? snapshot.chat.rooms[0]?.name;
        const draft = ui.writing?.text;
        const board = viewOf(ui, 'ticker', snapshot);
        const shown = rowsOf(ui, snapshot);
        const lines = {
          ticker: () =>
            tickerPane(
              {rows: shown, all: board.rows.length, selected: at, windowMs: 5000, ui: ui.ticker},
              frame,
            ),
          alerts: () => alertsPane(viewOf(ui, 'alerts', snapshot), at, frame),
          logs: () => logsPane(viewOf(ui, 'logs', snapshot), at, frame),
          chat: () => chatPane(viewOf(ui, 'chat', snapshot), {room, draft, scroll: at}, frame),
        }[pane]();
        assertFills(lines, columns, rows);
      }),
      {numRuns: 100},
    );
  });
}

const anyLink = fc.record({
  mode: fc.constantFrom('answers', 'queue', 'writes', 'cap'),
  roundTripMs: fc.option(fc.double({min: 0, max: 1e6, noNaN: true}), {nil: undefined}),
  bytesPerSecond: fc.nat(),
  ageMs: fc.double({min: 0, max: 1e6, noNaN: true}),
  skipped: fc.nat(),
});

test('a title, the strip and the help fill exactly their rows', () => {
  const figures = fc.record({
    hidden: fc.subarray([...channels]),
    loopDelayMs: fc.double({min: 0, max: 1e6, noNaN: true}),
    link: anyLink,
    notice: fc.option(strangersText(), {nil: undefined}),
    recording: fc.option(fc.record({bytes: fc.nat(), failed: fc.option(strangersText(), {nil: undefined})}), {
      nil: undefined,
    }),
    replay: fc.option(
      fc.record({
        speed: fc.constantFrom(0.1, 1, 1000, Infinity),
        paused: fc.boolean(),
        ended: fc.boolean(),
      }),
      {nil: undefined},
    ),
  });
  fc.assert(
    fc.property(anyUse, anySize, themes, figures, ({snapshot, ui}, {columns, rows}, look, state) => {
      const frame = sampleFrame(columns, rows, {snapshot, ui, theme: look});
      for (const pane of channels) assertFills([titleRow(pane, columns, frame)], columns, 1);
      assertFills([strip(snapshot, state, columns, look)], columns, 1);
      assertFills(helpPane(columns, rows, look, '/home/日本/log'), columns, rows);
    }),
    {numRuns: 100},
  );
});

test('the selected row of a list is always among those that are shown', () => {
  const cases = fc.tuple(fc.nat(50), fc.integer({min: 1, max: 50}), fc.integer({min: 1, max: 60}));
  fc.assert(
    fc.property(cases, ([selected, length, rows]) => {
      const chosen = Math.min(selected, length - 1);
      const first = firstShown(chosen, length, rows);
      assert.ok(first >= 0 && first <= chosen && chosen < first + rows);
      assert.ok(first === 0 || first + rows <= length, 'no row is left empty while there are more');
    }),
  );
});

const snapshot = sampleStore().snapshot(nowMs);

function paneOf(columns: number, rows: number): PaneFrame {
  return {columns, rows, focused: true, theme: plainTheme, nowMs, streams: []};
}

/** The ticker's pane on rows, all of them, as they were asked for. */
function tickerOf(
  rows: readonly BoardRow[],
  frame: PaneFrame,
  {selected = 0, ...ui}: Partial<Omit<TickerUi, 'selected'>> & {readonly selected?: number} = {},
): string[] {
  const state = {rows, all: rows.length, selected, windowMs: 5000, ui: {...initialTicker, ...ui}};
  return tickerPane(state, frame);
}

function quote(bid: number, ask: number): Quote {
  return {type: 'quote', venue: 'kraken', symbol: 'BTC/USD', bid, ask, time: isoTime(nowMs)};
}

test('a number is shown whole or not at all, however narrow the ticker is', () => {
  const row = {...snapshot.ticker.rows[0]!, venue: 'kraken', quote: quote(67_484, 67_484.1)};
  const wrong = {...row.faults, missed: 123, duplicates: 45, lastMs: nowMs};
  for (let columns = 1; columns <= 130; columns++) {
    for (const faults of [row.faults, wrong]) {
      const shown = tickerOf([{...row, faults}], paneOf(columns, 5))[1]!;
      for (const number of shown.match(/(?<=[\s▲▼])\d[\d.]*/g) ?? []) {
        const whole = ['67484.1', '67484.0', '0.54', '0', '123', '45'];
        assert.ok(whole.includes(number), `${columns} columns: ${shown}`);
      }
    }
  }
});

test('whatever is on the board, the ticker fills its room, and no price of it is cut without a mark', () => {
  const sizes = fc.record({columns: fc.integer({min: 1, max: 200}), rows: fc.integer({min: 1, max: 60})});
  fc.assert(
    fc.property(
      anyBoard,
      sizes,
      themes,
      tickerChange,
      ({view, nowMs: now}, {columns, rows}, look, change) => {
        const ui = {...initialTicker, ...change};
        const listed = tickerList(view, ui, now);
        const state = {rows: listed, all: view.rows.length, selected: 3, windowMs: view.windowMs, ui};
        const lines = tickerPane(state, {columns, rows, focused: true, theme: look, nowMs: now, streams: []});
        assertFills(lines, columns, rows);
        // A symbol may be anything; behind it stands the last price, or nothing of it.
        const plain = listed.filter(({symbol}) => /^[A-Z]{3}\/USD$/.test(symbol));
        for (const row of plain) {
          const price = row.last?.toFixed(row.decimals) ?? '-';
          const line = lines
            .slice(1, 1 + listed.length)
            .find(one => stripAnsi(one).slice(1).startsWith(`${row.symbol} `));
          const shown =
            line === undefined
              ? ''
              : stripAnsi(line)
                  .slice(1 + row.symbol.length)
                  .trim()
                  .split(' ')[0]!;
          const isWhole = plain.some(one => shown === (one.last?.toFixed(one.decimals) ?? '-'));
          assert.ok(
            shown === '' || isWhole || shown.endsWith(look.ellipsis),
            `${columns} columns: ${shown} for ${price}`,
          );
        }
      },
    ),
    {numRuns: 300},
  );
});

test('of the bid and the ask both are shown or neither', () => {
  const row = {...snapshot.ticker.rows[0]!, quote: quote(67_484, 67_484.1)};
  for (let columns = 1; columns <= 130; columns++) {
    const [heading] = tickerOf([row], paneOf(columns, 5));
    assert.equal(heading!.includes(' BID '), heading!.includes(' ASK '), heading);
  }
  assert.match(tickerOf([row], paneOf(130, 5))[1]!, / 67484\.0 {2}67484\.1 /);
});

test('each heading stands over its column', () => {
  const rows = [
    {...snapshot.ticker.rows[0]!, venue: 'kraken', quote: quote(67_484, 67_484.1)},
    {...snapshot.ticker.rows[0]!, venue: 'alpaca'},
  ];
  const [heading, row] = tickerOf(rows, paneOf(150, 5));
  const endOf = (line: string, text: string) => line.indexOf(text) + text.length;
  for (const [name, cell] of [
    ['LAST', '67484.1'],
    ['CHANGE', '0.54%'],
    ['BID', '67484.0'],
    ['ASK', '67484.1'],
  ] as const)
    assert.ok(row!.slice(0, endOf(heading!, name)).endsWith(cell), `${name}\n${heading}\n${row}`);
  assert.equal(heading!.indexOf('VENUE'), row!.indexOf('kraken'));
  assert.equal(heading!.indexOf('PAST'), row!.search(/[▁-█]/));
});

test('a heading whose window has no room tells its name alone', () => {
  const [heading] = tickerPane(
    {rows: snapshot.ticker.rows, all: 6, selected: 0, windowMs: 12_345_678, ui: initialTicker},
    paneOf(100, 5),
  );
  assert.match(heading!, / MEAN +\/s PAST/);
});

test('two rows of one symbol are told apart by their venues, and those of one name by their hosts', () => {
  const [row] = snapshot.ticker.rows;
  const of = (...venues: string[]) =>
    tickerOf(
      venues.map(venue => ({...row!, venue, key: `${venue} BTC/USD`})),
      paneOf(80, 6),
    ).slice(1, 1 + venues.length);
  const local = 'kraken+ws://127.0.0.1:9000/v2';
  assert.match(of('kraken', 'alpaca').join('\n'), / kraken .*\n.* alpaca /);
  assert.match(of('kraken', local).join('\n'), / kraken .*\n.* 127\.0\.0\.1:9000 /);
  assert.doesNotMatch(of('kraken').join('\n'), /kraken/);
});

test('what is wrong with a row is told on a narrow screen too', () => {
  const row = snapshot.ticker.rows[0]!;
  const stale = {sinceMs: nowMs - 20_000, reason: 'gone'};
  for (let columns = 30; columns <= 90; columns++)
    assert.match(tickerOf([{...row, stale}], paneOf(columns, 5))[1]!, / stale( 20s)? /, `${columns} columns`);
});

test('a price wider than its column is cut with a mark', () => {
  const row = {...snapshot.ticker.rows[0]!, last: 123_456_789_012_345, decimals: 2};
  assert.match(tickerOf([row], paneOf(80, 5))[1]!, / 123456789012345… /);
});

test('the ticker says how many seconds its sparkline tells of', () => {
  for (const columns of [60, 80, 150, 250]) {
    const [heading, row] = tickerOf(snapshot.ticker.rows, paneOf(columns, 5));
    const told = Number(/PAST (\d+)s/.exec(heading!)![1]);
    assert.equal(row!.match(/[▁▂▃▄▅▆▇█]/g)!.length, Math.min(told, 120));
    assert.ok(told <= 120);
    const [braille, dots] = tickerOf(snapshot.ticker.rows, paneOf(columns, 5), {braille: true});
    const inDots = Number(/PAST (\d+)s/.exec(braille!)![1]);
    assert.equal(dots!.match(/[⠁-⣿]/g)!.length, inDots / 2);
    assert.ok(inDots <= 120 && inDots >= told);
  }
});

test('a filter that leaves no row says how many it left out', () => {
  const state = {rows: [], all: 6, selected: 0, windowMs: 5000, ui: initialTicker};
  assert.match(
    tickerPane(state, paneOf(80, 5))[0]!,
    /^ none of 6 symbols: & changes the filter, o the group/,
  );
});

test('a tall ticker draws a chart of the selected symbol up to its newest price', () => {
  const lines = tickerOf(snapshot.ticker.rows, paneOf(80, 24), {selected: 1});
  assert.match(lines[7]!, /^ ETH\/USD {2}high [\d.]+ {2}low [\d.]+ {2}120 trades/);
  assert.ok(
    lines.slice(8).some(line => /[╭╮╰╯─]/.test(line.slice(-12))),
    'the line reaches the right edge',
  );
});

test('what happens to somebody says to whom', () => {
  const lines = chatPane(snapshot.chat, {room: '#ops', draft: undefined, scroll: 0}, paneOf(100, 40)).join(
    '\n',
  );
  assert.match(lines, /\* linus looks at the graphs again/);
  assert.match(lines, /-- linus quit: lunch/);
  assert.match(lines, /-- 山田 joined/);
});

test('a single room needs no list of rooms', () => {
  const chat = {...snapshot.chat, rooms: snapshot.chat.rooms.slice(0, 1)};
  const lines = chatPane(chat, {room: '#ops', draft: undefined, scroll: 0}, paneOf(100, 10));
  assert.ok(lines.every(line => !line.includes('│')));
});

test('the room that is shown stays in sight among many', () => {
  const [one] = snapshot.chat.rooms;
  const rooms = Array.from({length: 60}, (_, index) => ({...one!, name: `#room-${index}`}));
  for (const [columns, height] of [
    [100, 10],
    [50, 10],
  ] as const) {
    for (const name of ['#room-0', '#room-31', '#room-59']) {
      const state = {room: name, draft: undefined, scroll: 0};
      const lines = chatPane({rooms, nick: 'ada'}, state, paneOf(columns, height));
      assert.ok(
        lines.some(line => line.includes(`▸${name}`)),
        `${name} at ${columns} columns`,
      );
    }
  }
});

test('as far back as chat and logs reach, their first line is on top, and one further nothing changes', () => {
  const room = snapshot.chat.rooms[0]!;
  fc.assert(
    fc.property(anySize, ({columns, rows}) => {
      const frame = paneOf(Math.max(columns, 40), Math.max(rows, 8));
      const chat = (scroll: number) =>
        chatPane(snapshot.chat, {room: room.name, draft: undefined, scroll}, frame);
      const reach = chatReach(snapshot.chat, {room: room.name, draft: undefined, scroll: 0}, frame);
      assert.match(chat(reach).join('\n'), /-- ada joined/);
      assert.deepEqual(chat(reach + 1), chat(reach));
      if (reach > 0) assert.notDeepEqual(chat(reach - 1), chat(reach));
      const logs = (scroll: number) => logsPane(snapshot.logs, scroll, frame);
      const back = logsReach(snapshot.logs, frame);
      assert.match(logs(back)[1]!, /^12:00:01/);
      assert.deepEqual(logs(back + 1), logs(back));
      if (back > 0) assert.notDeepEqual(logs(back - 1), logs(back));
    }),
  );
});

test('paging through a room shows every line of it, either way', () => {
  fc.assert(
    fc.property(anySize, ({columns, rows}) => {
      const frame = paneOf(Math.max(columns, 50), Math.max(rows, 10));
      const stateAt = (scroll: number) => ({room: '#ops', draft: undefined, scroll});
      const reach = chatReach(snapshot.chat, stateAt(0), frame);
      const said = ['morning', 'anything', 'slow', 'graphs', 'checkout', 'growing', 'lunch', 'already'];
      const page = (at: number, back: boolean) => {
        const by = chatPage(snapshot.chat, stateAt(at), back, frame);
        return Math.max(0, Math.min(reach, back ? at + by : at - by));
      };
      for (const [from, to, back] of [
        [0, reach, true],
        [reach, 0, false],
      ] as const) {
        let seen = '';
        let at: number = from;
        for (let pages = 0; pages < 100; pages++) {
          seen += chatPane(snapshot.chat, stateAt(at), frame).join('\n');
          if (at === to) break;
          at = page(at, back);
        }
        assert.equal(at, to);
        for (const words of said) assert.ok(seen.includes(words), `${words} ${back ? 'back' : 'forth'}`);
      }
    }),
  );
});

test('a record of no service keeps its message in line with the others', () => {
  const lines = logsPane(snapshot.logs, 0, paneOf(100, 40));
  const one = lines.find(line => line.includes('a line of no service'))!;
  const other = lines.find(line => line.includes('out of file descriptors'))!;
  assert.equal(one.indexOf('a line of no service'), other.indexOf('out of file descriptors'));
});

test('what is lost and what was dropped are told before what is well, on a narrow strip too', () => {
  const state = {
    hidden: [],
    loopDelayMs: 3,
    link: calmLink,
    notice: undefined,
    recording: undefined,
    replay: undefined,
  };
  const row = strip(snapshot, state, 60, plainTheme);
  assert.match(row, /^○ logs lost 5\.0s/);
  assert.match(row, / dropped 1\.24k /);
  assert.match(row, / rejected 1$/);
});

test('all of the strip fits 80 columns while all is well', () => {
  const store = sampleStore();
  const streams = channels.map(channel => ({channel, source: '', state: 'connected' as const, since: ''}));
  const well = {...store.snapshot(nowMs), streams, dropped: 0};
  const calm = {...well, rejects: {count: 0, last: undefined}, eventsPerSecond: 480};
  const state = {
    hidden: [],
    loopDelayMs: 12,
    link: calmLink,
    notice: undefined,
    recording: undefined,
    replay: undefined,
  };
  assert.equal(
    strip(calm, state, 80, plainTheme),
    '● ticker ● chat ● alerts ● logs      480/s  dropped 0  link 24ms  ? help  12:02Z',
  );
});

test('streams that are lost for the same reason are told of together, since the first of them was', () => {
  const state = {
    hidden: [],
    loopDelayMs: 3,
    link: calmLink,
    notice: undefined,
    recording: undefined,
    replay: undefined,
  };
  const lost = (channel: ChannelName, ageMs: number, reason: string) => {
    const source = `ws://127.0.0.1:9/${channel}`;
    const since = isoTime(snapshot.nowMs - ageMs);
    return {channel, source, state: 'lost', since, reason: `${source}: ${reason}; start the server`} as const;
  };
  const gone = 'nobody listens there';
  const streams = [
    lost('ticker', 4000, gone),
    lost('chat', 4200, gone),
    lost('logs', 900, 'silent for 30 s'),
  ];
  assert.match(
    strip({...snapshot, streams}, state, 120, plainTheme),
    /^○ chat, ticker lost 4\.2s: nobody listens there ○ logs lost 900ms: silent for 30 s {2}/,
  );
});
