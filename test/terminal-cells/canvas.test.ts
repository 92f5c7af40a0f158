import assert from 'node:assert/strict';
import {test} from 'node:test';
import {Alphabet} from '../../source/terminal/cells/alphabet.ts';
import {Canvas} from '../../source/terminal/cells/canvas.ts';
import {rightHalf} from '../../source/terminal/cells/glyphs.ts';

function setUp(columns: number, rows: number) {
  const alphabet = new Alphabet();
  const state = {nowMs: 0};
  const canvas = new Canvas(columns, rows, alphabet, () => state.nowMs);
  const settle = () => {
    for (const strip of [...canvas.behind]) canvas.settle(strip);
  };
  settle();
  return {alphabet, canvas, settle, state};
}

function rowsOf({grid}: Canvas): string[] {
  return Array.from({length: grid.rows}, (_, row) =>
    [...grid.glyphs.subarray(row * grid.columns, (row + 1) * grid.columns)]
      .map(number => (number === rightHalf ? '<' : String.fromCodePoint(number)))
      .join(''),
  );
}

test('a text that is put again, where it was, changes nothing and waits for nothing', () => {
  const {canvas, settle} = setUp(20, 2);
  canvas.put(0, 2, 10, 'hello', 1);
  assert.equal(canvas.behind.size, 1);
  settle();
  const [glyphs, styles] = [[...canvas.grid.glyphs], [...canvas.grid.styles]];
  canvas.put(0, 2, 10, 'hello', 1);
  assert.equal(canvas.behind.size, 0);
  assert.deepEqual([[...canvas.grid.glyphs], [...canvas.grid.styles]], [glyphs, styles]);
});

test('a text that is put again is not read again', () => {
  const {canvas, alphabet} = setUp(20, 1);
  let read = 0;
  const number = alphabet.glyphs.number.bind(alphabet.glyphs);
  alphabet.glyphs.number = grapheme => {
    read++;
    return number(grapheme);
  };
  canvas.put(0, 0, 20, '👩‍👩‍👧', 1);
  assert.ok(read > 0);
  read = 0;
  canvas.put(0, 0, 20, '👩‍👩‍👧', 1);
  assert.equal(read, 0);
});

test('another text, another width or another rank is put anew', () => {
  const {canvas, settle} = setUp(20, 1);
  for (const [columns, text, rank] of [
    [10, 'one', 1],
    [10, 'two', 1],
    [9, 'two', 1],
    [9, 'two', 2],
  ] as const) {
    canvas.put(0, 0, columns, text, rank);
    const [strip] = canvas.behind;
    assert.deepEqual([strip!.start, strip!.end, strip!.text, strip!.rank], [0, columns, text, rank]);
    settle();
  }
});

test('what is outside of the canvas is left out, and what reaches over its edge is cut', () => {
  const {canvas} = setUp(4, 2);
  for (const [row, column] of [
    [-1, 0],
    [2, 0],
    [0, -1],
    [0, 4],
    [0, 9],
  ] as const)
    canvas.put(row, column, 9, 'xxx', 1);
  canvas.put(0, 0, 0, 'xxx', 1);
  assert.equal(canvas.behind.size, 0);
  canvas.put(1, 2, 9, 'abcdef', 1);
  assert.deepEqual(rowsOf(canvas), ['    ', '  ab']);
});

test('a pane covers the ground, and a wide glyph of the ground that it cuts is not seen', () => {
  const {canvas, settle} = setUp(10, 2);
  canvas.clear();
  canvas.putGround(0, '日日日日日');
  canvas.putGround(1, '──────────');
  settle();
  canvas.put(0, 3, 4, 'ab', 1);
  assert.deepEqual(rowsOf(canvas), ['日< ab   日<', '──────────']);
  // The ground's own row waits too: what is left of it has changed.
  assert.deepEqual([...canvas.behind].map(({row, start}) => [row, start]).sort(), [
    [0, 0],
    [0, 3],
  ]);
  settle();
  canvas.put(0, 3, 4, 'abcd', 1);
  assert.equal(canvas.behind.size, 1);
});

test('cleared, a canvas is blank and wants all of it', () => {
  const {canvas, settle} = setUp(6, 3);
  canvas.put(1, 0, 6, 'text', 1);
  settle();
  canvas.clear();
  assert.deepEqual(rowsOf(canvas), ['      ', '      ', '      ']);
  assert.deepEqual([...canvas.behind].map(({row}) => row).sort(), [0, 1, 2]);
});

test('a strip has waited since it was first wanted and not shown, however often it changes meanwhile', () => {
  const {canvas, settle, state} = setUp(20, 1);
  state.nowMs = 5;
  canvas.put(0, 0, 20, 'a', 1);
  state.nowMs = 9;
  canvas.put(0, 0, 20, 'b', 1);
  assert.deepEqual(
    [...canvas.behind].map(({sinceMs, text}) => [sinceMs, text]),
    [[5, 'b']],
  );
  settle();
  state.nowMs = 12;
  canvas.put(0, 0, 20, 'c', 1);
  assert.deepEqual(
    [...canvas.behind].map(({sinceMs}) => sinceMs),
    [12],
  );
});

test('spoiled rows wait again, from now on, and the others do not', () => {
  const {canvas, settle, state} = setUp(20, 3);
  for (let row = 0; row < 3; row++) canvas.put(row, 0, 20, `row ${row}`, 1);
  settle();
  state.nowMs = 7;
  canvas.spoil(new Set([1]));
  // Its text, and the ground under it.
  assert.deepEqual(
    [...canvas.behind].map(({row, sinceMs}) => [row, sinceMs]),
    [
      [1, 7],
      [1, 7],
    ],
  );
  settle();
  canvas.spoil();
  assert.equal(canvas.behind.size, 6);
});
