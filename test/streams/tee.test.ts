import assert from 'node:assert/strict';
import {test} from 'node:test';
import fc from 'fast-check';
import {OverflowError} from '../../source/streams/errors.ts';
import {tee} from '../../source/streams/tee.ts';
import {HandSource, settle} from './hand-source.ts';

const waits = (capacity: number) => ({capacity, policy: 'wait'}) as const;

test('every `wait` branch gets everything in order, whatever its bound', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.array(fc.nat(), {maxLength: 10}), {maxLength: 10}),
      fc.array(fc.integer({min: 1, max: 6}), {minLength: 1, maxLength: 4}),
      async (batches, capacities) => {
        const hand = new HandSource<number>().give(...batches).end();
        const branches = tee(hand.source, capacities.map(waits));
        const got = await Promise.all(branches.map(branch => Array.fromAsync(branch)));
        for (const one of got) assert.deepEqual(one.flat(), batches.flat());
        assert.equal(hand.closed, 1);
      },
    ),
    {numRuns: 50},
  );
});

test('a branch that stalls loses by its own policy, and the others nothing', async () => {
  const batches = Array.from({length: 50}, (_, at) => [2 * at, 2 * at + 1]);
  const hand = new HandSource<number>().give(...batches).end();
  const [whole, newest, parity, strict] = tee(hand.source, [
    waits(4),
    {capacity: 3, policy: 'drop-oldest'},
    {capacity: 2, policy: {latest: (n: number) => n % 2}},
    {capacity: 10, policy: 'disconnect'},
  ]);
  assert.deepEqual((await Array.fromAsync(whole)).flat(), batches.flat());
  assert.deepEqual((await Array.fromAsync(newest)).flat(), [97, 98, 99]);
  assert.deepEqual((await Array.fromAsync(parity)).flat(), [98, 99]);
  const first: number[] = [];
  await assert.rejects(async () => {
    for await (const batch of strict) first.push(...batch);
  }, OverflowError);
  assert.deepEqual(first, [0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
  for (const {counters} of [whole, newest, parity, strict]) {
    assert.equal(counters.received, 100);
    assert.equal(counters.received, counters.delivered + counters.dropped);
  }
});

test('the source is opened when a branch first asks, once', async () => {
  const hand = new HandSource<number>();
  const [a, b] = tee(hand.source, [waits(4), waits(4)]);
  await settle();
  assert.equal(hand.opened, 0);
  const [one, two] = [a.next(), b.next()];
  hand.give([1]);
  assert.deepEqual([(await one).value, (await two).value], [[1], [1]]);
  assert.equal(hand.opened, 1);
  await Promise.all([a.return(), b.return()]);
});

test('the source is read no faster than the slowest `wait` branch', async () => {
  const hand = new HandSource<number>().give([1], [2], [3], [4]);
  const [slow, fast] = tee(hand.source, [waits(1), waits(100)]);
  await fast.next();
  await settle();
  assert.equal(hand.taken, 2, 'one is buffered, one waits');
  await slow.next();
  await settle();
  assert.equal(hand.taken, 3);
  await Promise.all([slow.return(), fast.return()]);
});

test('a branch that is full does not keep from the others the batch that it waits with', async () => {
  const hand = new HandSource<number>().give([1, 2, 3]);
  const [full, roomy] = tee(hand.source, [waits(1), waits(10)]);
  assert.deepEqual((await full.next()).value, [1]);
  assert.deepEqual((await roomy.next()).value, [1, 2, 3]);
  await Promise.all([full.return(), roomy.return()]);
});

test('one branch leaving frees the others of its slowness', async () => {
  const hand = new HandSource<number>().give([1], [2], [3], [4]).end();
  const [slow, fast] = tee(hand.source, [waits(1), waits(1)]);
  for await (const _ of slow) break;
  assert.deepEqual((await Array.fromAsync(fast)).flat(), [1, 2, 3, 4]);
  assert.equal(slow.counters.dropped, 3);
});

test('the source is closed at once when every branch has left, though it hangs in next()', async () => {
  const hand = new HandSource<number>();
  const [a, b] = tee(hand.source, [waits(1), waits(1)]);
  const next = a.next();
  await settle();
  await b.return();
  assert.equal(hand.closed, 0);
  await a.return();
  await settle();
  assert.equal(hand.closed, 1);
  assert.equal((await next).done, true);
});

test('an iterable that was opened elsewhere is closed with its next batch when every branch has left', async () => {
  const hand = new HandSource<number>();
  const [a] = tee(hand.source(new AbortController().signal), [waits(1)]);
  void a.next();
  await settle();
  await a.return();
  hand.give([1]);
  await settle();
  assert.equal(hand.closed, 1);
});

test('branches that leave before they ask never open the source', async () => {
  const hand = new HandSource<number>();
  const [a, b] = tee(hand.source, [waits(1), waits(1)]);
  await a.return();
  await b.return();
  assert.equal((await a.next()).done, true);
  await settle();
  assert.equal(hand.opened, 0);
});

test('a failure of the source reaches every branch, after what it had before', async () => {
  const hand = new HandSource<number>().give([1]).fail(new Error('broken'));
  const branches = tee(hand.source, [waits(1), waits(1), {capacity: 1, policy: 'drop-oldest'}]);
  const first = await Promise.all(branches.map(branch => branch.next()));
  assert.deepEqual(
    first.map(({value}) => value),
    [[1], [1], [1]],
  );
  for (const branch of branches) await assert.rejects(branch.next(), /broken/);
});
