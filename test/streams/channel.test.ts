import assert from 'node:assert/strict';
import {test} from 'node:test';
import {setImmediate as turn} from 'node:timers/promises';
import fc from 'fast-check';
import {Channel, type Policy} from '../../source/streams/channel.ts';
import {OverflowError} from '../../source/streams/errors.ts';
import {reachableBytes} from './collect-garbage.ts';

interface Item {
  readonly key: number;
  readonly id: number;
}

const byKey: Policy<Item> = {latest: item => item.key};

/** A push of items with these keys, or 'take': what a consumer does. */
const steps = fc.array(
  fc.oneof(
    {weight: 3, arbitrary: fc.array(fc.integer({min: 0, max: 6}), {maxLength: 12})},
    {weight: 1, arbitrary: fc.constant('take' as const)},
  ),
  {maxLength: 40},
);
const capacities = fc.integer({min: 1, max: 10});

/** Runs the steps on a channel; `told` hears of each push and each take, and the books must balance after each. */
async function drive(
  channel: Channel<Item>,
  script: readonly (readonly number[] | 'take')[],
  told: {push(items: Item[]): void; take(items: Item[]): void},
): Promise<void> {
  let id = 0;
  for (const step of [...script, 'take' as const]) {
    if (step === 'take') {
      if (channel.size > 0) told.take((await channel.next()).value!);
    } else {
      const items = step.map(key => ({key, id: id++}));
      told.push(items);
      assert.equal(channel.push(items), undefined, 'a policy that drops never waits');
    }
    const {received, delivered, dropped} = channel.counters;
    assert.equal(received, id);
    assert.equal(received, delivered + dropped + channel.size);
    assert.ok(channel.size <= channel.capacity);
  }
}

async function drain<T>(channel: Channel<T>): Promise<T[]> {
  return (await Array.fromAsync(channel)).flat();
}

test('under `drop-oldest` the newest items are kept, in order, and each lost one is counted', async () => {
  await fc.assert(
    fc.asyncProperty(capacities, steps, async (capacity, script) => {
      const channel = new Channel<Item>({capacity, policy: 'drop-oldest'});
      let kept: Item[] = [];
      let dropped = 0;
      await drive(channel, script, {
        push(items) {
          const all = [...kept, ...items];
          kept = all.slice(-capacity);
          dropped += all.length - kept.length;
        },
        take(items) {
          assert.deepEqual(items, kept);
          kept = [];
        },
      });
      assert.equal(channel.counters.dropped, dropped);
    }),
  );
});

test('under `latest` a take is exactly the newest item of each key since the last', async () => {
  await fc.assert(
    fc.asyncProperty(fc.integer({min: 7, max: 12}), steps, async (capacity, script) => {
      const channel = new Channel<Item>({capacity, policy: byKey});
      let pushed: Item[] = [];
      await drive(channel, script, {
        push: items => pushed.push(...items),
        take(items) {
          const keys = [...new Set(pushed.map(({key}) => key))];
          assert.deepEqual(
            items,
            keys.map(key => pushed.findLast(item => item.key === key)),
          );
          pushed = [];
        },
      });
    }),
  );
});

test('under `latest` with more keys than it holds, the keys that came first go', async () => {
  await fc.assert(
    fc.asyncProperty(capacities, steps, async (capacity, script) => {
      const channel = new Channel<Item>({capacity, policy: byKey});
      let kept: Item[] = [];
      await drive(channel, script, {
        push(items) {
          for (const item of items) {
            const at = kept.findIndex(({key}) => key === item.key);
            if (at >= 0) kept[at] = item;
            else kept = [...kept, item].slice(-capacity);
          }
        },
        take(items) {
          assert.deepEqual(items, kept);
          kept = [];
        },
      });
    }),
  );
});

test('under `wait` no item of several producers is lost, doubled or out of order, and the bound holds', async () => {
  const producers = fc.array(fc.array(fc.integer({min: 0, max: 15}), {maxLength: 8}), {
    minLength: 1,
    maxLength: 4,
  });
  const pauses = fc.infiniteStream(fc.integer({min: 0, max: 3}));
  await fc.assert(
    fc.asyncProperty(capacities, producers, pauses, async (capacity, sizes, pause) => {
      const channel = new Channel<{producer: number; id: number}>({capacity, policy: 'wait'});
      const rest = async () => {
        for (let turns = pause.next().value; turns > 0; turns--) await Promise.resolve();
        assert.ok(channel.size <= capacity);
      };
      const produce = async (batchSizes: readonly number[], producer: number) => {
        let id = 0;
        for (const size of batchSizes) {
          await rest();
          await channel.push(Array.from({length: size}, () => ({producer, id: id++})));
        }
        return id;
      };
      const produced = Promise.all(sizes.map(produce));
      void produced.then(() => channel.close());
      const got: number[][] = sizes.map(() => []);
      for await (const batch of channel) {
        assert.ok(batch.length > 0 && batch.length <= capacity);
        for (const {producer, id} of batch) got[producer]!.push(id);
        await rest();
      }
      const counts = await produced;
      assert.deepEqual(
        got,
        counts.map(count => Array.from({length: count}, (_, id) => id)),
      );
      const total = counts.reduce((sum, count) => sum + count, 0);
      assert.deepEqual(channel.counters, {received: total, delivered: total, dropped: 0});
    }),
  );
});

test('under `wait` a push that has room returns nothing to wait for, one that has not waits for the consumer', async () => {
  const channel = new Channel<number>({capacity: 2, policy: 'wait'});
  assert.equal(channel.push([1, 2]), undefined);
  let went = false;
  const waited = channel.push([3, 4, 5])!.then(() => (went = true));
  assert.deepEqual((await channel.next()).value, [1, 2]);
  await turn();
  assert.equal(went, false, '5 has no room yet');
  assert.deepEqual((await channel.next()).value, [3, 4]);
  await waited;
  assert.deepEqual((await channel.next()).value, [5]);
});

test('under `disconnect` the consumer gets what was buffered, then an OverflowError, then the end', async () => {
  await fc.assert(
    fc.asyncProperty(
      capacities,
      fc.array(fc.integer({min: 1, max: 5}), {minLength: 12, maxLength: 15}),
      async (capacity, sizes) => {
        const channel = new Channel<number>({capacity, policy: 'disconnect'});
        const buffered: number[] = [];
        let pushed = 0;
        for (const size of sizes) {
          const items = Array.from({length: size}, () => pushed++);
          if (!channel.closed && buffered.length + size <= capacity) buffered.push(...items);
          assert.equal(channel.push(items), undefined);
        }
        assert.ok(channel.closed, 'twelve items and more went into ten places');
        if (buffered.length > 0) assert.deepEqual((await channel.next()).value, buffered);
        await assert.rejects(
          channel.next(),
          (error: Error) =>
            error instanceof OverflowError && error.message === `the consumer fell ${capacity} items behind`,
        );
        assert.equal((await channel.next()).done, true);
        const delivered = buffered.length;
        assert.deepEqual(channel.counters, {received: pushed, delivered, dropped: pushed - delivered});
      },
    ),
  );
});

test('close lets the consumer have what is buffered and what producers wait to push', async () => {
  const channel = new Channel<number>({capacity: 2, policy: 'wait'});
  const waits = [channel.push([1, 2, 3, 4, 5]), channel.push([6])];
  channel.close();
  assert.deepEqual(await drain(channel), [1, 2, 3, 4, 5, 6]);
  await Promise.all(waits);
});

test('close wakes a consumer that waits', async () => {
  const channel = new Channel<number>({capacity: 2, policy: 'wait'});
  const next = channel.next();
  channel.close();
  assert.deepEqual(await next, {done: true, value: undefined});
});

test('fail throws its error once, after what is buffered and waiting, whatever the error is', async () => {
  for (const error of [new Error('broken'), 'a word', undefined]) {
    const channel = new Channel<number>({capacity: 1, policy: 'wait'});
    const waited = channel.push([1, 2]);
    channel.fail(error);
    channel.fail(new Error('a second failure is not told'));
    assert.deepEqual((await channel.next()).value, [1]);
    assert.deepEqual((await channel.next()).value, [2]);
    await waited;
    const thrown = await channel.next().then(
      () => assert.fail('it did not throw'),
      (reason: unknown) => ({reason}),
    );
    assert.deepEqual(thrown, {reason: error});
    assert.equal((await channel.next()).done, true);
  }
});

test('a failure after close is not told: the end came first', async () => {
  const channel = new Channel<number>({capacity: 1, policy: 'wait'});
  channel.close();
  channel.fail(new Error('too late'));
  assert.equal((await channel.next()).done, true);
});

test('what is pushed after close is dropped, and counted', async () => {
  for (const policy of ['wait', 'drop-oldest', 'disconnect', {latest: (n: number) => n}] as const) {
    const channel = new Channel<number>({capacity: 4, policy});
    void channel.push([1]);
    channel.close();
    assert.equal(channel.push([2, 3]), undefined);
    assert.deepEqual(await drain(channel), [1]);
    assert.deepEqual(channel.counters, {received: 3, delivered: 1, dropped: 2});
  }
});

test('a break out of the loop frees the producers and counts what nobody got', async () => {
  const channel = new Channel<number>({capacity: 2, policy: 'wait'});
  const first = channel.push([1, 2, 3]);
  const second = channel.push([4, 5]);
  for await (const batch of channel) {
    assert.deepEqual(batch, [1, 2]);
    break;
  }
  await Promise.all([first, second]);
  assert.equal(channel.closed, true);
  assert.equal(channel.push([6]), undefined);
  assert.deepEqual(channel.counters, {received: 6, delivered: 2, dropped: 4});
});

test('leaving forgets the failure that nobody waited for', async () => {
  const channel = new Channel<number>({capacity: 2, policy: 'wait'});
  void channel.push([1]);
  channel.fail(new Error('broken'));
  await channel.return();
  assert.equal((await channel.next()).done, true);
});

test('return wakes a consumer that waits, and disposal is the same', async () => {
  const channel = new Channel<number>({capacity: 2, policy: 'wait'});
  const next = channel.next();
  {
    await using _left = channel;
  }
  assert.deepEqual(await next, {done: true, value: undefined});
  assert.equal(channel.closed, true);
});

test('a second consumer is refused and the first is not disturbed', async () => {
  const channel = new Channel<number>({capacity: 2, policy: 'wait'});
  const first = channel.next();
  await assert.rejects(channel.next(), /a channel has one consumer/);
  void channel.push([1]);
  assert.deepEqual((await first).value, [1]);
});

test('an empty batch wakes nobody', async () => {
  const channel = new Channel<number>({capacity: 1, policy: 'wait'});
  const next = channel.next();
  assert.equal(channel.push([]), undefined);
  void channel.push([1]);
  assert.deepEqual((await next).value, [1]);
});

test('a capacity that is not a whole number from 1 up is refused', () => {
  for (const capacity of [0, -1, 1.5, NaN, Infinity]) {
    assert.throws(
      () => new Channel({capacity, policy: 'wait'}),
      new RangeError(`a channel's capacity is a whole number from 1 up, not ${capacity}`),
    );
  }
});

for (const [name, policy] of [
  ['drop-oldest', 'drop-oldest'],
  ['latest', byKey],
] as const) {
  test(`under \`${name}\` the heap stays bounded when the consumer stalls for 10 million events`, () => {
    const channel = new Channel<Item>({capacity: 1000, policy});
    const push = (batches: number) => {
      for (let batch = 0; batch < batches; batch++) {
        void channel.push(Array.from({length: 1000}, (_, key) => ({key, id: batch * 1000 + key})));
      }
    };
    push(10);
    const before = reachableBytes();
    push(10_000);
    const grown = reachableBytes() - before;
    assert.equal(channel.size, 1000);
    assert.equal(channel.counters.dropped, 10_009_000);
    assert.ok(grown < 1 << 20, `the heap grew by ${grown} bytes`);
  });
}
