import type {Admin, Consumer, EachBatchPayload, Kafka} from 'kafkajs';
import {Channel} from '../../streams/channel.ts';
import type {Clock} from '../../streams/clock.ts';
import {SilenceError, SourceError} from '../../streams/errors.ts';
import type {PartitionStream, RawRecord} from '../partitioned.ts';
import {type ClientLog, openClient} from './client.ts';
import {Commits} from './commits.ts';
import {kafkaError} from './kafka-error.ts';
import {Lane, type LaneState} from './lane.ts';
import type {Positions} from './positions.ts';
import {requireTopic} from './require-topic.ts';
import {Sockets} from './sockets.ts';

export interface SessionOptions {
  readonly brokers: readonly string[];
  readonly topic: string;
  readonly group: string;
  /** Whether the group's positions are kept at the brokers. */
  readonly keepPositions: boolean;
  readonly positions: Positions;
  readonly nextEpoch: () => number;
  readonly clientId: string;
  readonly highBytes: number;
  readonly lowBytes: number;
  readonly clock: Clock;
  readonly log?: ClientLog | undefined;
}

const commitEveryMs = 1000;
/** A session that fetched nothing, not even nothing, for so long is dead. Longer than any rebalance takes. */
const silenceMs = 60_000;
/** How long leaving the group may take before the sockets are cut, in milliseconds. */
const closeMs = 3000;
/** Bytes of a fetch: of one partition, and of all on one broker. */
const maxBytesPerPartition = 1 << 20;
const maxBytes = 8 << 20;

/** One membership in a consumer group, from joining to leaving or to the first thing that kafkajs does not get over. */
export class Session implements AsyncDisposable {
  readonly #options: SessionOptions;
  readonly #sockets = new Sockets();
  readonly #commits: Commits;
  /** The newest assignment alone: the streams of those before it have ended. */
  readonly #assignments = new Channel<readonly PartitionStream<RawRecord>[]>({
    capacity: 1,
    policy: {latest: () => 'newest'},
  });
  readonly #closing = new AbortController();
  #consumer: Consumer | undefined;
  #closed: Promise<void> | undefined;
  #epoch = 0;
  /** Ends the streams of the current assignment. */
  #fence = new AbortController();
  #lanes: ReadonlyMap<number, Lane> = new Map();
  #commitOnce: EachBatchPayload['commitOffsetsIfNecessary'] | undefined;
  #heardMs: number;

  constructor(options: SessionOptions) {
    this.#options = options;
    this.#heardMs = options.clock.now();
    this.#commits = new Commits({
      write: offsets => this.#write(offsets),
      onFailure: error => this.#fail(error),
    });
  }

  get lanes(): LaneState[] {
    return [...this.#lanes.values()].map(lane => lane.state);
  }

  /** Joins the group. Yields the streams at each assignment, until closed; throws a SourceError when it is over. */
  async *assignments(): AsyncGenerator<readonly PartitionStream<RawRecord>[], void, undefined> {
    this.#start().catch(error => this.#fail(error));
    for await (const batch of this.#assignments) yield batch.at(-1)!;
  }

  [Symbol.asyncDispose](): Promise<void> {
    return (this.#closed ??= this.#close());
  }

  async #start(): Promise<void> {
    const {topic, group, clock} = this.#options;
    const kafka = await openClient({
      ...this.#options,
      sockets: this.#sockets,
      onLog: (message, details) => this.#onLog(message, details),
    });
    const {signal} = this.#closing;
    await this.#ask(kafka, admin => requireTopic(admin, this.#options));
    if (signal.aborted) return;
    const consumer = kafka.consumer({
      groupId: group,
      allowAutoTopicCreation: false,
      sessionTimeout: 10_000,
      rebalanceTimeout: 20_000,
      heartbeatInterval: 1000,
      metadataMaxAge: 30_000,
      // Also how long it sleeps when everything is paused.
      maxWaitTimeInMs: 200,
      maxBytesPerPartition,
      maxBytes,
      // kafkajs would start again by itself, unseen and without its pauses; only a coordinator that is itself just
      // starting, as at a cluster's very first group, is worth another try.
      retry: {restartOnFailure: async error => isLoading(error)},
    });
    this.#consumer = consumer;
    const {GROUP_JOIN, REBALANCING, CRASH, FETCH} = consumer.events;
    consumer.on(GROUP_JOIN, ({payload}) => this.#join(kafka, payload.memberAssignment[topic] ?? []));
    consumer.on(REBALANCING, () => this.#leave());
    consumer.on(CRASH, ({payload}) => {
      if (!payload.restart) this.#fail(payload.error);
    });
    consumer.on(FETCH, () => (this.#heardMs = clock.now()));
    await consumer.connect();
    // From the beginning: what kafkajs falls back on where the broker no longer has a position.
    await consumer.subscribe({topics: [topic], fromBeginning: true});
    if (signal.aborted) return;
    void this.#watch();
    await consumer.run({
      autoCommit: false,
      eachBatchAutoResolve: false,
      // Never throws and never waits: an error of some kinds would end the consumer in silence, a wait would hold up
      // every partition of the broker.
      eachBatch: async payload => this.#take(payload),
    });
  }

  /** A new assignment: none of the partitions is fetched until it is known where to begin. */
  #join(kafka: Kafka, partitions: readonly number[]): void {
    // kafkajs does not announce every rebalance; what is still due now belongs to a generation that is over.
    this.#fence.abort();
    this.#commits.reset();
    this.#epoch = this.#options.nextEpoch();
    this.#fence = new AbortController();
    this.#lanes = new Map();
    if (this.#closing.signal.aborted) return;
    this.#pause(partitions, true);
    this.#open(kafka, partitions, this.#epoch).catch(error => this.#fail(error));
  }

  /** The partitions are about to be taken. What is dealt with is written while they are still ours. */
  #leave(): void {
    void this.#commits.flush();
    this.#fence.abort();
  }

  async #open(kafka: Kafka, partitions: readonly number[], epoch: number): Promise<void> {
    const {topic, keepPositions, positions} = this.#options;
    const starts = await this.#ask(kafka, admin => positions.find(admin));
    const {signal} = this.#fence;
    if (epoch !== this.#epoch || signal.aborted) return;
    const lanes = new Map<number, Lane>();
    for (const partition of partitions) {
      const start = starts.get(partition);
      if (!start)
        throw new SourceError(`partition ${partition} of the topic "${topic}" is not there any more`);
      this.#consumer?.seek({topic, partition, offset: String(start.offset)});
      lanes.set(partition, this.#lane(partition, start.offset, start.lost, signal));
      positions.note(partition, start.offset);
      // So that a member which comes later begins there too, though nothing has come yet.
      if (keepPositions && !start.committed) this.#commits.add(partition, start.offset);
    }
    this.#lanes = lanes;
    this.#pause(partitions, false);
    void this.#assignments.push([[...lanes.values()]]);
  }

  #lane(partition: number, position: bigint, lost: bigint, signal: AbortSignal): Lane {
    const {topic, keepPositions, positions, highBytes, lowBytes} = this.#options;
    return new Lane({
      topic,
      partition,
      epoch: this.#epoch,
      signal,
      position,
      lost,
      highBytes,
      lowBytes,
      onPause: paused => this.#pause([partition], paused),
      onCommit: nextOffset => {
        positions.note(partition, nextOffset);
        if (keepPositions) this.#commits.add(partition, nextOffset);
      },
    });
  }

  /** A fetched batch into its lane. One that belongs nowhere is not resolved, and so is fetched again. */
  #take({batch, resolveOffset, isStale, commitOffsetsIfNecessary}: EachBatchPayload): void {
    const lane = this.#lanes.get(batch.partition);
    if (!lane || lane.signal.aborted || isStale()) return;
    this.#commitOnce = commitOffsetsIfNecessary;
    const records = batch.messages.map(
      ({offset, timestamp, key, value}): RawRecord => ({
        offset: BigInt(offset),
        timeMs: Number(timestamp),
        key,
        value,
      }),
    );
    const lastOffset = batch.lastOffset();
    lane.push(records, BigInt(lastOffset) + 1n, BigInt(batch.highWatermark));
    resolveOffset(lastOffset);
  }

  #pause(partitions: readonly number[], paused: boolean): void {
    if (partitions.length === 0 || this.#closing.signal.aborted) return;
    const which = [{topic: this.#options.topic, partitions: [...partitions]}];
    if (paused) this.#consumer?.pause(which);
    else this.#consumer?.resume(which);
  }

  async #write(offsets: readonly {readonly partition: number; readonly offset: string}[]): Promise<void> {
    const {topic} = this.#options;
    // Once, with the generation of now. `commitOffsets` would try again, with whatever generation it is by then.
    if (this.#commitOnce) await this.#commitOnce({topics: [{topic, partitions: [...offsets]}]});
    else await this.#consumer?.commitOffsets(offsets.map(one => ({topic, ...one})));
  }

  /** The commits of each second, and the proof of life. */
  async #watch(): Promise<void> {
    const {clock, brokers} = this.#options;
    const {signal} = this.#closing;
    for (;;) {
      await clock.sleep(commitEveryMs, signal);
      if (signal.aborted) return;
      if (!this.#fence.signal.aborted) void this.#commits.flush();
      if (clock.now() - this.#heardMs > silenceMs) {
        const sentence = `nothing was heard from ${brokers.join(', ')} for ${silenceMs / 1000} s`;
        this.#fail(new SilenceError(sentence, this.#heardMs));
      }
    }
  }

  async #ask<T>(kafka: Kafka, question: (admin: Admin) => Promise<T>): Promise<T> {
    const admin = kafka.admin();
    try {
      await admin.connect();
      return await question(admin);
    } finally {
      await admin.disconnect();
    }
  }

  /** kafkajs tells nobody in another way that it could not go on from a position. */
  #onLog(message: string, {partition}: Readonly<Record<string, unknown>>): void {
    if (message.startsWith('Offset out of range, resetting')) this.#lanes.get(Number(partition))?.leap();
  }

  #fail(error: unknown): void {
    if (this.#closing.signal.aborted) return;
    this.#assignments.fail(kafkaError(error, this.#options));
    this.#fence.abort();
  }

  async #close(): Promise<void> {
    const {clock} = this.#options;
    this.#closing.abort();
    this.#fence.abort();
    this.#assignments.close();
    // Who is not a member yet has nothing to commit and nothing to leave.
    if (this.#epoch > 0) {
      const left = new AbortController();
      const leaving = this.#leaveGroup().finally(() => left.abort());
      await Promise.race([leaving, clock.sleep(closeMs, left.signal)]);
    }
    this.#sockets[Symbol.dispose]();
  }

  async #leaveGroup(): Promise<void> {
    await this.#commits.flush();
    await this.#consumer?.disconnect().catch(() => {});
  }
}

function isLoading(error: Error): boolean {
  return (error as {type?: string}).type === 'GROUP_LOAD_IN_PROGRESS';
}
