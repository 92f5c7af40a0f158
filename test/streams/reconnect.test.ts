import assert from 'node:assert/strict';
import {getEventListeners} from 'node:events';
import {test} from 'node:test';
import {isoTime, ManualClock} from '../../source/streams/clock.ts';
import {RetryError, SilenceError, SourceError, UsageError} from '../../source/streams/errors.ts';
import {type ReconnectOptions, reconnect} from '../../source/streams/reconnect.ts';
import type {Status} from '../../source/streams/status.ts';
import {HandSource, settle} from './hand-source.ts';

const startMs = Date.parse('2026-11-22T12:00:00Z');
const source = 'ws://host.test';

type Attempt = HandSource<string> | Error;

/** A stream over the attempts, each in its turn, and what it has yielded so far, as it is read in the background. */
function setUp(attempts: readonly Attempt[], options: Partial<ReconnectOptions> = {}) {
  const clock = new ManualClock(startMs);
  const abort = new AbortController();
  const signals: AbortSignal[] = [];
  const connect = async (signal: AbortSignal) => {
    const attempt = attempts[signals.length] ?? new Error('one attempt too many');
    signals.push(signal);
    if (attempt instanceof Error) throw attempt;
    return attempt.source(signal);
  };
  const stream = reconnect(connect, {source, signal: abort.signal, clock, random: () => 0, ...options});
  const said: (Status | string)[] = [];
  const read = () => {
    const ended = (async () => {
      for await (const batch of stream) said.push(...batch);
    })();
    ended.catch(() => {});
    return ended;
  };
  return {clock, abort, signals, stream, said, read};
}

const status = (state: Status['state'], afterMs: number, more: Partial<Status> = {}): Status => ({
  type: 'status',
  source,
  state,
  ...more,
  time: isoTime(startMs + afterMs),
});

test('it says that it connects, is connected, was lost and why, and since when events were missed', async () => {
  const [first, second] = [new HandSource<string>(), new HandSource<string>()];
  const {clock, abort, said, read} = setUp([first, second]);
  const ended = read();
  await settle();
  first.give(['a', 'b']);
  await clock.advance(3000);
  first.fail(new SourceError('the connection broke'));
  await clock.advance(1000);
  second.give(['c']);
  await settle();
  abort.abort();
  await ended;
  assert.deepEqual(said, [
    status('connecting', 0),
    status('connected', 0),
    'a',
    'b',
    status('lost', 3000, {
      reason: 'the connection broke',
      retryMs: 250,
      missedSince: isoTime(startMs + 3000),
    }),
    status('connecting', 3250),
    status('connected', 3250, {missedSince: isoTime(startMs + 3000)}),
    'c',
  ]);
  assert.equal(first.closed + second.closed, 2);
});

test('a stream that ends is a loss too', async () => {
  const {abort, said, read} = setUp([new HandSource<string>().end()]);
  const ended = read();
  await settle();
  abort.abort();
  await ended;
  assert.deepEqual(
    said.at(-1),
    status('lost', 0, {reason: 'the server ended the stream', retryMs: 250, missedSince: isoTime(startMs)}),
  );
});

test('attempts that fail in between do not shorten the gap', async () => {
  const broken = new HandSource<string>().fail(new Error('broken'));
  const refused = new SourceError('nobody listens');
  const {clock, abort, said, read} = setUp([broken, refused, refused, new HandSource<string>()]);
  const ended = read();
  await clock.advance(10_000);
  abort.abort();
  await ended;
  const [lost, again, third] = said.filter(
    one => typeof one !== 'string' && one.state === 'lost',
  ) as Status[];
  assert.deepEqual([lost?.retryMs, again?.retryMs, third?.retryMs], [250, 500, 1000]);
  assert.deepEqual(said.at(-1), status('connected', 1750, {missedSince: isoTime(startMs)}));
});

test('after a silence the gap is told from when something was last heard', async () => {
  const silent = new HandSource<string>();
  const {clock, abort, said, read} = setUp([silent, new HandSource<string>()]);
  const ended = read();
  await clock.advance(45_000);
  silent.fail(new SilenceError('silent for 40 s', startMs + 5000));
  await clock.advance(250);
  abort.abort();
  await ended;
  assert.deepEqual(said.at(-1), status('connected', 45_250, {missedSince: isoTime(startMs + 5000)}));
});

test('who asks to be left alone for a while is not asked before that', async () => {
  const busy = new RetryError('too many requests (HTTP 429)', 30_000);
  const {clock, abort, said, read} = setUp([busy, new HandSource<string>()]);
  const ended = read();
  await clock.advance(29_999);
  assert.deepEqual(said.at(-1), status('lost', 0, {reason: busy.message, retryMs: 30_000}));
  await clock.advance(1);
  abort.abort();
  await ended;
  assert.deepEqual(said.at(-1), status('connected', 30_000));
});

test('what was never connected has missed nothing', async () => {
  const {clock, abort, said, read} = setUp([new Error('nobody listens'), new HandSource<string>()]);
  const ended = read();
  await clock.advance(250);
  abort.abort();
  await ended;
  assert.deepEqual(said.at(-1), status('connected', 250));
});

test('a reason that quotes the server is safe to print', async () => {
  const {abort, said, read} = setUp([new Error('it said \u001b[2J\u202eno')]);
  const ended = read();
  await settle();
  abort.abort();
  await ended;
  assert.equal((said.at(-1) as Status).reason, 'it said no');
});

test('delays double up to the cap, and are short again after a connection that was stable', async () => {
  const short = () => new HandSource<string>();
  const hands = Array.from({length: 10}, short);
  const limits = {minMs: 100, maxMs: 1000, random: () => 0.999_999, stableMs: 5000};
  const {clock, abort, said, read} = setUp(hands, limits);
  const ended = read();
  const delays: (number | undefined)[] = [];
  for (const [index, hand] of hands.entries()) {
    await settle();
    await clock.advance(index === 7 ? 5000 : 4999);
    hand.fail(new Error('broken'));
    await settle();
    const {retryMs} = said.at(-1) as Status;
    delays.push(retryMs);
    await clock.advance(retryMs!);
  }
  abort.abort();
  await ended;
  assert.deepEqual(delays, [100, 200, 400, 800, 1000, 1000, 1000, 100, 200, 400]);
});

test('with failFast a first attempt that fails is thrown, as a SourceError that names the stream', async () => {
  const cause = new TypeError('no such thing');
  const plain = setUp([cause], {failFast: true});
  await assert.rejects(plain.read(), (error: Error) => {
    assert.ok(error instanceof SourceError);
    assert.equal(error.message, 'ws://host.test: no such thing');
    assert.equal(error.cause, cause);
    return true;
  });
  const refused = new SourceError('nobody listens there');
  await assert.rejects(setUp([refused], {failFast: true}).read(), refused);
  assert.equal(plain.clock.sleeping, 0);
});

test('with failFast a connection that stood once is kept alive', async () => {
  const {clock, abort, signals, read} = setUp(
    [new HandSource<string>().fail(new Error('broken')), new Error('no')],
    {
      failFast: true,
    },
  );
  const ended = read();
  await clock.advance(400);
  abort.abort();
  await ended;
  assert.equal(signals.length, 2);
});

test('a UsageError is thrown and not tried again, the first time and later', async () => {
  const wrong = new UsageError('there is no such room');
  await assert.rejects(setUp([wrong]).read(), wrong);
  const later = setUp([new HandSource<string>().end(), wrong]);
  const ended = later.read();
  await later.clock.advance(250);
  await assert.rejects(ended, wrong);
  assert.equal(later.signals.length, 2);
});

test('an abort during the wait, the stream or the connecting is a normal end, and nothing is left of it', async () => {
  const hand = new HandSource<string>();
  const waiting = setUp([new Error('nobody listens')]);
  const streaming = setUp([hand]);
  for (const {abort, read, clock, said} of [waiting, streaming]) {
    const ended = read();
    await settle();
    const told = said.length;
    abort.abort();
    await ended;
    assert.equal(said.length, told, 'no status after the abort');
    assert.equal(clock.sleeping, 0);
    assert.equal(getEventListeners(abort.signal, 'abort').length, 0);
  }
  assert.equal(hand.closed, 1);

  const abort = new AbortController();
  const never = (signal: AbortSignal) =>
    new Promise<AsyncIterable<string[]>>((_, reject) => {
      signal.addEventListener('abort', () => reject(signal.reason), {once: true});
    });
  const connecting = Array.fromAsync(
    reconnect(never, {source, signal: abort.signal, clock: new ManualClock(startMs)}),
  );
  await settle();
  abort.abort();
  assert.deepEqual(await connecting, [[status('connecting', 0)]]);
});

test('a signal that has aborted before opens nothing', async () => {
  const {abort, signals, read, said} = setUp([new HandSource<string>()]);
  abort.abort();
  await read();
  assert.deepEqual([signals, said], [[], []]);
});

test('a consumer that leaves in the stream closes it', async () => {
  const hand = new HandSource<string>().give(['a']);
  const {stream, signals} = setUp([hand]);
  for await (const [one] of stream) if (one === 'a') break;
  assert.equal(hand.closed, 1);
  assert.equal(signals[0]!.aborted, true);
});

test('a consumer that leaves at `connected`, before the stream is read, aborts the connection', async () => {
  const {stream, signals, abort} = setUp([new HandSource<string>()]);
  for await (const [one] of stream) if (typeof one === 'object' && one.state === 'connected') break;
  assert.equal(signals[0]!.aborted, true);
  assert.equal(abort.signal.aborted, false);
});
