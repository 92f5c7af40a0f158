import {type ChildProcess, execFile, spawn} from 'node:child_process';
import {randomBytes} from 'node:crypto';
import {once} from 'node:events';
import {createWriteStream} from 'node:fs';
import {mkdtemp, readFile, rm, writeFile} from 'node:fs/promises';
import {type AddressInfo, createServer} from 'node:net';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {setTimeout as sleep} from 'node:timers/promises';
import {promisify} from 'node:util';
import kafkajs from 'kafkajs';
import {calmTimers} from '../../source/logs/kafka/calm-timers.ts';
import {kafkaJars} from './kafka-jars.ts';

const run = promisify(execFile);
const readyMs = 60_000;
calmTimers();

/** Apache Kafka, one node, in a process of its own, on free ports of the loopback. Goes with all its data. */
export class KafkaServer implements AsyncDisposable {
  /** HOST:PORT; the same after a restart. */
  readonly address: string;
  readonly #folder: string;
  readonly #jars: string;
  #java: ChildProcess | undefined;

  private constructor(folder: string, jars: string, port: number) {
    this.#folder = folder;
    this.#jars = jars;
    this.address = `127.0.0.1:${port}`;
  }

  /** Resolves when it answers. Rejects with a MissingKafka where it cannot be had here. */
  static async start(): Promise<KafkaServer> {
    const jars = await kafkaJars();
    for (let tries = 1; ; tries++) {
      try {
        return await KafkaServer.#start(jars);
      } catch (error) {
        // Another process may have taken a port in the meantime.
        if (tries === 3) throw error;
      }
    }
  }

  static async #start(jars: string): Promise<KafkaServer> {
    const folder = await mkdtemp(join(tmpdir(), 'tailrace-kafka-data-'));
    const [port, controllerPort] = await freePorts();
    const server = new KafkaServer(folder, jars, port);
    const config = join(folder, 'server.properties');
    try {
      await writeFile(config, properties(port, controllerPort, join(folder, 'data')));
      const format = ['kafka.tools.StorageTool', 'format', '-t', clusterId(), '-c', config];
      await run('java', [...server.#javaOptions, ...format]);
      await server.resume();
      return server;
    } catch (error) {
      await server[Symbol.asyncDispose]();
      throw error;
    }
  }

  /** Starts it again after `kill`, with the data that it has. Resolves when it answers. */
  async resume(): Promise<void> {
    const log = createWriteStream(join(this.#folder, 'kafka.log'), {flags: 'a'});
    await once(log, 'open');
    const args = [...this.#javaOptions, 'kafka.Kafka', join(this.#folder, 'server.properties')];
    const java = spawn('java', args, {stdio: ['ignore', log, log]});
    log.close();
    this.#java = java;
    const deadline = Date.now() + readyMs;
    while (!(await answers(this.address))) {
      if (java.exitCode !== null || Date.now() > deadline) {
        const said = await readFile(join(this.#folder, 'kafka.log'), 'utf8');
        throw new Error(`Kafka did not start: ${said.slice(-500)}`);
      }
      await sleep(100);
    }
  }

  /** As a power failure would end it. */
  async kill(): Promise<void> {
    const java = this.#java;
    this.#java = undefined;
    if (!java || java.exitCode !== null || java.signalCode !== null) return;
    java.kill('SIGKILL');
    await once(java, 'exit');
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.kill();
    await rm(this.#folder, {recursive: true, force: true, maxRetries: 5, retryDelay: 100});
  }

  get #javaOptions(): string[] {
    return [
      ...['-Xmx384m', '-XX:+UseSerialGC', '-XX:TieredStopAtLevel=1'],
      '-Dorg.slf4j.simpleLogger.defaultLogLevel=warn',
      ...['-cp', `${this.#jars}/*`],
    ];
  }
}

function clusterId(): string {
  const bytes = randomBytes(16);
  // Its first letter would else be a dash at times, which makes it an option.
  bytes[0]! &= 0x7f;
  return bytes.toString('base64url');
}

function properties(port: number, controllerPort: number, data: string): string {
  return Object.entries({
    'process.roles': 'broker,controller',
    'node.id': 1,
    'controller.quorum.voters': `1@127.0.0.1:${controllerPort}`,
    listeners: `PLAINTEXT://127.0.0.1:${port},CONTROLLER://127.0.0.1:${controllerPort}`,
    'advertised.listeners': `PLAINTEXT://127.0.0.1:${port}`,
    'controller.listener.names': 'CONTROLLER',
    'inter.broker.listener.name': 'PLAINTEXT',
    'log.dirs': data,
    'auto.create.topics.enable': false,
    'group.initial.rebalance.delay.ms': 0,
    // How long a node that was killed is taken to be alive: so long its restart waits.
    'broker.session.timeout.ms': 1000,
    'broker.heartbeat.interval.ms': 300,
    'offsets.topic.replication.factor': 1,
    'offsets.topic.num.partitions': 1,
    'transaction.state.log.replication.factor': 1,
    'transaction.state.log.num.partitions': 1,
    'transaction.state.log.min.isr': 1,
  })
    .map(([name, value]) => `${name}=${value}\n`)
    .join('');
}

/** Kafka cannot choose its ports by itself, so there is a moment in which another may take one of these. */
async function freePorts(): Promise<readonly [number, number]> {
  const servers = [createServer(), createServer()];
  const ports: number[] = [];
  for (const server of servers) {
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    ports.push((server.address() as AddressInfo).port);
  }
  for (const server of servers) {
    server.close();
    await once(server, 'close');
  }
  return [ports[0]!, ports[1]!];
}

async function answers(address: string): Promise<boolean> {
  const admin = new kafkajs.Kafka({
    brokers: [address],
    logCreator: () => () => {},
    retry: {retries: 0},
  }).admin();
  try {
    await admin.connect();
    return (await admin.describeCluster()).brokers.length > 0;
  } catch {
    return false;
  } finally {
    await admin.disconnect().catch(() => {});
  }
}
