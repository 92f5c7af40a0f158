import {randomUUID} from 'node:crypto';
import {type Clock, systemClock} from '../streams/clock.ts';
import type {ClientLog} from './kafka/client.ts';
import type {LaneState} from './kafka/lane.ts';
import {Positions} from './kafka/positions.ts';
import {Session} from './kafka/session.ts';
import type {ConsumeOptions, PartitionedSource, PartitionStream, RawRecord} from './partitioned.ts';

export interface KafkaLogOptions {
  /** As HOST:PORT. */
  readonly brokers: readonly string[];
  readonly topic: string;
  /** How it names itself to the brokers. Default `tailrace`. */
  readonly clientId?: string;
  /** A partition of which so many bytes wait to be read is fetched no further. Default 4 MiB. */
  readonly highBytes?: number;
  /** It is fetched again when no more than this many wait. Default half of `highBytes`. */
  readonly lowBytes?: number;
  readonly clock?: Clock;
  /** Where the Kafka client's own log goes. Default nowhere. */
  readonly log?: ClientLog | undefined;
}

export type {ClientLog, LaneState};

/**
 * A Kafka topic, through kafkajs (which speaks the classic group protocol only: every rebalance takes all partitions
 * from all members). Each partition is fetched at the pace of its own reader: a slow one is paused, and no other is
 * held up. In memory there is for each partition `highBytes` and one fetch (1 MiB packed) at the most.
 *
 * At least once: positions are written to the brokers each second, so that after a crash or a rebalance what was
 * committed within the last second may come again, and nothing is left out. Without a group they are kept in this
 * object, for as long as it lives.
 */
export class KafkaLog implements PartitionedSource<RawRecord> {
  readonly #options: KafkaLogOptions;
  #positions: {readonly key: string; readonly of: Positions} | undefined;
  #session: Session | undefined;
  #epoch = 0;

  constructor(options: KafkaLogOptions) {
    const {highBytes = 4 << 20, lowBytes = highBytes / 2} = options;
    if (!(highBytes > 0 && lowBytes >= 0 && lowBytes <= highBytes)) {
      throw new RangeError(`lowBytes is between 0 and highBytes, not ${lowBytes} of ${highBytes}`);
    }
    this.#options = options;
  }

  /** How each partition stands that is assigned to us now. */
  get partitions(): readonly LaneState[] {
    return this.#session?.lanes ?? [];
  }

  /**
   * The streams of the partitions at each assignment: all that we have then, and none for a member that is left over.
   * One consumer at a time. Throws a SourceError where no broker answers, where there is no such topic, and when the
   * connection is lost for longer than the client's own few attempts: consume again, and it goes on where it was.
   */
  async *consume({
    signal,
    group,
    from = 'latest',
  }: ConsumeOptions): AsyncGenerator<readonly PartitionStream<RawRecord>[], void, undefined> {
    if (signal.aborted) return;
    const {brokers, topic, clientId = 'tailrace', clock = systemClock, log} = this.#options;
    const {highBytes = 4 << 20, lowBytes = highBytes / 2} = this.#options;
    const session = new Session({
      brokers,
      topic,
      // A new one each time: a member that was cut off would keep its partitions until the broker misses it.
      group: group ?? `tailrace-${randomUUID()}`,
      keepPositions: group !== undefined,
      positions: this.#positionsOf({topic, group, from}),
      nextEpoch: () => ++this.#epoch,
      clientId,
      highBytes,
      lowBytes,
      clock,
      log,
    });
    const close = () => void session[Symbol.asyncDispose]();
    signal.addEventListener('abort', close, {once: true});
    this.#session = session;
    try {
      yield* session.assignments();
    } finally {
      signal.removeEventListener('abort', close);
      this.#session = undefined;
      await session[Symbol.asyncDispose]();
    }
  }

  #positionsOf(options: ConstructorParameters<typeof Positions>[0]): Positions {
    const key = JSON.stringify(options);
    if (this.#positions?.key !== key) this.#positions = {key, of: new Positions(options)};
    return this.#positions.of;
  }
}
