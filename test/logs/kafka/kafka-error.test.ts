import assert from 'node:assert/strict';
import {test} from 'node:test';
import {kafkaError} from '../../../source/logs/kafka/kafka-error.ts';

const context = {brokers: ['a:9092', 'b:9092'], topic: 'logs', group: 'ops'};

function thrown(name: string, message: string, more: object = {}): Error {
  return Object.assign(new Error(message), {name, ...more});
}

for (const [what, error, message] of [
  [
    'a broker that refuses',
    thrown('KafkaJSNumberOfRetriesExceeded', 'x', {
      cause: thrown('KafkaJSConnectionError', 'Connection error: connect ECONNREFUSED', {broker: 'a:9092'}),
    }),
    'no Kafka broker answers at a:9092 (connect ECONNREFUSED); check the address, and that the broker runs',
  ],
  [
    'a broker under a name that only it knows',
    thrown('KafkaJSConnectionError', 'Connection error: getaddrinfo ENOTFOUND kafka', {
      broker: 'kafka:29092',
    }),
    'a broker calls itself kafka:29092, which cannot be reached from here (getaddrinfo ENOTFOUND kafka); check advertised.listeners at a:9092, b:9092',
  ],
  [
    'a topic that is gone',
    thrown('KafkaJSProtocolError', 'This server does not host', {type: 'UNKNOWN_TOPIC_OR_PARTITION'}),
    'there is no topic "logs" at a:9092, b:9092; check its name, or create it',
  ],
  [
    'a group that is forbidden',
    thrown('KafkaJSProtocolError', 'Not authorized', {type: 'GROUP_AUTHORIZATION_FAILED'}),
    'not allowed to use the group "ops" at a:9092, b:9092; name one that you may use with ?group=NAME',
  ],
  [
    'a batch that is damaged',
    thrown('KafkaJSNumberOfRetriesExceeded', 'x', {
      cause: new Error('a zstd batch of 9 bytes cannot be unpacked', {cause: new RangeError('y')}),
    }),
    'Kafka at a:9092, b:9092: a zstd batch of 9 bytes cannot be unpacked',
  ],
  [
    'text of a stranger',
    thrown('KafkaJSError', 'bad \u001b[31mthing\nmore'),
    'Kafka at a:9092, b:9092: bad thing',
  ],
] as const) {
  test(`${what} is a sentence`, () => {
    const sourceError = kafkaError(error, context);
    assert.deepEqual(
      [sourceError.name, sourceError.message, sourceError.cause],
      ['SourceError', message, error],
    );
    assert.equal(kafkaError(sourceError, context), sourceError);
  });
}
