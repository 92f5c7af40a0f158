/** What a source of partitioned logs yields: a batch of one partition's records, in their order. */
export interface PartitionBatch<R> {
  readonly records: readonly R[];
  /** The offset after the last record: what to commit once all of them are dealt with. */
  readonly nextOffset: bigint;
  /** The offset that the next record written to the partition will get; less `nextOffset` it is the lag. */
  readonly highWatermark: bigint;
  /** Records before these that were no longer kept when they were due: too slow a reader. */
  readonly lost: bigint;
}

/**
 * One partition, for as long as it is assigned to us. Iterate it once. It ends, without an error, when `signal`
 * aborts: taken from us, crashed, or closed.
 */
export interface PartitionStream<R> extends AsyncIterable<PartitionBatch<R>> {
  readonly topic: string;
  readonly partition: number;
  /** Grows with every assignment of the group: what an older one commits is ignored. */
  readonly epoch: number;
  readonly signal: AbortSignal;
  /** Everything before this offset is dealt with. Never goes back; ignored once `signal` has aborted. */
  commit(nextOffset: bigint): void;
}

export interface ConsumeOptions {
  readonly signal: AbortSignal;
  /** Positions are kept under this name, and belong to its newest consumer. Default: kept under none. */
  readonly group?: string;
  /** Where to begin without a committed position. Default `latest`. */
  readonly from?: 'earliest' | 'latest';
}

/**
 * A log in several partitions, such as a Kafka topic. Yields the streams of newly assigned partitions, a batch at
 * each assignment, until `signal` aborts. Partitions are independent: a slow reader of one holds up no other.
 */
export interface PartitionedSource<R> {
  consume(options: ConsumeOptions): AsyncIterable<readonly PartitionStream<R>[]>;
}

/** A record as a broker keeps it, before it is read. */
export interface RawRecord {
  readonly offset: bigint;
  /** When it was written, in milliseconds since the epoch. */
  readonly timeMs: number;
  readonly key: Buffer | null;
  readonly value: Buffer | null;
}
