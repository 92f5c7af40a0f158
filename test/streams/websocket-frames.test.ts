import assert from 'node:assert/strict';
import {subscribe, unsubscribe} from 'node:diagnostics_channel';
import {getEventListeners, once} from 'node:events';
import {createServer as createHttpServer} from 'node:http';
import {type AddressInfo, createServer, type Socket} from 'node:net';
import {type TestContext, test} from 'node:test';
import {setImmediate as turn} from 'node:timers/promises';
import type {WebSocket} from 'ws';
import {ManualClock} from '../../source/streams/clock.ts';
import {RetryError, SilenceError, SourceError, UsageError} from '../../source/streams/errors.ts';
import {type FramesOptions, WebSocketFrames} from '../../source/streams/websocket-frames.ts';
import {StandingClock} from '../helpers/standing-clock.ts';
import {FrameServer, freePort, handlesSinceNow, until} from './frame-server.ts';
import {settle} from './hand-source.ts';

const timeout = 10_000;

async function setUp(t: TestContext, options: Partial<FramesOptions> = {}, autoPong = true) {
  const server = await FrameServer.start({autoPong});
  const abort = new AbortController();
  t.after(async () => {
    abort.abort();
    await server[Symbol.asyncDispose]();
  });
  const clock = new StandingClock(1_000_000);
  const [frames, peer] = await Promise.all([
    WebSocketFrames.open(server.url, {signal: abort.signal, clock, ...options}),
    server.accept(),
  ]);
  return {server, abort, clock, frames, peer};
}

/** Sends numbered frames, padded to a length. */
function sendNumbers(peer: WebSocket, count: number, length = 0): void {
  for (let id = 0; id < count; id++) peer.send(String(id).padEnd(length));
}

/** Reads frames to the end or the failure of the connection. */
async function readAll(frames: WebSocketFrames): Promise<{got: string[]; error: unknown}> {
  const got: string[] = [];
  try {
    for await (const batch of frames) got.push(...batch);
    return {got, error: undefined};
  } catch (error) {
    return {got, error};
  }
}

const numbers = (count: number, from = 0) => Array.from({length: count}, (_, id) => String(from + id));

test('frames come in their order, and what is sent arrives', {timeout}, async t => {
  const {frames, peer, abort} = await setUp(t);
  sendNumbers(peer, 10_000);
  const got: string[] = [];
  for await (const batch of frames) {
    got.push(...batch);
    if (got.length === 10_000) break;
  }
  assert.deepEqual(got, numbers(10_000));
  abort.abort();
});

test('a frame is sent while the connection is open, and not after', {timeout}, async t => {
  const {frames, peer} = await setUp(t);
  assert.equal(frames.send('hello'), true);
  assert.equal(String((await once(peer, 'message'))[0]), 'hello');
  peer.close();
  await readAll(frames);
  assert.equal(frames.send('too late'), false);
});

test('the subprotocol and the headers are what was asked for', {timeout}, async t => {
  const server = await FrameServer.start({handleProtocols: offered => [...offered].at(-1) ?? false});
  t.after(() => server[Symbol.asyncDispose]());
  const {signal} = new AbortController();
  await using frames = await WebSocketFrames.open(server.url, {
    signal,
    protocols: ['one', 'two'],
    headers: {'x-test': 'yes'},
  });
  assert.equal(frames.protocol, 'two');
});

test('a port on which nobody listens is told in a sentence, without the password', {timeout}, async () => {
  const port = await freePort();
  const {signal} = new AbortController();
  for (const host of ['127.0.0.1', 'localhost']) {
    await assert.rejects(
      WebSocketFrames.open(`ws://ada:secret@${host}:${port}/feed`, {signal}),
      (error: Error) => {
        assert.ok(error instanceof SourceError);
        assert.equal(
          error.message,
          `ws://${host}:${port}/feed: nobody listens there (ECONNREFUSED); start the server or correct the address`,
        );
        return true;
      },
    );
  }
  assert.equal(getEventListeners(signal, 'abort').length, 0);
});

test('an HTTP answer is told in a sentence', {timeout}, async t => {
  const server = createHttpServer().listen(0, '127.0.0.1');
  t.after(() => new Promise(resolve => server.close(resolve)));
  server.on('upgrade', (_, socket) => socket.end('HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n'));
  await once(server, 'listening');
  const url = `ws://127.0.0.1:${(server.address() as AddressInfo).port}/wrong`;
  await assert.rejects(
    WebSocketFrames.open(url, {signal: new AbortController().signal}),
    new SourceError(`${url}: expected a WebSocket, the server answered HTTP 404; check the path`),
  );
});

for (const [answer, sentence, retryMs] of [
  ['429 Too Many Requests\r\nRetry-After: 12', 'too many requests (HTTP 429)', 12_000],
  ['429 Too Many Requests\r\nRetry-After: 99999', 'too many requests (HTTP 429)', 600_000],
  [
    '429 Too Many Requests\r\nRetry-After: Thu, 01 Jan 1970 00:17:10 GMT',
    'too many requests (HTTP 429)',
    30_000,
  ],
  [
    '429 Too Many Requests\r\nRetry-After: Thu, 01 Jan 1970 00:16:00 GMT',
    'too many requests (HTTP 429)',
    5000,
  ],
  [
    '503 Service Unavailable\r\nRetry-After: Thu, 01 Jan 2026 00:00:00 GMT',
    'not available now (HTTP 503)',
    600_000,
  ],
  ['503 Service Unavailable\r\nRetry-After: soon', 'not available now (HTTP 503)', 5000],
  ['503 Service Unavailable', 'not available now (HTTP 503)', 5000],
] as const) {
  test(`HTTP ${answer.replace('\r\n', ', ')} is tried again after ${retryMs / 1000} s`, {
    timeout,
  }, async t => {
    const server = createHttpServer().listen(0, '127.0.0.1');
    t.after(() => new Promise(resolve => server.close(resolve)));
    server.on('upgrade', (_, socket) => socket.end(`HTTP/1.1 ${answer}\r\nContent-Length: 0\r\n\r\n`));
    await once(server, 'listening');
    const url = `ws://127.0.0.1:${(server.address() as AddressInfo).port}/`;
    await assert.rejects(
      WebSocketFrames.open(url, {signal: new AbortController().signal, clock: new ManualClock(1_000_000)}),
      (error: unknown) =>
        error instanceof RetryError &&
        error.message === `${url}: the server says: ${sentence}` &&
        error.retryMs === retryMs,
    );
  });
}

test('refusals leave nothing behind, neither a listener nor a socket', {timeout}, async t => {
  const handles = handlesSinceNow();
  const server = createHttpServer().listen(0, '127.0.0.1');
  // It does not hang up by itself.
  server.on('upgrade', (_, socket) => {
    socket.on('error', () => {}).on('end', () => socket.end());
    socket.resume();
    socket.write('HTTP/1.1 503 Service Unavailable\r\nContent-Length: 9\r\n\r\n');
  });
  t.after(() => server.close());
  await once(server, 'listening');
  const url = `ws://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  const {signal} = new AbortController();
  for (let round = 0; round < 20; round++) {
    await assert.rejects(WebSocketFrames.open(url, {signal}), RetryError);
  }
  assert.equal(getEventListeners(signal, 'abort').length, 0);
  const closed = once(server, 'close');
  server.close();
  await closed;
  await until(() => handles().length === 0);
});

test('a server that says nothing at all fails by the handshake deadline', {timeout}, async t => {
  const sockets: Socket[] = [];
  const server = createServer(socket => sockets.push(socket.on('error', () => {}))).listen(0, '127.0.0.1');
  t.after(() => {
    for (const socket of sockets) socket.destroy();
    return new Promise(resolve => server.close(resolve));
  });
  await once(server, 'listening');
  const url = `ws://127.0.0.1:${(server.address() as AddressInfo).port}`;
  await assert.rejects(
    WebSocketFrames.open(url, {signal: new AbortController().signal, openMs: 20}),
    new SourceError(`${url}: Opening handshake has timed out`),
  );
});

test('what is no WebSocket address is a UsageError, without the password', async () => {
  const {signal} = new AbortController();
  await assert.rejects(
    WebSocketFrames.open('ws://ada:secret@[::bad/', {signal}),
    new UsageError('ws://[::bad/: not a URL; write ws://HOST:PORT/PATH or wss://…'),
  );
  await assert.rejects(
    WebSocketFrames.open('ftp://ada:secret@host.test/', {signal}),
    (error: Error) => error instanceof UsageError && !error.message.includes('secret'),
  );
  assert.equal(getEventListeners(signal, 'abort').length, 0);
});

test('an abort before or during the connecting rejects with its reason and leaves nothing', {
  timeout,
}, async t => {
  const handles = handlesSinceNow();
  const server = await FrameServer.start();
  t.after(() => server[Symbol.asyncDispose]());
  const abort = new AbortController();
  const opening = WebSocketFrames.open(server.url, {signal: abort.signal});
  const reason = new Error('enough');
  abort.abort(reason);
  await assert.rejects(opening, reason);
  await assert.rejects(WebSocketFrames.open(server.url, {signal: abort.signal}), reason);
  assert.equal(getEventListeners(abort.signal, 'abort').length, 0);
  await server[Symbol.asyncDispose]();
  await until(() => handles().length === 0);
});

test('when the server closes, its frames come first, then its reason, safe to print', {timeout}, async t => {
  const {server, frames, peer} = await setUp(t);
  sendNumbers(peer, 3);
  peer.close(1012, 'restart\u001b[2J of \u202ethe server');
  const {got, error} = await readAll(frames);
  assert.deepEqual(got, numbers(3));
  assert.ok(error instanceof SourceError);
  assert.equal(
    error.message,
    `${server.url}: the server closed the connection (1012, restart of the server)`,
  );
});

test('a server that is killed is a connection that broke', {timeout}, async t => {
  const {server, frames, peer} = await setUp(t);
  sendNumbers(peer, 3);
  await until(() => frames.counters.received === 3);
  peer.terminate();
  const {got, error} = await readAll(frames);
  assert.deepEqual(got, numbers(3));
  assert.deepEqual(error, new SourceError(`${server.url}: the connection broke`));
});

test('bytes that are no WebSocket frame break the connection, and the sentence says so', {
  timeout,
}, async t => {
  const {server, frames, peer} = await setUp(t);
  (peer as unknown as {_socket: Socket})._socket.write(Buffer.from([0xff, 0xff, 0xff, 0xff]));
  const {error} = await readAll(frames);
  assert.ok(error instanceof SourceError && error.cause instanceof RangeError);
  assert.ok(error.message.startsWith(`${server.url}: the connection broke: Invalid WebSocket frame`));
});

test('a frame that is too large ends the connection, and the sentence names the limit', {
  timeout,
}, async t => {
  const {server, frames, peer} = await setUp(t, {maxFrameBytes: 1000});
  peer.send('x'.repeat(1000));
  peer.send('x'.repeat(1001));
  const {got, error} = await readAll(frames);
  assert.equal(got.length, 1);
  assert.ok(error instanceof SourceError);
  assert.equal(error.message, `${server.url}: the server sent a frame larger than the 1000 bytes allowed`);
  await until(() => server.clients === 0);
});

test('a server that falls silent is given up, and since when is told', {timeout}, async t => {
  const {server, frames, peer, clock} = await setUp(t, {silenceMs: 30_000}, false);
  await clock.advance(5000);
  peer.send('the last word');
  await until(() => frames.counters.received === 1);
  const all = readAll(frames);
  const ping = once(peer, 'ping');
  await clock.advance(10_000);
  await ping;
  await clock.advance(29_999);
  assert.equal(frames.send('are you there?'), true);
  await clock.advance(1);
  const {got, error} = await all;
  assert.deepEqual(got, ['the last word']);
  assert.ok(error instanceof SilenceError);
  assert.equal(error.message, `${server.url}: silent for 40 s`);
  assert.equal(error.sinceMs, 1_005_000);
  await until(() => server.clients === 0);
  assert.equal(clock.sleeping, 0);
});

test('a server is not silent because the process stood still, and is given up if it is', {
  timeout,
}, async t => {
  const {frames, peer, clock} = await setUp(t, {silenceMs: 5000, heardBy: 'frames'});
  const all = readAll(frames);
  await clock.advance(1000);
  clock.stand(8000);
  // The timer is before the sockets.
  await clock.advance(1500);
  peer.send('was waiting');
  await until(() => frames.counters.received === 1);
  await clock.advance(2500);
  assert.equal(frames.send('are you there?'), true);
  await clock.advance(5000);
  const {got, error} = await all;
  assert.deepEqual(got, ['was waiting']);
  assert.ok(error instanceof SilenceError);
});

test('a server that only answers pings is not silent', {timeout}, async t => {
  const sockets: Socket[] = [];
  const onSocket = (message: unknown) => void sockets.push((message as {socket: Socket}).socket);
  subscribe('net.client.socket', onSocket);
  const {frames, peer, clock} = await setUp(t, {silenceMs: 30_000});
  unsubscribe('net.client.socket', onSocket);
  const [socket] = sockets;
  for (let round = 0; round < 10; round++) {
    const pong = once(socket!, 'data');
    await clock.advance(15_000);
    await pong;
  }
  peer.send('still here');
  await until(() => frames.counters.received === 1);
});

test('where frames alone count, a server that only answers pings is silent', {timeout}, async t => {
  const {frames, peer, clock} = await setUp(t, {silenceMs: 30_000, heardBy: 'frames'});
  const all = readAll(frames);
  peer.ping();
  const ping = once(peer, 'ping');
  await clock.advance(15_000);
  await ping;
  await clock.advance(15_000);
  const {error} = await all;
  assert.ok(error instanceof SilenceError);
});

test('who ends the frames with an error is told it after the frames that are here, and the connection closes', {
  timeout,
}, async t => {
  const {server, frames, peer} = await setUp(t);
  peer.send('one');
  await until(() => frames.counters.received === 1);
  frames.fail(new SourceError('enough'));
  const {got, error} = await readAll(frames);
  assert.deepEqual(got, ['one']);
  assert.equal((error as Error).message, 'enough');
  await until(() => server.clients === 0);
});

test("a server's own pings are a sign of life", {timeout}, async t => {
  const {frames, peer, clock} = await setUp(t, {silenceMs: 30_000}, false);
  for (let round = 0; round < 10; round++) {
    peer.ping();
    await once(peer, 'pong');
    await clock.advance(15_000);
  }
  assert.equal(frames.send('still here'), true);
});

test('`wait` holds the server back, loses nothing, and does not call a server silent that it holds', {
  timeout: 30_000,
}, async t => {
  const {frames, peer, clock} = await setUp(t, {capacity: 16, silenceMs: 30_000});
  const count = 40_000;
  sendNumbers(peer, count, 1000);
  await until(() => frames.counters.received > 0);
  await settle();
  await clock.advance(600_000);
  assert.ok(peer.bufferedAmount > 0, 'the server could send 40 MB to a consumer that stalls');
  let next = 0;
  let most = 0;
  for await (const batch of frames) {
    assert.ok(batch.length <= 16);
    for (const frame of batch) assert.equal(Number(frame), next++);
    most = Math.max(most, frames.counters.received - frames.counters.delivered);
    // The consumer takes its time: more may come between two of its batches.
    await turn();
    if (next === count) break;
  }
  // What a read of 64 KiB brought is taken in whole, beyond the capacity.
  assert.ok(most <= 16 + 2 * 66, `${most} frames were held`);
  assert.deepEqual(frames.counters, {received: count, delivered: count, dropped: 0});
});

test('`drop-oldest` keeps the newest frames and counts the others', {timeout}, async t => {
  const {frames, peer} = await setUp(t, {capacity: 100, policy: 'drop-oldest'});
  sendNumbers(peer, 5000);
  await until(() => frames.counters.received === 5000);
  assert.deepEqual(frames.counters, {received: 5000, delivered: 0, dropped: 4900});
  for await (const batch of frames) {
    assert.deepEqual(batch, numbers(100, 4900));
    break;
  }
  assert.deepEqual(frames.counters, {received: 5000, delivered: 100, dropped: 4900});
});

const ways: Readonly<Record<string, (frames: WebSocketFrames, abort: AbortController) => Promise<unknown>>> =
  {
    'an abort': async (frames, abort) => {
      const all = readAll(frames);
      await settle();
      abort.abort();
      assert.deepEqual(await all, {got: numbers(3), error: undefined});
    },
    'an abort while nobody reads': async (_, abort) => abort.abort(),
    'a break out of the loop': async frames => {
      for await (const _ of frames) break;
    },
    disposal: frames => frames[Symbol.asyncDispose](),
  };

for (const [name, leave] of Object.entries(ways)) {
  test(`${name} closes the connection and leaves no listener, timer or handle`, {timeout}, async () => {
    const handles = handlesSinceNow();
    const server = await FrameServer.start();
    const abort = new AbortController();
    const {signal} = abort;
    const clock = new ManualClock();
    const frames = await WebSocketFrames.open(server.url, {signal, clock, capacity: 2});
    const peer = await server.accept();
    sendNumbers(peer, 3);
    await until(() => frames.counters.received === 3);
    await leave(frames, abort);
    await until(() => server.closes.length === 1);
    assert.deepEqual(server.closes, [1000]);
    await until(() => getEventListeners(signal, 'abort').length === 0 && clock.sleeping === 0);
    await server[Symbol.asyncDispose]();
    await until(() => handles().length === 0);
  });
}

test('a server that does not answer the close is cut off', {timeout}, async t => {
  const {server, frames, peer, abort} = await setUp(t);
  peer.pause();
  abort.abort();
  assert.deepEqual(await readAll(frames), {got: [], error: undefined});
  peer.resume();
  await until(() => server.clients === 0);
});
