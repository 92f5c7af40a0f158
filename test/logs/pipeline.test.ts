import assert from 'node:assert/strict';
import {describe, it} from 'node:test';
import type {Alert} from '../../source/anomaly/alert.ts';
import {seededRandom} from '../../source/hub/demo/random.ts';
import {EmbeddedLog} from '../../source/logs/embedded.ts';
import {Pipeline, type PipelineCounters, pipeline} from '../../source/logs/pipeline.ts';
import type {LogRecord} from '../../source/logs/record.ts';
import {Channel} from '../../source/streams/channel.ts';
import {isoTime, ManualClock} from '../../source/streams/clock.ts';

const startMs = Date.UTC(2026, 10, 22, 21);

function record(atMs: number, more: Partial<LogRecord> = {}): LogRecord {
  return {
    type: 'log',
    time: isoTime(startMs + atMs),
    level: 'info',
    service: 'payments',
    message: 'charged',
    partition: 0,
    offset: String(atMs),
    ...more,
  };
}

/** Ten lines a second from `fromMs` to `toMs`; `badMs` says between when most of them are errors. */
function lines(
  fromMs: number,
  toMs: number,
  badMs: readonly [number, number] = [0, 0],
  service = 'payments',
) {
  const records: LogRecord[] = [];
  for (let atMs = fromMs; atMs < toMs; atMs += 100) {
    const bad = atMs >= badMs[0] && atMs < badMs[1] && atMs % 500 !== 0;
    records.push(
      record(atMs, {
        service,
        ...(bad && {level: 'error', message: `pool exhausted after ${atMs} ms`, user: 'u-1042'}),
      }),
    );
  }
  return records;
}

async function collect(source: AsyncIterable<Alert[]>): Promise<Alert[]> {
  const alerts: Alert[] = [];
  for await (const batch of source) alerts.push(...batch);
  return alerts;
}

async function* batches(records: readonly LogRecord[], size = 50): AsyncGenerator<LogRecord[]> {
  for (let start = 0; start < records.length; start += size) yield records.slice(start, start + size);
}

describe('the log pipeline', () => {
  it('turns a burst of errors into an alert with its evidence, and resolves it', async () => {
    const alerts = await collect(pipeline(batches(lines(0, 60_000, [20_000, 30_000]))));
    const [opened] = alerts;
    const resolved = alerts.at(-1)!;
    assert.equal(opened!.key, 'logs/payments/error-rate');
    assert.equal(opened!.title, 'payments: error rate');
    assert.equal(opened!.since, isoTime(startMs + 20_000));
    assert.match(opened!.reason, /^error rate 80\.0 % of 20 lines, expected \d\.\d %$/);
    assert.deepEqual(opened!.evidence!.top, [{message: 'pool exhausted after # ms', count: 16}]);
    assert.deepEqual(opened!.evidence!.users, [{user: 'u-1042', count: 16}]);
    assert.deepEqual(opened!.evidence!.offsets, [{partition: 0, first: '20100', last: '21900'}]);
    assert.deepEqual([resolved.state, resolved.id], ['resolved', opened!.id]);
    assert.equal(resolved.time, isoTime(startMs + 38_000));
  });

  it('judges services apart', async () => {
    const good = lines(0, 60_000, [0, 0], 'auth');
    const bad = lines(0, 60_000, [20_000, 30_000]);
    const mixed = bad.flatMap((one, index) => [one, good[index]!]);
    const keys = new Set((await collect(pipeline(batches(mixed)))).map(({key}) => key));
    assert.deepEqual([...keys], ['logs/payments/error-rate']);
  });

  it('makes the same alerts of the same records, however they are cut into batches', async () => {
    const records = lines(0, 120_000, [40_000, 55_000]);
    const whole = await collect(pipeline(batches(records, records.length)));
    for (const size of [1, 7, 333]) assert.deepEqual(await collect(pipeline(batches(records, size))), whole);
    assert.ok(whole.length >= 2);
  });

  it('makes the same alerts of records that come somewhat out of order', async () => {
    const records = lines(0, 120_000, [40_000, 55_000]);
    const random = seededRandom(5);
    const jumbled = records
      .map(one => ({one, at: Date.parse(one.time) + 400 * random()}))
      .sort((a, b) => a.at - b.at)
      .map(({one}) => one);
    let counters: PipelineCounters | undefined;
    const alerts = await collect(pipeline(batches(jumbled), {onCounters: now => (counters = now)}));
    const expected = await collect(pipeline(batches(records)));
    assert.deepEqual(
      alerts.map(({id, state, reason}) => [id, state, reason]),
      expected.map(({id, state, reason}) => [id, state, reason]),
    );
    assert.equal(counters!.late, 0);
    assert.equal(counters!.records, 1200);
  });

  it('loses nothing when partitions are read in turns, each seconds ahead of the other', () => {
    const stages = new Pipeline();
    const records = lines(0, 60_000);
    for (let start = 0; start < records.length; start += 15) {
      const part = records.slice(start, start + 15);
      stages.push(part.map(one => ({...one, partition: 0})));
      stages.push(part.map(one => ({...one, partition: 1})));
    }
    stages.flush();
    assert.deepEqual(stages.counters, {records: 1200, windows: 30, late: 0, untimed: 0});
  });

  it('counts late and untimed records and goes on', () => {
    const stages = new Pipeline();
    stages.push(lines(0, 10_000));
    stages.push([record(1000), record(0, {time: 'yesterday'}), record(9e9)]);
    stages.push(lines(10_000, 20_000));
    const {records, late, untimed} = stages.counters;
    assert.deepEqual({records, late, untimed}, {records: 203, late: 1, untimed: 2});
  });

  it('judges the last windows when the records end', async () => {
    const alerts = await collect(pipeline(batches(lines(0, 22_000, [20_000, 22_000]))));
    assert.deepEqual(
      alerts.map(({state}) => state),
      ['open'],
    );
  });

  it('judges a window by the clock when no further record comes', async () => {
    const clock = new ManualClock(startMs);
    const records = new Channel<LogRecord>({capacity: 10_000, policy: 'drop-oldest'});
    const seen: Alert[] = [];
    const running = (async () => {
      for await (const batch of pipeline(records, {clock})) seen.push(...batch);
    })();
    void records.push(lines(0, 22_000, [20_000, 22_000]));
    await clock.advance(1000);
    assert.equal(seen.length, 0);
    await clock.advance(4000);
    assert.deepEqual(
      seen.map(({state}) => state),
      ['open'],
    );
    records.close();
    await running;
    assert.equal(clock.sleeping, 0);
  });

  it('does not count what comes after a pause as late', async () => {
    const stages = new Pipeline();
    stages.push(lines(0, 10_500));
    stages.idle(3_600_000);
    stages.push(lines(12_000, 14_000));
    assert.equal(stages.counters.late, 0);
  });

  it('judges services beyond the limit together', async () => {
    const stages = new Pipeline({maxServices: 3});
    for (let index = 0; index < 50; index++) stages.push([record(0, {service: `s-${index}`})]);
    stages.flush();
    assert.equal(stages.counters.windows, 4);
  });

  it('closes its source and its clock when the consumer leaves', async () => {
    const clock = new ManualClock(startMs);
    const records = new Channel<LogRecord>({capacity: 10_000, policy: 'drop-oldest'});
    void records.push(lines(0, 30_000, [20_000, 24_000]));
    for await (const batch of pipeline(records, {clock})) {
      assert.equal(batch[0]!.state, 'open');
      break;
    }
    assert.equal(records.closed, true);
    assert.equal(clock.sleeping, 0);
  });

  it('passes a failure of its source on', async () => {
    async function* failing(): AsyncGenerator<LogRecord[]> {
      yield lines(0, 1000);
      throw new Error('the broker is gone');
    }
    await assert.rejects(collect(pipeline(failing(), {clock: new ManualClock()})), /the broker is gone/);
  });

  it('reads a partitioned log live', async () => {
    await using log = new EmbeddedLog({partitions: 4});
    const {signal} = new AbortController();
    const alerts = collect(pipeline(log.records({signal, from: 'earliest'})));
    const records = lines(0, 60_000, [20_000, 30_000]);
    for (const [index, one] of records.entries()) {
      log.append(`u-${index % 17}`, one);
      if (index % 10 === 9) await new Promise(resolve => setImmediate(resolve));
    }
    await log[Symbol.asyncDispose]();
    const [opened, ...more] = await alerts;
    assert.equal(opened!.since, isoTime(startMs + 20_000));
    assert.equal(opened!.evidence!.errors, 16);
    assert.ok(opened!.evidence!.offsets.length > 1);
    assert.equal(more.at(-1)!.state, 'resolved');
  });
});
