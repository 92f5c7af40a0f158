import {SourceError, sentenceOf} from '../../streams/errors.ts';

export interface KafkaErrorContext {
  readonly brokers: readonly string[];
  readonly topic: string;
  readonly group: string;
}

/** What kafkajs's errors carry, as far as it helps. */
interface Thrown extends Error {
  readonly type?: string;
  readonly code?: string | number;
  readonly broker?: string;
  readonly cause?: unknown;
}

/** What the client threw, as a sentence that says what to do. */
export function kafkaError(thrown: unknown, context: KafkaErrorContext): SourceError {
  if (thrown instanceof SourceError) return thrown;
  const error = rootOf(thrown);
  return new SourceError(sentence(error, context), {cause: thrown});
}

function sentence(error: Thrown, {brokers, topic, group}: KafkaErrorContext): string {
  const asked = brokers.join(', ');
  const said = sentenceOf(error).replace(/^Connection error: /, '');
  switch (error.type) {
    case 'UNKNOWN_TOPIC_OR_PARTITION':
      return `there is no topic "${topic}" at ${asked}; check its name, or create it`;
    case 'TOPIC_AUTHORIZATION_FAILED':
      return `not allowed to read the topic "${topic}" at ${asked}; ask for the right to READ and DESCRIBE it`;
    case 'GROUP_AUTHORIZATION_FAILED':
      return `not allowed to use the group "${group}" at ${asked}; name one that you may use with ?group=NAME`;
  }
  switch (error.name) {
    case 'KafkaJSConnectionError':
      return error.broker === undefined || brokers.includes(error.broker)
        ? `no Kafka broker answers at ${error.broker ?? asked} (${said}); check the address, and that the broker runs`
        : `a broker calls itself ${error.broker}, which cannot be reached from here (${said}); check advertised.listeners at ${asked}`;
    case 'KafkaJSConnectionClosedError':
      return `${error.broker ?? asked} closed the connection; if it always does, check that a Kafka broker listens there, without TLS and without authentication`;
    case 'KafkaJSRequestTimeoutError':
      return `${error.broker ?? asked} does not answer in time; check that a Kafka broker listens there, and that it is well`;
    case 'KafkaJSNoBrokerAvailableError':
    case 'KafkaJSBrokerNotFound':
      return `no broker of ${asked} is there any more; check that it runs`;
  }
  return `Kafka at ${asked}: ${said}`;
}

/** kafkajs wraps what happened in what it made of it. */
function rootOf(thrown: unknown): Thrown {
  let error = thrown as Thrown;
  while (error instanceof Error && error.cause instanceof Error && error.name.startsWith('KafkaJSN')) {
    error = error.cause as Thrown;
  }
  return error;
}
