import assert from 'node:assert/strict';
import {test} from 'node:test';
import fc from 'fast-check';
import {readAnswer} from '../../source/terminal/input/answer.ts';
import {readMouse} from '../../source/terminal/input/mouse.ts';
import {Tokens} from '../../source/terminal/input/tokens.ts';
import {arbitraryInput} from './arbitrary-input.ts';

const esc = '\u001b';

for (const [sequence, answer] of [
  ['[24;80R', {type: 'position', row: 24, column: 80}],
  ['[1;1R', {type: 'position', row: 1, column: 1}],
  ['[1;17R', {type: 'position', row: 1, column: 17}],
  ['[?1;5R', {type: 'position', row: 1, column: 5}],
  ['[?1;5;1R', {type: 'position', row: 1, column: 5}],
  ['[0n', {type: 'status', code: 0}],
  ['[3n', {type: 'status', code: 3}],
  ['[?2026;2$y', {type: 'mode', mode: 2026, state: 2}],
  ['[?62;4;22c', {type: 'attributes', level: 1, params: [62, 4, 22]}],
  ['[>84;0;0c', {type: 'attributes', level: 2, params: [84, 0, 0]}],
  ['P>|tmux 3.3a', {type: 'version', name: 'tmux 3.3a'}],
  ['[?5u', {type: 'keyboard', flags: 5}],
  ['[I', {type: 'focus', focused: true}],
  ['[O', {type: 'focus', focused: false}],
] as const) {
  test(`ESC ${sequence} is ${JSON.stringify(answer)}`, () =>
    assert.deepEqual(readAnswer(esc + sequence), answer));
}

for (const sequence of [
  ']11;rgb:0000/0000/0000',
  ']10;rgb:ff/ff/ff',
  'P1$r0m',
  '_Gi=1;OK',
  '[?997;1n',
  '[20n',
  '[8;24;80t',
  '[48;24;80;480;640t',
  '[4;2$y',
  '[=0;1u',
  '[2;1;1;128;128;1;0x',
  '[<0;0;0M',
  `[?${'1;'.repeat(110)}c`,
]) {
  test(`ESC ${sequence.slice(0, 20)} is another answer, no key`, () =>
    assert.deepEqual(readAnswer(esc + sequence), {type: 'other', text: esc + sequence}));
}

for (const sequence of [
  ...['[A', '[Z', '[1;5C', '[5~', '[15;2~', '[[A', '[2$', '[2^', '[c', '[R', '[P', '[97;5u', '[27u'],
  ...['[97:65;4:1u', '[57399u', '[27;5;97~', '[1;2:1R', '[M'],
]) {
  test(`ESC ${sequence} is a key`, () => assert.equal(readAnswer(esc + sequence), undefined));
}

test('F3 with modifiers is a key, except where the cursor is expected', () => {
  for (let column = 2; column <= 16; column++) {
    assert.equal(readAnswer(`${esc}[1;${column}R`), undefined);
    const expected = {type: 'position', row: 1, column};
    assert.deepEqual(
      readAnswer(`${esc}[1;${column}R`, (row, at) => row === 1 && at === column),
      expected,
    );
    assert.equal(
      readAnswer(`${esc}[1;${column}R`, (_, at) => at === column + 1),
      undefined,
    );
  }
});

test('what is no F3 is a position, wherever one is expected', () => {
  assert.deepEqual(
    readAnswer(`${esc}[2;2R`, () => false),
    {type: 'position', row: 2, column: 2},
  );
});

test('whatever comes, what looks like an answer in a paste stays the text of the paste', () => {
  fc.assert(
    fc.property(arbitraryInput, input => {
      const text = input.toString().replaceAll(`${esc}[201~`, '');
      fc.pre(!text.includes(`${esc}[201~`));
      const sent = Buffer.from(`${esc}[200~${text}${esc}[201~`);
      const tokens = new Tokens().write(sent);
      assert.deepEqual(tokens[0], {type: 'paste', text: text.slice(0, 64 << 10)});
      assert.equal(tokens.length, 1);
    }),
  );
});

test('no sequence is an answer and the mouse at once, and none makes either throw', () => {
  const csi = fc
    .tuple(fc.string({unit: fc.constantFrom(...'0123456789;:<=>?$ !')}), fc.constantFrom(...'ABcIMORmnuyt~$'))
    .map(([body, final]) => `${esc}[${body}${final}`);
  fc.assert(
    fc.property(fc.oneof(csi, fc.string()), sequence => {
      const answer = readAnswer(sequence);
      assert.ok(!readMouse(sequence) || answer?.type === 'other');
    }),
  );
});
