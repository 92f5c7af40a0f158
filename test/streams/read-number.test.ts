import assert from 'node:assert/strict';
import {test} from 'node:test';
import {readNumber} from '../../source/streams/read-number.ts';

for (const [text, value] of [
  ['70000', 70_000],
  ['70_000', 70_000],
  ['70,000', 70_000],
  ['1,234,567.25', 1_234_567.25],
  ['70k', 70_000],
  ['1.5M', 1_500_000],
  ['-2', -2],
  ['+2', 2],
  ['.5', 0.5],
  ['1e3', 1000],
  ['', undefined],
  ['.', undefined],
  ['-', undefined],
  ['k', undefined],
  ['1.', undefined],
  ['70,00', undefined],
  ['7,0000', undefined],
  ['_7', undefined],
  ['7__0', undefined],
  ['0x10', undefined],
  ['NaN', undefined],
  ['1e400', undefined],
] as const) {
  test(`the number "${text}" is ${value}`, () => assert.equal(readNumber(text), value));
}
