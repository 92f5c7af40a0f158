/**
 * A process that keeps one Kafka server for all test processes of a run, until the run is over however it ends:
 *   node keep-kafka.ts PID FOLDER
 * PID is the process whose end is the end of the run. Into FOLDER it writes `address`, or why there is none: `missing`
 * where Kafka cannot be had here, `failure` where it does not start. When PID has ended, the server, its data and
 * FOLDER go.
 */
import {rename, rm, writeFile} from 'node:fs/promises';
import {join} from 'node:path';
import {setTimeout as sleep} from 'node:timers/promises';
import {sentenceOf} from '../../source/streams/errors.ts';
import {MissingKafka} from './kafka-jars.ts';
import {KafkaServer} from './kafka-server.ts';

const [pid, folder = ''] = process.argv.slice(2);
const told = new AbortController();
for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP']) process.on(signal, () => told.abort());

async function tell(name: string, text: string): Promise<void> {
  await writeFile(join(folder, `${name}.part`), text);
  await rename(join(folder, `${name}.part`), join(folder, name));
}

function runIsOver(): boolean {
  try {
    process.kill(Number(pid), 0);
    return told.signal.aborted;
  } catch {
    return true;
  }
}

await writeFile(join(folder, 'keeper'), String(process.pid));
const server = await KafkaServer.start().catch(error =>
  error instanceof MissingKafka ? tell('missing', sentenceOf(error)) : tell('failure', String(error)),
);
if (server) await tell('address', server.address);
while (!runIsOver()) await sleep(300);
await server?.[Symbol.asyncDispose]();
await rm(folder, {recursive: true, force: true});
