import assert from 'node:assert/strict';
import {test} from 'node:test';
import {readMouse} from '../../source/terminal/input/mouse.ts';

const none = {shift: false, alt: false, ctrl: false};
const at = {row: 3, column: 9};

for (const [report, mouse] of [
  ['0;10;4M', {kind: 'press', button: 0, ...at, ...none}],
  ['1;10;4M', {kind: 'press', button: 1, ...at, ...none}],
  ['2;10;4m', {kind: 'release', button: 2, ...at, ...none}],
  ['32;10;4M', {kind: 'move', button: 0, ...at, ...none}],
  ['35;10;4M', {kind: 'move', ...at, ...none}],
  ['64;10;4M', {kind: 'wheel', button: 3, by: -1, ...at, ...none}],
  ['65;10;4M', {kind: 'wheel', button: 4, by: 1, ...at, ...none}],
  ['66;10;4M', {kind: 'wheel', button: 5, ...at, ...none}],
  ['128;10;4M', {kind: 'press', button: 7, ...at, ...none}],
  ['4;1;1M', {kind: 'press', button: 0, row: 0, column: 0, shift: true, alt: false, ctrl: false}],
  ['88;10;4M', {kind: 'wheel', button: 3, by: -1, ...at, shift: false, alt: true, ctrl: true}],
] as const) {
  test(`${report} is ${JSON.stringify(mouse)}`, () =>
    assert.deepEqual(readMouse(`\u001b[<${report}`), mouse));
}

for (const other of [
  '\u001b[<0;0;4M',
  '\u001b[<0;1M',
  '\u001b[<;;M',
  '\u001b[0;1;1M',
  '\u001b[<0;123456;1M',
  'x',
]) {
  test(`${JSON.stringify(other)} is no mouse`, () => assert.equal(readMouse(other), undefined));
}
