import {merge} from '../streams/merge.ts';
import type {ConsumeOptions, PartitionBatch, PartitionedSource, PartitionStream} from './partitioned.ts';
import type {LogRecord} from './record.ts';

/** A log record that has no place in a log yet. */
export type LogEntry = Omit<LogRecord, 'partition' | 'offset'>;

export interface EmbeddedLogOptions {
  /** Default 4. */
  readonly partitions?: number;
  /** Records kept in each partition; the oldest fall out. Default 10,000. */
  readonly capacityPerPartition?: number;
  /** Names it in its streams. Default `logs`. */
  readonly topic?: string;
  /** Records in a batch at the most. Default 500. */
  readonly batchSize?: number;
}

interface Group {
  epoch: number;
  /** Ends the streams of the current epoch. */
  fence: AbortController;
  readonly committed: Map<number, number>;
}

/**
 * A partitioned log in memory, with bounded retention: what a broker is to many processes, within one.
 * Writers never wait. Readers keep their own positions, and are told when records fell out before they came.
 */
export class EmbeddedLog implements PartitionedSource<LogRecord>, AsyncDisposable {
  readonly topic: string;
  readonly #partitions: readonly Partition[];
  readonly #batchSize: number;
  readonly #groups = new Map<string, Group>();
  readonly #closed = new AbortController();

  constructor(options: EmbeddedLogOptions = {}) {
    const {partitions = 4, capacityPerPartition = 10_000, topic = 'logs', batchSize = 500} = options;
    for (const [name, value] of Object.entries({partitions, capacityPerPartition, batchSize})) {
      if (!Number.isInteger(value) || value < 1) {
        throw new RangeError(`${name} is a whole number from 1 up, not ${value}`);
      }
    }
    this.topic = topic;
    this.#batchSize = batchSize;
    this.#partitions = Array.from({length: partitions}, () => new Partition(capacityPerPartition));
  }

  /** The offset that the next record of each partition will get. */
  get highWatermarks(): readonly bigint[] {
    return this.#partitions.map(one => BigInt(one.next));
  }

  /** Writes to the partition of `key` (the same key always to the same) and returns the record as kept. */
  append(key: string, entry: LogEntry): LogRecord {
    const index = hash(key) % this.#partitions.length;
    const partition = this.#partitions[index]!;
    const record = {...entry, partition: index, offset: String(partition.next)};
    if (!this.#closed.signal.aborted) partition.append(record);
    return record;
  }

  /** The offset that `group` goes on from, for a partition that it committed in. */
  committed(group: string, partition: number): bigint | undefined {
    const offset = this.#groups.get(group)?.committed.get(partition);
    return offset === undefined ? undefined : BigInt(offset);
  }

  /**
   * All partitions at once, in one batch; then nothing more until the end. A group has one consumer: a second
   * one takes over, and the streams of the first end.
   */
  async *consume({
    signal,
    group: name,
    from = 'latest',
  }: ConsumeOptions): AsyncGenerator<readonly PartitionStream<LogRecord>[], void, undefined> {
    const group = this.#join(name);
    const left = new AbortController();
    const ends = AbortSignal.any([signal, left.signal, group.fence.signal, this.#closed.signal]);
    if (ends.aborted) return;
    const {epoch} = group;
    try {
      yield this.#partitions.map((partition, index): PartitionStream<LogRecord> => {
        const start = group.committed.get(index) ?? (from === 'latest' ? partition.next : partition.first);
        return {
          topic: this.topic,
          partition: index,
          epoch,
          signal: ends,
          commit: nextOffset => {
            if (ends.aborted) return;
            const offset = Math.min(Number(nextOffset), partition.next);
            if (offset > (group.committed.get(index) ?? -1)) group.committed.set(index, offset);
          },
          [Symbol.asyncIterator]: () => partition.read(start, this.#batchSize, ends),
        };
      });
      await aborted(ends);
    } finally {
      left.abort();
    }
  }

  /**
   * The records of all partitions as one stream, committed as they are consumed (when the next batch is asked
   * for). Records of one partition stay in their order; partitions take turns.
   */
  async *records(options: ConsumeOptions): AsyncGenerator<LogRecord[], void, undefined> {
    for await (const streams of this.consume(options)) {
      // Ends when every partition's stream has.
      yield* merge(
        streams.map(stream => () => committing(stream)),
        {signal: options.signal},
      );
      return;
    }
  }

  /** Ends every consumer. What is appended after goes nowhere. */
  async [Symbol.asyncDispose](): Promise<void> {
    this.#closed.abort();
  }

  #join(name: string | undefined): Group {
    const old = name === undefined ? undefined : this.#groups.get(name);
    const group: Group = old ?? {epoch: 0, fence: new AbortController(), committed: new Map()};
    if (name !== undefined) this.#groups.set(name, group);
    if (old) {
      old.fence.abort();
      old.fence = new AbortController();
    }
    group.epoch++;
    return group;
  }
}

async function* committing<R>(stream: PartitionStream<R>): AsyncGenerator<R[], void, undefined> {
  for await (const {records, nextOffset} of stream) {
    yield [...records];
    stream.commit(nextOffset);
  }
}

/** One partition: the newest records in a ring, and who waits for more. */
class Partition {
  readonly #ring: LogRecord[] = [];
  readonly #capacity: number;
  readonly #waiting = new Set<() => void>();
  /** The offset of the next record. */
  next = 0;

  constructor(capacity: number) {
    this.#capacity = capacity;
  }

  /** The offset of the oldest record kept. */
  get first(): number {
    return Math.max(0, this.next - this.#capacity);
  }

  append(record: LogRecord): void {
    this.#ring[this.next % this.#capacity] = record;
    this.next++;
    for (const wake of this.#waiting) wake();
    this.#waiting.clear();
  }

  async *read(
    start: number,
    batchSize: number,
    signal: AbortSignal,
  ): AsyncGenerator<PartitionBatch<LogRecord>, void, undefined> {
    let position = start;
    while (!signal.aborted) {
      if (position >= this.next) {
        await this.#more(signal);
        continue;
      }
      const lost = Math.max(0, this.first - position);
      position += lost;
      const end = Math.min(this.next, position + batchSize);
      const records: LogRecord[] = [];
      for (; position < end; position++) records.push(this.#ring[position % this.#capacity]!);
      yield {
        records,
        nextOffset: BigInt(position),
        highWatermark: BigInt(this.next),
        lost: BigInt(lost),
      };
    }
  }

  /** Waits for the next append, or for the abort. */
  async #more(signal: AbortSignal): Promise<void> {
    const {promise, resolve} = Promise.withResolvers<void>();
    const wake = () => resolve();
    this.#waiting.add(wake);
    signal.addEventListener('abort', wake, {once: true});
    await promise;
    signal.removeEventListener('abort', wake);
    this.#waiting.delete(wake);
  }
}

function aborted(signal: AbortSignal): Promise<void> {
  const {promise, resolve} = Promise.withResolvers<void>();
  if (signal.aborted) resolve();
  signal.addEventListener('abort', () => resolve(), {once: true});
  return promise;
}

/** FNV-1a over the key's UTF-16 code units: even over few keys, and the same on every machine. */
function hash(key: string): number {
  let value = 2166136261;
  for (let index = 0; index < key.length; index++) {
    value = Math.imul(value ^ key.charCodeAt(index), 16777619);
  }
  // Its low bits alone are weak for keys that differ in one place.
  return (value ^ (value >>> 15)) >>> 0;
}
