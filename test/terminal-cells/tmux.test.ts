import assert from 'node:assert/strict';
import {after, test} from 'node:test';
import fc from 'fast-check';
import {Alphabet} from '../../source/terminal/cells/alphabet.ts';
import {Grid} from '../../source/terminal/cells/grid.ts';
import {Painter} from '../../source/terminal/cells/painter.ts';
import {readRow} from '../../source/terminal/cells/read-row.ts';
import {anyFrame, anyFrames} from './frames.ts';
import {missing, TmuxPane} from './tmux-pane.ts';

const [columns, rows] = [40, 8];
const opened = missing ? undefined : await TmuxPane.open(columns, rows);
after(() => opened?.[Symbol.asyncDispose]());

function put(painter: Painter, frame: readonly string[]): void {
  for (const [row, text] of frame.entries()) painter.canvas.put(row, 0, columns, text, 1);
}

/** The rows as cells: what each says, and its style. */
function cellsOf(frame: readonly string[], alphabet: Alphabet): string[][] {
  return frame.map(text => {
    const grid = new Grid(columns, 1);
    readRow(text, grid, 0, columns, alphabet);
    return [...grid.glyphs].map((glyph, at) => {
      const style = alphabet.styles.change(0, grid.styles[at]!).slice(1);
      return `${alphabet.glyphs.text(glyph)} ${style}`;
    });
  });
}

async function assertShown(pane: TmuxPane, frame: readonly string[]): Promise<void> {
  const alphabet = new Alphabet();
  assert.deepEqual(cellsOf(await pane.rows(), alphabet), cellsOf(frame, alphabet));
}

for (const repeat of ['none', 'ascii'] as const) {
  test(`repeating ${repeat}, frame after frame tmux shows what is wanted`, {skip: missing}, async () => {
    const pane = opened!;
    pane.write('\u001b[?7l');
    await fc.assert(
      fc.asyncProperty(anyFrames(columns, rows), async frames => {
        const painter = new Painter(columns, rows, () => 0);
        painter.features = {repeat};
        for (const frame of frames) {
          put(painter, frame);
          pane.write(painter.paint(Infinity).text);
          await assertShown(pane, frame);
        }
      }),
      {numRuns: 100},
    );
  });
}

test('cut after any number of bytes, and completed by and by, a frame is right in tmux', {
  skip: missing,
}, async () => {
  const pane = opened!;
  pane.write('\u001b[?7l');
  const rooms = fc.array(fc.nat({max: 150}), {minLength: 8, maxLength: 8});
  await fc.assert(
    fc.asyncProperty(anyFrames(columns, rows), rooms, async (frames, rooms) => {
      const painter = new Painter(columns, rows, () => 0);
      painter.features = {repeat: 'ascii'};
      for (const [index, frame] of frames.entries()) {
        put(painter, frame);
        pane.write(painter.paint(rooms[index]!).text);
      }
      for (let more = 0; more < 200 && painter.behindSinceMs !== undefined; more++)
        pane.write(painter.paint(1).text);
      await assertShown(pane, frames.at(-1)!);
    }),
    {numRuns: 60},
  );
});

test('whatever a program before has left behind in tmux, the first frame is whole', {
  skip: missing,
}, async () => {
  const pane = opened!;
  await fc.assert(
    fc.asyncProperty(anyFrame(columns, rows), async frame => {
      pane.write('\u001b[?7l\u001b[2;5rrubbish\r\n\u001b[1;44m日本\u001b[r\u001b[3;3H');
      const painter = new Painter(columns, rows, () => 0);
      put(painter, frame);
      pane.write(painter.paint(Infinity).text);
      await assertShown(pane, frame);
    }),
    {numRuns: 40},
  );
});
