import assert from 'node:assert/strict';
import {once} from 'node:events';
import {type AddressInfo, createServer, type Socket} from 'node:net';
import {after, before, describe, it} from 'node:test';
import {setTimeout as sleep} from 'node:timers/promises';
import {codecs} from '../../source/logs/kafka/codecs.ts';
import {KafkaLog} from '../../source/logs/kafka.ts';
import type {PartitionStream, RawRecord} from '../../source/logs/partitioned.ts';
import type {LogRecord} from '../../source/logs/record.ts';
import {kafkaBroker, type Message, Writer} from '../helpers/kafka.ts';
import {KafkaServer} from '../helpers/kafka-server.ts';
import {Reading} from '../helpers/reading.ts';
import {run} from '../helpers/run.ts';

const broker = await kafkaBroker();
const address = 'address' in broker ? broker.address : '';
const {skip} = broker;

describe('logs from a Kafka topic', {skip, timeout: 110_000}, () => {
  let writer: Writer;
  before(async () => {
    writer = await Writer.connect(address);
  });
  after(() => writer[Symbol.asyncDispose]());

  it('come from every partition, each record once and in its order', async () => {
    const topic = await writer.topic('four', 4);
    await using reading = new Reading(writer.url(topic, 'from=earliest'));
    for (let round = 0; round < 5; round++)
      await writer.send(topic, lines(1000, {partitions: 4, first: round * 1000}));
    await reading.until(({records}) => records.length >= 5000);
    await sleep(500);
    assert.deepEqual(reading.states, ['connecting', 'connected']);
    assert.equal(reading.records.length, 5000);
    for (const [partition, records] of byPartition(reading.records)) {
      assert.deepEqual(
        records.map(record => record.offset),
        Array.from({length: 1250}, (_, index) => String(index)),
        `partition ${partition}`,
      );
      assert.deepEqual(
        records.map(record => record.message),
        Array.from({length: 1250}, (_, index) => `line ${4 * index + partition}`),
      );
    }
  });

  it('are read in any format; what is not to be read is said, and nothing stops', async () => {
    const topic = await writer.topic('formats', 1);
    await using reading = new Reading(writer.url(topic, 'from=earliest'));
    await writer.send(topic, [
      {value: '{"time":"2026-11-22T10:11:12Z","level":"error","service":"pay","msg":"no funds"}'},
      {value: null, key: 'user-7'},
      {value: 'time=2026-11-22T10:11:13Z level=warn msg="slow card"'},
      {value: '{"broken'},
      {value: Buffer.from([0, 0, 0, 1, 2, 9, 9, 9])},
      {value: Buffer.from([9, 0, 9])},
      {value: ''},
      {value: '2026-11-22 10:11:14,000 ERROR it broke\n at pay.js:1\u001b[31m'},
      {value: 'x'.repeat(70_000)},
    ]);
    await reading.until(({records, rejects}) => records.length + rejects.length === 9);
    assert.deepEqual(
      reading.records.map(({offset, level, message}) => [offset, level, message.slice(0, 30)]),
      [
        ['0', 'error', 'no funds'],
        ['2', 'warn', 'slow card'],
        ['7', 'error', 'it broke  at pay.js:1'],
        ['8', 'info', 'x'.repeat(30)],
      ],
    );
    assert.equal(reading.records[3]!.fields?.cutBytes, 70_000 - 65_536);
    for (const [index, pattern] of [
      /tombstone.*partition 0, offset 1, key user-7/,
      /JSON/,
      /schema registry \(schema 258\)/,
      /binary value of 3 bytes/,
      /empty value/,
    ].entries()) {
      const {reason, sample} = reading.rejects[index]!;
      assert.match(`${reason}: ${sample}`, pattern);
    }
  });

  it('begin with what comes next, unless told otherwise', async () => {
    const topic = await writer.topic('latest', 2);
    await writer.send(topic, lines(100, {partitions: 2}));
    await using reading = new Reading(writer.url(topic));
    await reading.connected();
    await writer.send(topic, [{value: 'after'}]);
    await reading.until(({records}) => records.length > 0);
    assert.deepEqual(reading.messages, ['after']);
  });

  it('go on where the group was, also where it had read nothing yet', async () => {
    const topic = await writer.topic('resume', 3);
    const url = writer.url(topic, 'group=resume&from=latest');
    const first = await new Reading(url).connected();
    await sleep(1500);
    await first.stop();
    await writer.send(topic, lines(900, {partitions: 3}));
    const second = await new Reading(url).until(({records}) => records.length >= 900);
    await second.stop();
    await writer.send(topic, lines(300, {partitions: 3, first: 900}));
    await using third = new Reading(url);
    await third.until(({records}) => records.length >= 300);
    await sleep(300);
    assert.deepEqual([...second.messages, ...third.messages].sort(), expected(1200));
  });

  it('are shared between the members of a group, and nothing is lost when one joins and leaves', async () => {
    const topic = await writer.topic('members', 6);
    const url = writer.url(topic, 'group=members&from=earliest');
    const total = 6000;
    const writing = (async () => {
      for (let first = 0; first < total; first += 100) {
        await writer.send(topic, lines(100, {partitions: 6, first}));
        await sleep(100);
      }
    })();
    await using stays = new Reading(url);
    await stays.until(({records}) => records.length > 500);
    const visits = new Reading(url);
    await visits.until(({records}) => records.length > 500);
    const shared = new Set(visits.records.map(record => record.partition));
    await visits.stop();
    await writing;
    const seen = () => [...stays.messages, ...visits.messages];
    await stays.until(() => new Set(seen()).size >= total);
    assert.deepEqual([...new Set(seen())].sort(), expected(total));
    assert.equal(shared.size, 3, 'the visitor had half of the partitions');
    const duplicates = seen().length - total;
    assert.ok(duplicates < 500, `${duplicates} duplicates`);
  });

  it('wait for a slow reader of one partition, and for no other', async () => {
    const topic = await writer.topic('slow', 4);
    const value = 'x'.repeat(1000);
    for (let round = 0; round < 4; round++) {
      await writer.send(
        topic,
        Array.from({length: 4000}, (_, index) => ({partition: index % 4, value})),
      );
    }
    const kafka = new KafkaLog({
      brokers: address.split(','),
      topic,
      highBytes: 256 << 10,
      lowBytes: 64 << 10,
    });
    const abort = new AbortController();
    const consumer = kafka.consume({signal: abort.signal, from: 'earliest'});
    const {value: streams} = (await consumer.next()) as {value: readonly PartitionStream<RawRecord>[]};
    const counts = [0, 0, 0, 0];
    const read = async (stream: PartitionStream<RawRecord>) => {
      for await (const {records} of stream) {
        counts[stream.partition]! += records.length;
        if (counts[stream.partition] === 4000) return;
      }
    };
    await Promise.all(streams.filter(({partition}) => partition > 0).map(read));
    assert.deepEqual(counts, [0, 4000, 4000, 4000]);
    const [state] = kafka.partitions.filter(({partition}) => partition === 0);
    assert.equal(state!.paused, true);
    assert.equal(state!.highWatermark, 4000n);
    const oneFetch = 1.2 * (1 << 20);
    assert.ok(
      state!.bufferedBytes > 256 << 10 && state!.bufferedBytes < (256 << 10) + oneFetch,
      `${state!.bufferedBytes}`,
    );
    await read(streams.find(({partition}) => partition === 0)!);
    assert.equal(counts[0], 4000);
    abort.abort();
    assert.equal((await consumer.next()).done, true);
  });

  for (const [type, name] of [
    [0, 'uncompressed'],
    [1, 'gzip'],
    [2, 'snappy'],
    [3, 'lz4'],
    [4, 'zstd'],
  ] as const) {
    it(`are unpacked: ${name}, packed by us and by the broker`, async t => {
      const codec = codecs.get(type);
      const decompress = codec && t.mock.method(codec, 'decompress');
      // The broker leaves ours as it is; unpacks ours; packs anew with its own (Java) library.
      const topics = [
        await writer.topic(`${name}-kept`, 1),
        await writer.topic(`${name}-unpacked`, 1, {'compression.type': 'uncompressed'}),
        await writer.topic(`${name}-packed`, 1, {'compression.type': name}),
      ] as const;
      // Enough for several blocks of each format.
      const messages = lines(3000, {partitions: 1, padding: 'lorem ipsum dolor sit amet '.repeat(4)});
      for (const topic of topics.slice(0, 2)) await writer.send(topic, messages, type);
      await writer.send(topics[2], messages);
      for (const topic of topics) {
        decompress?.mock.resetCalls();
        await using reading = new Reading(writer.url(topic, 'from=earliest'));
        await reading.until(({records}) => records.length >= 3000);
        assert.deepEqual(
          reading.messages.map(message => /^line \d+/.exec(message)![0]),
          Array.from({length: 3000}, (_, index) => `line ${index}`),
        );
        if (decompress) assert.equal(decompress.mock.callCount() > 0, topic !== topics[1], topic);
      }
    });
  }

  it('that the broker deleted before they were read are counted', async () => {
    const topic = await writer.topic('deleted', 1);
    const url = writer.url(topic, 'group=deleted&from=earliest');
    await writer.send(topic, lines(10, {partitions: 1}));
    const first = await new Reading(url).until(({records}) => records.length === 10);
    await first.stop();
    await writer.send(topic, lines(90, {partitions: 1, first: 10}));
    await writer.deleteBefore(topic, 60n);
    await using second = new Reading(url);
    await second.until(({records}) => records.length === 40);
    assert.match(second.rejects[0]!.reason, /^50 records were deleted at the broker before they were read/);
    assert.deepEqual([second.rejects.length, second.messages[0]], [1, 'line 60']);
  });

  it('that the broker deleted under a slow reader are counted', async () => {
    const topic = await writer.topic('overtaken', 1);
    const send = () =>
      writer.send(
        topic,
        Array.from({length: 1000}, () => ({value: 'x'.repeat(1000)})),
      );
    for (let round = 0; round < 4; round++) await send();
    const kafka = new KafkaLog({brokers: address.split(','), topic, highBytes: 1000, lowBytes: 0});
    const abort = new AbortController();
    const consumer = kafka.consume({signal: abort.signal, from: 'earliest'});
    const [stream] = ((await consumer.next()) as {value: readonly PartitionStream<RawRecord>[]}).value;
    while (!kafka.partitions[0]!.paused) await sleep(50);
    const read = kafka.partitions[0]!.position;
    assert.ok(read < 4000n);
    await writer.deleteBefore(topic, 4000n);
    await send();
    let count = 0n;
    let lost = 0n;
    for await (const batch of stream!) {
      count += BigInt(batch.records.length);
      lost += batch.lost;
      if (batch.nextOffset === 5000n) break;
    }
    assert.deepEqual([count, lost], [read + 1000n, 4000n - read]);
    abort.abort();
    assert.equal((await consumer.next()).done, true);
  });

  it('fail with a sentence where there is no such topic', async () => {
    await writer.topic('0-is-there', 1);
    const reading = new Reading(writer.url('not-there'), {failFast: true});
    const {name, message} = await reading.failure();
    assert.equal(name, 'SourceError');
    assert.match(
      message,
      /^there is no topic "not-there" at 127\.0\.0\.1:\d+; check its name, or create it \(there are 0-is-there-/,
    );
  });

  it('come as soon as the topic is created, to who waits for it', async () => {
    const topic = `later-${Date.now()}`;
    await using reading = new Reading(writer.url(topic, 'from=earliest'));
    await reading.until(({states}) => states.includes('lost'));
    await writer.createTopic(topic, 1);
    await writer.send(topic, [{value: 'here'}]);
    await reading.until(({records}) => records.length === 1);
    assert.match(reading.statuses.find(({state}) => state === 'lost')!.reason!, /there is no topic/);
  });

  it('leave no socket and no timer behind when they are aborted', async () => {
    const topic = await writer.topic('abort', 2);
    const before = resources();
    const reading = await new Reading(writer.url(topic, 'group=abort')).connected();
    await writer.send(topic, [{value: 'one'}]);
    await reading.until(({records}) => records.length === 1);
    assert.notDeepEqual(resources(), before);
    await reading.stop();
    await settled(before);
    const {groups} = await writer.admin.describeGroups(['abort']);
    assert.equal(groups[0]!.members.length, 0, 'it has left the group');
  });

  it('are printed by the headless twin as JSON lines', async () => {
    const topic = await writer.topic('twin', 2);
    await using twin = await run(['logs', writer.url(topic), '--json']);
    await twin.until(({stderr}) => stderr.includes('connected'));
    await writer.send(topic, lines(100, {partitions: 2}));
    await twin.until(({lines}) => lines.length === 100);
    const records = twin.lines.map(line => JSON.parse(line) as LogRecord);
    assert.deepEqual(records.map(({message}) => message).sort(), expected(100));
    assert.deepEqual(Object.keys(records[0]!), [
      'type',
      'time',
      'level',
      'service',
      'message',
      'partition',
      'offset',
    ]);
    twin.signal('SIGINT');
    assert.equal(await twin.exit(), 130);
  });
});

describe('a Kafka broker', {timeout: 110_000}, () => {
  it('that is killed and comes back is read on by itself, and nothing is lost', {
    skip: skip || (process.env.KAFKA_BROKERS ? 'the broker is not ours to kill' : false),
  }, async () => {
    await using server = await KafkaServer.start();
    await using writer = await Writer.connect(server.address);
    const topic = await writer.topic('restart', 3);
    await using alone = await new Reading(writer.url(topic)).connected();
    await using member = await new Reading(writer.url(topic, 'group=restart')).connected();
    const readings = [alone, member];
    await writer.send(topic, lines(600, {partitions: 3}));
    for (const reading of readings) await reading.until(({records}) => records.length === 600);
    await server.kill();
    for (const reading of readings) await reading.until(({states}) => states.at(-1) === 'lost');
    await server.resume();
    await using again = await Writer.connect(server.address);
    await again.send(topic, lines(600, {partitions: 3, first: 600}));
    for (const reading of readings) {
      await reading.until(({records}) => new Set(records.map(place)).size === 1200, 60_000);
      assert.deepEqual([...new Set(reading.messages)].sort(), expected(1200));
      assert.equal(reading.states.at(-1), 'connected');
      assert.ok(reading.statuses.every(({missedSince}) => missedSince === undefined));
      assert.match(reading.statuses.find(({state}) => state === 'lost')!.reason!, /127\.0\.0\.1/);
    }
    assert.equal(alone.records.length, 1200, 'who reads alone knows exactly where it was');
  });

  it('that cannot be reached is named', async () => {
    const server = await listen(() => {});
    await server[Symbol.asyncDispose]();
    const reading = new Reading(`kafka://${server.address}/topic`, {failFast: true});
    const {name, message} = await reading.failure();
    assert.equal(name, 'SourceError');
    assert.match(
      message,
      new RegExp(`^no Kafka broker answers at ${server.address} \\(connect ECONNREFUSED`),
    );
  });

  it('that is none is said to be none', async () => {
    await using server = await listen(socket => socket.once('data', () => socket.end()));
    const reading = new Reading(`kafka://${server.address}/topic`, {failFast: true});
    assert.match((await reading.failure()).message, /closed the connection; .*check that a Kafka broker/);
  });

  it('that does not answer is not waited for after the abort', async () => {
    await using server = await listen(() => {});
    const before = resources();
    const reading = new Reading(`kafka://${server.address}/topic`);
    await server.connected;
    const started = performance.now();
    await reading.stop();
    assert.ok(performance.now() - started < 500);
    assert.deepEqual(reading.states, ['connecting']);
    await settled(before);
  });
});

/** A server that is no broker. */
async function listen(onSocket: (socket: Socket) => void) {
  const connected = Promise.withResolvers<void>();
  const sockets = new Set<Socket>();
  const server = createServer(socket => {
    sockets.add(socket);
    socket.on('error', () => {}).on('close', () => sockets.delete(socket));
    onSocket(socket);
    connected.resolve();
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    address: `127.0.0.1:${(server.address() as AddressInfo).port}`,
    connected: connected.promise,
    async [Symbol.asyncDispose]() {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}

interface LinesOptions {
  readonly partitions: number;
  readonly first?: number;
  readonly padding?: string;
}

/** So many numbered lines, dealt out to the partitions in turn. */
function lines(count: number, {partitions, first = 0, padding = ''}: LinesOptions): Message[] {
  return Array.from({length: count}, (_, index) => ({
    partition: (first + index) % partitions,
    value: `line ${first + index}${padding && ` ${padding}`}`,
  }));
}

function expected(count: number): string[] {
  return Array.from({length: count}, (_, index) => `line ${index}`).sort();
}

function byPartition(records: readonly LogRecord[]): Map<number, LogRecord[]> {
  return Map.groupBy(records, record => record.partition);
}

function place({partition, offset}: LogRecord): string {
  return `${partition}/${offset}`;
}

/** Sockets and timers that keep the process alive. */
function resources(): number {
  return process.getActiveResourcesInfo().filter(name => /^(TCP|Timeout|Pipe)/.test(name)).length;
}

async function settled(before: number): Promise<void> {
  for (let tries = 0; tries < 100 && resources() > before; tries++) await sleep(50);
  assert.ok(resources() <= before, `left: ${process.getActiveResourcesInfo()}`);
}
