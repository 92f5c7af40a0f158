import type {PartitionBatch, PartitionStream, RawRecord} from '../partitioned.ts';

export interface LaneOptions {
  readonly topic: string;
  readonly partition: number;
  readonly epoch: number;
  /** Aborts when the partition is taken from us, and when the session ends. */
  readonly signal: AbortSignal;
  /** The first offset to come. */
  readonly position: bigint;
  /** Records before `position` that the broker no longer has. */
  readonly lost: bigint;
  /** Over so many bytes it asks to be paused, and under `lowBytes` to be resumed. */
  readonly highBytes: number;
  readonly lowBytes: number;
  readonly onPause: (paused: boolean) => void;
  readonly onCommit: (nextOffset: bigint) => void;
}

/** How a partition stands. */
export interface LaneState {
  readonly partition: number;
  readonly bufferedRecords: number;
  readonly bufferedBytes: number;
  readonly paused: boolean;
  /** The offset after the last one fetched. */
  readonly position: bigint;
  /** Everything before it is dealt with. */
  readonly dealtWith: bigint;
  /** The offset that the next record written will get, as far as it is known. */
  readonly highWatermark: bigint;
}

interface Held {
  readonly batch: PartitionBatch<RawRecord>;
  readonly bytes: number;
}

/** What a record costs beside its key and its value, roughly, in bytes. */
const overheadBytes = 100;

/**
 * The batches of one partition between the fetching, which waits for nobody, and a reader at its own pace. Bounded:
 * it holds at most `highBytes` and one fetch, because it is not fetched for while it is paused.
 */
export class Lane implements PartitionStream<RawRecord> {
  readonly topic: string;
  readonly partition: number;
  readonly epoch: number;
  readonly signal: AbortSignal;
  readonly #options: LaneOptions;
  #held: Held[] = [];
  #bytes = 0;
  #records = 0;
  #paused = false;
  #position: bigint;
  #dealtWith: bigint;
  #highWatermark: bigint;
  #lost: bigint;
  #leaps = false;
  #wake = () => {};

  constructor(options: LaneOptions) {
    this.#options = options;
    this.topic = options.topic;
    this.partition = options.partition;
    this.epoch = options.epoch;
    this.signal = options.signal;
    this.#position = options.position;
    this.#dealtWith = options.position;
    this.#highWatermark = options.position;
    this.#lost = options.lost;
    this.signal.addEventListener('abort', () => this.#clear(), {once: true});
  }

  get state(): LaneState {
    return {
      partition: this.partition,
      bufferedRecords: this.#records,
      bufferedBytes: this.#bytes,
      paused: this.#paused,
      position: this.#position,
      dealtWith: this.#dealtWith,
      highWatermark: this.#highWatermark,
    };
  }

  /** Takes a fetched batch in, at once. What it already has of it is left out. */
  push(fetched: readonly RawRecord[], nextOffset: bigint, highWatermark: bigint): void {
    if (this.signal.aborted) return;
    const position = this.#position;
    const overlaps = fetched.length > 0 && fetched[0]!.offset < position;
    const records = overlaps ? fetched.filter(({offset}) => offset >= position) : fetched;
    const first = records[0];
    if (this.#leaps && first) {
      this.#lost += first.offset - position;
      this.#leaps = false;
    }
    if (highWatermark > this.#highWatermark) this.#highWatermark = highWatermark;
    if (nextOffset > position) this.#position = nextOffset;
    if (!first) return;
    let bytes = 0;
    for (const record of records) bytes += sizeOf(record);
    this.#held.push({batch: {records, nextOffset, highWatermark, lost: this.#lost}, bytes});
    this.#lost = 0n;
    this.#bytes += bytes;
    this.#records += records.length;
    if (!this.#paused && this.#bytes > this.#options.highBytes) this.#pause(true);
    this.#wake();
  }

  /** The broker no longer has what comes next: the records up to the next one to come are lost. */
  leap(): void {
    this.#leaps = true;
  }

  commit(nextOffset: bigint): void {
    const offset = nextOffset < this.#position ? nextOffset : this.#position;
    if (this.signal.aborted || offset <= this.#dealtWith) return;
    this.#dealtWith = offset;
    this.#options.onCommit(offset);
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<PartitionBatch<RawRecord>, void, undefined> {
    while (!this.signal.aborted) {
      const held = this.#held.shift();
      if (held === undefined) {
        const {promise, resolve} = Promise.withResolvers<void>();
        this.#wake = resolve;
        await promise;
        continue;
      }
      this.#bytes -= held.bytes;
      this.#records -= held.batch.records.length;
      if (this.#paused && this.#bytes <= this.#options.lowBytes) this.#pause(false);
      yield held.batch;
    }
  }

  #pause(paused: boolean): void {
    this.#paused = paused;
    this.#options.onPause(paused);
  }

  #clear(): void {
    this.#held = [];
    this.#bytes = 0;
    this.#records = 0;
    this.#wake();
  }
}

function sizeOf({key, value}: RawRecord): number {
  return overheadBytes + (key?.length ?? 0) + (value?.length ?? 0);
}
