import {spawn} from 'node:child_process';
import {randomUUID} from 'node:crypto';
import {existsSync, readFileSync} from 'node:fs';
import {mkdir, rm} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {setTimeout as sleep} from 'node:timers/promises';
import {fileURLToPath} from 'node:url';
import type {Admin, CompressionTypes, Kafka, Producer} from 'kafkajs';
import {openClient} from '../../source/logs/kafka/client.ts';
import {Sockets} from '../../source/logs/kafka/sockets.ts';

/** A broker to test against, or why there is none: a reason to skip. */
export type Broker = {readonly address: string; readonly skip: false} | {readonly skip: string};

/** Fetching Kafka for the first time included. */
const waitMs = 300_000;

/**
 * The broker of this run of tests: the first of `KAFKA_BROKERS` where that is set, else Apache Kafka from Maven
 * Central, started once for all test files of the run and stopped after the last.
 */
export async function kafkaBroker(): Promise<Broker> {
  const given = process.env.KAFKA_BROKERS;
  if (given) return {address: given, skip: false};
  // Under `node --test` each file has a process of its own; the one that started them is the run.
  const run = process.env.NODE_TEST_CONTEXT === undefined ? process.pid : process.ppid;
  const folder = join(tmpdir(), `tailrace-kafka-of-run-${run}`);
  if (isAbandoned(folder)) await rm(folder, {recursive: true, force: true});
  const isFirst = await mkdir(folder).then(
    () => true,
    () => false,
  );
  if (isFirst) keep(run, folder);
  for (const deadline = Date.now() + waitMs; Date.now() < deadline; await sleep(100)) {
    const address = read(folder, 'address');
    if (address !== undefined) return {address, skip: false};
    const missing = read(folder, 'missing');
    if (missing !== undefined) return {skip: missing};
    const failure = read(folder, 'failure');
    if (failure !== undefined) throw new Error(failure);
  }
  throw new Error(`Kafka did not start within ${waitMs / 1000} s`);
}

function keep(run: number, folder: string): void {
  const program = fileURLToPath(new URL('keep-kafka.ts', import.meta.url));
  const {NODE_TEST_CONTEXT: _, ...env} = process.env;
  spawn(process.execPath, ['--import=tsx', program, String(run), folder], {
    cwd: fileURLToPath(new URL('../..', import.meta.url)),
    env,
    stdio: 'ignore',
    detached: true,
  }).unref();
}

/** Whether it was left behind by a run whose process id we have now. */
function isAbandoned(folder: string): boolean {
  const keeper = read(folder, 'keeper');
  if (keeper === undefined) return false;
  try {
    process.kill(Number(keeper), 0);
    return false;
  } catch {
    return true;
  }
}

function read(folder: string, name: string): string | undefined {
  const path = join(folder, name);
  return existsSync(path) ? readFileSync(path, 'utf8') : undefined;
}

export interface Message {
  readonly partition?: number;
  readonly key?: string;
  readonly value: string | Buffer | null;
}

/** Who makes topics and writes to them. */
export class Writer implements AsyncDisposable {
  readonly address: string;
  readonly admin: Admin;
  readonly #producer: Producer;
  readonly #sockets: Sockets;
  readonly #topics: string[] = [];

  private constructor(address: string, kafka: Kafka, sockets: Sockets) {
    this.address = address;
    this.#sockets = sockets;
    this.admin = kafka.admin();
    this.#producer = kafka.producer({allowAutoTopicCreation: false});
  }

  static async connect(address: string): Promise<Writer> {
    const sockets = new Sockets();
    const kafka = await openClient({brokers: address.split(','), sockets, clientId: 'tailrace-test'});
    const writer = new Writer(address, kafka, sockets);
    await writer.admin.connect();
    await writer.#producer.connect();
    return writer;
  }

  /** A new topic under a name that nobody else has. */
  async topic(
    name: string,
    partitions: number,
    config: Readonly<Record<string, string>> = {},
  ): Promise<string> {
    const topic = `${name}-${randomUUID().slice(0, 8)}`;
    await this.createTopic(topic, partitions, config);
    return topic;
  }

  async createTopic(topic: string, partitions: number, config: Readonly<Record<string, string>> = {}) {
    const configEntries = Object.entries(config).map(([key, value]) => ({name: key, value}));
    this.#topics.push(topic);
    await this.admin.createTopics({topics: [{topic, numPartitions: partitions, configEntries}]});
    // A partition that is not led yet makes kafkajs send all of a batch again, that of the others too.
    while (!(await this.#isLed(topic))) await sleep(50);
  }

  async #isLed(topic: string): Promise<boolean> {
    return this.admin.fetchTopicOffsets(topic).then(
      () => true,
      () => false,
    );
  }

  async send(topic: string, messages: readonly Message[], compression: CompressionTypes = 0): Promise<void> {
    await this.#producer.send({topic, messages: [...messages], compression, acks: -1});
  }

  /** As when they have become too old. */
  async deleteBefore(topic: string, offset: bigint): Promise<void> {
    // kafkajs finds the partition's leader only when it has heard of the topic before.
    await this.admin.fetchTopicOffsets(topic);
    await this.admin.deleteTopicRecords({topic, partitions: [{partition: 0, offset: String(offset)}]});
  }

  /** `kafka://` with this broker. */
  url(topic: string, query = ''): string {
    return `kafka://${this.address}/${topic}${query && `?${query}`}`;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    // A broker of our own goes with all its data.
    if (process.env.KAFKA_BROKERS) await this.admin.deleteTopics({topics: this.#topics}).catch(() => {});
    await Promise.allSettled([this.#producer.disconnect(), this.admin.disconnect()]);
    this.#sockets[Symbol.dispose]();
  }
}
