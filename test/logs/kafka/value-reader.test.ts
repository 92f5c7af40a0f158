import assert from 'node:assert/strict';
import {describe, it} from 'node:test';
import {ValueReader} from '../../../source/logs/kafka/value-reader.ts';

const sentMs = Date.UTC(2026, 10, 22, 12);
const nowMs = sentMs + 60_000;

function read(
  value: string | Buffer | null,
  {offset = 7n, timeMs = sentMs, key = null as Buffer | null} = {},
) {
  const bytes = typeof value === 'string' ? Buffer.from(value) : value;
  return new ValueReader('kafka://b/t', 2).read({offset, timeMs, key, value: bytes}, nowMs);
}

describe('a value', () => {
  it('becomes a record with its place in the topic', () => {
    assert.deepEqual(read('{"level":"warn","msg":"slow","service":"pay","time":"2026-11-22T10:00:00Z"}'), {
      type: 'log',
      time: '2026-11-22T10:00:00.000Z',
      level: 'warn',
      service: 'pay',
      message: 'slow',
      partition: 2,
      offset: '7',
    });
  });

  it('without a time has that of its record, and where there is none, now', () => {
    assert.equal(read('level=info msg=hello').time, '2026-11-22T12:00:00.000Z');
    assert.equal(read('hello', {timeMs: -1}).time, '2026-11-22T12:01:00.000Z');
  });

  it('keeps an offset beyond 32 bits', () => {
    const record = read('hello', {offset: 5_000_000_000n});
    assert.equal(record.type === 'log' && record.offset, '5000000000');
  });

  it('over several lines is one record', () => {
    for (const text of [
      'ERROR it broke\r\n at pay.js:1\n',
      '\u001b[31mERROR\u001b[0m it broke\n at pay.js:1',
    ]) {
      const record = read(`2026-11-22 10:11:14 ${text}`);
      assert.deepEqual(record.type === 'log' && [record.level, record.message], [
        'error',
        'it broke  at pay.js:1',
      ]);
    }
    assert.equal(read('{\n  "msg": "pretty",\n  "level": "warn"\n}\n').type, 'log');
  });

  it('that is too long is cut between two characters', () => {
    const record = read(`x${'é'.repeat(40_000)}`);
    assert.ok(record.type === 'log');
    assert.deepEqual(record.fields, {cutBytes: 80_001 - 65_535});
  });

  for (const [what, value, reason] of [
    ['that is missing', null, /^a tombstone/],
    ['that is empty', '', /^an empty value/],
    ['that is blank', ' \n', /^an empty value/],
    ['that is broken JSON', '{"a":', /JSON/],
    [
      'of a schema registry',
      Buffer.from([0, 0, 0, 0, 9, 1, 2]),
      /schema 9\); expected JSON, logfmt or plain text/,
    ],
    ['that is binary', Buffer.from([1, 2, 0, 3]), /^a binary value of 4 bytes/],
  ] as const) {
    it(`${what} is a reject`, () => {
      const event = read(value, {key: Buffer.from('user\u001b[31m-7')});
      assert.ok(event.type === 'reject');
      assert.match(event.reason, reason);
      assert.equal(event.time, '2026-11-22T12:00:00.000Z');
      if (event.sample.startsWith('partition'))
        assert.equal(event.sample, 'partition 2, offset 7, key user-7');
    });
  }
});
