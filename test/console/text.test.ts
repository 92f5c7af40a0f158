import assert from 'node:assert/strict';
import {test} from 'node:test';
import {Chalk} from 'chalk';
import fc from 'fast-check';
import stringWidth from 'string-width';
import {endOf, fill, fit, fitRight, width} from '../../source/console/text.ts';
import {strangersText} from '../helpers/arbitrary-world.ts';

const columns = fc.integer({min: 0, max: 90});
const ellipsis = fc.constantFrom('', '…', '~');

test('fitted text is exactly as wide as asked, on either side', () => {
  fc.assert(
    fc.property(strangersText(), columns, ellipsis, (text, wide, mark) => {
      assert.equal(stringWidth(fit(text, wide, mark)), wide);
      assert.equal(stringWidth(fitRight(text, wide, mark)), wide);
    }),
    {numRuns: 250},
  );
});

test('styled text is fitted by what is seen of it', () => {
  const {red, bold} = new Chalk({level: 1});
  fc.assert(
    fc.property(strangersText(30), strangersText(30), columns, ellipsis, (one, other, wide, mark) => {
      assert.equal(stringWidth(fit(`${red(one)} ${bold(other)}`, wide, mark)), wide);
    }),
  );
});

test('the width of plain text is that of string-width', () => {
  fc.assert(fc.property(strangersText(), text => assert.equal(width(text), stringWidth(text))));
});

for (const [text, wide, mark, fitted] of [
  ['abc', 5, '…', 'abc  '],
  ['abc', 3, '…', 'abc'],
  ['abcd', 3, '…', 'ab…'],
  ['abcd', 3, '', 'abc'],
  ['abcd', 1, '…', 'a'],
  ['abcd', 0, '…', ''],
  ['日本語', 6, '…', '日本語'],
  ['日本語', 5, '…', '日本…'],
  ['日本語', 4, '…', '日… '],
  ['日本語', 3, '', '日 '],
  ['日本語', 1, '', ' '],
  ['👨‍👩‍👧‍👦 family', 4, '…', '👨‍👩‍👧‍👦 …'],
  ['🇩🇪🇫🇷', 3, '', '🇩🇪 '],
  ['e\u0301te\u0301', 2, '', 'e\u0301t'],
] as const) {
  test(`"${text}" fitted to ${wide} with "${mark}" is "${fitted}"`, () => {
    assert.equal(fit(text, wide, mark), fitted);
  });
}

test('text that is too short is filled on its left by fitRight, and cut on its right', () => {
  assert.equal(fitRight('12.5', 6), '  12.5');
  assert.equal(fitRight('日本', 6), '  日本');
  assert.equal(fitRight('1234567', 4, '…'), '123…');
});

test('the end of a text is as much of it as fits, in whole characters', () => {
  fc.assert(
    fc.property(strangersText(), columns, (text, wide) => {
      const end = endOf(text, wide);
      assert.ok(text.endsWith(end));
      assert.ok(stringWidth(end) <= wide, JSON.stringify(end));
      assert.ok(end.isWellFormed());
      if (stringWidth(text) <= wide) assert.equal(end, text);
    }),
    {numRuns: 250},
  );
  assert.equal(endOf('ab👨‍👩‍👧‍👦', 2), '👨‍👩‍👧‍👦');
  assert.equal(endOf('ab👨‍👩‍👧‍👦', 1), '');
  assert.equal(endOf('日本語', 5), '本語');
});

test('filled rows are as many and as wide as asked: the first, or with `end` the last', () => {
  assert.deepEqual(fill(['a', 'bc', 'def'], 2, 2), ['a ', 'bc']);
  assert.deepEqual(fill(['a', 'bc', 'def'], 2, 2, {end: true}), ['bc', 'de']);
  assert.deepEqual(fill(['a'], 2, 3), ['a ', '  ', '  ']);
  assert.deepEqual(fill(['abcdef'], 4, 1, {ellipsis: '…'}), ['abc…']);
  assert.deepEqual(fill(['a'], 2, 0), []);
  assert.deepEqual(fill(['a'], 0, 1), ['']);
});
