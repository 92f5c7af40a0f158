import assert from 'node:assert/strict';
import {test} from 'node:test';
import fc from 'fast-check';
import stringWidth from 'string-width';
import {clean} from '../../source/terminal/clean.ts';
import {toAscii} from '../../source/terminal/to-ascii.ts';

test('ASCII, escape sequences among it, stays as it is', () => {
  fc.assert(fc.property(fc.string({unit: 'grapheme-ascii'}), text => assert.equal(toAscii(text), text)));
  const styled = '\u001b[1;31mred\u001b[0m plain\n';
  assert.equal(toAscii(styled), styled);
});

const cases: readonly (readonly [string, string])[] = [
  ['größer', 'gr??er'],
  ['支払い', '??????'],
  ['e\u0301', 'e'],
  ['🚀 up', '?? up'],
  ['👩🏽‍🚀', '??'],
  ['1️⃣ 2', '1? 2'],
  ['\u001b[31m│Ω│\u001b[0m', '\u001b[31m???\u001b[0m'],
];
for (const [text, ascii] of cases) {
  test(`${JSON.stringify(text)} becomes ${JSON.stringify(ascii)}`, () => assert.equal(toAscii(text), ascii));
}

test('the picture keeps its width and its rows, and is ASCII', () => {
  const piece = fc.oneof(
    fc.string({unit: 'grapheme', minLength: 1, maxLength: 3}),
    fc.constantFrom(
      'a',
      ' ',
      '│',
      '値',
      '🚀',
      '👨‍👩‍👧‍👦',
      '🏳️‍🌈',
      '1️⃣',
      '🇩🇪',
      'ไทยน้ำ',
      'हिन्दी',
      '한국어',
      '\u001b[31m',
      '\u001b[0m',
    ),
  );
  const row = fc
    .array(piece, {maxLength: 8})
    .map(parts => parts.map(part => (part.startsWith('\u001b') ? part : clean(part))).join(''));
  fc.assert(
    fc.property(fc.array(row, {minLength: 1, maxLength: 4}), rows => {
      const out = toAscii(rows.join('\n'));
      assert.match(out, /^[\u0000-\u007f]*$/);
      assert.deepEqual(
        out.split('\n').map(text => stringWidth(text)),
        rows.map(text => stringWidth(text)),
      );
    }),
    {numRuns: 500},
  );
});
