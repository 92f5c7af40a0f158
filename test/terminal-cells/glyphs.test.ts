import assert from 'node:assert/strict';
import {test} from 'node:test';
import fc from 'fast-check';
import stringWidth from 'string-width';
import {Glyphs} from '../../source/terminal/cells/glyphs.ts';
import {doubtful} from './opinions.ts';

const anyGrapheme = fc.oneof(fc.string({unit: 'grapheme', minLength: 1, maxLength: 1}), doubtful);

test('a glyph has one number, and its number gives it back', () => {
  const glyphs = new Glyphs();
  fc.assert(
    fc.property(anyGrapheme, anyGrapheme, (one, other) => {
      const number = glyphs.number(one);
      assert.equal(glyphs.text(number), one);
      assert.equal(glyphs.number(one), number);
      assert.equal(glyphs.number(other) === number, other === one);
    }),
    {numRuns: 1000},
  );
});

test('of a number, the width is what string-width says, and the bytes are those of UTF-8', () => {
  const glyphs = new Glyphs();
  fc.assert(
    fc.property(anyGrapheme, grapheme => {
      const number = glyphs.number(grapheme);
      assert.equal(glyphs.width(number), stringWidth(grapheme));
      assert.equal(glyphs.bytes(number), Buffer.byteLength(grapheme));
    }),
    {numRuns: 1000},
  );
});

test('a single code point is its own number and takes no memory; only clusters are counted', () => {
  const glyphs = new Glyphs();
  for (const one of ['a', ' ', 'é', '日', '😀']) assert.equal(glyphs.number(one), one.codePointAt(0));
  assert.equal(glyphs.clusters, 0);
  const cluster = glyphs.number('e\u0302');
  assert.ok(cluster > 0x10_ffff);
  assert.equal(glyphs.number('👩‍👩‍👧'), cluster + 1);
  assert.equal(glyphs.number('e\u0302'), cluster);
  assert.equal(glyphs.clusters, 2);
});

test('terminals agree on letters of all scripts that have words in them, and on what panes are drawn with', () => {
  const glyphs = new Glyphs();
  for (const one of [
    ...[...'aZ~é²ßжΩאبก가日本語あアｱ！　•…→─│━▸▁▂█░●○✓'],
    ...['x\u0302', 'й', 'שָ', 'بّ', 'กิ', '\u1eb1'],
  ])
    assert.equal(glyphs.reach(glyphs.number(one)), 0, one);
});

test('of emoji, sequences and Indic clusters they may be of any opinion up to two cells a code point', () => {
  const glyphs = new Glyphs();
  const reaches = {
    '😀': 2,
    '⌚': 2,
    '☺️': 4,
    '🇩🇪': 4,
    '👍🏽': 4,
    '1️⃣': 6,
    क्षि: 8,
    '👩‍👩‍👧': 10,
  };
  for (const [one, reach] of Object.entries(reaches)) {
    assert.equal(glyphs.reach(glyphs.number(one)), reach, one);
    assert.ok(glyphs.width(glyphs.number(one)) <= reach, one);
  }
});
