import assert from 'node:assert/strict';
import {test} from 'node:test';
import {isContinuation} from '../../source/logs/continuation.ts';
import {LineReader} from '../../source/logs/line-reader.ts';
import type {LogRecord} from '../../source/logs/record.ts';

const arrivedMs = Date.UTC(2026, 10, 22, 12);
const told = '2026-11-22T10:11:12.345Z';

function read(lines: readonly string[], everyMs = 0): LogRecord[] {
  const reader = new LineReader({source: 'app.log'});
  return lines.map((text, index) => {
    const event = reader.read(
      {type: 'line', text, offset: index * 10, cutBytes: 0},
      arrivedMs + index * everyMs,
    );
    assert.ok(event?.type === 'log');
    return event;
  });
}

test('the lines of a stack trace have the time, level and service of the line that they continue', () => {
  const records = read([
    `{"time":"${told}","level":"error","service":"pay","msg":"failed"}`,
    'java.lang.IllegalStateException: WARN is not a level here',
    '\tat com.example.Pay.charge(Pay.java:17)',
    'Caused by: java.io.IOException: [error] gone',
    '\t... 12 more',
    `${told} INFO next`,
  ]);
  for (const record of records.slice(1, 5)) {
    assert.deepEqual([record.time, record.level, record.service], [told, 'error', 'pay']);
    assert.deepEqual(record.fields, {continues: '0'});
  }
  assert.deepEqual(records.map(isContinuation), [false, true, true, true, true, false]);
  assert.equal(records[2]!.message, ' at com.example.Pay.charge(Pay.java:17)');
  assert.equal(records[5]!.level, 'info');
});

test('an exception that no logger announced is an error of its own', () => {
  const records = read(['all is well', 'ValueError: no', '  File "x.py", line 1']);
  assert.deepEqual(
    records.map(record => [record.level, isContinuation(record)]),
    [
      ['info', false],
      ['error', false],
      ['error', true],
    ],
  );
});

test('an indented line at the very beginning stands for itself', () => {
  assert.deepEqual(read(['   at the beginning']).map(isContinuation), [false]);
});

test('a line without a time is as much later than the last one with a time as it arrived later', () => {
  const records = read(['first', `${told} INFO timed`, 'untimed', 'level=warn msg="untimed too"'], 250);
  assert.deepEqual(
    records.map(record => record.time),
    ['2026-11-22T12:00:00.000Z', told, '2026-11-22T10:11:12.595Z', '2026-11-22T10:11:12.845Z'],
  );
});

test('broken JSON is a reject with a clean sample, and blank lines are nothing', () => {
  const reader = new LineReader({source: 'app.log'});
  const line = {type: 'line', text: '{"msg":"\u001b[31mred', offset: 0, cutBytes: 0} as const;
  const event = reader.read(line, arrivedMs);
  assert.ok(event?.type === 'reject');
  assert.deepEqual(
    [event.source, event.sample, event.time],
    ['app.log', '{"msg":"red', '2026-11-22T12:00:00.000Z'],
  );
  assert.match(event.reason, /^expected a JSON object/);
  assert.equal(reader.read({...line, text: ' '}, arrivedMs), undefined);
});

test('a line that was cut off is marked, and a reject says so', () => {
  const reader = new LineReader({source: 'app.log', partition: 2});
  const record = reader.read({type: 'line', text: 'long', offset: 9, cutBytes: 5}, arrivedMs);
  assert.ok(record?.type === 'log');
  assert.deepEqual([record.fields, record.partition, record.offset], [{cutBytes: 5}, 2, '9']);
  const reject = reader.read({type: 'line', text: '{"msg":"lo', offset: 9, cutBytes: 5}, arrivedMs);
  assert.ok(reject?.type === 'reject');
  assert.match(reject.reason, /^a line too long, 5 bytes were cut off; expected a JSON object/);
});
