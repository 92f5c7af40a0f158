import assert from 'node:assert/strict';
import {describe, it} from 'node:test';
import {Positions, type PositionsOptions} from '../../../source/logs/kafka/positions.ts';

/** What the brokers say: of each partition its first offset, its next one, and the group's (-1: none). */
function brokers(...partitions: readonly (readonly [low: number, high: number, committed: number])[]) {
  return {
    fetchTopicOffsets: async () =>
      partitions.map(([low, high], partition) => ({
        partition,
        offset: String(high),
        high: String(high),
        low: String(low),
      })),
    fetchOffsets: async () => [
      {
        topic: 't',
        partitions: partitions.map(([, , committed], partition) => ({
          partition,
          offset: String(committed),
          metadata: null,
        })),
      },
    ],
  };
}

const positions = (options: Partial<PositionsOptions> = {}) =>
  new Positions({topic: 't', group: undefined, from: 'latest', ...options});

async function starts(of: Positions, said: ReturnType<typeof brokers>) {
  return [...(await of.find(said)).values()].map(({offset, lost}) =>
    lost > 0n ? `${offset} lost ${lost}` : `${offset}`,
  );
}

describe('positions', () => {
  it('begin at the end or at the start where there is none', async () => {
    assert.deepEqual(await starts(positions(), brokers([3, 9, -1])), ['9']);
    assert.deepEqual(await starts(positions({from: 'earliest'}), brokers([3, 9, -1])), ['3']);
  });

  it('are those of the group where it has one', async () => {
    const of = positions({group: 'g'});
    assert.deepEqual(await starts(of, brokers([0, 9, 4], [0, 9, -1], [0, 9, -2])), ['4', '9', '9']);
    const found = await of.find(brokers([0, 9, 4], [0, 9, -1]));
    assert.deepEqual(
      [...found.values()].map(({committed}) => committed),
      [true, false],
    );
  });

  it('of the group do not count for who reads alone', async () => {
    assert.deepEqual(await starts(positions(), brokers([0, 9, 4])), ['9']);
  });

  it('go on after a lost connection where they were, not at what is the end by then', async () => {
    const of = positions();
    await of.find(brokers([0, 9, -1], [0, 9, -1]));
    of.note(0, 12n);
    assert.deepEqual(await starts(of, brokers([0, 20, -1], [0, 20, -1])), ['12', '9']);
  });

  it('are the further one of our own and the group’s', async () => {
    const of = positions({group: 'g'});
    await of.find(brokers([0, 9, 2], [0, 9, 2]));
    of.note(0, 8n);
    of.note(1, 3n);
    assert.deepEqual(await starts(of, brokers([0, 9, 5], [0, 9, 5])), ['8', '5']);
  });

  it('begin at the start of a partition that was added since', async () => {
    const of = positions();
    await of.find(brokers([0, 9, -1]));
    assert.deepEqual(await starts(of, brokers([0, 9, -1], [0, 4, -1])), ['9', '0']);
  });

  it('tell how many records were deleted before them', async () => {
    const of = positions({group: 'g'});
    assert.deepEqual(await starts(of, brokers([60, 100, 10], [60, 100, 60])), ['60 lost 50', '60']);
  });

  it('beyond the end are those of a topic that was made anew', async () => {
    assert.deepEqual(await starts(positions({group: 'g'}), brokers([0, 5, 80])), ['0']);
  });
});
