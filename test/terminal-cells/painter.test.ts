import assert from 'node:assert/strict';
import {test} from 'node:test';
import fc from 'fast-check';
import {Painter} from '../../source/terminal/cells/painter.ts';
import {HeadlessTerminal} from '../house/headless-terminal.ts';
import {anyFrame, anyFrames} from './frames.ts';

const sizes = [
  [30, 8],
  [12, 5],
  [2, 1],
  [80, 6],
] as const;

function setUp(columns: number, rows: number) {
  const terminal = new HeadlessTerminal(columns, rows);
  terminal.take('\u001b[?7l');
  return {terminal, painter: new Painter(columns, rows, () => 0)};
}

function put(painter: Painter, frame: readonly string[], columns: number): void {
  for (const [row, text] of frame.entries()) painter.canvas.put(row, 0, columns, text, 1);
}

/** What a frame looks like: its rows, put on an empty screen one by one. */
function picture(frame: readonly string[], columns: number, rows: number): string[][] {
  using terminal = new HeadlessTerminal(columns, rows);
  for (const [row, text] of frame.entries()) terminal.take(`\u001b[?7l\u001b[${row + 1};1H${text}\u001b[0m`);
  return terminal.seen();
}

for (const repeat of ['none', 'ascii', 'all'] as const) {
  for (const [columns, rows] of sizes) {
    test(`${columns}×${rows}${repeat === 'none' ? '' : `, repeating ${repeat}`}: frame after frame the terminal shows what is wanted`, () => {
      fc.assert(
        fc.property(anyFrames(columns, rows), frames => {
          const {terminal: opened, painter} = setUp(columns, rows);
          using terminal = opened;
          painter.features = {repeat};
          for (const frame of frames) {
            put(painter, frame, columns);
            terminal.take(painter.paint(Infinity).text);
            assert.deepEqual(terminal.seen(), picture(frame, columns, rows));
            assert.equal(painter.paint(Infinity).text, '');
          }
        }),
        {numRuns: 60},
      );
    });
  }
}

test('a frame that is cut after any number of bytes is completed by what follows, whatever is wanted meanwhile', () => {
  const [columns, rows] = [30, 8];
  fc.assert(
    fc.property(
      anyFrames(columns, rows),
      fc.array(fc.nat({max: 120}), {minLength: 8, maxLength: 8}),
      (frames, rooms) => {
        const {terminal: opened, painter} = setUp(columns, rows);
        using terminal = opened;
        for (const [index, frame] of frames.entries()) {
          put(painter, frame, columns);
          terminal.take(painter.paint(rooms[index]!).text);
        }
        for (let more = 0; more < 200 && painter.behindSinceMs !== undefined; more++)
          terminal.take(painter.paint(1).text);
        assert.equal(painter.behindSinceMs, undefined);
        assert.deepEqual(terminal.seen(), picture(frames.at(-1)!, columns, rows));
      },
    ),
    {numRuns: 100},
  );
});

test('a screen of which nothing is known is drawn whole, whatever it showed', () => {
  const [columns, rows] = [30, 8];
  fc.assert(
    fc.property(anyFrame(columns, rows), anyFrame(columns, rows), (before, after) => {
      const {terminal: opened, painter} = setUp(columns, rows);
      using terminal = opened;
      put(painter, before, columns);
      terminal.take(`${painter.paint(Infinity).text}\u001b[31mrubbish\u001b[3;3H\u001b[7m`);
      painter.forget();
      put(painter, after, columns);
      terminal.take(painter.paint(Infinity).text);
      assert.deepEqual(terminal.seen(), picture(after, columns, rows));
    }),
    {numRuns: 50},
  );
});

test('after it got another size the screen shows what is put then, and nothing of before', () => {
  const sizes = fc.tuple(fc.integer({min: 2, max: 40}), fc.integer({min: 1, max: 9}));
  fc.assert(
    fc.property(anyFrame(30, 8), sizes, anyFrame(40, 9), (before, [columns, rows], after) => {
      const {terminal: opened, painter} = setUp(30, 8);
      using terminal = opened;
      put(painter, before, 30);
      terminal.take(painter.paint(Infinity).text);
      painter.resize(columns, rows);
      // A terminal of the new size that shows something else, as one does whose rows were wrapped anew.
      using resized = new HeadlessTerminal(columns, rows);
      resized.take(`\u001b[?7lrubbish\u001b[44m${'x'.repeat(columns)}`);
      put(painter, after, columns);
      resized.take(painter.paint(Infinity).text);
      const shown = after.slice(0, rows);
      using wide = new HeadlessTerminal(60, rows);
      for (const [row, text] of shown.entries()) wide.take(`\u001b[${row + 1};1H${text}\u001b[0m`);
      const cut = wide.seen().map(cells => {
        const row = cells.slice(0, columns);
        if (cells[columns]!.startsWith('  0')) row[columns - 1] = '  1 0,-1';
        return row;
      });
      assert.deepEqual(resized.seen(), cut);
    }),
    {numRuns: 100},
  );
});

test('a frame says how many bytes it is, and since when the oldest of it was wanted', () => {
  let nowMs = 100;
  const painter = new Painter(20, 3, () => nowMs);
  painter.canvas.put(0, 0, 20, 'größer', 1);
  const first = painter.paint(Infinity);
  assert.equal(first.bytes, Buffer.byteLength(first.text));
  nowMs = 200;
  painter.canvas.put(1, 0, 20, 'one', 1);
  assert.equal(painter.behindSinceMs, 200);
  nowMs = 300;
  // Wanted anew before it was shown: what is missed has been missed since the first of them.
  painter.canvas.put(1, 0, 20, 'two', 1);
  painter.canvas.put(2, 0, 20, 'three', 1);
  assert.equal(painter.behindSinceMs, 200);
  assert.equal(painter.paint(Infinity).sinceMs, 200);
  assert.equal(painter.behindSinceMs, undefined);
  nowMs = 400;
  assert.deepEqual(painter.paint(Infinity), {text: '', bytes: 0, sinceMs: 400});
});

test('the cursor may be put anywhere between frames, and the next one is still right', () => {
  const {terminal: opened, painter} = setUp(20, 3);
  using terminal = opened;
  put(painter, ['abc', 'def', 'ghi'], 20);
  terminal.take(painter.paint(Infinity).text);
  terminal.take(painter.place(1, 7));
  assert.deepEqual(terminal.place, {row: 1, column: 7});
  assert.equal(painter.row, 1);
  put(painter, ['abd', 'deg', 'ghj'], 20);
  terminal.take(painter.paint(Infinity).text);
  assert.deepEqual(terminal.seen(), picture(['abd', 'deg', 'ghj'], 20, 3));
});
