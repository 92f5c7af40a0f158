import assert from 'node:assert/strict';
import {test} from 'node:test';
import RequestQueue from 'kafkajs/src/network/requestQueue/index.js';
import {calmTimers} from '../../../source/logs/kafka/calm-timers.ts';

test('a connection of kafkajs arms its timer only while requests wait', () => {
  calmTimers();
  const queue = new RequestQueue({});
  queue.scheduleCheckPendingRequests();
  assert.equal(queue.throttleCheckTimeoutId, null);
  Object.assign(queue, {pending: [{}]});
  queue.scheduleCheckPendingRequests();
  assert.notEqual(queue.throttleCheckTimeoutId, null);
  clearTimeout(queue.throttleCheckTimeoutId!);
});
