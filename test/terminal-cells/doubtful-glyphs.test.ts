import assert from 'node:assert/strict';
import {test} from 'node:test';
import fc from 'fast-check';
import {Alphabet} from '../../source/terminal/cells/alphabet.ts';
import {Canvas} from '../../source/terminal/cells/canvas.ts';
import {Painter} from '../../source/terminal/cells/painter.ts';
import {HeadlessTerminal} from '../house/headless-terminal.ts';
import {anyFrames, anyRow, text} from './frames.ts';
import {anyOpinion, doubtful, type Opinion, propertiesBy} from './opinions.ts';
import {WantedCells} from './wanted-cells.ts';

const words = fc.oneof({weight: 1, arbitrary: doubtful}, {weight: 1, arbitrary: text});

function terminalOf(columns: number, rows: number, opinion: Opinion): HeadlessTerminal {
  const terminal = new HeadlessTerminal(columns, rows);
  terminal.widths = propertiesBy(opinion);
  terminal.take('\u001b[?7l');
  return terminal;
}

/** Compares all cells but those of doubtful glyphs themselves. */
function assertRight(terminal: HeadlessTerminal, wanted: (string | undefined)[][]): void {
  const seen = terminal.seen().map((row, at) => row.map((cell, column) => wanted[at]![column] && cell));
  assert.deepEqual(seen, wanted);
}

for (const [columns, rows] of [
  [24, 4],
  [6, 2],
  [2, 1],
] as const) {
  for (const repeat of ['none', 'ascii', 'all'] as const) {
    test(`${columns}×${rows}, repeat ${repeat}: however wide the terminal takes emoji and sequences, every other cell is right`, () => {
      // Wider than the screen: cut at its edge.
      const row = anyRow(columns + 2, words);
      fc.assert(
        fc.property(anyFrames(columns, rows, row), anyOpinion, (frames, opinion) => {
          using terminal = terminalOf(columns, rows, opinion);
          const painter = new Painter(columns, rows, () => 0);
          painter.features = {repeat};
          const alphabet = new Alphabet();
          using cells = new WantedCells(alphabet);
          const canvas = new Canvas(columns, rows, alphabet, () => 0);
          for (const frame of frames) {
            for (const [row, text] of frame.entries()) {
              painter.canvas.put(row, 0, columns, text, 1);
              canvas.put(row, 0, columns, text, 1);
            }
            terminal.take(painter.paint(Infinity).text);
            assertRight(terminal, cells.of(canvas.grid));
            assert.equal(painter.paint(Infinity).text, '');
          }
        }),
        {numRuns: 200},
      );
    });
  }
}
