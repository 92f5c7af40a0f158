import assert from 'node:assert/strict';
import {describe, it} from 'node:test';
import {liveStreams} from '../../source/commands/live-streams.ts';
import {kafkaUrl} from '../../source/logs/kafka-url.ts';
import {logUrl} from '../../source/logs/log-url.ts';

describe('a Kafka URL', () => {
  for (const [text, url] of [
    ['kafka://broker:9092/app-logs', {brokers: ['broker:9092'], topic: 'app-logs', from: 'latest'}],
    ['kafka://broker/app-logs', {brokers: ['broker:9092'], topic: 'app-logs', from: 'latest'}],
    ['KAFKA://Broker.Example:1/a.b_c-D', {brokers: ['Broker.Example:1'], topic: 'a.b_c-D', from: 'latest'}],
    ['kafka://k_1:9092,k_2:9093/t', {brokers: ['k_1:9092', 'k_2:9093'], topic: 't', from: 'latest'}],
    [
      'kafka://b:9092/t?group=ops&from=earliest',
      {brokers: ['b:9092'], topic: 't', group: 'ops', from: 'earliest'},
    ],
    ['kafka://b/t?group=the%20team', {brokers: ['b:9092'], topic: 't', group: 'the team', from: 'latest'}],
    ['kafka://b/app%2Dlogs', {brokers: ['b:9092'], topic: 'app-logs', from: 'latest'}],
  ] as const) {
    it(`is read: ${text}`, () => {
      assert.deepEqual(kafkaUrl(text), url);
      assert.deepEqual(logUrl(text), {kind: 'kafka', ...url});
    });
  }

  for (const [text, message] of [
    ['kafka:', /a broker is missing in "kafka:"; expected kafka:\/\/HOST:PORT.* as in kafka:\/\/127/],
    ['kafka:///topic', /a broker is missing/],
    ['kafka://b:9092', /a topic is missing in "kafka:\/\/b:9092"; .*as in kafka:\/\/127/],
    ['kafka://b:9092/', /a topic is missing/],
    ['kafka://b:9092/?group=g', /a topic is missing/],
    ['kafka://b:0/t', /not a broker: "b:0"/],
    ['kafka://b:65536/t', /not a broker: "b:65536"/],
    ['kafka://b:x/t', /not a broker: "b:x"/],
    ['kafka://a,,b/t', /not a broker: "" in/],
    ['kafka://a b/t', /not a broker: "a b"/],
    ['kafka://[::1]:9092/t', /no IPv6 addresses; name the host/],
    ['kafka://b/t/u', /not the name of a topic: "t\/u".*as in app-logs/],
    ['kafka://b/..', /not the name of a topic/],
    ['kafka://b/%zz', /not the name of a topic/],
    [`kafka://b/${'t'.repeat(250)}`, /not the name of a topic/],
    ['kafka://b/t?offset=5', /no option "offset" .*there are group and from/],
    ['kafka://b/t?group=', /not the name of a group.*as in group=tailrace/],
    ['kafka://b/t?group=%1b', /not the name of a group/],
    ['kafka://b/t?group=a&group=b', /"group" is given twice/],
    ['kafka://b/t?from=now', /from is "latest" or "earliest", not "now"/],
  ] as const) {
    it(`is refused: ${text.slice(0, 40)}`, () => {
      assert.throws(() => kafkaUrl(text), {name: 'UsageError', message});
    });
  }

  for (const text of [
    'kafka://ada:hunter2@b:9092/t',
    'kafka://ada:hunter2@b/t?from=now',
    'kafka://b1,ada:hunter2@b2/t',
    'kafka://ada:hunter2/slash@b/t',
  ]) {
    it(`with a password is refused, and does not show it: ${text.replace('hunter2', '…')}`, () => {
      assert.throws(
        () => logUrl(text),
        error => {
          assert.match(String(error), /UsageError.*cannot log in.*leave user and password out/);
          assert.doesNotMatch(String(error), /hunter2/);
          return true;
        },
      );
    });
  }

  it('is a stream of the console under its own name', async () => {
    const signal = AbortSignal.abort();
    const url = 'kafka://127.0.0.1:1/app-logs?group=g';
    const {streams} = liveStreams(
      {ticker: [], chat: [], alerts: [], logs: [url]},
      {signal, stdin: process.stdin, judge: false},
    );
    assert.deepEqual(
      streams.map(({channel, url}) => [channel, url]),
      [['logs', url]],
    );
    for await (const _ of streams[0]!.events) assert.fail('it is aborted');
  });
});
