import assert from 'node:assert/strict';
import {type TestContext, test} from 'node:test';
import fc from 'fast-check';
import type {TickerNews} from '../../../source/ticker/event.ts';
import {alpaca, alpacaCrypto} from '../../../source/ticker/venues/alpaca.ts';
import {frameShape, isTickFrame, readFrame} from '../../../source/ticker/venues/alpaca-message.ts';
import {feedRig} from '../feed-rig.ts';
import {sessionRig} from '../session-rig.ts';

const timeout = 10_000;
const [id, secret] = ['PKT35TK1D0FT3ST', 'sEcr3t/0f+the"test"=='];
const env = {APCA_API_KEY_ID: id, APCA_API_SECRET_KEY: secret};
const connected = [{T: 'success', msg: 'connected'}];
const authenticated = [{T: 'success', msg: 'authenticated'}];
const time = '2022-12-16T06:43:18.327123456Z';
const coin = {T: 't', S: 'BTC/USD', p: 17408.8, s: 0.042919, t: time, i: 16585162, tks: 'B'};
const share = {T: 't', S: 'AAPL', i: 96921, x: 'D', p: 126.55, s: 1, t: time, c: ['@', 'I'], z: 'C'};
const quote = {T: 'q', S: 'AAPL', bx: 'U', bp: 87.66, bs: 1, ax: 'X', ap: 87.68, as: 4, t: time, z: 'C'};
const trade = {type: 'trade', venue: 'test', symbol: 'AAPL', price: 126.55, size: 1, id: '96921', time};

const keyed = {keys: [id, secret]};
const decode = (text: unknown) => sessionRig(alpaca, ['AAPL', 'BTC/USD'], keyed).told(text);
const wants = (...symbols: string[]) => symbols.map(symbol => ({symbol, channel: 'trades'}));
const error = (code: number, msg: string) => [{T: 'error', code, msg}];
const reasonsOf = (events: readonly TickerNews[]) =>
  events.flatMap(event => ('reason' in event && event.reason !== undefined ? [event.reason] : []));

/** A session that is logged in and has asked for the symbols. */
function asked(...symbols: string[]) {
  const rig = sessionRig(alpaca, symbols, keyed);
  rig.read(connected);
  rig.read(authenticated);
  rig.session.subscribe(wants(...symbols));
  return rig;
}

function isSecret(...events: unknown[]): void {
  const text = JSON.stringify(events);
  for (const key of [id, secret, encodeURIComponent(secret), 'the\\\\\\"test', 'sEcr3t'])
    assert.ok(!text.includes(key), text);
}

test('a trade has the time to the nanosecond, its id as a name, and for coins the side of the taker', () => {
  assert.deepEqual(decode([share]), [trade]);
  const coins = {...trade, symbol: 'BTC/USD', price: 17408.8, size: 0.042919, id: '16585162'};
  assert.deepEqual(decode([coin, {...coin, tks: 'S'}, {...coin, tks: '-'}]), [
    {...coins, side: 'buy'},
    {...coins, side: 'sell'},
    coins,
  ]);
});

test('an id that JSON cannot hold is left out, rather than told wrong', () => {
  const text = JSON.stringify([share]).replace('96921', '4432394291538231489');
  const {id: _, ...nameless} = trade;
  assert.deepEqual(decode(text), [nameless]);
});

test('trades of the same id are trades each: ids are no count', () => {
  assert.equal(decode([share, share, {...share, i: 1}]).length, 3);
});

test('a quote has both sides, or the one that somebody is on', () => {
  const both = {type: 'quote', venue: 'test', symbol: 'AAPL', time};
  assert.deepEqual(decode([quote, {...quote, bp: 0, bs: 0}]), [
    {...both, bid: 87.66, bidSize: 1, ask: 87.68, askSize: 4},
    {...both, ask: 87.68, askSize: 4},
  ]);
});

test('corrections and cancellations are passed over, and what stands beside them is read', () => {
  assert.deepEqual(decode([{T: 'c', S: 'AAPL', oi: 1}, share, {T: 'x', S: 'AAPL', i: 2}]), [trade]);
});

test('the log-in comes once, and what is wanted is asked for once it is through', () => {
  const {read, sent, counts} = sessionRig(alpaca, ['AAPL'], keyed);
  read(authenticated);
  assert.deepEqual([sent.length, counts.asked], [0, 0]);
  read(connected);
  read(connected);
  assert.deepEqual(
    sent.map(frame => JSON.parse(frame)),
    [{action: 'auth', key: id, secret}],
  );
  read(authenticated);
  read(authenticated);
  assert.deepEqual(counts, {answered: 0, asked: 1});
});

test('one frame asks for all, by channel, and one gives up', () => {
  const {session} = sessionRig(alpaca, ['AAPL', 'AMD']);
  const two = [...wants('AAPL', 'AMD'), {symbol: 'AMD', channel: 'quotes'}];
  assert.deepEqual(session.subscribe(two), [
    '{"action":"subscribe","trades":["AAPL","AMD"],"quotes":["AMD"]}',
  ]);
  assert.deepEqual(session.unsubscribe(two.slice(2)), ['{"action":"unsubscribe","quotes":["AMD"]}']);
  assert.deepEqual(session.subscribe([]), []);
});

test('the answer says what is live, and what was asked for and is not in it is refused', () => {
  const {read, counts, session} = asked('AAPL', 'AMD');
  const states = (events: readonly TickerNews[]) =>
    events.map(event => event.type === 'subscription' && `${event.symbol} ${event.state}`);
  assert.deepEqual(states(read([{T: 'subscription', trades: ['AAPL'], quotes: [], bars: ['*']}])), [
    'AAPL live',
    'AMD refused',
  ]);
  assert.equal(counts.answered, 1);
  session.unsubscribe(wants('AMD'));
  session.subscribe(wants('AMD'));
  assert.deepEqual(states(read([{T: 'subscription', trades: ['AAPL']}])), []);
  assert.deepEqual(states(read([{T: 'subscription', trades: ['AAPL', 'AMD']}])), ['AMD live']);
});

for (const [code, msg] of [
  [400, 'invalid syntax'],
  [405, 'symbol limit exceeded'],
  [409, 'insufficient subscription'],
  [410, 'invalid subscribe action for this feed'],
] as const) {
  test(`${msg} refuses what was asked for, in Alpaca's words, and the connection stays`, () => {
    const {read, ended, counts} = asked('AAPL', 'AMD');
    const events = read(error(code, msg));
    assert.deepEqual(
      events.map(({type}) => type),
      ['subscription', 'subscription', 'reject'],
    );
    assert.deepEqual(reasonsOf(events), Array(3).fill(`${msg} (${code})`));
    assert.deepEqual([ended.length, counts.answered], [0, 1]);
  });
}

for (const [code, msg, advice, retryMs] of [
  [401, 'not authenticated', '', undefined],
  [402, 'auth failed', '; check APCA_API_KEY_ID and APCA_API_SECRET_KEY', 60_000],
  [404, 'auth timeout', '', undefined],
  [406, 'connection limit exceeded', '; most plans allow one connection', 30_000],
  [409, 'insufficient subscription', '; the plan has not this feed', 60_000],
  [500, 'internal error', '', undefined],
] as const) {
  test(`${msg} before the log-in is through ends the connection`, () => {
    const {read, ended} = sessionRig(alpaca, ['AAPL'], keyed);
    read(connected);
    assert.deepEqual(read(error(code, msg)), []);
    assert.deepEqual(ended, [{reason: `${msg} (${code})${advice}`, retryMs}]);
  });
}

for (const [code, msg] of [
  [403, 'already authenticated'],
  [407, 'slow client'],
  [999, 'something new'],
] as const) {
  test(`${msg} is told, and nothing is refused or ended`, () => {
    const {read, ended} = asked('AAPL');
    assert.deepEqual(reasonsOf(read(error(code, msg))), [`${msg} (${code})`]);
    assert.equal(ended.length, 0);
  });
}

for (const [text, reason] of [
  ['', /expected JSON/],
  ['null', /expected array, received null/],
  [{}, /expected array, received object/],
  [[[[]]], /at \[0\]/],
  [[share, null], /at \[1\]/],
  [[{}], /at \[0\]\.T: a message that was not asked for/],
  [[{...share, T: 'b'}], /at \[0\]\.T: a message that was not asked for/],
  [[share, {...share, p: '126'}], /at \[1\]\.p: .*expected number, received string/],
  [[{...share, s: null}], /at \[0\]\.s/],
  [[{...share, t: 'now'}], /at \[0\]\.t: expected a time in UTC/],
  [[{...share, t: '2022-12-16T06:43:18+01:00'}], /at \[0\]\.t: expected a time in UTC/],
  [[{...quote, ap: true}], /at \[0\]\.ap/],
  [[{T: 'error', code: '406', msg: 'x'}], /at \[0\]\.code/],
  [[{T: 'subscription', trades: 'AAPL'}], /at \[0\]\.trades/],
  [JSON.stringify([share]).replace('126.55', '1e999'), /at \[0\]\.p/],
  [
    [
      {...share, S: 'EVIL'},
      {...quote, S: 'WORSE'},
    ],
    /^expected a symbol that was asked for, got EVIL$/,
  ],
  [error(1, '\u001b[31mred\u001b]0;owned\u0007'), /^red \(1\)$/],
] as const) {
  test(`${JSON.stringify(text).slice(0, 60)} is a reject that says why`, () => {
    const [event, ...others] = decode(text);
    assert.equal(others.length, 0);
    assert.ok(event?.type === 'reject');
    assert.match(event.reason, reason);
    assert.doesNotMatch(event.reason + event.sample, /[\u0000-\u001f\u007f-\u009f]/);
  });
}

test('a hostile frame of 1 MB is told of in one sentence, in less than a second', () => {
  const start = performance.now();
  const stranger = JSON.stringify({...share, S: 'X'});
  for (const list of [
    `${'{},'.repeat(300_000)}{}`,
    `${'['.repeat(500_000)}${']'.repeat(500_000)}`,
    `${`${stranger},`.repeat(9000)}${stranger}`,
  ])
    assert.equal(decode(`[${list}]`).length, 1);
  assert.ok(performance.now() - start < 1000);
});

test('the guard takes what the schema takes, and nothing else, and nothing makes the decoder throw', () => {
  const number = fc.oneof(fc.double(), fc.integer(), fc.constantFrom(0, -0, 2 ** 60));
  const date = fc.date({noInvalidDate: true}).map(at => at.toISOString());
  const times = fc.oneof(date, fc.constantFrom(time, '2023-02-30T24:00:00Z', '2022-12-16T06:43Z', '2022'));
  const field = fc.oneof({weight: 5, arbitrary: number}, fc.string(), fc.anything());
  const message = fc.record(
    {
      ...{
        T: fc.oneof({weight: 5, arbitrary: fc.constantFrom('t', 'q')}, field),
        S: fc.constantFrom('AAPL', 'X'),
      },
      ...{p: field, s: field, t: fc.oneof({weight: 5, arbitrary: times}, field)},
      ...{i: field, tks: fc.oneof(fc.string(), field), bp: field, bs: field, ap: field, as: field},
    },
    {requiredKeys: ['T', 'S', 't']},
  );
  let taken = 0;
  const isSame = fc.property(fc.array(message, {maxLength: 2}), frame => {
    const ticks = frame.every(({T}) => T === 't' || T === 'q');
    const isTaken = frameShape.safeParse(frame).success;
    if (isTaken && ticks && frame.length > 0) taken++;
    assert.equal(isTickFrame(frame), ticks && isTaken);
    assert.equal('value' in readFrame(frame), isTaken);
  });
  fc.assert(isSame, {numRuns: 3000});
  assert.ok(taken > 20, `${taken} frames were of the right shape`);
  fc.assert(fc.property(fc.string(), text => Array.isArray(decode(text))));
  fc.assert(fc.property(fc.json(), text => Array.isArray(decode(text))));
  fc.assert(fc.property(fc.array(fc.anything()), data => Array.isArray(decode(JSON.stringify(data)))));
});

test('shares and coins have their own addresses and symbols', () => {
  assert.match(`${alpaca.address} ${alpacaCrypto.address}`, /\/v2\/iex .*\/v1beta3\/crypto\/us$/);
  for (const symbol of ['AAPL', 'BRK.B', 'FAKEPACA']) assert.match(symbol, alpaca.symbol.shape);
  assert.match('BTC/USD', alpacaCrypto.symbol.shape);
  for (const symbol of ['BTC', '*', 'btc/usd']) assert.doesNotMatch(symbol, alpacaCrypto.symbol.shape);
  assert.doesNotMatch('*', alpaca.symbol.shape);
});

const rig = (t: TestContext) =>
  feedRig(t, port => `alpaca+ws://127.0.0.1:${port}/v2/test#FAKEPACA,AAPL@quotes`, {env});
type Rig = Awaited<ReturnType<typeof rig>>;

/** Connects, logs in, and has the subscription answered. */
async function logIn({server, clock, send, until, untilState}: Rig): Promise<void> {
  const begun = untilState('connected');
  await clock.advance(500);
  isSecret(await begun);
  send(connected);
  send('{}');
  await until('reject');
  assert.deepEqual(await server.heard(), {action: 'auth', key: id, secret});
  send(authenticated);
  send('{}');
  await until('reject');
  await clock.advance(100);
  assert.deepEqual(await server.heard(), {action: 'subscribe', trades: ['FAKEPACA'], quotes: ['AAPL']});
  send([{T: 'subscription', trades: ['FAKEPACA'], quotes: ['AAPL'], bars: []}]);
  const live = await until(event => event.type === 'subscription' && event.symbol === 'AAPL');
  assert.ok(live.every(event => event.type === 'subscription' && event.state === 'live'));
}

test('a connection logs in, asks, is live, and after a loss each symbol has its gap', {timeout}, async t => {
  const feed = await rig(t);
  await logIn(feed);
  const {server, clock, send, until, url} = feed;
  send([{...share, S: 'FAKEPACA'}, quote]);
  assert.deepEqual(
    (await until('quote')).map(({type}) => type),
    ['trade', 'quote'],
  );
  server.socket.terminate();
  await until(isLost);
  const again = until('sequence');
  await clock.advance(500);
  const gaps = (await again).filter(event => event.type === 'sequence');
  assert.deepEqual(
    gaps.map(({venue, symbol, fault, missed}) => [venue, symbol, fault, missed]),
    ['FAKEPACA', 'AAPL'].map(symbol => [url.split('#')[0], symbol, 'gap', undefined]),
  );
  send(connected);
  send('{}');
  await until('reject');
  assert.deepEqual(await server.heard(), {action: 'auth', key: id, secret});
});

for (const [code, msg, waitMs] of [
  [406, 'connection limit exceeded', 30_000],
  [402, 'auth failed', 60_000],
] as const) {
  test(`after ${msg} the next connection waits ${waitMs / 1000} s, though the server has closed at once`, {
    timeout,
  }, async t => {
    const {server, clock, send, until, untilState} = await rig(t);
    await untilState('connected');
    const first = server.socket;
    send(error(code, msg));
    first.close(1000, 'bye');
    // Nobody reads before all is over: what the frame says is still what counts.
    await server.empty();
    await clock.advance(0);
    const lost = (await until(isLost)).find(isLost);
    assert.ok(lost?.type === 'status' && lost.retryMs === waitMs);
    assert.match(lost.reason!, new RegExp(`/v2/test: ${msg} \\(${code}\\); `));
    const next = untilState('connected');
    await clock.advance(waitMs - 1);
    assert.equal(server.socket, first);
    await clock.advance(1);
    await next;
    assert.notEqual(server.socket, first);
  });
}

test('a server that repeats the log-in has its keys masked', {timeout}, async t => {
  const {send, until, untilState, server} = await rig(t);
  await untilState('connected');
  send(connected);
  const login = JSON.stringify({action: 'auth', key: id, secret});
  const told: TickerNews[] = [];
  for (const frame of [login, `[${login}]`, error(1, `not ${id} with ${secret}`), `${secret} ${login}`]) {
    send(frame);
    told.push(...(await until('reject')));
  }
  send(error(500, `${secret} of ${id}`));
  server.socket.close(4000, id);
  const lost = await until(isLost);
  assert.match(reasonsOf(lost)[0]!, /: … of … \(500\)$/);
  isSecret(told, lost);
});

test('a server that accepts and says nothing, or never answers, is given up', {timeout}, async t => {
  const feed = await rig(t);
  await feed.untilState('connected');
  const lost = feed.until(isLost);
  await feed.clock.advance(10_000);
  assert.match(reasonsOf(await lost)[0]!, /what it was asked was not answered for 10 s/);
});

test('a connection on which nothing is traded stays: its socket answers', {timeout}, async t => {
  const feed = await rig(t);
  await logIn(feed);
  const {server, clock, send, until} = feed;
  for (let quarter = 0; quarter < 8; quarter++) {
    const pinged = new Promise(resolve => server.socket.once('ping', resolve));
    await clock.advance(15_000);
    await pinged;
    send('{}');
    assert.deepEqual(
      (await until('reject')).map(({type}) => type),
      ['reject'],
    );
  }
});

function isLost(event: TickerNews): boolean {
  return event.type === 'status' && event.state === 'lost';
}
