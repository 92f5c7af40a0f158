import assert from 'node:assert/strict';
import {test} from 'node:test';
import fc from 'fast-check';
import stringWidth from 'string-width';
import {Alphabet} from '../../source/terminal/cells/alphabet.ts';
import {blank, rightHalf} from '../../source/terminal/cells/glyphs.ts';
import {Grid} from '../../source/terminal/cells/grid.ts';
import {readRow} from '../../source/terminal/cells/read-row.ts';
import {HeadlessTerminal} from '../house/headless-terminal.ts';
import {anyRow, text} from './frames.ts';
import {doubtful} from './opinions.ts';
import {WantedCells} from './wanted-cells.ts';

/** What stands in each cell: a glyph, `<` for all but the first of a wide one. */
function read(row: string, columns: number): string[] {
  const alphabet = new Alphabet();
  const grid = new Grid(columns, 1);
  grid.glyphs.fill(0x23);
  readRow(row, grid, 0, columns, alphabet);
  return [...grid.glyphs].map(number => (number === rightHalf ? '<' : alphabet.glyphs.text(number)));
}

const link = fc.constantFrom('http://a.example/', 'http://b.example/?q=1;2');
const anyText = anyRow(60);
const anyLinkedRow = fc
  .array(fc.tuple(anyText, fc.option(link), fc.constantFrom('\u0007', '\u001b\\')), {maxLength: 3})
  .map(parts =>
    parts.map(([row, to, end]) => (to ? `\u001b]8;;${to}${end}${row}\u001b]8;;${end}` : row)).join(''),
  );

test('the cells of a row are what a terminal shows of it, cut at the edge', () => {
  fc.assert(
    fc.property(anyLinkedRow, fc.integer({min: 2, max: 40}), (row, columns) => {
      const alphabet = new Alphabet();
      using cells = new WantedCells(alphabet);
      using terminal = new HeadlessTerminal(200, 1);
      const grid = new Grid(columns, 1);
      readRow(row, grid, 0, columns, alphabet);
      terminal.take(row);
      const seen = terminal.seen()[0]!;
      const cut = seen.slice(0, columns);
      // A wide glyph that straddles the edge has no half to show.
      if (seen[columns]!.startsWith('  0')) cut[columns - 1] = '  1 0,-1';
      assert.deepEqual(cells.of(grid)[0], cut);
    }),
    {numRuns: 500},
  );
});

test('a row is as wide as string-width says, whatever it is written in', () => {
  const wild = fc.string({
    unit: fc.oneof(fc.string({unit: 'grapheme', minLength: 1, maxLength: 1}), doubtful, text),
  });
  fc.assert(
    fc.property(wild, row => {
      const columns = 4 * row.length + 2;
      // Prepended signs and Indic letters would join the mark at the end.
      const cells = read(`${row}\u001b[m|`, columns);
      assert.equal(cells.lastIndexOf('|'), stringWidth(row));
    }),
    {numRuns: 1000},
  );
});

test('every character by itself, and beside others, is as wide as string-width says', () => {
  const wrong: string[] = [];
  const alphabet = new Alphabet();
  const grid = new Grid(8, 1);
  const check = (row: string) => {
    readRow(`${row}\u001b[m|`, grid, 0, 8, alphabet);
    if (grid.glyphs.lastIndexOf(0x7c) !== stringWidth(row)) wrong.push(row);
  };
  for (let codePoint = 0; codePoint < 0x3_0000; codePoint++) {
    // Of the large scripts, of which each character is as the next, one in a hundred.
    if ((codePoint > 0x3400 && codePoint < 0xf900) || codePoint > 0x1_ffff || isOld(codePoint))
      codePoint += 100;
    const character = String.fromCodePoint(codePoint);
    // What begins a sequence is no character.
    if (character === '\u001b') continue;
    check(character);
    check(`a${character}`);
  }
  assert.deepEqual(wrong, []);
});

/** Cuneiform, hieroglyphs, Tangut. */
function isOld(codePoint: number): boolean {
  return codePoint > 0x1_2000 && codePoint < 0x1_8d00;
}

const rows: readonly (readonly [row: string, cells: readonly string[]])[] = [
  ['', [' ', ' ', ' ', ' ']],
  ['ab', ['a', 'b', ' ', ' ']],
  ['日本', ['日', '<', '本', '<']],
  ['a日b', ['a', '日', '<', 'b']],
  ['abc日', ['a', 'b', 'c', ' ']],
  ['日本日', ['日', '<', '本', '<']],
  ['x\u0302y', ['x\u0302', 'y', ' ', ' ']],
  ['👩‍👩‍👧!', ['👩‍👩‍👧', '<', '!', ' ']],
  ['🇩🇪🇫🇷', ['🇩🇪', '<', '🇫🇷', '<']],
  ['❤❤️', ['❤', '❤️', '<', ' ']],
  ['1️⃣2', ['1️⃣', '<', '2', ' ']],
  ['क्षि!', ['क्षि', '<', '<', '!']],
  ['🙂‍↔x', ['🙂‍↔', '<', 'x', ' ']],
  ['e\u0301', ['e\u0301', ' ', ' ', ' ']],
];
for (const [row, cells] of rows) {
  test(`${JSON.stringify(row)} is ${cells.map(cell => `[${cell}]`).join('')}`, () => {
    assert.deepEqual(read(row, 4), cells);
  });
}

test('of controls and other sequences nothing gets into a cell', () => {
  for (const hidden of [
    ...['\u0007', '\t', '\r', '\n', '\u007f', '\u0085', '\u009b', '\u00ad', '\u200b', '\u2066'],
    ...['\u001b[2J', '\u001b[?25l', '\u001b]0;title\u0007', '\u001b]2;title\u001b\\', '\u001bc', '\u001b[5'],
  ]) {
    for (const next of ['b', '日', '😀']) {
      const glyphs = read(`a${hidden.replace(/\[5$/, '[5n')}${next}`, 4)
        .join('')
        .replaceAll('<', '')
        .trim();
      assert.equal(glyphs, `a${next}`, JSON.stringify(hidden));
    }
    assert.deepEqual(read(`a${hidden}`, 2), ['a', ' '], JSON.stringify(hidden));
  }
});

test('only the stretch that is named is written, and all of it', () => {
  const grid = new Grid(9, 2);
  grid.glyphs.fill(0x23);
  readRow('日本日', grid, 10, 15, new Alphabet());
  const shown = [...grid.glyphs].map(number => (number === rightHalf ? '<' : String.fromCodePoint(number)));
  assert.equal(shown.join(''), `${'#'.repeat(10)}日<本< ###`);
});

test('a space that is not seen has no style, whatever colour its letters would have', () => {
  const alphabet = new Alphabet();
  const grid = new Grid(6, 1);
  readRow('\u001b[1;31ma \u001b[44m \u001b[49;4m \u001b[24;9m ', grid, 0, 6, alphabet);
  const plain = [...grid.styles].map((style, at) => grid.glyphs[at] === blank && style === 0);
  assert.deepEqual(plain, [false, true, false, false, false, true]);
});

test('a style ends with the row', () => {
  const alphabet = new Alphabet();
  const grid = new Grid(2, 1);
  readRow('\u001b[31m\u001b]8;;http://a.example/\u0007a', grid, 0, 1, alphabet);
  readRow('b', grid, 1, 2, alphabet);
  assert.equal(grid.styles[1], 0);
});
