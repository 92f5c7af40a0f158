import assert from 'node:assert/strict';
import {getEventListeners} from 'node:events';
import {type TestContext, test} from 'node:test';
import fc from 'fast-check';
import {isoTime, ManualClock, systemClock} from '../../source/streams/clock.ts';

test("the machine's clock never steps back and is near the machine's time", () => {
  let last = 0;
  for (let look = 0; look < 1000; look++) {
    const now = systemClock.now();
    assert.ok(now >= last);
    last = now;
  }
  assert.ok(Math.abs(last - Date.now()) < 5000);
});

test("a sleep by the machine's clock ends when its time has come, or when it is aborted, and leaves no listener", async () => {
  const abort = new AbortController();
  await systemClock.sleep(1, abort.signal);
  const slept = systemClock.sleep(1e9, abort.signal);
  assert.equal(getEventListeners(abort.signal, 'abort').length, 1);
  abort.abort();
  await slept;
  assert.equal(getEventListeners(abort.signal, 'abort').length, 0);
  await systemClock.sleep(1e9, abort.signal);
});

test('a sleep that is longer than a timer can be set for is slept to its end', async (t: TestContext) => {
  t.mock.timers.enable({apis: ['setTimeout']});
  const longest = 2 ** 31 - 1;
  let awake = false;
  void systemClock.sleep(2 * longest + 10).then(() => (awake = true));
  const passes = async (ms: number) => {
    t.mock.timers.tick(ms);
    await Promise.resolve();
    return awake;
  };
  assert.equal(await passes(longest), false);
  assert.equal(await passes(longest), false);
  assert.equal(await passes(9), false);
  assert.equal(await passes(1), true);
});

test('a sleep without end is ended by an abort alone', async () => {
  const before = process.getActiveResourcesInfo();
  const abort = new AbortController();
  const slept = systemClock.sleep(Infinity, abort.signal);
  abort.abort();
  await slept;
  assert.deepEqual(process.getActiveResourcesInfo(), before);
});

test('a manual clock stands still until it is advanced, and wakes each sleeper at its own moment', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.integer({min: -5, max: 100}), {maxLength: 10}),
      fc.array(fc.integer({min: 0, max: 60}), {maxLength: 5}),
      async (sleeps, advances) => {
        const clock = new ManualClock(1000);
        const woken: {index: number; at: number}[] = [];
        for (const [index, ms] of sleeps.entries()) {
          void clock.sleep(ms).then(() => woken.push({index, at: clock.now()}));
        }
        let now = 1000;
        for (const ms of advances) await clock.advance(ms).then(() => assert.equal(clock.now(), (now += ms)));
        const due = sleeps
          .map((ms, index) => ({index, at: 1000 + Math.max(0, ms)}))
          .filter(({at}) => advances.length > 0 && at <= now)
          .sort((a, b) => a.at - b.at);
        assert.deepEqual(woken, due);
        assert.equal(clock.sleeping, sleeps.length - due.length);
      },
    ),
  );
});

test('who wakes may sleep again within the same advance', async () => {
  const clock = new ManualClock();
  const woken: number[] = [];
  void (async () => {
    for (;;) {
      await clock.sleep(10);
      woken.push(clock.now());
    }
  })();
  await clock.advance(35);
  assert.deepEqual(woken, [10, 20, 30]);
  assert.equal(clock.sleeping, 1);
});

test('a sleep by a manual clock that is aborted ends, and nothing is left of it', async () => {
  const clock = new ManualClock();
  const abort = new AbortController();
  const slept = clock.sleep(10, abort.signal);
  abort.abort();
  await slept;
  await clock.sleep(10, abort.signal);
  assert.equal(clock.sleeping, 0);
  assert.equal(getEventListeners(abort.signal, 'abort').length, 0);
});

test('ISO times are to the microsecond, where there is one', () => {
  const base = Date.parse('2026-11-22T12:00:00Z');
  assert.equal(isoTime(base), '2026-11-22T12:00:00.000Z');
  assert.equal(isoTime(base + 0.25), '2026-11-22T12:00:00.000250Z');
  assert.equal(isoTime(base + 999.9999), '2026-11-22T12:00:01.000Z');
  assert.equal(isoTime(-0.5), '1969-12-31T23:59:59.999500Z');
});

test('an ISO time is within half a microsecond of what it was made from', () => {
  fc.assert(
    fc.property(fc.integer({min: 0, max: 4e12}), fc.integer({min: 0, max: 999}), (ms, micros) => {
      const [, seconds, fraction] = /^(.*)\.(\d+)Z$/.exec(isoTime(ms + micros / 1000))!;
      const read = Date.parse(`${seconds}Z`) * 1000 + Number(fraction!.padEnd(6, '0'));
      assert.equal(read, ms * 1000 + micros);
    }),
  );
});

test('a time is written as Date writes it, whatever was written before', () => {
  fc.assert(
    fc.property(fc.integer({min: -8e12, max: 8e12}), ms => isoTime(ms) === new Date(ms).toISOString()),
  );
});
