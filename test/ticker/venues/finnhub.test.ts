import assert from 'node:assert/strict';
import {once} from 'node:events';
import {createServer} from 'node:http';
import type {AddressInfo} from 'node:net';
import {type TestContext, test} from 'node:test';
import fc from 'fast-check';
import {SourceError} from '../../../source/streams/errors.ts';
import type {TickerNews} from '../../../source/ticker/event.ts';
import {ticker} from '../../../source/ticker/ticker.ts';
import {finnhub, frameShape, isTradeFrame} from '../../../source/ticker/venues/finnhub.ts';
import {feedRig} from '../feed-rig.ts';
import {sessionRig} from '../session-rig.ts';
import {until} from '../until.ts';

const timeout = 10_000;
const key = 'c9s3cr3t+key/of=finnhub';
const encoded = encodeURIComponent(key);
const wire = {c: ['1', '8'], p: 122.1, s: 'TSLA', t: 1672348887195, v: 1};
const frame = (...data: unknown[]) => ({type: 'trade', data});
const decode = (text: unknown) => sessionRig(finnhub, ['TSLA', 'OANDA:EUR_USD'], {keys: [key]}).told(text);
const rig = (t: TestContext) =>
  feedRig(t, port => `finnhub+ws://127.0.0.1:${port}#TSLA,OANDA:EUR_USD`, {env: {FINNHUB_API_KEY: key}});

function isSecret(events: unknown): void {
  const text = JSON.stringify(events);
  for (const shape of [key, encoded, JSON.stringify(key).slice(1, -1)])
    assert.ok(!text.includes(shape), text);
}

function reasonOf(event: TickerNews | undefined): string {
  assert.ok(event?.type === 'reject' || event?.type === 'status' || event?.type === 'subscription');
  return event.reason!;
}

test('a frame becomes trades, without side and number, and a trade is what says that its symbol is live', () => {
  const trade = {type: 'trade', venue: 'test', symbol: 'TSLA', price: 122.1, size: 1};
  const time = '2022-12-29T21:21:27.195Z';
  assert.deepEqual(decode(frame(wire, {...wire, p: 122.2})), [
    {...trade, time},
    {...trade, price: 122.2, time},
  ]);
  const {read, counts} = sessionRig(finnhub, ['TSLA']);
  assert.deepEqual(
    read(frame(wire)).map(({type}) => type),
    ['subscription', 'trade'],
  );
  assert.equal(counts.answered, 1);
});

test('a volume of 0 is a price and no trade', () => {
  const time = '2022-12-29T21:21:27.195Z';
  assert.deepEqual(decode(frame({...wire, s: 'OANDA:EUR_USD', p: 1.0661, v: 0})), [
    {type: 'quote', venue: 'test', symbol: 'OANDA:EUR_USD', last: 1.0661, time},
  ]);
});

test('a ping is an answer and no event', () => {
  const {read, counts} = sessionRig(finnhub, ['TSLA']);
  assert.deepEqual(read({type: 'ping'}), []);
  assert.equal(counts.answered, 1);
});

test('each symbol is asked for, and given up, in a frame of its own', () => {
  const {session} = sessionRig(finnhub, ['AAPL', 'BINANCE:BTCUSDT']);
  const wants = ['AAPL', 'BINANCE:BTCUSDT'].map(symbol => ({symbol, channel: 'trades'}));
  assert.deepEqual(session.subscribe(wants), [
    '{"type":"subscribe","symbol":"AAPL"}',
    '{"type":"subscribe","symbol":"BINANCE:BTCUSDT"}',
  ]);
  assert.deepEqual(session.unsubscribe(wants.slice(0, 1)), ['{"type":"unsubscribe","symbol":"AAPL"}']);
});

for (const symbol of ['AAPL', 'BRK.B', 'BINANCE:BTCUSDT', 'OANDA:EUR_USD', 'IC MARKETS:1', '^GSPC', 'F']) {
  test(`${symbol} is a symbol`, () => assert.match(symbol, finnhub.symbol.shape));
}

test("a symbol that is refused is, in Finnhub's words", () => {
  const {read} = sessionRig(finnhub, ['TSLA', 'OANDA:EUR_USD']);
  const events = read({msg: 'Invalid symbol OANDA:EUR_USD', type: 'error'});
  assert.equal(events.length, 2);
  const [standing, told] = events;
  assert.ok(standing?.type === 'subscription' && standing.symbol === 'OANDA:EUR_USD');
  assert.equal(standing.state, 'refused');
  assert.equal(standing.reason, 'Invalid symbol OANDA:EUR_USD');
  assert.equal(reasonOf(told), 'Invalid symbol OANDA:EUR_USD');
});

for (const [text, reason] of [
  ['', /expected JSON/],
  ['null', /expected object, received null/],
  ['[[[1]]]', /expected object, received array/],
  ['{}', /at type: a frame that was not asked for/],
  [{type: 'news', data: []}, /at type: a frame that was not asked for/],
  [{type: 'trade'}, /at data/],
  [{type: 'trade', data: [[]]}, /at data\[0\]/],
  [frame(wire, {...wire, p: '122'}), /at data\[1\]\.p: .*expected number, received string/],
  [frame({...wire, v: null}), /at data\[0\]\.v/],
  [frame({...wire, t: 1.5}), /at data\[0\]\.t/],
  [frame({...wire, t: 8.64e15}), /at data\[0\]\.t/],
  [JSON.stringify(frame(wire)).replace('122.1', '1e999'), /at data\[0\]\.p/],
  [{type: 'error', msg: 'Subscribing to too many symbols'}, /^Subscribing to too many symbols$/],
  [{type: 'error', msg: '\u001b[31mred\u001b]0;owned\u0007'}, /^red$/],
] as const) {
  test(`${JSON.stringify(text).slice(0, 60)} is a reject that says why`, () => {
    const [event, ...others] = decode(text);
    assert.equal(others.length, 0);
    assert.match(reasonOf(event), reason);
    assert.ok(event?.type === 'reject');
    assert.doesNotMatch(event.reason + event.sample, /[\u0000-\u001f\u007f-\u009f]/);
  });
}

test('a thousand strangers in a frame are told of once, and the others are read', () => {
  const strangers = Array.from({length: 1000}, (_, at) => ({...wire, s: `X${at}`}));
  const events = decode(frame(...strangers, wire));
  assert.deepEqual(
    events.map(({type}) => type),
    ['trade', 'reject'],
  );
  assert.match(reasonOf(events[1]), /got X0$/);
});

test('a hostile frame of 1 MB is told of in one sentence, in less than a second', () => {
  const start = performance.now();
  for (const list of [`${'{},'.repeat(300_000)}{}`, `${'['.repeat(500_000)}${']'.repeat(500_000)}`])
    assert.equal(decode(`{"type":"trade","data":[${list}]}`).length, 1);
  assert.ok(performance.now() - start < 1000);
});

test('the guard takes what the schema takes, and nothing else, and nothing makes the decoder throw', () => {
  const number = fc.oneof(fc.double(), fc.integer(), fc.constantFrom(0, -0, 253_402_300_799_999, 2 ** 53));
  const field = fc.oneof({weight: 4, arbitrary: number}, fc.string(), fc.anything());
  const trade = fc.record(
    {s: fc.oneof(fc.constant('TSLA'), field), p: field, v: field, t: fc.oneof(fc.nat(), field)},
    {requiredKeys: []},
  );
  const any = fc.oneof({weight: 4, arbitrary: trade}, fc.anything());
  fc.assert(
    fc.property(fc.array(any, {maxLength: 3}), data => {
      assert.equal(isTradeFrame(frame(...data)), frameShape.safeParse(frame(...data)).success);
    }),
    {numRuns: 2000},
  );
  fc.assert(fc.property(fc.string(), text => Array.isArray(decode(text))));
  fc.assert(fc.property(fc.json(), text => Array.isArray(decode(text))));
  fc.assert(fc.property(any, data => Array.isArray(decode(JSON.stringify(frame(wire, data))))));
});

test('the key goes into the address, and into nothing that is told', {timeout}, async t => {
  const asked: string[] = [];
  const server = createServer().listen(0, '127.0.0.1');
  t.after(() => new Promise(resolve => server.close(resolve)));
  server.on('upgrade', (request, socket) => {
    asked.push(request.url!);
    socket.end(`HTTP/1.1 401 ${encoded}\r\nContent-Length: ${key.length}\r\n\r\n${key}`);
  });
  await once(server, 'listening');
  const {port} = server.address() as AddressInfo;
  const options = {signal: new AbortController().signal, env: {FINNHUB_API_KEY: key}};
  const url = `finnhub+ws://127.0.0.1:${port}#TSLA`;
  const feed = ticker(url, {...options, failFast: true});
  await assert.rejects(until(feed[Symbol.asyncIterator](), isLost), (error: Error) => {
    assert.ok(error instanceof SourceError && error.cause === undefined);
    assert.match(error.message, /token=…: the server does not let us in \(HTTP 401\); check the key/);
    isSecret([error.message, error.stack]);
    return true;
  });
  assert.deepEqual(asked, [`/?token=${encoded}`]);
  const events = await until<TickerNews>(ticker(url, options)[Symbol.asyncIterator](), isLost);
  const lost = events.find(isLost);
  assert.ok(lost?.type === 'status' && lost.retryMs! >= 60_000);
  isSecret(events);
});

test("a key that is refused in a frame is said in Finnhub's words, without it, and tried a minute later", {
  timeout,
}, async t => {
  const {send, until, untilState, clock, server} = await rig(t);
  await untilState('connected');
  send({type: 'error', msg: `Invalid API key ${key}`});
  server.socket.close(1008, 'bye');
  const events = await until(isLost);
  const lost = events.find(isLost);
  assert.match(reasonOf(lost), /: Invalid API key …; check FINNHUB_API_KEY$/);
  assert.ok(lost?.type === 'status' && lost.retryMs === 60_000);
  isSecret(events);
  const first = server.socket;
  const connected = untilState('connected');
  await clock.advance(59_999);
  assert.equal(server.socket, first);
  await clock.advance(1);
  await connected;
  assert.notEqual(server.socket, first);
});

test('a server that repeats the key, whole, cut off or escaped, has it masked', {timeout}, async t => {
  const {send, until, untilState, server, clock} = await rig(t);
  await untilState('connected');
  const told: TickerNews[] = [];
  for (const words of [
    `no plan for ${key}`,
    `see https://finnhub.io/?t=${encoded}&x`,
    `${key} ${key}`,
    `${'x'.repeat(165)}${key}`,
    `\u001b[1m${key.slice(0, 5)}\u001b[0m${key.slice(5)}`,
    `Invalid symbol ${key}`,
  ]) {
    send({type: 'error', msg: words});
    told.push(...(await until('reject')));
  }
  send(key);
  send(`${'y'.repeat(190)}${key}`);
  send(frame({...wire, s: key}));
  told.push(...(await until(event => event.type === 'reject' && /asked for/.test(event.reason))));
  isSecret(told);
  assert.doesNotMatch(JSON.stringify(told), /c9s3cr/);
  server.socket.close(4001, `gone: ${key}`);
  const lost = await until(isLost);
  assert.match(reasonOf(lost.find(isLost)), /4001, gone: …/);
  isSecret(lost);
  await clock.advance(0);
});

test('each symbol is asked for in its turn, and after a loss each has its gap', {timeout}, async t => {
  const {send, until, untilState, clock, server, url} = await rig(t);
  const begun = await untilState('connected');
  assert.deepEqual(
    begun.filter(({type}) => type === 'subscription').map(event => (event as {symbol: string}).symbol),
    ['TSLA', 'OANDA:EUR_USD'],
  );
  assert.deepEqual(await server.heard(), {type: 'subscribe', symbol: 'TSLA'});
  await clock.advance(100);
  assert.deepEqual(await server.heard(), {type: 'subscribe', symbol: 'OANDA:EUR_USD'});
  send({type: 'ping'});
  send(frame(wire));
  await until('trade');
  server.socket.terminate();
  await until(isLost);
  const again = until('sequence');
  await clock.advance(500);
  const gaps = (await again).filter(event => event.type === 'sequence');
  assert.deepEqual(
    gaps.map(({symbol, fault, missed, since}) => ({symbol, fault, missed, since})),
    ['TSLA', 'OANDA:EUR_USD'].map(symbol => ({
      symbol,
      fault: 'gap',
      missed: undefined,
      since: '2026-11-25T12:00:00.100Z',
    })),
  );
  assert.equal(gaps[0]!.venue, url.split('#')[0]);
});

test('a server that accepts and says nothing is given up', {timeout}, async t => {
  const {untilState, until, clock} = await rig(t);
  await untilState('connected');
  const lost = until(isLost);
  await clock.advance(150_000);
  assert.match(reasonOf((await lost).find(isLost)), /silent for 150 s|not answered for 150 s/);
});

test('a server that falls silent is given up, though its socket answers', {timeout}, async t => {
  const {send, untilState, until, clock, server} = await rig(t);
  await untilState('connected');
  send(frame(wire));
  await until('trade');
  const lost = until(isLost);
  const pinged = once(server.socket, 'ping');
  await clock.advance(75_000);
  await pinged;
  await clock.advance(0);
  await clock.advance(75_000);
  assert.match(reasonOf((await lost).find(isLost)), /silent for 150 s/);
});

test('a ping a minute keeps a connection on which nothing is traded', {timeout}, async t => {
  const {send, until, untilState, clock} = await rig(t);
  await untilState('connected');
  for (let minute = 0; minute < 5; minute++) {
    send({type: 'ping'});
    send('{}');
    assert.deepEqual(
      (await until('reject')).map(({type}) => type),
      ['reject'],
    );
    await clock.advance(60_000);
  }
});

function isLost(event: TickerNews): boolean {
  return event.type === 'status' && event.state === 'lost';
}
