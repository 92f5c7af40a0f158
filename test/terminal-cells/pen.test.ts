import assert from 'node:assert/strict';
import {test} from 'node:test';
import fc from 'fast-check';
import {Alphabet} from '../../source/terminal/cells/alphabet.ts';
import {Pen} from '../../source/terminal/cells/pen.ts';
import {HeadlessTerminal} from '../house/headless-terminal.ts';

const [columns, rows] = [120, 30];
const anyPlace = fc.record(
  {row: fc.nat({max: rows - 1}), column: fc.nat({max: columns - 1})},
  {noNullPrototype: true},
);
/** What is known before a move: the place, or that a glyph has just been printed there, or no more than the row, or nothing. */
const anyKnowledge = fc.constantFrom('place', 'printed', 'row', 'nothing');

function setUp() {
  const terminal = new HeadlessTerminal(columns, rows);
  terminal.take('\u001b[?7l');
  return {terminal, pen: new Pen(new Alphabet(), {repeat: 'all'})};
}

function cup(row: number, column: number): string {
  return `\u001b[${row + 1};${column + 1}H`;
}

test('any move ends where it should, changes nothing on the way, and is never longer than to name the place', () => {
  fc.assert(
    fc.property(anyPlace, anyPlace, anyKnowledge, (from, to, knowledge) => {
      const {terminal: opened, pen} = setUp();
      using terminal = opened;
      terminal.take(`${cup(rows - 1, 0)}last row${cup(0, 0)}first row`);
      pen.moveTo(from.row, from.column);
      if (knowledge === 'printed') pen.print(0x78, 1, columns);
      terminal.take(pen.take());
      if (knowledge === 'row') pen.lose(from.row);
      if (knowledge === 'nothing') pen.lose();
      const before = terminal.cells();
      pen.moveTo(to.row, to.column);
      assert.ok(pen.bytes <= cup(to.row, to.column).length, `${pen.bytes} bytes`);
      terminal.take(pen.take());
      assert.deepEqual(terminal.place, to);
      assert.deepEqual({row: pen.row, column: pen.column}, to);
      assert.deepEqual(terminal.cells(), before);
    }),
    {numRuns: 400},
  );
});

const moves: readonly (readonly [
  from: readonly [number, number],
  to: readonly [number, number],
  bytes: string,
])[] = [
  [[5, 5], [5, 5], ''],
  [[5, 5], [5, 6], '\u001b[C'],
  [[5, 5], [5, 15], '\u001b[16G'],
  [[5, 5], [5, 3], '\b\b'],
  [[5, 50], [5, 0], '\r'],
  [[5, 50], [5, 1], '\u001b[2G'],
  [[5, 50], [5, 40], '\u001b[41G'],
  [[5, 50], [6, 0], '\r\n'],
  [[5, 50], [6, 50], '\u001b[B'],
  [[5, 50], [4, 50], '\u001b[A'],
  [[5, 50], [0, 0], '\u001b[H'],
  [[5, 50], [7, 0], '\u001b[8H'],
  [[5, 50], [20, 10], '\u001b[21;11H'],
];
for (const [from, to, bytes] of moves) {
  test(`from row ${from[0]}, column ${from[1]} to row ${to[0]}, column ${to[1]} the way is ${JSON.stringify(bytes)}`, () => {
    const {terminal, pen} = setUp();
    terminal[Symbol.dispose]();
    pen.moveTo(...from);
    pen.take();
    pen.moveTo(...to);
    assert.equal(pen.take(), bytes);
  });
}

test('what is printed and repeated moves the cursor by its cells, and on the last column nobody knows where it is', () => {
  const {terminal: opened, pen} = setUp();
  using terminal = opened;
  pen.moveTo(3, 0);
  pen.print(0x78, 1, columns);
  pen.repeat(9, columns);
  pen.print(0x65e5, 2, columns);
  assert.equal(pen.column, 12);
  terminal.take(pen.take());
  assert.deepEqual(terminal.place, {row: 3, column: 12});
  pen.moveTo(3, columns - 1);
  pen.print(0x78, 1, columns);
  assert.equal(pen.column, -1);
  assert.equal(pen.row, 3);
  pen.moveTo(3, columns - 1);
  terminal.take(pen.take());
  assert.deepEqual(terminal.place, {row: 3, column: columns - 1});
});

test('bytes are counted as they go over the line', () => {
  const {terminal, pen} = setUp();
  terminal[Symbol.dispose]();
  const {glyphs, styles} = pen.alphabet;
  pen.setStyle(styles.after(0, '1;38;5;200'));
  pen.moveTo(2, 2);
  for (const one of ['a', 'é', '日', '😀', '👩‍👩‍👧'])
    pen.print(glyphs.number(one), glyphs.width(glyphs.number(one)), columns);
  const {bytes} = pen;
  assert.equal(bytes, Buffer.byteLength(pen.take()));
  assert.equal(pen.bytes, 0);
  assert.equal(pen.take(), '');
});

test('a style that nobody knows is reached by way of none, and a known one by what differs', () => {
  const {terminal, pen} = setUp();
  terminal[Symbol.dispose]();
  const red = pen.alphabet.styles.after(0, '31');
  pen.setStyle(red);
  assert.equal(pen.take(), '\u001b[m\u001b[31m');
  pen.setStyle(red);
  assert.equal(pen.take(), '');
  pen.setStyle(pen.alphabet.styles.after(red, '1'));
  assert.equal(pen.take(), '\u001b[1m');
  assert.equal(new Pen(pen.alphabet, pen.features).styleSequence(0), '\u001b[m');
});

test('only what the terminal repeats is repeated', () => {
  const pen = new Pen(new Alphabet(), {repeat: 'none'});
  const can = () => [pen.canRepeat(0x20), pen.canRepeat(0x2500)];
  assert.deepEqual(can(), [false, false]);
  pen.features = {repeat: 'ascii'};
  assert.deepEqual(can(), [true, false]);
  pen.features = {repeat: 'all'};
  assert.deepEqual(can(), [true, true]);
});

test('what homes the cursor is known to', () => {
  const {terminal: opened, pen} = setUp();
  using terminal = opened;
  pen.moveTo(9, 9);
  pen.writeHomed('\u001b[3;7r');
  pen.writeHomed('\u001b[r');
  pen.moveTo(0, 1);
  terminal.take(pen.take());
  assert.deepEqual(terminal.place, {row: 0, column: 1});
});
