import {execFile} from 'node:child_process';
import {existsSync} from 'node:fs';
import {mkdtemp, rename, rm, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {promisify} from 'node:util';

const run = promisify(execFile);

/** With another version, other jars are fetched. */
const kafkaVersion = '4.1.1';
const leastJava = 17;

const pom = `<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion>
  <groupId>tailrace.test</groupId><artifactId>kafka</artifactId><version>1</version><packaging>pom</packaging>
  <dependencies>
    <dependency><groupId>org.apache.kafka</groupId><artifactId>kafka_2.13</artifactId><version>${kafkaVersion}</version></dependency>
    <dependency><groupId>org.slf4j</groupId><artifactId>slf4j-simple</artifactId><version>1.7.36</version></dependency>
  </dependencies>
</project>
`;

/** There is no Kafka to be had on this machine: a reason to skip, where any other error is one to fail. */
export class MissingKafka extends Error {
  override name = 'MissingKafka';
}

/**
 * The folder of Apache Kafka's jars: fetched from Maven Central once, then kept for later runs. Rejects with a
 * MissingKafka that says what is missing here.
 */
export async function kafkaJars(): Promise<string> {
  await requireJava();
  const folder = join(tmpdir(), `tailrace-kafka-${kafkaVersion}`);
  if (existsSync(folder)) return folder;
  const work = await mkdtemp(`${folder}-`);
  try {
    await writeFile(join(work, 'pom.xml'), pom);
    const goal = 'org.apache.maven.plugins:maven-dependency-plugin:3.6.1:copy-dependencies';
    await run(
      'mvn',
      ['-q', '-B', goal, '-DincludeScope=runtime', `-DoutputDirectory=${join(work, 'jars')}`],
      {
        cwd: work,
        timeout: 240_000,
      },
    );
    await rename(join(work, 'jars'), folder).catch(error => {
      // Another process was faster.
      if (!existsSync(folder)) throw error;
    });
    return folder;
  } catch (error) {
    const {code, stdout = '', message} = error as {code?: unknown; stdout?: string; message: string};
    if (code === 'ENOENT') throw new MissingKafka('mvn is not installed, and Kafka comes from Maven Central');
    const why = /ERROR\S* (.*)/.exec(stdout)?.[1] ?? message;
    throw new MissingKafka(`Kafka ${kafkaVersion} could not be fetched from Maven Central: ${why}`);
  } finally {
    await rm(work, {recursive: true, force: true});
  }
}

async function requireJava(): Promise<void> {
  const {stderr} = await run('java', ['-version']).catch(() => ({stderr: ''}));
  const major = Number(/version "(\d+)/.exec(stderr)?.[1]);
  if (!(major >= leastJava))
    throw new MissingKafka(`Kafka needs Java ${leastJava} or newer, and it is not installed`);
}
