import assert from 'node:assert/strict';
import {test} from 'node:test';
import fc from 'fast-check';
import {SilenceError, SourceError, sentenceOf} from '../../source/streams/errors.ts';

test('the sentence of what was thrown is its first line, whatever was thrown', () => {
  assert.equal(sentenceOf(new Error('first\nsecond')), 'first');
  assert.equal(sentenceOf(new TypeError()), 'TypeError');
  assert.equal(sentenceOf('a word'), 'a word');
  assert.equal(sentenceOf(undefined), 'undefined');
  assert.equal(
    sentenceOf(new AggregateError([new Error('of the first'), new Error('other')], 'all')),
    'of the first',
  );
  assert.equal(sentenceOf(new AggregateError([], 'nothing worked')), 'nothing worked');
});

test('a sentence is safe to print, though it quotes a stranger', () => {
  fc.assert(
    fc.property(fc.string({unit: 'binary'}), text => {
      assert.doesNotMatch(sentenceOf(new Error(text)), /[\p{Cc}\u202a-\u202e]/u);
    }),
  );
});

test('a silence is a failure of the source', () => {
  const error = new SilenceError('silent for 30 s', 1000);
  assert.ok(error instanceof SourceError);
  assert.equal(error.sinceMs, 1000);
  assert.equal(error.name, 'SilenceError');
});
