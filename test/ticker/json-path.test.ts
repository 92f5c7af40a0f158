import assert from 'node:assert/strict';
import {test} from 'node:test';
import fc from 'fast-check';
import {readJsonPath, valueAt} from '../../source/ticker/json-path.ts';

for (const [text, list, keys] of [
  ['s', undefined, ['s']],
  ['.s', undefined, ['s']],
  ['data.price', undefined, ['data', 'price']],
  ['tick[0].p', undefined, ['tick', 0, 'p']],
  ['[1][7]', undefined, [1, 7]],
  ['trades[].p', ['trades'], ['p']],
  ['trades[*].p.x', ['trades'], ['p', 'x']],
  ['data[0].trades[].p[1]', ['data', 0, 'trades'], ['p', 1]],
  ['[].p', [], ['p']],
  ['prices[]', ['prices'], []],
  ['last price', undefined, ['last price']],
  ['__proto__.p', undefined, ['__proto__', 'p']],
] as const) {
  test(`${text} is a path`, () => assert.deepEqual(readJsonPath(text), {list, keys}));
}

for (const text of [
  '',
  '.',
  'a.',
  'a..b',
  'a]',
  'a[',
  'a[x]',
  'a[-1]',
  'a[0]b',
  'a[1234567890]',
  'a[].b[].c',
  '[[0]]',
]) {
  test(`${JSON.stringify(text)} is no path`, () => assert.equal(readJsonPath(text), undefined));
}

test('any text is a path or none, and what is one finds what it was made of', () => {
  fc.assert(fc.property(fc.string(), text => readJsonPath(text) === undefined || text !== ''));
  const name = fc.string({minLength: 1}).filter(text => !/[.[\]]/.test(text));
  const keys = fc.array(fc.oneof(name, fc.nat(999_999_999)), {minLength: 1});
  fc.assert(
    fc.property(keys, made => {
      const text = made
        .map((key, at) => (typeof key === 'number' ? `[${key}]` : at === 0 ? key : `.${key}`))
        .join('');
      assert.deepEqual(readJsonPath(text), {list: undefined, keys: made});
    }),
  );
});

test('a value is found by its path', () => {
  const value = {data: [{p: 1}, {p: 2}], none: null};
  assert.equal(valueAt(value, ['data', 1, 'p']), 2);
  assert.equal(valueAt(value, ['data', '1', 'p']), 2);
  assert.equal(valueAt(value, ['none']), null);
  assert.equal(valueAt(value, []), value);
  for (const keys of [['none', 'p'], ['data', 2, 'p'], ['data', 'p'], ['missing']])
    assert.equal(valueAt(value, keys), undefined);
});

test('what objects have by nature is not there', () => {
  for (const keys of [
    ['__proto__'],
    ['constructor'],
    ['toString', 'name'],
    ['data', 'map'],
    ['text', 'length'],
  ])
    assert.equal(valueAt({data: [], text: 'abc'}, keys), undefined);
  assert.equal(valueAt(JSON.parse('{"__proto__":{"p":7}}'), ['__proto__', 'p']), 7);
});

test('whatever the value and the path, looking does not throw', () => {
  const keys = fc.array(fc.oneof(fc.string(), fc.nat(), fc.constantFrom('__proto__', 'length')));
  fc.assert(fc.property(fc.anything(), keys, (value, path) => void valueAt(value, path)));
});
