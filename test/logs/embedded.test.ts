import assert from 'node:assert/strict';
import {describe, it} from 'node:test';
import {EmbeddedLog, type LogEntry} from '../../source/logs/embedded.ts';
import type {PartitionBatch, PartitionStream} from '../../source/logs/partitioned.ts';
import type {LogRecord} from '../../source/logs/record.ts';

const line = (message: string): LogEntry => ({
  type: 'log',
  time: '2026-11-22T21:00:00.000Z',
  level: 'info',
  service: 'auth',
  message,
});

/** The streams of a log's partitions, as a consumer gets them; `leave` ends the consumer. */
async function join(log: EmbeddedLog, options: {group?: string; from?: 'earliest' | 'latest'} = {}) {
  const stop = new AbortController();
  const consumer = log.consume({signal: stop.signal, ...options});
  const {value} = await consumer.next();
  const streams = value as readonly PartitionStream<LogRecord>[];
  return {streams, leave: () => stop.abort(), consumer};
}

async function nextOf(stream: PartitionStream<LogRecord>): Promise<PartitionBatch<LogRecord>> {
  for await (const batch of stream) return batch;
  throw new Error('the stream has ended');
}

const messages = (records: readonly LogRecord[]) => records.map(({message}) => message);

describe('the embedded log', () => {
  it('puts records of one key into one partition, in order, under growing offsets', () => {
    const log = new EmbeddedLog({partitions: 8});
    const records = Array.from({length: 20}, (_, index) => log.append('payments', line(String(index))));
    assert.equal(new Set(records.map(({partition}) => partition)).size, 1);
    assert.deepEqual(
      records.map(({offset}) => offset),
      records.map((_, index) => String(index)),
    );
  });

  it('spreads keys over all partitions', () => {
    const log = new EmbeddedLog({partitions: 4});
    const counts = [0, 0, 0, 0];
    for (let index = 0; index < 4000; index++) counts[log.append(`u-${index}`, line('')).partition]!++;
    for (const count of counts) assert.ok(count > 700 && count < 1300, String(counts));
  });

  it('gives each consumer all records, at its own pace', async () => {
    const log = new EmbeddedLog({partitions: 1, batchSize: 2});
    for (const message of ['a', 'b', 'c']) log.append('k', line(message));
    const first = await join(log, {from: 'earliest'});
    const second = await join(log, {from: 'earliest'});
    const seen: string[] = [];
    for await (const {records, nextOffset, highWatermark} of first.streams[0]!) {
      seen.push(`${messages(records)} ${nextOffset}/${highWatermark}`);
      if (nextOffset === highWatermark) break;
    }
    assert.deepEqual(seen, ['a,b 2/3', 'c 3/3']);
    assert.deepEqual(messages((await nextOf(second.streams[0]!)).records), ['a', 'b']);
  });

  it('begins at what comes next unless told otherwise', async () => {
    const log = new EmbeddedLog({partitions: 1});
    log.append('k', line('before'));
    const {streams} = await join(log);
    const waiting = nextOf(streams[0]!);
    log.append('k', line('after'));
    const {records, lost} = await waiting;
    assert.deepEqual([messages(records), lost], [['after'], 0n]);
  });

  it('tells a reader that is too slow how many records it lost', async () => {
    const log = new EmbeddedLog({partitions: 1, capacityPerPartition: 10});
    const {streams} = await join(log);
    for (let index = 0; index < 25; index++) log.append('k', line(String(index)));
    const {records, lost, nextOffset} = await nextOf(streams[0]!);
    assert.deepEqual([lost, nextOffset], [15n, 25n]);
    assert.deepEqual([records.length, records[0]!.message, records[0]!.offset], [10, '15', '15']);
  });

  it('goes on from what the group committed, never back', async () => {
    const log = new EmbeddedLog({partitions: 1});
    for (let index = 0; index < 5; index++) log.append('k', line(String(index)));
    const first = await join(log, {group: 'g', from: 'earliest'});
    first.streams[0]!.commit(3n);
    first.streams[0]!.commit(1n);
    assert.equal(log.committed('g', 0), 3n);
    first.leave();
    const second = await join(log, {group: 'g', from: 'earliest'});
    assert.deepEqual(messages((await nextOf(second.streams[0]!)).records), ['3', '4']);
    const other = await join(log, {group: 'h', from: 'earliest'});
    assert.equal((await nextOf(other.streams[0]!)).records.length, 5);
  });

  it('lets a new consumer of a group take over: the old one ends, and what it commits is ignored', async () => {
    const log = new EmbeddedLog({partitions: 2});
    const old = await join(log, {group: 'g'});
    const reading = nextOf(old.streams[0]!);
    const young = await join(log, {group: 'g'});
    await assert.rejects(reading, /the stream has ended/);
    assert.equal((await old.consumer.next()).done, true);
    log.append('k', line(''));
    for (const {signal, commit} of old.streams) {
      assert.equal(signal.aborted, true);
      commit(1n);
    }
    assert.equal(log.committed('g', 0) ?? log.committed('g', 1), undefined);
    assert.ok(young.streams[0]!.epoch > old.streams[0]!.epoch);
    assert.equal(young.streams[0]!.signal.aborted, false);
  });

  it('merges its partitions into one stream and commits what was consumed', async () => {
    const log = new EmbeddedLog({partitions: 4});
    const stop = new AbortController();
    const records = log.records({signal: stop.signal, group: 'g', from: 'earliest'});
    for (let index = 0; index < 100; index++) log.append(`u-${index}`, line(String(index)));
    const seen: string[] = [];
    const open = new Set([0, 1, 2, 3]);
    for await (const batch of records) {
      seen.push(...messages(batch));
      open.delete(batch[0]!.partition);
      if (seen.length === 100) break;
    }
    assert.equal(new Set(seen).size, 100);
    const committed = [0, 1, 2, 3].map(partition => log.committed('g', partition) ?? 0n);
    const unfinished = committed.filter((offset, index) => offset < log.highWatermarks[index]!);
    assert.equal(unfinished.length, 1, 'only the batch at which the consumer left is not committed');
  });

  it('ends its consumers when they abort and when it is closed', async () => {
    const log = new EmbeddedLog();
    const stop = new AbortController();
    const one = log.records({signal: stop.signal}).next();
    const other = log.records({signal: new AbortController().signal}).next();
    stop.abort();
    assert.equal((await one).done, true);
    await log[Symbol.asyncDispose]();
    assert.equal((await other).done, true);
    assert.equal((await log.records({signal: new AbortController().signal}).next()).done, true);
  });

  it('refuses sizes that cannot be', () => {
    assert.throws(() => new EmbeddedLog({partitions: 0}), /partitions is a whole number from 1 up, not 0/);
    assert.throws(() => new EmbeddedLog({capacityPerPartition: 1.5}), RangeError);
  });
});
