import assert from 'node:assert/strict';
import {getEventListeners, once} from 'node:events';
import {type TestContext, test} from 'node:test';
import {isoTime, ManualClock} from '../../source/streams/clock.ts';
import type {Counters} from '../../source/streams/counters.ts';
import {SourceError} from '../../source/streams/errors.ts';
import {reject} from '../../source/streams/reject.ts';
import type {Meta} from '../../source/streams/status.ts';
import {type WebSocketEventsOptions, websocketEvents} from '../../source/streams/websocket-events.ts';
import {FrameServer, freePort, handlesSinceNow, until} from './frame-server.ts';

interface Tick {
  readonly type: 'tick';
  readonly value: number;
  readonly atMs: number;
}

const timeout = 10_000;
const startMs = Date.parse('2026-11-22T12:00:00Z');

function decode(frame: string, atMs: number): (Tick | Meta)[] {
  if (frame === 'nothing') return [];
  const value = Number(frame);
  return [
    Number.isNaN(value) ? reject('test', 'expected a number', frame, atMs) : {type: 'tick', value, atMs},
  ];
}

async function setUp(t: TestContext, options: Partial<WebSocketEventsOptions<Tick>> = {}) {
  const server = await FrameServer.start();
  const abort = new AbortController();
  t.after(async () => {
    abort.abort();
    await server[Symbol.asyncDispose]();
  });
  const clock = new ManualClock(startMs);
  const counters: Counters = {received: 0, delivered: 0, dropped: 0};
  const stream = websocketEvents<Tick>(server.url, {
    signal: abort.signal,
    clock,
    counters,
    decode,
    ...options,
  });
  return {server, abort, clock, counters, stream};
}

/** Reads until an event is so; returns all of its batch and of those before it. */
async function readUntil(
  stream: AsyncIterator<(Tick | Meta)[]>,
  isSo: (event: Tick | Meta) => boolean,
): Promise<(Tick | Meta)[]> {
  const events: (Tick | Meta)[] = [];
  while (!events.some(isSo)) {
    const {done, value} = await stream.next();
    if (done) assert.fail(`the stream ended after ${JSON.stringify(events)}`);
    events.push(...value);
  }
  return events;
}

const isState = (state: string) => (event: Tick | Meta) => event.type === 'status' && event.state === state;
const isTick = (value: number) => (event: Tick | Meta) => event.type === 'tick' && event.value === value;

test('frames are decoded in order, stamped with when they were read, between the status events', {
  timeout,
}, async t => {
  const {server, stream, clock} = await setUp(t);
  assert.deepEqual(await readUntil(stream, isState('connected')), [
    {type: 'status', source: server.url, state: 'connecting', time: isoTime(startMs)},
    {type: 'status', source: server.url, state: 'connected', time: isoTime(startMs)},
  ]);
  await clock.advance(1000);
  const peer = await server.accept();
  for (const frame of ['1', 'nothing', 'rubbish', '2']) peer.send(frame);
  const atMs = startMs + 1000;
  assert.deepEqual(await readUntil(stream, isTick(2)), [
    {type: 'tick', value: 1, atMs},
    reject('test', 'expected a number', 'rubbish', atMs),
    {type: 'tick', value: 2, atMs},
  ]);
});

test('a connection that broke is made again, and the counters go on', {timeout}, async t => {
  const {server, stream, clock, counters} = await setUp(t);
  await readUntil(stream, isState('connected'));
  const first = await server.accept();
  first.send('1');
  await readUntil(stream, isTick(1));
  await clock.advance(2000);
  const lost = readUntil(stream, isState('lost'));
  first.terminate();
  assert.equal((await lost).at(-1)!.type, 'status');
  const again = readUntil(stream, isState('connected'));
  await clock.advance(500);
  const connected = (await again).at(-1)!;
  assert.ok(connected.type === 'status' && connected.missedSince === isoTime(startMs + 2000));
  (await server.accept()).send('2');
  await readUntil(stream, isTick(2));
  assert.deepEqual(counters, {received: 2, delivered: 2, dropped: 0});
});

test('what a slow consumer loses is in the counters', {timeout}, async t => {
  const {server, stream, counters} = await setUp(t, {capacity: 10, policy: 'drop-oldest'});
  await readUntil(stream, isState('connected'));
  const peer = await server.accept();
  peer.send('0');
  await readUntil(stream, isTick(0));
  for (let value = 1; value <= 5000; value++) peer.send(String(value));
  // The answer to a ping behind them says that all of them came.
  const pong = once(peer, 'pong');
  peer.ping();
  await pong;
  await readUntil(stream, isTick(5000));
  assert.deepEqual(counters, {received: 5001, delivered: 11, dropped: 4990});
});

test('onOpen is run at each connect, with a signal that aborts when that connection is over', {
  timeout,
}, async t => {
  const opened: AbortSignal[] = [];
  const {server, stream, clock} = await setUp(t, {
    onOpen(frames, signal) {
      opened.push(signal);
      frames.send('subscribe');
    },
  });
  await readUntil(stream, isState('connected'));
  const peer = await server.accept();
  const lost = readUntil(stream, isState('lost'));
  peer.on('message', data => peer.close(1000, String(data)));
  assert.match(
    (await lost).map(event => event.type === 'status' && event.reason).join(' '),
    /\(1000, subscribe\)/,
  );
  assert.deepEqual(
    opened.map(({aborted}) => aborted),
    [true],
  );
  const again = readUntil(stream, isState('connected'));
  await clock.advance(500);
  await again;
  assert.deepEqual(
    opened.map(({aborted}) => aborted),
    [true, false],
  );
  await stream.return();
  assert.equal(opened[1]!.aborted, true);
});

test('with failFast a port on which nobody listens is thrown; else it is a status, without the password', {
  timeout,
}, async () => {
  const address = `127.0.0.1:${await freePort()}/feed`;
  const reason = `ws://${address}: nobody listens there (ECONNREFUSED); start the server or correct the address`;
  const {signal} = new AbortController();
  const clock = new ManualClock(startMs);
  const url = `ws://ada:secret@${address}`;
  const strict = websocketEvents<Tick>(url, {signal, clock, decode, failFast: true});
  await assert.rejects(readUntil(strict, isState('connected')), new SourceError(reason));
  const stream = websocketEvents<Tick>(url, {signal, clock, decode});
  const lost = (await readUntil(stream, isState('lost'))).at(-1);
  assert.ok(lost?.type === 'status' && lost.reason === reason && lost.source === `ws://${address}`);
  await stream.return();
});

const leavings: Readonly<Record<string, (event: Tick | Meta) => boolean>> = {
  'before it connects': isState('connecting'),
  'when it has connected': isState('connected'),
  'at the first event': isTick(1),
};

for (const [when, isSo] of Object.entries(leavings)) {
  test(`a consumer that leaves ${when} leaves no connection, listener, timer or handle`, {
    timeout,
  }, async () => {
    const handles = handlesSinceNow();
    const server = await FrameServer.start();
    const clock = new ManualClock(startMs);
    const {signal} = new AbortController();
    const stream = websocketEvents<Tick>(server.url, {
      signal,
      clock,
      decode,
      onOpen: (frames, over) => void clock.sleep(1e9, over).then(() => frames.send('over')),
    });
    void server.accept().then(peer => peer.send('1'));
    await readUntil(stream, isSo);
    await stream.return();
    await until(() => server.clients === 0 && clock.sleeping === 0);
    assert.equal(getEventListeners(signal, 'abort').length, 0);
    await server[Symbol.asyncDispose]();
    await until(() => handles().length === 0);
  });
}
