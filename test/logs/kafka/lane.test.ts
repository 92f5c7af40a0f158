import assert from 'node:assert/strict';
import {describe, it} from 'node:test';
import {Lane} from '../../../source/logs/kafka/lane.ts';
import type {RawRecord} from '../../../source/logs/partitioned.ts';

function lane({position = 0n, lost = 0n} = {}) {
  const abort = new AbortController();
  const pauses: boolean[] = [];
  const commits: bigint[] = [];
  const one = new Lane({
    topic: 't',
    partition: 3,
    epoch: 1,
    signal: abort.signal,
    position,
    lost,
    highBytes: 1000,
    lowBytes: 400,
    onPause: paused => pauses.push(paused),
    onCommit: offset => commits.push(offset),
  });
  return {lane: one, abort, pauses, commits};
}

/** Records of 300 bytes each, by the lane's count. */
function records(first: number, count: number): RawRecord[] {
  return Array.from({length: count}, (_, index) => ({
    offset: BigInt(first + index),
    timeMs: 0,
    key: null,
    value: Buffer.alloc(200),
  }));
}

const offsets = (batch: {readonly records: readonly RawRecord[]}) =>
  batch.records.map(({offset}) => Number(offset));

describe('a lane', () => {
  it('hands on the batches in their order, to a reader that came first or last', async () => {
    const {lane: one} = lane();
    const reader = one[Symbol.asyncIterator]();
    const waiting = reader.next();
    one.push(records(0, 2), 2n, 9n);
    one.push(records(2, 1), 3n, 9n);
    const {value: first} = await waiting;
    const {value: second} = await reader.next();
    assert.deepEqual(
      [first, second].map(batch => [offsets(batch!), batch!.nextOffset, batch!.highWatermark]),
      [
        [[0, 1], 2n, 9n],
        [[2], 3n, 9n],
      ],
    );
  });

  it('asks to be paused over its high mark, and to be resumed under its low mark, once each', async () => {
    const {lane: one, pauses} = lane();
    for (let at = 0; at < 5; at++) one.push(records(at, 1), BigInt(at + 1), 9n);
    assert.deepEqual(pauses, [true]);
    assert.deepEqual([one.state.bufferedBytes, one.state.bufferedRecords, one.state.paused], [1500, 5, true]);
    const reader = one[Symbol.asyncIterator]();
    for (const expected of [[true], [true], [true], [true, false]]) {
      await reader.next();
      assert.deepEqual(pauses, expected);
    }
    assert.equal(one.state.paused, false);
  });

  it('leaves out what it already has', async () => {
    const {lane: one} = lane({position: 5n});
    one.push(records(3, 4), 7n, 9n);
    one.push(records(3, 4), 7n, 9n);
    one.push(records(6, 2), 8n, 9n);
    const reader = one[Symbol.asyncIterator]();
    assert.deepEqual(offsets((await reader.next()).value!), [5, 6]);
    assert.deepEqual(offsets((await reader.next()).value!), [7]);
  });

  it('tells with the next batch how many records were lost', async () => {
    const {lane: one} = lane({position: 50n, lost: 50n});
    one.push(records(50, 1), 51n, 99n);
    one.push(records(60, 1), 61n, 99n);
    one.leap();
    one.push(records(90, 1), 91n, 99n);
    const lost: bigint[] = [];
    for await (const batch of one) {
      lost.push(batch.lost);
      if (lost.length === 3) break;
    }
    // A gap alone is no loss: compaction and transactions leave some.
    assert.deepEqual(lost, [50n, 0n, 29n]);
  });

  it('commits forwards, and no further than it was fetched', () => {
    const {lane: one, commits} = lane();
    one.push(records(0, 10), 10n, 10n);
    for (const offset of [3n, 2n, 3n, 99n]) one.commit(offset);
    assert.deepEqual([commits, one.state.dealtWith], [[3n, 10n], 10n]);
  });

  it('ends its reader when it is taken away, forgets what it held, and takes no commits any more', async () => {
    const {lane: one, abort, commits} = lane();
    const reader = one[Symbol.asyncIterator]();
    const waiting = reader.next();
    abort.abort();
    assert.equal((await waiting).done, true);
    one.push(records(0, 10), 10n, 10n);
    one.commit(5n);
    assert.deepEqual([commits, one.state.bufferedBytes], [[], 0]);
    for await (const _ of one) assert.fail('it has ended');
  });
});
