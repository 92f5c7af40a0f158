import fc from 'fast-check';
import type {Alert} from '../../source/anomaly/alert.ts';
import type {ChatEvent} from '../../source/chat/event.ts';
import {cleanFields} from '../../source/logs/clean-text.ts';
import type {LogRecord} from '../../source/logs/record.ts';
import type {ChannelName, StreamEvent} from '../../source/recording/entry.ts';
import {isoTime} from '../../source/streams/clock.ts';
import type {Reject, Status} from '../../source/streams/status.ts';
import {clean} from '../../source/terminal/clean.ts';
import type {Trade} from '../../source/ticker/event.ts';

/** Any text, as it is after it came in: cleaned. */
const text = fc.string({unit: 'binary', maxLength: 30}).map(value => clean(value));
const time = fc.integer({min: 0, max: 4_000_000_000_000_000}).map(micros => isoTime(micros / 1000));
const number = fc.double({noNaN: true, noDefaultInfinity: true}).map(value => value + 0);
const count = fc.nat();
const share = fc.double({min: 0, max: 1, noNaN: true}).map(value => value + 0);
const offset = fc.bigInt({min: 0n, max: 2n ** 63n - 1n}).map(String);

/** What JSON.parse makes has a prototype. */
function record<T>(model: {[K in keyof T]: fc.Arbitrary<T[K]>}): fc.Arbitrary<T> {
  return fc.record(model, {noNullPrototype: true});
}

/** Records of these fields, some of `optional` left out. */
function withOptional<T extends object, U extends object>(
  required: {[K in keyof T]: fc.Arbitrary<T[K]>},
  optional: {[K in keyof U]: fc.Arbitrary<U[K]>},
): fc.Arbitrary<T & Partial<U>> {
  return fc
    .tuple(record(required), fc.record(optional, {requiredKeys: [], noNullPrototype: true}))
    .map(([must, may]) => ({...must, ...may}) as T & Partial<U>);
}

const trade: fc.Arbitrary<Trade> = withOptional(
  {type: fc.constant('trade' as const), symbol: text, price: number, size: number, time},
  {side: fc.constantFrom('buy' as const, 'sell' as const), id: fc.oneof(text, fc.maxSafeInteger())},
) as fc.Arbitrary<Trade>;

const self = fc.constant(true as const);
const chat = fc.oneof(
  withOptional(
    {type: fc.constant('message'), room: text, nick: text, text, time},
    {kind: fc.constantFrom('action', 'notice'), self, id: text},
  ),
  withOptional(
    {
      type: fc.constant('presence'),
      room: text,
      nick: text,
      change: fc.constantFrom('join', 'part', 'quit', 'nick', 'kick'),
      time,
    },
    {newNick: text, text, self},
  ),
  record({type: fc.constant('topic'), room: text, topic: text, time}),
  record({type: fc.constant('names'), room: text, nicks: fc.array(text, {maxLength: 5}), time}),
  record({type: fc.constant('server'), text, code: text, time}),
) as fc.Arbitrary<ChatEvent>;

const fields = fc
  .dictionary(fc.string({maxLength: 8}), fc.jsonValue({maxDepth: 4}), {maxKeys: 4})
  .map(value => cleanFields(JSON.parse(JSON.stringify(value))));
const log = withOptional(
  {
    type: fc.constant('log'),
    time,
    level: fc.constantFrom('trace', 'debug', 'info', 'warn', 'error', 'fatal'),
    service: text,
    message: text,
    partition: fc.nat(),
    offset,
  },
  {user: text, fields},
) as fc.Arbitrary<LogRecord>;

const evidence = record({
  start: time,
  end: time,
  count,
  errors: count,
  expectedRate: share,
  top: fc.array(record({message: text, count}), {maxLength: 3}),
  users: fc.array(record({user: text, count}), {maxLength: 3}),
  offsets: fc.array(record({partition: fc.nat(), first: offset, last: offset}), {maxLength: 3}),
});
const alert = withOptional(
  {
    type: fc.constant('alert'),
    id: text,
    key: text,
    state: fc.constantFrom('open', 'resolved'),
    severity: fc.constantFrom('warning', 'critical'),
    title: text,
    reason: text,
    since: time,
    time,
    count,
    score: share,
  },
  {evidence},
) as fc.Arbitrary<Alert>;

const status = withOptional(
  {
    type: fc.constant('status'),
    source: text,
    state: fc.constantFrom('connecting', 'connected', 'lost', 'ended'),
    time,
  },
  {reason: text, retryMs: count, missedSince: time},
) as fc.Arbitrary<Status>;
const reject: fc.Arbitrary<Reject> = record({
  type: fc.constant('reject' as const),
  source: text,
  reason: text,
  sample: text,
  time,
});

const own: Readonly<Record<ChannelName, fc.Arbitrary<StreamEvent>>> = {
  ticker: trade,
  chat,
  logs: log,
  alerts: alert,
};

/** A batch of any events that a channel may carry. */
export const anyBatch = fc.constantFrom<ChannelName>('ticker', 'chat', 'logs', 'alerts').chain(ch =>
  record({
    ch: fc.constant(ch),
    events: fc.array(fc.oneof(own[ch], own[ch], status, reject), {maxLength: 5}),
  }),
);
