import assert from 'node:assert/strict';
import {test} from 'node:test';
import fc from 'fast-check';
import {breathe} from '../../source/streams/breathe.ts';

async function* from<T>(batches: readonly T[][], onClose = () => {}): AsyncGenerator<T[], void, undefined> {
  try {
    yield* batches;
  } finally {
    onClose();
  }
}

test('nothing is lost or reordered, no batch is longer than asked, and none is empty', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.array(fc.nat(), {maxLength: 30}), {maxLength: 6}),
      fc.integer({min: 1, max: 10}),
      async (batches, size) => {
        const got = await Array.fromAsync(breathe(from(batches), size));
        assert.deepEqual(got.flat(), batches.flat());
        assert.ok(got.every(batch => batch.length > 0 && batch.length <= size));
      },
    ),
    {numRuns: 50},
  );
});

test('the event loop has a turn between two pieces, though all of them are there', async () => {
  let turns = 0;
  let running = true;
  const count = () => {
    turns++;
    if (running) setImmediate(count);
  };
  setImmediate(count);
  const seen: number[] = [];
  for await (const _ of breathe(from([[1, 2, 3, 4]]), 1)) seen.push(turns);
  running = false;
  assert.ok(
    seen.every((at, index) => index === 0 || at > seen[index - 1]!),
    `turns at each piece: ${seen}`,
  );
});

test('a batch that is short enough is handed on as it is', async () => {
  const batch = [1, 2, 3];
  assert.equal((await breathe(from([batch])).next()).value, batch);
});

test('a consumer that leaves in the middle of a batch closes the source', async () => {
  let closed = false;
  for await (const _ of breathe(
    from([[1, 2, 3]], () => (closed = true)),
    1,
  ))
    break;
  assert.equal(closed, true);
});

test('a failure of the source comes through', async () => {
  // biome-ignore lint/correctness/useYield: it fails before
  async function* broken(): AsyncGenerator<number[], void, undefined> {
    throw new Error('broken');
  }
  await assert.rejects(Array.fromAsync(breathe(broken())), /broken/);
});
