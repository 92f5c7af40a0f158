import assert from 'node:assert/strict';
import {test} from 'node:test';
import type {LogRecord} from '../../source/logs/record.ts';
import {Tail} from '../../source/logs/tail.ts';
import {isoTime} from '../../source/streams/clock.ts';

const startMs = Date.UTC(2026, 10, 22, 10);

function record(atMs: number, more: Partial<LogRecord> = {}): LogRecord {
  return {
    type: 'log',
    time: isoTime(startMs + atMs),
    level: 'info',
    service: 'pay',
    message: 'x',
    partition: 0,
    offset: String(atMs),
    ...more,
  };
}

function tailOf(...records: readonly LogRecord[]): Tail {
  const tail = new Tail();
  for (const one of records) tail.apply(one);
  return tail;
}

test('an empty tail has an empty view', () => {
  assert.deepEqual(new Tail().snapshot(), {records: [], total: 0, errors: 0, perSecond: [], services: []});
});

test('records and errors are counted, per second without holes and per service', () => {
  const view = tailOf(
    record(0),
    record(900, {level: 'error'}),
    record(3000, {level: 'fatal', service: 'cart'}),
  ).snapshot();
  assert.deepEqual([view.total, view.errors], [3, 2]);
  assert.deepEqual(view.perSecond, [
    {total: 2, errors: 1},
    {total: 0, errors: 0},
    {total: 0, errors: 0},
    {total: 1, errors: 1},
  ]);
  assert.deepEqual(view.services, [
    {service: 'pay', total: 2, errors: 1},
    {service: 'cart', total: 1, errors: 1},
  ]);
});

test('further lines of a stack trace are lines, not errors', () => {
  const more = {level: 'error', fields: {continues: '0'}} as const;
  const view = tailOf(record(0, {level: 'error'}), record(1, more), record(2, more)).snapshot();
  assert.deepEqual([view.total, view.errors, view.perSecond], [3, 1, [{total: 3, errors: 1}]]);
});

test('the newest 5,000 lines are kept, oldest first', () => {
  const tail = new Tail();
  for (let index = 0; index < 12_345; index++) tail.apply(record(index));
  const {records, total} = tail.snapshot();
  assert.deepEqual([records.length, total], [5000, 12_345]);
  assert.deepEqual(
    records.map(line => line.time),
    Array.from({length: 5000}, (_, index) => isoTime(startMs + 12_345 - 5000 + index)),
  );
});

test('the newest 120 seconds are kept; what is older is counted in total alone', () => {
  const tail = new Tail();
  for (let second = 0; second < 200; second++) tail.apply(record(second * 1000));
  tail.apply(record(80_000));
  tail.apply(record(79_999));
  const {perSecond, total} = tail.snapshot();
  assert.equal(perSecond.length, 120);
  assert.deepEqual([perSecond[0]?.total, perSecond[1]?.total, total], [2, 1, 202]);
});

test('a record earlier than the first, but not by much, finds its second', () => {
  const {perSecond} = tailOf(record(5000), record(3000)).snapshot();
  assert.deepEqual(
    perSecond.map(({total}) => total),
    [1, 0, 1],
  );
});

test('one record with a clock far ahead moves nothing; a second that agrees does', () => {
  const tail = tailOf(record(0), record(1000), record(1e9), record(2000));
  assert.deepEqual(
    tail.snapshot().perSecond.map(({total}) => total),
    [1, 2, 1],
  );
  tail.apply(record(1e9 + 1000));
  assert.deepEqual(
    tail
      .snapshot()
      .perSecond.map(({total}) => total)
      .at(-1),
    1,
  );
  assert.equal(tail.snapshot().perSecond.length, 120);
});

test('a gap is a line of its own, clean and not counted', () => {
  const tail = tailOf(record(0));
  tail.gap('missed\u001b[2J 3 s', isoTime(startMs));
  const {records, total} = tail.snapshot();
  assert.deepEqual(records[1], {type: 'gap', text: 'missed 3 s', time: isoTime(startMs)});
  assert.equal(total, 1);
});

test('the snapshot is the same object until something comes, and is not changed by it', () => {
  const tail = tailOf(record(0));
  const first = tail.snapshot();
  assert.equal(tail.snapshot(), first);
  tail.apply(record(1000));
  const second = tail.snapshot();
  assert.notEqual(second, first);
  assert.deepEqual([first.records.length, first.perSecond.length, first.services[0]?.total], [1, 1, 1]);
  tail.gap('missed', isoTime(startMs));
  assert.notEqual(tail.snapshot(), second);
});

test('a service of which nothing came keeps its identity', () => {
  const tail = tailOf(record(0), record(0, {service: 'cart'}));
  const [pay] = tail.snapshot().services;
  tail.apply(record(1, {service: 'cart'}));
  assert.equal(tail.snapshot().services[0], pay);
});

test('any number of services takes bounded room', () => {
  const tail = new Tail();
  for (let index = 0; index < 1500; index++) tail.apply(record(index, {service: `s${index}`}));
  const {services} = tail.snapshot();
  assert.equal(services.length, 1001);
  assert.deepEqual(services.at(-1), {service: '…', total: 500, errors: 0});
});
