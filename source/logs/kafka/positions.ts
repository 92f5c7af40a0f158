import type {Admin} from 'kafkajs';

export interface PositionsOptions {
  readonly topic: string;
  /** Whose committed positions count; undefined: nobody's. */
  readonly group: string | undefined;
  readonly from: 'earliest' | 'latest';
}

/** Where reading a partition begins. */
export interface Start {
  readonly offset: bigint;
  /** Records before `offset` that were due, and that the broker no longer has. */
  readonly lost: bigint;
  /** Whether the group has a position there. */
  readonly committed: boolean;
}

interface Range {
  readonly low: bigint;
  readonly high: bigint;
}

/**
 * Where to go on in each partition, over rebalances and lost connections. Where there is neither a committed position
 * nor one of our own, that is where `from` pointed when this was first asked, not where it points now: what was
 * written while the connection was lost is read.
 */
export class Positions {
  readonly #options: PositionsOptions;
  readonly #dealtWith = new Map<number, bigint>();
  /** The partitions as they were at first. */
  #first: ReadonlyMap<number, Range> | undefined;

  constructor(options: PositionsOptions) {
    this.#options = options;
  }

  /** Everything before `nextOffset` is dealt with. */
  note(partition: number, nextOffset: bigint): void {
    this.#dealtWith.set(partition, nextOffset);
  }

  /** Asks the brokers, and returns where to begin in each partition of the topic. */
  async find(admin: Pick<Admin, 'fetchTopicOffsets' | 'fetchOffsets'>): Promise<ReadonlyMap<number, Start>> {
    const {topic, group} = this.#options;
    const offsets = await admin.fetchTopicOffsets(topic);
    const ranges = new Map(
      offsets.map(({partition, low, high}) => [partition, {low: BigInt(low), high: BigInt(high)}]),
    );
    this.#first ??= ranges;
    const committed = new Map<number, bigint>();
    if (group !== undefined) {
      const [kept] = await admin.fetchOffsets({groupId: group, topics: [topic]});
      for (const {partition, offset} of kept?.partitions ?? []) {
        // -1 is none; kafkajs also writes -2 where a position fell out of the broker's range.
        if (BigInt(offset) >= 0n) committed.set(partition, BigInt(offset));
      }
    }
    return new Map(
      [...ranges].map(([partition, range]) => [
        partition,
        this.#start(partition, range, committed.get(partition)),
      ]),
    );
  }

  #start(partition: number, {low, high}: Range, committed: bigint | undefined): Start {
    const own = this.#dealtWith.get(partition);
    let offset = this.#begin(partition, low);
    if (own !== undefined || committed !== undefined) offset = max(own ?? 0n, committed ?? 0n);
    // Beyond its end: the topic was made anew.
    if (offset > high) offset = low;
    const lost = offset < low ? low - offset : 0n;
    return {offset: offset + lost, lost, committed: committed !== undefined};
  }

  /** A partition that was added since is read from its start. */
  #begin(partition: number, low: bigint): bigint {
    const first = this.#first?.get(partition);
    return first === undefined ? low : this.#options.from === 'latest' ? first.high : first.low;
  }
}

function max(one: bigint, other: bigint): bigint {
  return one > other ? one : other;
}
