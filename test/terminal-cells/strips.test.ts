import assert from 'node:assert/strict';
import {test} from 'node:test';
import fc from 'fast-check';
import {Alphabet} from '../../source/terminal/cells/alphabet.ts';
import {Canvas, type Strip} from '../../source/terminal/cells/canvas.ts';
import {Painter} from '../../source/terminal/cells/painter.ts';
import {HeadlessTerminal} from '../house/headless-terminal.ts';
import {anyRow, text} from './frames.ts';
import {anyOpinion, doubtful, propertiesBy} from './opinions.ts';
import {WantedCells} from './wanted-cells.ts';

// Panes side by side on a ground, as the console's are: each row of each is a strip with a rank.

const [columns, rows] = [26, 4];

interface Put {
  readonly row: number;
  readonly column: number;
  readonly columns: number;
  readonly text: string;
  readonly rank: number;
}

/** What is done to a canvas in one frame. */
interface Step {
  /** A new ground: all that was put before is gone. */
  readonly ground?: readonly string[];
  readonly puts: readonly Put[];
  /** Bytes that may be written then. */
  readonly room: number;
}

const words = fc.oneof({weight: 1, arbitrary: doubtful}, {weight: 5, arbitrary: text});
const row = anyRow(columns + 2, words);
/** From where to where panes go, and their ranks; between them, and after the last, the ground is seen. */
const anyPanes = fc.constantFrom<readonly (readonly [column: number, columns: number, rank: number])[]>(
  [[0, 26, 1]],
  [
    [0, 12, 2],
    [13, 13, 1],
  ],
  [
    [0, 7, 1],
    [8, 8, 2],
    [17, 7, 2],
  ],
  [
    [1, 3, 2],
    [4, 4, 1],
    [9, 17, 2],
  ],
);

const anySteps = fc
  .array(fc.tuple(anyPanes, fc.array(row, {minLength: rows, maxLength: rows})), {minLength: 1, maxLength: 3})
  .chain(layouts => {
    const perLayout = layouts.map(([panes, ground]) => {
      const anyPut = fc
        .tuple(fc.constantFrom(...panes), fc.nat({max: rows - 1}), row)
        .map(([[column, columns, rank], row, text]): Put => ({row, column, columns, text, rank}));
      const room = fc.oneof(fc.nat({max: 80}), fc.constant(Infinity));
      const first = fc.record({ground: fc.constant(ground), puts: fc.array(anyPut, {maxLength: 9}), room});
      const later = fc.record({puts: fc.array(anyPut, {maxLength: 3}), room});
      return fc.tuple(first, fc.array(later, {maxLength: 4})).map(([one, more]): Step[] => [one, ...more]);
    });
    return fc.tuple(...perLayout).map(steps => steps.flat());
  });

function apply({ground, puts}: Step, canvas: Canvas): void {
  if (ground) {
    canvas.clear();
    for (const [row, text] of ground.entries()) canvas.putGround(row, text);
  }
  for (const {row, column, columns, text, rank} of puts) canvas.put(row, column, columns, text, rank);
}

/** For each cell whether what is to be seen there has been written: the strip on top is not behind. */
function settled(places: readonly Put[], behind: ReadonlySet<Strip>): boolean[][] {
  const late = [...behind];
  return Array.from({length: rows}, (_, row) =>
    Array.from({length: columns}, (_, column) => {
      const top = places.find(
        put => put.row === row && put.column <= column && column < put.column + put.columns,
      );
      const isGround = (strip: Strip) => strip.start === 0 && strip.end === columns && strip.rank > 100;
      return !late.some(
        strip =>
          strip.row === row && (top ? strip.start === top.column && !isGround(strip) : isGround(strip)),
      );
    }),
  );
}

test('panes side by side, with a ground between them and any room: what is written is right, and all is in the end', () => {
  fc.assert(
    fc.property(anySteps, anyOpinion, fc.constantFrom('none', 'ascii', 'all'), (steps, opinion, repeat) => {
      using terminal = new HeadlessTerminal(columns, rows);
      terminal.widths = propertiesBy(opinion);
      terminal.take('\u001b[?7l');
      let nowMs = 0;
      const painter = new Painter(columns, rows, () => nowMs);
      painter.features = {repeat};
      const alphabet = new Alphabet();
      using cells = new WantedCells(alphabet);
      const canvas = new Canvas(columns, rows, alphabet, () => 0);
      let places: Put[] = [];
      const check = () => {
        const wanted = cells.of(canvas.grid);
        const isSettled = settled(places, painter.canvas.behind);
        const seen = terminal.seen();
        for (let row = 0; row < rows; row++) {
          const only = (cells: readonly (string | undefined)[]) =>
            cells.map((cell, column) => wanted[row]![column] && isSettled[row]![column] && cell);
          assert.deepEqual(only(seen[row]!), only(wanted[row]!));
        }
      };
      for (const step of steps) {
        if (step.ground) places = [];
        places.push(...step.puts);
        apply(step, painter.canvas);
        apply(step, canvas);
        terminal.take(painter.paint(step.room).text);
        check();
        nowMs += 50;
      }
      for (let more = 0; more < 100 && painter.behindSinceMs !== undefined; more++)
        terminal.take(painter.paint(1).text);
      assert.equal(painter.behindSinceMs, undefined);
      check();
    }),
    {numRuns: 500},
  );
});

test('a wide glyph that a pane has cut in two is whole again when the pane goes, though the rest never came', () => {
  using terminal = new HeadlessTerminal(10, 1);
  terminal.take('\u001b[?7l');
  const painter = new Painter(10, 1, () => 0);
  const ground = () => {
    painter.canvas.clear();
    painter.canvas.putGround(0, '日日日日日');
  };
  const text = () =>
    terminal
      .cells()[0]!
      .map(cell => cell[0])
      .join('');
  ground();
  terminal.take(painter.paint(Infinity).text);
  assert.equal(text(), '日 日 日 日 日 ');
  ground();
  painter.canvas.put(0, 3, 4, 'abcd', 1);
  terminal.take(painter.paint(1).text);
  assert.equal(text(), '日  abcd 日 ');
  ground();
  terminal.take(painter.paint(Infinity).text);
  assert.equal(text(), '日 日 日 日 日 ');
});

test('the focused pane comes first, and what has waited long comes before it in the end', () => {
  let nowMs = 0;
  const painter = new Painter(40, 1, () => nowMs);
  painter.paint(Infinity);
  painter.canvas.put(0, 0, 20, 'other', 2);
  painter.canvas.put(0, 20, 20, 'focused', 1);
  assert.match(painter.paint(1).text, /focused/);
  for (; nowMs < 1000; nowMs += 10) {
    painter.canvas.put(0, 20, 20, `focused ${nowMs}`, 1);
    if (painter.paint(1).text.includes('other')) break;
  }
  assert.ok(nowMs > 0 && nowMs <= 50, `after ${nowMs} ms`);
});

test('for a key, all of the first rank comes before any other, however long that has waited', () => {
  let nowMs = 0;
  const painter = new Painter(40, 2, () => nowMs);
  painter.paint(Infinity);
  painter.canvas.put(0, 0, 20, 'other', 2);
  nowMs = 1000;
  painter.canvas.put(0, 20, 20, 'first', 1);
  painter.canvas.put(1, 20, 20, 'second', 1);
  const texts = [painter.paint(1, true).text, painter.paint(1, true).text, painter.paint(1, true).text];
  assert.deepEqual(
    texts.map(text => /first|second|other/.exec(text)?.[0]),
    ['first', 'second', 'other'],
  );
});
