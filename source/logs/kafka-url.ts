import {UsageError} from '../streams/errors.ts';
import {publicUrl} from '../streams/public-url.ts';

/** Which topic of which Kafka cluster, read as which group. */
export interface KafkaUrl {
  /** As HOST:PORT: any of the cluster's brokers; the others are learned from the one that answers. */
  readonly brokers: readonly string[];
  readonly topic: string;
  /** Under which positions are kept at the brokers. Absent: they are kept in this process, and end with it. */
  readonly group?: string;
  /** Where to begin without a position of the group. */
  readonly from: 'earliest' | 'latest';
}

const example =
  'expected kafka://HOST:PORT,…/TOPIC?group=NAME&from=latest, as in kafka://127.0.0.1:9092/app-logs';
const defaultPort = 9092;

/**
 * Reads `kafka://broker:9092,broker:9092/topic?group=NAME&from=latest|earliest`. Throws UsageError.
 *
 * Without `group` each run reads alone, in a group that nobody else has, and keeps no position: who looks on must
 * neither take partitions from those who do the work nor move their positions. It then begins with what comes next
 * (`from=latest`), since who has just opened a console wants to see what is going on.
 */
export function kafkaUrl(text: string): KafkaUrl {
  const [, authority = '', path = '', query = ''] =
    /^kafka:\/\/([^/?#]*)\/?([^?#]*)(?:\?([^#]*))?(?:#.*)?$/is.exec(text) ?? [];
  if (authority.includes('@') || path.includes('@')) {
    throw new UsageError(
      `${show(text)}: this version cannot log in to a broker; leave user and password out, and use a listener without authentication`,
    );
  }
  if (authority === '') throw new UsageError(`a broker is missing in ${show(text)}; ${example}`);
  return {
    brokers: authority.split(',').map(broker => brokerOf(broker, text)),
    topic: topicOf(path, text),
    ...optionsOf(query, text),
  };
}

function brokerOf(broker: string, text: string): string {
  if (broker.startsWith('[')) {
    throw new UsageError(
      `${show(text)}: the Kafka client takes no IPv6 addresses; name the host, as in kafka://localhost:9092/app-logs`,
    );
  }
  const [, host, digits = String(defaultPort)] =
    /^([a-z\d](?:[\w.-]*[a-z\d])?)(?::(\d{1,5}))?$/i.exec(broker) ?? [];
  const port = Number(digits);
  if (host === undefined || port < 1 || port > 65_535) {
    throw new UsageError(`not a broker: ${JSON.stringify(broker)} in ${show(text)}; ${example}`);
  }
  return `${host}:${port}`;
}

/** The names that Kafka itself allows. */
function topicOf(path: string, text: string): string {
  if (path === '') throw new UsageError(`a topic is missing in ${show(text)}; ${example}`);
  const topic = decoded(path);
  if (topic === undefined || !/^[\w.-]{1,249}$/.test(topic) || topic === '.' || topic === '..') {
    throw new UsageError(
      `not the name of a topic: ${JSON.stringify(path)} in ${show(text)}; expected letters, digits, ".", "_" and "-", as in app-logs`,
    );
  }
  return topic;
}

function optionsOf(query: string, text: string): Pick<KafkaUrl, 'group' | 'from'> {
  const options = new URLSearchParams(query);
  for (const name of new Set(options.keys())) {
    if (name !== 'group' && name !== 'from') {
      throw new UsageError(`there is no option "${name}" in ${show(text)}; there are group and from`);
    }
    if (options.getAll(name).length > 1) throw new UsageError(`"${name}" is given twice in ${show(text)}`);
  }
  const group = options.get('group');
  const from = options.get('from') ?? 'latest';
  if (group !== null && !/^[^\p{Cc}]{1,255}$/u.test(group)) {
    throw new UsageError(
      `not the name of a group in ${show(text)}; expected 1 to 255 characters, as in group=tailrace`,
    );
  }
  if (from !== 'latest' && from !== 'earliest') {
    throw new UsageError(`from is "latest" or "earliest", not ${JSON.stringify(from)}, in ${show(text)}`);
  }
  return group === null ? {from} : {group, from};
}

function decoded(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}

/** The URL without whatever may be a password: one with a slash in it would end the host for `publicUrl`. */
function show(text: string): string {
  return JSON.stringify(publicUrl(text.replace(/^(kafka:\/\/)[^?#]*@/i, '$1')));
}
