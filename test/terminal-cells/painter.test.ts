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

function put(painter: Painter, frame: readonly string[], columns: number): void {
  for (const [row, text] of frame.entries()) painter.canvas.put(row, 0, columns, text, 1);
}

/** What a frame looks like: its rows, put on an empty screen one by one. */
async function picture(frame: readonly string[], columns: number, rows: number): Promise<string[][]> {
  using terminal = new HeadlessTerminal(columns, rows);
  for (const [row, text] of frame.entries())
    await terminal.write(`\u001b[?7l\u001b[${row + 1};1H${text}\u001b[0m`);
  return terminal.seen();
}

for (const repeat of ['none', 'ascii', 'all'] as const) {
  for (const [columns, rows] of sizes) {
    test(`${columns}×${rows}${repeat === 'none' ? '' : `, repeating ${repeat}`}: frame after frame the terminal shows what is wanted`, async () => {
      await fc.assert(
        fc.asyncProperty(anyFrames(columns, rows), async frames => {
          using terminal = new HeadlessTerminal(columns, rows);
          await terminal.write('\u001b[?7l');
          const painter = new Painter(columns, rows, () => 0);
          painter.features = {repeat};
          for (const frame of frames) {
            put(painter, frame, columns);
            await terminal.write(painter.paint(Infinity).text);
            assert.deepEqual(terminal.seen(), await picture(frame, columns, rows));
            assert.equal(painter.paint(Infinity).text, '');
          }
        }),
        {numRuns: 60},
      );
    });
  }
}

test('a frame that is cut after any number of bytes is completed by what follows, whatever is wanted meanwhile', async () => {
  const [columns, rows] = [30, 8];
  await fc.assert(
    fc.asyncProperty(
      anyFrames(columns, rows),
      fc.array(fc.nat({max: 120}), {minLength: 8, maxLength: 8}),
      async (frames, rooms) => {
        using terminal = new HeadlessTerminal(columns, rows);
        await terminal.write('\u001b[?7l');
        const painter = new Painter(columns, rows, () => 0);
        for (const [index, frame] of frames.entries()) {
          put(painter, frame, columns);
          await terminal.write(painter.paint(rooms[index]!).text);
        }
        for (let more = 0; more < 200 && painter.behindSinceMs !== undefined; more++) {
          await terminal.write(painter.paint(1).text);
        }
        assert.equal(painter.behindSinceMs, undefined);
        assert.deepEqual(terminal.seen(), await picture(frames.at(-1)!, columns, rows));
      },
    ),
    {numRuns: 100},
  );
});

test('a screen of which nothing is known is drawn whole, whatever it showed', async () => {
  const [columns, rows] = [30, 8];
  await fc.assert(
    fc.asyncProperty(anyFrame(columns, rows), anyFrame(columns, rows), async (before, after) => {
      using terminal = new HeadlessTerminal(columns, rows);
      const painter = new Painter(columns, rows, () => 0);
      put(painter, before, columns);
      await terminal.write(`\u001b[?7l${painter.paint(Infinity).text}\u001b[31mrubbish\u001b[3;3H\u001b[7m`);
      painter.forget();
      put(painter, after, columns);
      await terminal.write(painter.paint(Infinity).text);
      assert.deepEqual(terminal.seen(), await picture(after, columns, rows));
    }),
    {numRuns: 50},
  );
});
