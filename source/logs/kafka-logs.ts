import {setImmediate as turn} from 'node:timers/promises';
import {Channel} from '../streams/channel.ts';
import {type Clock, systemClock} from '../streams/clock.ts';
import type {Counters} from '../streams/counters.ts';
import {SourceError} from '../streams/errors.ts';
import {reconnect} from '../streams/reconnect.ts';
import {reject} from '../streams/reject.ts';
import type {Meta, Status} from '../streams/status.ts';
import type {StreamOptions} from '../streams/websocket-events.ts';
import {ValueReader} from './kafka/value-reader.ts';
import {type ClientLog, KafkaLog} from './kafka.ts';
import type {KafkaUrl} from './kafka-url.ts';
import type {PartitionBatch, PartitionStream, RawRecord} from './partitioned.ts';
import type {LogRecord} from './record.ts';

export interface KafkaLogsOptions extends StreamOptions {
  /** How it is named in status events and rejects: the URL without credentials. */
  readonly source: string;
  readonly log?: ClientLog | undefined;
}

/** Records are read and handed on so many at a time, with a turn of the event loop after each. */
const chunkSize = 500;

/**
 * Log records from a Kafka topic as one stream, with what became of the connection and what could not be read among
 * them. Records of one partition stay in their order. They are committed as they are consumed: when the next batch is
 * asked for. A slow consumer is waited for, all the way back to the brokers.
 */
export async function* kafkaLogs(
  {brokers, topic, group, from}: KafkaUrl,
  {signal, clock = systemClock, failFast = false, counters, source, log}: KafkaLogsOptions,
): AsyncGenerator<(LogRecord | Meta)[], void, undefined> {
  const kafka = new KafkaLog({brokers, topic, clock, log});
  const connect = async (inner: AbortSignal) => {
    const over = new AbortController();
    const assignments = kafka.consume({
      signal: AbortSignal.any([inner, over.signal]),
      from,
      ...(group === undefined ? {} : {group}),
    });
    const first = await assignments.next();
    if (first.done) throw new SourceError('closed before it was connected');
    return deliver(first.value, assignments, over);
  };
  async function* deliver(
    first: readonly PartitionStream<RawRecord>[],
    assignments: AsyncGenerator<readonly PartitionStream<RawRecord>[]>,
    over: AbortController,
  ): AsyncGenerator<(LogRecord | Meta)[], void, undefined> {
    const channel = new Channel<Delivery>({capacity: 1, policy: 'wait'});
    const pumping = pumpAll(first, assignments, channel, source);
    try {
      for await (const deliveries of channel) {
        for (const delivery of deliveries) yield* read(delivery, {source, clock, counters});
      }
    } finally {
      over.abort();
      await channel.return();
      await pumping;
    }
  }
  for await (const batch of reconnect<LogRecord | Meta>(connect, {source, signal, clock, failFast})) {
    yield batch.map(event => (event.type === 'status' ? withoutGap(event) : event));
  }
}

/** A batch of a partition on its way. */
interface Delivery {
  readonly stream: PartitionStream<RawRecord>;
  readonly batch: PartitionBatch<RawRecord>;
  readonly reader: ValueReader;
}

/** The streams of one assignment after the other into the channel, each at its own pace, until the last one ends. */
async function pumpAll(
  first: readonly PartitionStream<RawRecord>[],
  assignments: AsyncGenerator<readonly PartitionStream<RawRecord>[]>,
  channel: Channel<Delivery>,
  source: string,
): Promise<void> {
  const pump = async (stream: PartitionStream<RawRecord>) => {
    const reader = new ValueReader(source, stream.partition);
    for await (const batch of stream) await channel.push([{stream, batch, reader}]);
  };
  const start = (streams: readonly PartitionStream<RawRecord>[]) => {
    for (const stream of streams) pump(stream).catch(error => channel.fail(error));
  };
  try {
    start(first);
    for await (const streams of assignments) start(streams);
    channel.close();
  } catch (error) {
    channel.fail(error);
  }
}

interface ReadOptions {
  readonly source: string;
  readonly clock: Clock;
  readonly counters: Counters | undefined;
}

async function* read(
  {stream, batch, reader}: Delivery,
  {source, clock, counters}: ReadOptions,
): AsyncGenerator<(LogRecord | Meta)[], void, undefined> {
  const {records, nextOffset, lost} = batch;
  if (lost > 0n && !stream.signal.aborted) {
    count(counters, Number(lost), 'dropped');
    const where = `partition ${stream.partition}, before offset ${records[0]?.offset ?? nextOffset}`;
    yield [
      reject(source, `${lost} records were deleted at the broker before they were read`, where, clock.now()),
    ];
  }
  for (let start = 0; start < records.length; start += chunkSize) {
    // Taken from us: whoever has it now gets these again, from the last commit on.
    if (stream.signal.aborted) return;
    const chunk = records.slice(start, start + chunkSize);
    count(counters, chunk.length, 'delivered');
    const nowMs = clock.now();
    yield chunk.map(record => reader.read(record, nowMs));
    const next = records[start + chunkSize];
    stream.commit(next?.offset ?? nextOffset);
    await turn();
  }
}

function count(counters: Counters | undefined, records: number, as: 'delivered' | 'dropped'): void {
  if (!counters) return;
  counters.received += records;
  counters[as] += records;
}

/** Nothing is missed while a connection is lost: reading goes on where it was. */
function withoutGap({missedSince: _, ...status}: Status): Status {
  return status;
}
