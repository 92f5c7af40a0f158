import assert from 'node:assert/strict';
import {test} from 'node:test';
import {reject} from '../../source/streams/reject.ts';
import type {Status} from '../../source/streams/status.ts';
import {rejectSchema, statusSchema} from '../../source/streams/status-schema.ts';

test('a status is read as it was written', () => {
  const lost: Status = {
    type: 'status',
    source: 'ws://host.test',
    state: 'lost',
    reason: 'the connection broke',
    retryMs: 400,
    time: '2026-11-22T12:00:00.000Z',
  };
  assert.deepEqual(statusSchema.parse(lost), lost);
  const {reason, retryMs, ...bare} = lost;
  const connected = {...bare, state: 'connected', missedSince: '2026-11-22T11:59:00.000Z'};
  assert.deepEqual(statusSchema.parse(connected), connected);
  assert.equal(statusSchema.safeParse({...lost, state: 'perhaps'}).success, false);
});

test('a reject shows how what came began, cleaned and short, and is read as it was written', () => {
  const made = reject('ws://host.test', 'expected JSON', `\u001b]0;pwned\u0007${'x'.repeat(1000)}`, 0);
  assert.deepEqual(made, {
    type: 'reject',
    source: 'ws://host.test',
    reason: 'expected JSON',
    sample: made.sample,
    time: '1970-01-01T00:00:00.000Z',
  });
  assert.match(made.sample, /^x+…$/);
  assert.ok(made.sample.length <= 200);
  assert.deepEqual(rejectSchema.parse(made), made);
});

test('the texts of a recorded status are cleaned', () => {
  const status = {
    type: 'status',
    source: 'a\u202eb',
    state: 'ended',
    reason: '\u001b[2Jgone',
    time: 't\u0000',
  };
  assert.deepEqual(statusSchema.parse(status), {...status, source: 'ab', reason: 'gone', time: 't'});
});
