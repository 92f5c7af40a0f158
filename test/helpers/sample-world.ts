import type {Alert} from '../../source/anomaly/alert.ts';
import type {ChatEvent} from '../../source/chat/event.ts';
import {Store} from '../../source/console/store.ts';
import {seededRandom} from '../../source/hub/demo/random.ts';
import type {Level, LogRecord} from '../../source/logs/record.ts';
import type {ChannelName, StreamEvent} from '../../source/recording/entry.ts';
import {isoTime} from '../../source/streams/clock.ts';
import type {Status} from '../../source/streams/status.ts';
import type {Trade} from '../../source/ticker/event.ts';

/** When the sample world begins, and the moment at which it is looked at: two minutes and a bit later. */
export const startMs = Date.parse('2026-11-01T12:00:00Z');
export const nowMs = startMs + 125_000;

export const sources: Readonly<Record<ChannelName, string>> = {
  ticker: 'ws://127.0.0.1:9000/market',
  chat: 'irc+ws://127.0.0.1:9000/chat',
  alerts: 'ws://127.0.0.1:9000/alerts',
  logs: 'ws://127.0.0.1:9000/logs',
};

/** An event of the sample world: when it comes, in milliseconds since the epoch, and on which channel. */
export interface Happening {
  readonly atMs: number;
  readonly channel: ChannelName;
  readonly event: StreamEvent;
}

/**
 * The same two minutes each time: six symbols; four rooms with wide characters, mentions, actions and long lines; logs
 * of all levels; a resolved alert and an open one with its evidence; a chat that was away for 12 s, a frame that
 * could not be read, and logs whose connection has been lost for 5 s.
 */
export function happenings(): Happening[] {
  const all = [...connections(), ...trades(), ...talk(), ...logLines(), ...alerts()];
  return all.sort((a, b) => a.atMs - b.atMs);
}

/** A store that has seen the sample world. */
export function sampleStore(): Store {
  const store = new Store();
  store.watch({received: 1500, delivered: 260, dropped: 1240});
  for (const {atMs, channel, event} of happenings()) store.apply(channel, [event], atMs);
  return store;
}

const at = (seconds: number): string => isoTime(startMs + seconds * 1000);

function happening(seconds: number, channel: ChannelName, event: StreamEvent): Happening {
  return {atMs: startMs + seconds * 1000, channel, event};
}

export function status(
  channel: ChannelName,
  state: Status['state'],
  seconds: number,
  more: Partial<Status> = {},
): Status {
  return {type: 'status', source: sources[channel], state, ...more, time: at(seconds)};
}

function connections(): Happening[] {
  const lost = (channel: ChannelName, seconds: number) =>
    status(channel, 'lost', seconds, {reason: `${sources[channel]}: connection refused; trying again`});
  const of = (channel: ChannelName, event: Status): Happening => ({
    atMs: Date.parse(event.time),
    channel,
    event,
  });
  return [
    ...(['ticker', 'chat', 'alerts', 'logs'] as const).flatMap(channel => [
      of(channel, status(channel, 'connecting', 0)),
      of(channel, status(channel, 'connected', 0.1)),
    ]),
    of('chat', lost('chat', 70)),
    of('chat', status('chat', 'connecting', 71)),
    of('chat', status('chat', 'connected', 82, {missedSince: at(70)})),
    of('logs', lost('logs', 60)),
    of('logs', status('logs', 'connected', 64.2, {missedSince: at(60)})),
    of('logs', lost('logs', 120)),
    of('logs', status('logs', 'connecting', 121)),
    happening(100, 'ticker', {
      type: 'reject',
      source: sources.ticker,
      reason: 'expected a JSON object',
      sample: '<html>',
      time: at(100),
    }),
  ];
}

function trades(): Happening[] {
  const random = seededRandom(7);
  const symbols = [
    {symbol: 'BTC/USD', price: 67_123.4, tick: 0.1, drift: 0.3},
    {symbol: 'ETH/USD', price: 3_541.27, tick: 0.01, drift: -0.25},
    {symbol: 'SOL/USD', price: 178.52, tick: 0.01, drift: 0.05},
    {symbol: 'DOGE/USD', price: 0.16203, tick: 0.00001, drift: -0.02},
    {symbol: 'EUR/USD', price: 1.0852, tick: 0.0001, drift: 0},
    {symbol: '1000PEPE/USDT', price: 0.0123456, tick: 1e-7, drift: 0.1},
  ];
  return symbols.flatMap(({symbol, price, tick, drift}) => {
    const decimals = Math.round(-Math.log10(tick));
    let last = price;
    return Array.from({length: 120}, (_, second): Happening => {
      if (symbol !== 'EUR/USD') last *= 1 + (random() - 0.5 + drift * 0.1) * 0.001;
      const trade: Trade = {
        type: 'trade',
        symbol,
        price: Number(last.toFixed(decimals)),
        size: Math.ceil(random() * 100) / 100,
        side: random() < 0.5 ? 'buy' : 'sell',
        time: at(second + 0.5),
      };
      return happening(second + 0.5, 'ticker', trade);
    });
  });
}

function talk(): Happening[] {
  const out: Happening[] = [];
  const add = (seconds: number, event: ChatEvent) => out.push(happening(seconds, 'chat', event));
  const say = (
    seconds: number,
    room: string,
    nick: string,
    text: string,
    more: {kind?: 'action' | 'notice'; self?: true} = {},
  ) => add(seconds, {type: 'message', room, nick, text, ...more, time: at(seconds)});
  for (const room of ['#ops', '#random', '#日本語']) {
    add(1, {type: 'presence', room, nick: 'ada', change: 'join', self: true, time: at(1)});
    add(1, {type: 'names', room, nicks: ['ada', 'grace', 'linus', '山田'], time: at(1)});
  }
  add(2, {type: 'topic', room: '#ops', topic: 'Incidents and deploys | on call: grace', time: at(2)});
  say(5, '#ops', 'grace', 'morning all');
  say(9, '#ops', 'ada', 'hello, anything from the night?', {self: true});
  say(14, '#ops', 'linus', 'payments was slow around four, nothing since');
  say(21, '#ops', 'linus', 'looks at the graphs again', {kind: 'action'});
  say(30, '#ops', 'deploy-bot', 'checkout 2026.11.1 is live in eu-west', {kind: 'notice'});
  add(33, {type: 'presence', room: '#ops', nick: '山田', change: 'join', time: at(33)});
  say(36, '#ops', '山田', 'おはようございます ☕ 昨夜のリリースは問題ありませんでした');
  say(
    52,
    '#ops',
    'grace',
    'ada: can you have a look at the payments error rate? It has climbed since the deploy, the issuer answers 503 to one card in five, and the retry queue is growing 📈',
  );
  say(58, '#ops', 'ada', 'on it', {self: true});
  add(66, {type: 'presence', room: '#ops', nick: 'linus', change: 'quit', text: 'lunch 🍜', time: at(66)});
  say(88, '#ops', 'a-very-long-nickname-indeed', 'here too, the family 👨‍👩‍👧‍👦 plan is affected');
  add(95, {type: 'server', text: 'Nick is already in use', code: '433', time: at(95)});
  say(20, '#random', 'linus', 'who took my mug');
  say(40, '#random', 'grace', 'nobody 🙈');
  say(45, '#日本語', '山田', 'ada さん、テストです');
  say(90, 'grace', 'grace', 'psst, ada, call me when you have a minute');
  return out;
}

function logLines(): Happening[] {
  const random = seededRandom(11);
  const services = ['gateway', 'auth', 'payments', 'notifications'];
  const lines: readonly (readonly [Level, string])[] = [
    ['info', 'GET /products/412 200 in 23 ms'],
    ['info', 'session renewed, 12 min left'],
    ['debug', 'pool: 3 of 10 connections in use'],
    ['info', 'order 48112 placed, 3 items'],
    ['warn', 'issuer slow: 1822 ms'],
    ['trace', 'span 7f3a closed'],
  ];
  const offsets = [0, 0, 0];
  const out: Happening[] = [];
  const add = (seconds: number, level: Level, service: string, message: string, user?: string) => {
    const partition = services.indexOf(service) % 3;
    const place = Math.max(0, partition);
    const record: LogRecord = {
      type: 'log',
      time: at(seconds),
      level,
      service,
      message,
      ...(user === undefined ? {} : {user}),
      partition: place,
      offset: String(offsets[place]!++),
    };
    out.push(happening(seconds, 'logs', record));
  };
  for (let second = 1; second < 120; second++) {
    if (second >= 60 && second < 64) continue;
    for (let line = 0; line < 1 + (second % 3); line++) {
      const [level, message] = lines[Math.floor(random() * lines.length)]!;
      add(second + line * 0.2, level, services[Math.floor(random() * services.length)]!, message);
    }
    if (second > 75 && second < 112 && second % 2 === 0)
      add(
        second + 0.7,
        'error',
        'payments',
        'card charge failed: issuer answered 503',
        `u${1000 + (second % 5)}`,
      );
  }
  add(
    113,
    'fatal',
    'payments',
    'out of file descriptors, giving up: too many open sockets to issuer-gateway.internal',
  );
  add(114, 'info', '', 'a line of no service, with wide characters: 支払いサービス再起動 ✅');
  return out;
}

function alerts(): Happening[] {
  const error: Omit<Alert, 'state' | 'time' | 'count' | 'score' | 'reason'> = {
    type: 'alert',
    id: 'logs/payments/error-rate@80',
    key: 'logs/payments/error-rate',
    severity: 'critical',
    title: 'payments: error rate',
    since: at(80),
    evidence: {
      start: at(100),
      end: at(110),
      count: 63,
      errors: 21,
      expectedRate: 0.008,
      top: [
        {message: 'card charge failed: issuer answered 503', count: 18},
        {message: 'webhook delivery failed with 500', count: 2},
        {message: '残高を読み取れませんでした', count: 1},
      ],
      users: [
        {user: 'u1002', count: 9},
        {user: 'u1004', count: 5},
        {user: 'ülrike', count: 1},
      ],
      offsets: [
        {partition: 0, first: '88', last: '131'},
        {partition: 2, first: '17', last: '64'},
      ],
    },
  };
  const slow: Omit<Alert, 'state' | 'time' | 'count'> = {
    type: 'alert',
    id: 'logs/search/error-rate@31',
    key: 'logs/search/error-rate',
    severity: 'warning',
    title: 'search: error rate',
    reason: '4 errors of 90 lines (4.4 %), expected 0.9 %',
    since: at(31),
    score: 0.62,
  };
  const reason = '21 errors of 63 lines (33 %), expected 0.8 %';
  return [
    happening(31, 'alerts', {...slow, state: 'open', time: at(31), count: 1}),
    happening(47, 'alerts', {...slow, state: 'resolved', time: at(47), count: 4}),
    happening(80, 'alerts', {...error, reason, state: 'open', time: at(80), count: 1, score: 0.81}),
    happening(110, 'alerts', {...error, reason, state: 'open', time: at(110), count: 7, score: 0.97}),
  ];
}
