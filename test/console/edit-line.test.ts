import assert from 'node:assert/strict';
import {test} from 'node:test';
import {editLine} from '../../source/console/edit-line.ts';
import {keyOf} from '../helpers/keys.ts';

test('what is typed is added at the end', () => {
  assert.deepEqual(editLine('hell', 'o', keyOf()), {text: 'hello'});
  assert.deepEqual(editLine('', '日本', keyOf()), {text: '日本'});
  assert.deepEqual(editLine('a', ' ', keyOf()), {text: 'a '});
});

for (const [text, rest] of [
  ['abc', 'ab'],
  ['', ''],
  ['日本', '日'],
  ['the 👨‍👩‍👧‍👦', 'the '],
  ['🇩🇪🇫🇷', '🇩🇪'],
  ['cafe\u0301', 'caf'],
] as const) {
  test(`Backspace takes one character from "${text}", as one sees it`, () => {
    assert.deepEqual(editLine(text, '', keyOf({backspace: true})), {text: rest});
    assert.deepEqual(editLine(text, '', keyOf({delete: true})), {text: rest});
  });
}

for (const [text, rest] of [
  ['join #ops', 'join '],
  ['join #ops  ', 'join '],
  ['join', ''],
  ['', ''],
  ['msg 日本 さん', 'msg 日本 '],
] as const) {
  test(`^W takes the last word from "${text}"`, () => {
    assert.deepEqual(editLine(text, 'w', keyOf({ctrl: true})), {text: rest});
  });
}

test('^U takes all', () => {
  assert.deepEqual(editLine('a long line', 'u', keyOf({ctrl: true})), {text: ''});
});

test('Enter sends; Esc and ^C leave', () => {
  assert.equal(editLine('hello', '\r', keyOf({return: true})), 'send');
  assert.equal(editLine('hello', '', keyOf({escape: true})), 'leave');
  assert.equal(editLine('hello', 'c', keyOf({ctrl: true})), 'leave');
});

test('other keys change nothing', () => {
  const text = 'hello';
  for (const key of [{tab: true}, {upArrow: true}, {pageDown: true}, {home: true}])
    assert.deepEqual(editLine(text, '', keyOf(key)), {text});
  assert.deepEqual(editLine(text, 'a', keyOf({meta: true})), {text});
  assert.deepEqual(editLine(text, 'd', keyOf({ctrl: true})), {text});
});

test('^U goes back to what a key began the line with, and then to nothing', () => {
  const key = {ctrl: true} as Parameters<typeof editLine>[2];
  assert.deepEqual(editLine('filter eth', 'u', key, 'filter '), {text: 'filter '});
  assert.deepEqual(editLine('filter ', 'u', key, 'filter '), {text: ''});
});
