import fc from 'fast-check';
import type {Alert} from '../../source/anomaly/alert.ts';
import type {ChatEvent} from '../../source/chat/event.ts';
import {type RowFilter, readRowFilter} from '../../source/console/row-filter.ts';
import {type Snapshot, Store} from '../../source/console/store.ts';
import {sortKeys, type TickerUi} from '../../source/console/ticker-list.ts';
import {initialUi, reduce, type Ui, type UiAction} from '../../source/console/ui.ts';
import type {LogRecord} from '../../source/logs/record.ts';
import {type ChannelName, channels, type StreamEvent} from '../../source/recording/entry.ts';
import {isoTime} from '../../source/streams/clock.ts';
import type {Meta} from '../../source/streams/status.ts';
import {clean} from '../../source/terminal/clean.ts';
import {Board, type BoardView} from '../../source/ticker/board.ts';
import type {TickerEvent, Trade} from '../../source/ticker/event.ts';
import {startMs} from './sample-world.ts';

/** What strangers may write, as it is after it was cleaned: any characters at all, wide and joined ones often. */
export const strangersText = (maxLength = 80): fc.Arbitrary<string> =>
  fc
    .oneof(
      {weight: 3, arbitrary: fc.string({maxLength})},
      {weight: 3, arbitrary: fc.string({unit: 'grapheme', maxLength})},
      {weight: 2, arbitrary: fc.string({unit: 'binary', maxLength})},
      {
        weight: 2,
        arbitrary: fc
          .array(fc.constantFrom('日本', '👨‍👩‍👧‍👦', '🇩🇪', 'é', '한', '☕️', ' ', 'x', '…'), {maxLength})
          .map(all => all.join('')),
      },
      {weight: 1, arbitrary: fc.string({maxLength: 8}).map(text => text.repeat(60))},
    )
    .map(text => clean(text));

const time = fc.oneof(
  {weight: 9, arbitrary: fc.integer({min: 0, max: 300_000}).map(ms => isoTime(startMs + ms))},
  {weight: 1, arbitrary: fc.constant('no time at all')},
);
const name = strangersText(12);
const size = fc.oneof(
  fc.double({noNaN: true, noDefaultInfinity: true}),
  fc.double({min: 0, max: 1e5, noNaN: true}),
  fc.integer({min: 0, max: 1000}),
);
const natural = fc.oneof(fc.nat(9), fc.nat());
const some = <T>(one: fc.Arbitrary<T>, maxLength = 6) => fc.array(one, {maxLength});

const symbol = fc.oneof(name, fc.constantFrom('BTC/USD', 'ETH/USD'));
const venue = fc.constantFrom('kraken', 'kraken+ws://127.0.0.1:9000/v2', 'alpaca');

const trade: fc.Arbitrary<Trade> = fc.record(
  {type: fc.constant('trade'), venue, symbol, price: size, size, time},
  {requiredKeys: ['type', 'symbol', 'price', 'size', 'time']},
);

const of24Hours = {bid: size, bidSize: size, ask: size, askSize: size, last: size, open: size, high: size};

/** What a venue tells besides its trades. */
const aside: fc.Arbitrary<TickerEvent> = fc.oneof(
  fc.record(
    {type: fc.constant('quote' as const), venue, symbol, ...of24Hours, time},
    {requiredKeys: ['type', 'venue', 'symbol', 'time']},
  ),
  fc.record(
    {
      type: fc.constant('subscription' as const),
      venue,
      symbol,
      state: fc.constantFrom('asked', 'live', 'refused', 'ended'),
      reason: strangersText(),
      decimals: fc.nat(20),
      time,
    },
    {requiredKeys: ['type', 'venue', 'symbol', 'state', 'time']},
  ),
  fc.record(
    {
      type: fc.constant('sequence' as const),
      venue,
      symbol,
      fault: fc.constantFrom('gap', 'duplicate', 'reordered', 'restarted'),
      missed: natural,
      since: time,
      time,
    },
    {requiredKeys: ['type', 'venue', 'fault', 'time']},
  ),
);
const tickerEvent = fc.oneof({weight: 3, arbitrary: trade}, {weight: 2, arbitrary: aside});

/** Any board, as it is `nowMs` after it began; the chart is of its first row. */
export const anyBoard: fc.Arbitrary<{readonly view: BoardView; readonly nowMs: number}> = fc
  .record({
    events: fc.array(tickerEvent, {maxLength: 60}),
    lost: fc.option(fc.record({source: venue, reason: strangersText()}), {nil: undefined}),
    windowMs: fc.constantFrom(1, 250, 5000, 60_000, 86_400_000),
    laterMs: fc.integer({min: 0, max: 400_000_000}),
  })
  .map(({events, lost, windowMs, laterMs}) => {
    const board = new Board({windowMs});
    for (const [index, event] of events.entries()) board.apply(event, startMs + 1000 * index);
    if (lost) board.status({type: 'status', state: 'lost', ...lost, time: isoTime(startMs)});
    const nowMs = startMs + laterMs;
    const [first] = board.snapshot(nowMs).rows;
    return {view: board.snapshot(nowMs, first?.key), nowMs};
  });

const room = fc.oneof(
  {weight: 3, arbitrary: fc.constantFrom('#ops', '#日本語')},
  {weight: 1, arbitrary: name},
);
const chat: fc.Arbitrary<ChatEvent> = fc.oneof(
  fc.record(
    {
      type: fc.constant('message' as const),
      room,
      nick: name,
      text: strangersText(),
      kind: fc.constantFrom('action' as const, 'notice' as const),
      self: fc.constant(true as const),
      time,
    },
    {requiredKeys: ['type', 'room', 'nick', 'text', 'time']},
  ),
  fc.record({
    type: fc.constant('presence' as const),
    room,
    nick: name,
    change: fc.constantFrom('join', 'part', 'quit', 'nick', 'kick'),
    newNick: name,
    text: strangersText(),
    time,
  }),
  fc.record({type: fc.constant('topic' as const), room, topic: strangersText(), time}),
  fc.record({type: fc.constant('names' as const), room, nicks: some(name), time}),
  fc.record({type: fc.constant('server' as const), text: strangersText(), code: fc.constant('433'), time}),
);

const log: fc.Arbitrary<LogRecord> = fc.record(
  {
    type: fc.constant('log' as const),
    time,
    level: fc.constantFrom('trace', 'debug', 'info', 'warn', 'error', 'fatal'),
    service: name,
    message: strangersText(),
    user: name,
    partition: fc.nat(9),
    offset: fc.nat().map(String),
  },
  {requiredKeys: ['type', 'time', 'level', 'service', 'message', 'partition', 'offset']},
);

const evidence = fc.record({
  start: time,
  end: time,
  count: natural,
  errors: natural,
  expectedRate: fc.double({min: 0, max: 1, noNaN: true}),
  top: some(fc.record({message: strangersText(), count: natural})),
  users: some(fc.record({user: name, count: natural})),
  offsets: some(fc.record({partition: fc.nat(99), first: fc.nat().map(String), last: fc.nat().map(String)})),
});

const alert: fc.Arbitrary<Alert> = fc.record(
  {
    type: fc.constant('alert' as const),
    id: fc.constantFrom('a', 'b', 'c', 'd', 'e'),
    key: name,
    state: fc.constantFrom('open', 'resolved'),
    severity: fc.constantFrom('warning', 'critical'),
    title: strangersText(30),
    reason: strangersText(),
    since: time,
    time,
    count: natural,
    score: fc.double({min: 0, max: 1, noNaN: true}),
    evidence,
  },
  {
    requiredKeys: [
      'type',
      'id',
      'key',
      'state',
      'severity',
      'title',
      'reason',
      'since',
      'time',
      'count',
      'score',
    ],
  },
);

const meta: fc.Arbitrary<Meta> = fc.oneof(
  fc.record(
    {
      type: fc.constant('status' as const),
      source: fc.constantFrom('ws://127.0.0.1:9000/logs', '/var/log/app.log', 'kraken'),
      state: fc.constantFrom('connecting', 'connected', 'lost', 'ended'),
      reason: strangersText(),
      missedSince: time,
      time,
    },
    {requiredKeys: ['type', 'source', 'state', 'time']},
  ),
  fc.record({
    type: fc.constant('reject' as const),
    source: fc.constant('ws://127.0.0.1:9000/logs'),
    reason: strangersText(),
    sample: strangersText(),
    time,
  }),
);

const of = (channel: ChannelName, own: fc.Arbitrary<StreamEvent>) =>
  fc.tuple(fc.constant(channel), fc.oneof({weight: 5, arbitrary: own}, {weight: 1, arbitrary: meta}));

/** Any state of the streams. */
export const anySnapshot: fc.Arbitrary<Snapshot> = fc
  .record({
    events: fc.array(
      fc.oneof(of('ticker', tickerEvent), of('chat', chat), of('logs', log), of('alerts', alert)),
      {
        maxLength: 40,
      },
    ),
    dropped: natural,
    laterMs: fc.integer({min: 0, max: 400_000_000}),
  })
  .map(({events, dropped, laterMs}) => {
    const store = new Store();
    store.watch({received: dropped, delivered: 0, dropped});
    for (const [channel, event] of events) store.apply(channel, [event], startMs);
    return store.snapshot(startMs + laterMs);
  });

const pane = fc.constantFrom(...channels);
const groups = {majors: ['BTC/USD', 'ETH/USD'], none: []};

/** What the user may have done to the ticker. */
export const tickerChange: fc.Arbitrary<Partial<TickerUi>> = fc.record(
  {
    sort: fc.constantFrom(...sortKeys),
    reversed: fc.boolean(),
    filter: fc.constantFrom(undefined, ...['BTC', 'change > 0', 'age < 60 or missed > 0'].map(filterOf)),
    group: fc.constantFrom(undefined, 'majors', 'none'),
    anchor: fc.constantFrom('session', 'window'),
    braille: fc.boolean(),
    chart: fc.boolean(),
  },
  {requiredKeys: []},
);

function filterOf(text: string): TickerUi['filter'] {
  return {text, keeps: readRowFilter(text) as RowFilter};
}

const action: fc.Arbitrary<UiAction> = fc.oneof(
  fc.record({type: fc.constant('focus' as const), pane}),
  fc.record({type: fc.constantFrom('zoom' as const, 'freeze' as const, 'first' as const, 'newest' as const)}),
  fc.record({type: fc.constant('move' as const), by: fc.integer({min: -50, max: 50})}),
  fc.record({type: fc.constant('room' as const), room}),
  fc.record({type: fc.constant('ticker' as const), change: tickerChange}),
  fc.record({
    type: fc.constant('write' as const),
    writing: fc.option(
      fc.record({what: fc.constantFrom('chat' as const, 'command' as const), text: strangersText()}),
      {nil: undefined},
    ),
  }),
);

/** What a user may have done to the screen, and the snapshot then; what froze may be of the one before. */
export const anyUse: fc.Arbitrary<{snapshot: Snapshot; ui: Ui}> = fc
  .record({before: anySnapshot, snapshot: anySnapshot, actions: some(action, 12), after: some(action, 3)})
  .map(({before, snapshot, actions, after}) => {
    let ui = initialUi('ticker', groups);
    for (const one of actions) ui = reduce(ui, one, before);
    for (const one of after) ui = reduce(ui, one, snapshot);
    return {snapshot, ui};
  });

export const anySize = fc.record({
  columns: fc.oneof(fc.integer({min: 1, max: 12}), fc.integer({min: 1, max: 250})),
  rows: fc.oneof(fc.integer({min: 1, max: 8}), fc.integer({min: 1, max: 80})),
});
