import assert from 'node:assert/strict';
import {describe, it} from 'node:test';
import {foldMessage, WindowEvidence} from '../../source/logs/evidence.ts';
import type {LogRecord} from '../../source/logs/record.ts';

function record(more: Partial<LogRecord> = {}): LogRecord {
  return {
    type: 'log',
    time: '2026-11-22T21:00:00.000Z',
    level: 'error',
    service: 'payments',
    message: 'failed',
    partition: 0,
    offset: '0',
    ...more,
  };
}

describe('the evidence of a window', () => {
  it('counts records and errors, and tells the most frequent messages, users and where they stand', () => {
    const window = new WindowEvidence();
    window.add(record({level: 'info', user: 'u-9', offset: '90'}));
    for (const [partition, offset] of [
      [2, 17],
      [2, 12],
      [0, 5],
      [2, 30],
    ] as const) {
      window.add(
        record({message: `pool exhausted after ${offset} ms`, user: 'u-1', partition, offset: `${offset}`}),
      );
    }
    window.add(
      record({level: 'fatal', message: 'gone', user: 'u-2', partition: 1, offset: '9007199254740993'}),
    );
    assert.deepEqual(window.evidence(0, 2000, 0.01), {
      start: '1970-01-01T00:00:00.000Z',
      end: '1970-01-01T00:00:02.000Z',
      count: 6,
      errors: 5,
      expectedRate: 0.01,
      top: [
        {message: 'pool exhausted after # ms', count: 4},
        {message: 'gone', count: 1},
      ],
      users: [
        {user: 'u-1', count: 4},
        {user: 'u-2', count: 1},
      ],
      offsets: [
        {partition: 0, first: '5', last: '5'},
        {partition: 1, first: '9007199254740993', last: '9007199254740993'},
        {partition: 2, first: '12', last: '30'},
      ],
    });
  });

  it('folds numbers, hex and UUIDs, and leaves words alone', () => {
    for (const [message, folded] of [
      ['timed out after 5000 ms (pool=20, waiting=57)', 'timed out after # ms (pool=#, waiting=#)'],
      ['request 9b2f04ac-11d0-4b7a-9d6e-0123456789ab failed', 'request # failed'],
      ['at 0x7FFE12 in commit 9fceb02d', 'at # in commit #'],
      ['took 1.25 s at 12:04:31, 1,024 bytes', 'took # s at #, # bytes'],
      ['defaced facade decade', 'defaced facade decade'],
    ] as const) {
      assert.equal(foldMessage(message), folded);
    }
  });

  it('keeps what is frequent among any number of different messages, in bounded memory', () => {
    const window = new WindowEvidence();
    const name = (index: number) =>
      String.fromCharCode(97 + (index % 26), 97 + ((index / 26) % 26), 97 + index / 676);
    for (let index = 0; index < 5000; index++) {
      window.add(record({message: `unique ${name(index)}`, user: name(index)}));
      if (index % 10 === 0) window.add(record({message: 'the cause', user: 'u-1'}));
    }
    const {top, users} = window.evidence(0, 1, 0);
    assert.equal(top[0]!.message, 'the cause');
    assert.equal(users[0]!.user, 'u-1');
    assert.equal(top.length, 5);
  });

  it('takes an offset that is no number for none', () => {
    const window = new WindowEvidence();
    window.add(record({offset: 'x'}));
    assert.deepEqual([window.errors, window.evidence(0, 1, 0).offsets], [1, []]);
  });
});
