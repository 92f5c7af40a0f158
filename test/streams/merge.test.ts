import assert from 'node:assert/strict';
import {getEventListeners} from 'node:events';
import {test} from 'node:test';
import {setImmediate as turn} from 'node:timers/promises';
import fc from 'fast-check';
import {Channel} from '../../source/streams/channel.ts';
import {merge, type Source} from '../../source/streams/merge.ts';
import {HandSource, settle} from './hand-source.ts';

interface Told {
  readonly source: number;
  readonly id: number;
}

/** Yields a batch for each entry, after so many turns of the event loop. */
function timed(source: number, turns: readonly number[]): Source<Told> {
  return async function* () {
    for (const [id, count] of turns.entries()) {
      for (let passed = 0; passed < count; passed++) await turn();
      yield [{source, id}];
    }
  };
}

/** Always has a batch ready. */
function busy(name: string): Source<string> {
  return async function* (signal) {
    while (!signal.aborted) yield [name];
  };
}

test("every source's batches come, whole and in its order, whatever its pace", async () => {
  const paces = fc.array(fc.array(fc.integer({min: 0, max: 3}), {maxLength: 8}), {maxLength: 5});
  await fc.assert(
    fc.asyncProperty(paces, async sources => {
      const got = (await Array.fromAsync(merge(sources.map((turns, index) => timed(index, turns))))).flat();
      for (const [index, turns] of sources.entries()) {
        assert.deepEqual(
          got.filter(({source}) => source === index).map(({id}) => id),
          [...turns.keys()],
        );
      }
    }),
    {numRuns: 50},
  );
});

test('of sources that are always ready none gets more than its share', async () => {
  const count = new Map<string, number>();
  let left = 300;
  for await (const [name] of merge(['a', 'b', 'c'].map(busy))) {
    count.set(name!, (count.get(name!) ?? 0) + 1);
    if (--left === 0) break;
  }
  for (const name of ['a', 'b', 'c'])
    assert.ok(Math.abs(count.get(name)! - 100) <= 1, `${name}: ${count.get(name)}`);
});

test('a quiet source holds nobody up', async () => {
  const quiet = new HandSource<string>();
  const merged = merge([quiet.source, busy('busy')]);
  for (let batch = 0; batch < 10; batch++) assert.deepEqual((await merged.next()).value, ['busy']);
  quiet.give(['quiet']);
  await settle();
  const next = [(await merged.next()).value, (await merged.next()).value].flat();
  assert.deepEqual(next.toSorted(), ['busy', 'quiet']);
  await merged.return();
});

test('no source is opened before the first batch is asked for', async () => {
  const hand = new HandSource<number>();
  const merged = merge([hand.source]);
  await settle();
  assert.equal(hand.opened, 0);
  const next = merged.next();
  await settle();
  assert.equal(hand.opened, 1);
  hand.give([1]);
  assert.deepEqual((await next).value, [1]);
  await merged.return();
});

test('no source is read further than one batch ahead of the consumer', async () => {
  const hands = [new HandSource<number>(), new HandSource<number>()];
  for (const hand of hands) hand.give([1], [2], [3], [4], [5]);
  const merged = merge(hands.map(({source}) => source));
  await merged.next();
  await settle();
  assert.deepEqual(
    hands.map(({taken}) => taken),
    [1, 1],
  );
  await merged.return();
});

test('it ends when every source has ended, and at once when there is none', async () => {
  const [a, b] = [new HandSource<number>(), new HandSource<number>()];
  const merged = merge([a.source, b.source]);
  a.give([1]).end();
  assert.deepEqual((await merged.next()).value, [1]);
  const next = merged.next();
  await settle();
  b.give([2]).end();
  assert.deepEqual((await next).value, [2]);
  assert.equal((await merged.next()).done, true);
  assert.deepEqual(await Array.fromAsync(merge([])), []);
});

test('merge closes every source when the consumer breaks, those too that hang in next()', async () => {
  const hands = [new HandSource<number>(), new HandSource<number>(), new HandSource<number>()];
  hands[1]!.give([1]);
  for await (const batch of merge(hands.map(({source}) => source))) {
    assert.deepEqual(batch, [1]);
    break;
  }
  await settle();
  assert.deepEqual(
    hands.map(({opened, closed}) => ({opened, closed})),
    hands.map(() => ({opened: 1, closed: 1})),
  );
});

test('a channel among the sources is closed by a break too, and its producers go on', async () => {
  const channel = new Channel<number>({capacity: 1, policy: 'wait'});
  const waited = channel.push([1, 2, 3]);
  for await (const _ of merge([() => channel])) break;
  await waited;
  assert.equal(channel.closed, true);
});

test('a source that is slow to close does not hold back who leaves', async () => {
  const never = new Promise<void>(() => {});
  const slow: Source<number> = async function* () {
    try {
      for (;;) yield [1];
    } finally {
      await never;
    }
  };
  const merged = merge([slow]);
  await merged.next();
  assert.equal((await merged.return()).done, true);
});

test('when one source fails, what came before is handed over, then the failure, and the others are closed', async () => {
  const [good, bad] = [new HandSource<number>(), new HandSource<number>()];
  good.give([1]);
  bad.give([2]).fail(new Error('broken'));
  const merged = merge([good.source, bad.source]);
  assert.deepEqual((await merged.next()).value, [1]);
  assert.deepEqual((await merged.next()).value, [2]);
  await assert.rejects(merged.next(), /broken/);
  await settle();
  assert.equal(good.closed, 1);
  assert.equal((await merged.next()).done, true);
});

test('a failure is seen however busy the other sources are', async () => {
  const bad = new HandSource<string>().give(['bad']).fail(new Error('broken'));
  const merged = merge([busy('a'), busy('b'), bad.source]);
  let batches = 0;
  await assert.rejects(async () => {
    for await (const _ of merged) if (++batches === 100) break;
  }, /broken/);
});

test('whatever is thrown is a failure', async () => {
  const thrown = await merge([new HandSource<number>().fail(undefined).source])
    .next()
    .then(
      () => 'it ended',
      (reason: unknown) => ({reason}),
    );
  assert.deepEqual(thrown, {reason: undefined});
});

test('two sources that fail at once are one failure, and no rejection is left unhandled', async () => {
  const hands = ['one', 'two'].map(word => new HandSource<number>().fail(new Error(word)));
  await assert.rejects(merge(hands.map(({source}) => source)).next(), /one/);
  await settle();
});

test('an abort from outside ends it normally and leaves no listener', async () => {
  const abort = new AbortController();
  const hands = [new HandSource<number>(), new HandSource<number>()];
  const merged = merge(
    hands.map(({source}) => source),
    {signal: abort.signal},
  );
  hands[0]!.give([1]);
  assert.deepEqual((await merged.next()).value, [1]);
  const next = merged.next();
  await settle();
  abort.abort();
  assert.equal((await next).done, true);
  assert.deepEqual(
    hands.map(({closed}) => closed),
    [1, 1],
  );
  assert.equal(getEventListeners(abort.signal, 'abort').length, 0);
});

test('a merge within a merge is closed with it', async () => {
  const hands = [new HandSource<number>(), new HandSource<number>(), new HandSource<number>()];
  const [a, b, c] = hands.map(({source}) => source);
  const outer = merge([a!, signal => merge([b!, c!], {signal})]);
  hands[2]!.give([3]);
  assert.deepEqual((await outer.next()).value, [3]);
  await outer.return();
  await settle();
  assert.deepEqual(
    hands.map(({closed}) => closed),
    [1, 1, 1],
  );
});
