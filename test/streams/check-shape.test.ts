import assert from 'node:assert/strict';
import {test} from 'node:test';
import {z} from 'zod';
import {decodeJson} from '../../source/streams/decode-json.ts';

test('a list of more faults than the stack holds is told as that', () => {
  const frame = JSON.stringify([Array.from({length: 200_000}, () => 'x')]);
  assert.throws(() => z.array(z.array(z.number())).safeParse(JSON.parse(frame)), RangeError);
  assert.deepEqual(decodeJson(z.array(z.array(z.number())), frame), {
    reason: 'expected another shape: too many faults to tell',
  });
});
