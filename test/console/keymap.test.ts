import assert from 'node:assert/strict';
import {test} from 'node:test';
import type {Key} from 'ink';
import {keyAction, keyPresses} from '../../source/console/keymap.ts';
import {keyOf} from '../helpers/keys.ts';

for (const [input, action] of [
  ['q', {does: 'quit'}],
  ['?', {does: 'help'}],
  [':', {does: 'command'}],
  ['i', {does: 'write'}],
  ['z', {does: 'zoom'}],
  [' ', {does: 'space'}],
  ['j', {does: 'down', rows: 1}],
  ['k', {does: 'down', rows: -1}],
  ['g', {does: 'first'}],
  ['G', {does: 'newest'}],
  ['a', {does: 'next-unread'}],
  ['+', {does: 'faster'}],
  ['=', {does: 'faster'}],
  ['-', {does: 'slower'}],
  ['s', {does: 'sort'}],
  ['S', {does: 'reverse'}],
  ['&', {does: 'filter'}],
  ['c', {does: 'anchor'}],
  ['b', {does: 'braille'}],
  ['o', {does: 'group'}],
  ['1', {does: 'pane', number: 1}],
  ['9', {does: 'pane', number: 9}],
] as const) {
  test(`"${input}" means ${JSON.stringify(action)}`, () =>
    assert.deepEqual(keyAction(input, keyOf()), action));
}

for (const [pressed, action] of [
  [{tab: true}, {does: 'next-pane'}],
  [{tab: true, shift: true}, {does: 'previous-pane'}],
  [{upArrow: true}, {does: 'down', rows: -1}],
  [{downArrow: true}, {does: 'down', rows: 1}],
  [{pageUp: true}, {does: 'down', pages: -1}],
  [{pageDown: true}, {does: 'down', pages: 1}],
  [{home: true}, {does: 'first'}],
  [{end: true}, {does: 'newest'}],
  [{leftArrow: true}, {does: 'room', by: -1}],
  [{rightArrow: true}, {does: 'room', by: 1}],
  [{return: true}, {does: 'open'}],
  [{escape: true}, {does: 'back'}],
] as const) {
  test(`${Object.keys(pressed).join(' with ')} means ${JSON.stringify(action)}`, () => {
    assert.deepEqual(keyAction('', keyOf(pressed)), action);
  });
}

for (const [letter, action] of [
  ['c', {does: 'interrupt'}],
  ['z', {does: 'suspend'}],
  ['l', {does: 'redraw'}],
  ['d', {does: 'down', pages: 0.5}],
  ['u', {does: 'down', pages: -0.5}],
  ['f', {does: 'down', pages: 1}],
  ['b', {does: 'down', pages: -1}],
] as const) {
  test(`^${letter} means ${JSON.stringify(action)}`, () => {
    assert.deepEqual(keyAction(letter, keyOf({ctrl: true})), action);
  });
}

test('Alt+a is the next unread room too', () => {
  assert.deepEqual(keyAction('a', keyOf({meta: true})), {does: 'next-unread'});
});

test('other keys mean nothing', () => {
  for (const input of ['x', '0', 'ä', '日', '👍', '']) assert.equal(keyAction(input, keyOf()), undefined);
  for (const input of ['x', 'space']) assert.equal(keyAction(input, keyOf({ctrl: true})), undefined);
});

/** The presses, each as its text and the keys that are down. */
function read(input: string): string[] {
  return keyPresses(input, keyOf()).map(({input: text, key}) => {
    const down = Object.keys(key).filter(name => key[name as keyof Key] === true);
    return [...down, text].filter(Boolean).join('+');
  });
}

test('keys typed so fast that they come as one text are keys each', () => {
  assert.deepEqual(read('jj2'), ['j', 'j', '2']);
  assert.deepEqual(read(':zoom\r'), [':', 'z', 'o', 'o', 'm', 'return']);
  assert.deepEqual(read('\t\t'), ['tab', 'tab']);
  assert.deepEqual(read('\u0004\u0015'), ['ctrl+d', 'ctrl+u']);
  assert.deepEqual(read('日本👍'), ['日', '本', '👍']);
});

test('one key is left as Ink tells it', () => {
  const alone = {input: 'a', key: keyOf({meta: true})};
  assert.deepEqual(keyPresses(alone.input, alone.key), [alone]);
  const named = {input: '', key: keyOf({pageDown: true})};
  assert.deepEqual(keyPresses(named.input, named.key), [named]);
});
