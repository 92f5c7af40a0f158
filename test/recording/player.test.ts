import assert from 'node:assert/strict';
import {test} from 'node:test';
import {setImmediate as turn} from 'node:timers/promises';
import fc from 'fast-check';
import type {Entry} from '../../source/recording/entry.ts';
import {Player, type PlayerOptions} from '../../source/recording/player.ts';
import {ManualClock} from '../../source/streams/clock.ts';
import {entryAt, startMs} from './sample.ts';

/** Plays entries that came so many milliseconds after the start, in batches, and notes what came when. */
function setUp(batches: readonly (readonly number[])[], options: Partial<PlayerOptions> = {}) {
  const clock = new ManualClock();
  const abort = new AbortController();
  const player = new Player({clock, startMs, ...options});
  const came: {readonly entry: number; readonly atMs: number}[] = [];
  let closed = false;
  async function* recorded(): AsyncGenerator<Entry[], void, undefined> {
    try {
      for (const batch of batches) yield batch.map(afterMs => entryAt(afterMs));
    } finally {
      closed = true;
    }
  }
  const ended = (async () => {
    for await (const batch of player.play(recorded(), abort.signal)) {
      for (const {t} of batch) came.push({entry: t / 1000 - startMs, atMs: clock.now()});
    }
  })();
  const entries = () => came.map(({entry}) => entry);
  return {clock, abort, player, came, entries, ended, isClosed: () => closed};
}

test('every entry comes when it is due, at any speed', async () => {
  const offsets = fc.array(fc.array(fc.integer({min: 0, max: 20_000}), {maxLength: 5}), {maxLength: 4});
  await fc.assert(
    fc.asyncProperty(offsets, fc.constantFrom(0.25, 0.5, 1, 2, 4), async (batches, speed) => {
      const sorted = batches.flat().sort((a, b) => a - b);
      const {clock, player, came, ended} = setUp(
        batches.map(batch => sorted.splice(0, batch.length)),
        {speed},
      );
      await clock.advance(20_000 / speed + 10);
      await ended;
      const due = batches.flat().sort((a, b) => a - b);
      assert.deepEqual(
        came.map(({entry}) => entry),
        due,
      );
      for (const {entry, atMs} of came) {
        const lateMs = atMs - entry / speed;
        assert.ok(lateMs >= 0 && lateMs <= 1, `${entry} came ${lateMs} ms late`);
      }
      assert.equal(player.ended, true);
    }),
    {numRuns: 40},
  );
});

test('whatever is done to the pace, what has come is what is due where the recording stands', async () => {
  const deeds = fc.array(
    fc.oneof(
      fc.record({advance: fc.integer({min: 0, max: 30}).map(tenths => tenths * 100)}),
      fc.record({speed: fc.constantFrom(0.5, 1, 2, 4)}),
      fc.record({paused: fc.boolean()}),
    ),
    {maxLength: 12},
  );
  const offsets = Array.from({length: 100}, (_, index) => index * 200);
  await fc.assert(
    fc.asyncProperty(deeds, async script => {
      const {clock, abort, player, entries, ended} = setUp([offsets.slice(0, 30), offsets.slice(30)]);
      let [positionMs, speed, paused] = [0, 1, false];
      await clock.advance(0);
      for (const deed of script) {
        if ('advance' in deed) {
          await clock.advance(deed.advance);
          if (!paused) positionMs += deed.advance * speed;
        } else if ('speed' in deed) player.speed = speed = deed.speed;
        else player.paused = paused = deed.paused;
        await clock.advance(0);
        assert.deepEqual(
          entries(),
          offsets.filter(offset => offset <= positionMs),
        );
        if (!player.ended) assert.equal(player.nowMs, startMs + positionMs);
        assert.deepEqual([player.speed, player.paused], [speed, paused]);
      }
      abort.abort();
      await ended;
      assert.equal(clock.sleeping, 0);
    }),
    {numRuns: 40},
  );
});

test('a change of speed in the middle of a wait counts from then on', async () => {
  const {clock, player, came, ended} = setUp([[10_000]]);
  await clock.advance(4000);
  player.speed = 2;
  await clock.advance(2999);
  assert.deepEqual(came, []);
  await clock.advance(1);
  await ended;
  assert.deepEqual(came, [{entry: 10_000, atMs: 7000}]);
});

test('paused it stands still, and goes on where it stood', async () => {
  const {clock, player, came, ended} = setUp([[1000]]);
  await clock.advance(400);
  player.paused = true;
  await clock.advance(1e7);
  assert.equal(player.nowMs, startMs + 400);
  player.paused = false;
  await clock.advance(600);
  await ended;
  assert.deepEqual(came, [{entry: 1000, atMs: 1e7 + 1000}]);
});

test('paused from the beginning it shows what is there at the beginning', async () => {
  const {clock, player, entries, abort, ended} = setUp([[0, 0, 1]], {paused: true});
  await clock.advance(10_000);
  assert.deepEqual(entries(), [0, 0]);
  assert.equal(player.paused, true);
  abort.abort();
  await ended;
});

test('what came before fromMs comes at once, the rest at its pace from there', async () => {
  const {clock, player, came, ended} = setUp([[0, 5000, 10_000], [10_500]], {fromMs: startMs + 10_000});
  await clock.advance(0);
  assert.deepEqual(
    came.map(({atMs}) => atMs),
    [0, 0, 0],
  );
  assert.equal(player.nowMs, startMs + 10_000);
  await clock.advance(500);
  await ended;
  assert.deepEqual(came.at(-1), {entry: 10_500, atMs: 500});
});

test('a fromMs before the start is the start', async () => {
  const {clock, came, ended} = setUp([[100]], {fromMs: startMs - 5000});
  await clock.advance(100);
  await ended;
  assert.deepEqual(came, [{entry: 100, atMs: 100}]);
});

test('at the greatest speed everything comes at once, a thousand at a time, and now is when the last came', async () => {
  const player = new Player({clock: new ManualClock(), startMs, speed: Infinity});
  async function* recorded() {
    yield Array.from({length: 2500}, (_, index) => entryAt(index * 1000));
  }
  const sizes: number[] = [];
  for await (const batch of player.play(recorded(), new AbortController().signal)) {
    sizes.push(batch.length);
    assert.equal(player.nowMs, batch.at(-1)!.t / 1000);
  }
  assert.deepEqual(sizes, [1000, 1000, 500]);
  assert.equal(player.ended, true);
});

test('it can be slowed down from the greatest speed: it goes on from the last entry', async () => {
  const {clock, player, came, abort, ended} = setUp([[0, 60_000], [61_000]], {speed: Infinity});
  for (let batches = 0; came.length < 2 && batches < 10; batches++) await Promise.resolve();
  player.speed = 1;
  await clock.advance(999);
  assert.deepEqual(
    came.map(({entry}) => entry),
    [0, 60_000],
  );
  assert.equal(player.nowMs, startMs + 60_999);
  await clock.advance(1);
  await ended;
  assert.deepEqual(came.at(-1), {entry: 61_000, atMs: 1000});
  abort.abort();
});

test('after the end, now is when the last entry came, and no time passes', async () => {
  const {clock, player, ended} = setUp([[500]]);
  assert.equal(player.nowMs, startMs);
  await clock.advance(500);
  await ended;
  await clock.advance(10_000);
  assert.equal(player.nowMs, startMs + 500);
});

test('an empty recording ends at once', async () => {
  const {player, ended} = setUp([]);
  await ended;
  assert.equal(player.ended, true);
  assert.equal(player.nowMs, startMs);
});

test('an abort ends it in the middle of a wait, closes the recording, and leaves nothing asleep', async () => {
  for (const paused of [false, true]) {
    const {clock, abort, player, entries, ended, isClosed} = setUp([[0, 10_000]], {paused});
    await clock.advance(100);
    abort.abort();
    await ended;
    assert.deepEqual(entries(), [0]);
    assert.equal(player.ended, false);
    assert.equal(clock.sleeping, 0);
    assert.equal(isClosed(), true);
  }
});

test('an abort before it begins hands nothing over', async () => {
  const {abort, entries, ended} = setUp([[0]]);
  abort.abort();
  await ended;
  assert.deepEqual(entries(), []);
});

test('keys are answered between two batches of a recording that is played as fast as it can be', async () => {
  let turns = 0;
  let counting = true;
  const count = () => {
    turns++;
    if (counting) setImmediate(count);
  };
  setImmediate(count);
  const {ended, came} = setUp(
    Array.from({length: 20}, (_, index) => [index]),
    {speed: Infinity},
  );
  await ended;
  counting = false;
  await turn();
  assert.equal(came.length, 20);
  assert.ok(turns >= 20, `the event loop turned ${turns} times`);
});
