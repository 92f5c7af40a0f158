import assert from 'node:assert/strict';
import {test} from 'node:test';
import fc from 'fast-check';
import {z} from 'zod';
import {decodeJson} from '../../source/streams/decode-json.ts';

const shape = z.object({price: z.number(), tags: z.array(z.string())});

test('a text of the shape is read', () => {
  assert.deepEqual(decodeJson(shape, '{"price":1.5,"tags":["a"]}'), {value: {price: 1.5, tags: ['a']}});
});

test('a text of another shape is told with where, what was expected and what came', () => {
  assert.deepEqual(decodeJson(shape, '{"price":1,"tags":["a",2]}'), {
    reason: 'expected another shape: at tags[1]: Invalid input: expected string, received number',
  });
  assert.deepEqual(decodeJson(shape, '[]'), {
    reason: 'expected another shape: Invalid input: expected object, received array',
  });
});

test('a text that is not JSON is told as that, safe to print', () => {
  const read = decodeJson(shape, '\u001b[2J');
  assert.ok('reason' in read);
  assert.match(read.reason, /^expected JSON: /);
  assert.doesNotMatch(read.reason, /\p{Cc}/u);
});

test('no text makes it throw, and what can be written as JSON of the shape can be read', () => {
  fc.assert(fc.property(fc.oneof(fc.string(), fc.json()), text => void decodeJson(shape, text)));
  const value = fc.record({
    price: fc.double({noNaN: true, noDefaultInfinity: true}),
    tags: fc.array(fc.string()),
  });
  fc.assert(
    fc.property(value, one => {
      const text = JSON.stringify(one);
      assert.deepEqual(decodeJson(shape, text), {value: JSON.parse(text)});
    }),
  );
});

test('a very deep text does no harm', () => {
  assert.ok('reason' in decodeJson(shape, '['.repeat(1_000_000)));
});
