import assert from 'node:assert/strict';
import {it} from 'node:test';
import {Recent} from '../../source/hub/recent.ts';

it('recent keeps the newest events, oldest first', () => {
  const recent = new Recent<number>(3);
  assert.deepEqual(recent.events, []);
  recent.push([1, 2]);
  recent.push([3, 4]);
  assert.deepEqual(recent.events, [2, 3, 4]);
  recent.push([5, 6, 7, 8, 9]);
  assert.deepEqual(recent.events, [7, 8, 9]);
});
