import assert from 'node:assert/strict';
import {test} from 'node:test';
import fc from 'fast-check';
import {EventTime} from '../../source/ticker/event-time.ts';

const hourMs = 3_600_000;
const minuteMs = 60_000;
const startMs = Date.parse('2026-11-25T00:00:00Z');
/** The machine's clock, two years behind. */
const atMs = Date.parse('2024-11-25T00:00:00Z');

function after(...times: readonly number[]): EventTime {
  const time = new EventTime();
  for (const timeMs of times) time.observe(timeMs, atMs);
  return time;
}

test('before any event the time is that of the given clock', () => {
  const time = new EventTime();
  assert.equal(time.now(atMs), atMs);
  assert.equal(time.isSet, false);
});

test('the time goes on from the newest event while nothing comes, however wrong the given clock is', () => {
  const time = after(startMs);
  assert.equal(time.isSet, true);
  assert.equal(time.now(atMs), startMs);
  assert.equal(time.now(atMs + 7500), startMs + 7500);
  assert.equal(time.observe(startMs + 8000, atMs + 8100), 'ok');
  assert.equal(time.now(atMs + 8200), startMs + 8100);
});

test('an event that is a little late does not move the time', () => {
  const time = after(startMs);
  assert.equal(time.observe(startMs - 59_999, atMs + 10), 'ok');
  assert.equal(time.now(atMs + 10), startMs + 10);
});

test('a given clock that steps back does not take the time with it', () => {
  assert.equal(after(startMs).now(atMs - 5000), startMs);
});

test('an event more than a minute ahead is not believed alone', () => {
  const time = after(startMs);
  assert.equal(time.observe(startMs + minuteMs, atMs), 'ok');
  assert.equal(time.observe(startMs + 2 * minuteMs + 1, atMs), 'ahead');
  assert.equal(time.now(atMs), startMs + minuteMs);
  assert.equal(time.observe(startMs + minuteMs + 1, atMs), 'ok');
  assert.equal(time.observe(startMs + 5 * minuteMs, atMs), 'ahead', 'the one before it was long ago');
});

test('what is a minute ahead of the newest event is not ahead when the minute has passed', () => {
  const time = after(startMs);
  assert.equal(time.observe(startMs + 2 * minuteMs, atMs + 2 * minuteMs), 'ok');
});

test('two events in a row that agree on a time ahead are believed, two that do not are not', () => {
  const time = after(startMs);
  assert.equal(time.observe(startMs + 100 * hourMs, atMs), 'ahead');
  assert.equal(time.observe(startMs + 900 * hourMs, atMs), 'ahead');
  assert.equal(time.observe(startMs + 900 * hourMs + 5, atMs), 'ok');
  assert.equal(time.now(atMs), startMs + 900 * hourMs + 5);
});

test('a feed that replays what was, in leaps of minutes, is believed from its second leap on', () => {
  const time = after(startMs);
  const verdicts = [5, 10, 15, 20, 70].map(minutes => time.observe(startMs + minutes * minuteMs, atMs));
  assert.deepEqual(verdicts, ['ahead', 'ok', 'ok', 'ok', 'ok']);
});

test('after a hundred events without a leap a feed that replayed is one like others', () => {
  const time = after(startMs);
  time.observe(startMs + 5 * minuteMs, atMs);
  time.observe(startMs + 10 * minuteMs, atMs);
  for (let event = 0; event < 102; event++) time.observe(startMs + 10 * minuteMs + event, atMs);
  assert.equal(time.observe(startMs + 20 * minuteMs, atMs), 'ahead');
});

test('what had to wait to be read is not ahead, though its times lie minutes apart', () => {
  const time = after(startMs);
  const verdicts = [1, 90, 180].map(seconds => time.observe(startMs + seconds * 1000, atMs + 300_000));
  assert.deepEqual(verdicts, ['ok', 'ok', 'ok']);
});

test('what is told again of one symbol after the other is late, and no clock that was put back', () => {
  const time = after(startMs);
  for (let second = 0; second <= 90; second++) time.observe(startMs + second * 1000, atMs + 90_000);
  for (let second = 1; second <= 20; second++)
    assert.equal(time.observe(startMs + second * 1000, atMs + 90_000, startMs + second * 1000 - 1000), 'ok');
  assert.equal(time.now(atMs + 90_000), startMs + 90_000);
});

test('eight events in a row that are more than a minute old say that the clock was put back', () => {
  const time = after(startMs);
  const verdicts = [3, 1, 7, 5, 4, 2, 6, 0].map(ms => time.observe(startMs - hourMs + ms, atMs + 10 * ms));
  assert.deepEqual(verdicts, [...Array.from({length: 7}, () => 'ok'), 'put back']);
  assert.equal(time.now(atMs + 100), startMs - hourMs + 7 + 30);
  assert.equal(time.observe(startMs - hourMs + 8, atMs + 100), 'ok');
});

test('seven old events do not, nor do eight with a new one among them', () => {
  const time = after(startMs);
  for (let round = 0; round < 3; round++) {
    for (let old = 0; old < 7; old++) assert.equal(time.observe(startMs - hourMs, atMs), 'ok');
    assert.equal(time.observe(startMs - 10, atMs), 'ok');
  }
  assert.equal(time.now(atMs), startMs);
});

test('a first event of a wrong time is outvoted by the next eight', () => {
  const time = after(startMs + 10_000 * hourMs);
  for (let event = 0; event < 7; event++) assert.equal(time.observe(startMs + event, atMs), 'ok');
  assert.equal(time.observe(startMs + 7, atMs), 'put back');
  assert.equal(time.now(atMs), startMs + 7);
});

test('an event without a time is told so and changes nothing', () => {
  for (const time of [new EventTime(), after(startMs)]) {
    const before = time.now(atMs);
    for (const none of [NaN, Infinity, -Infinity, 1e17, -1e17, 8.64e15, -8.64e15])
      assert.equal(time.observe(none, atMs), 'none');
    assert.equal(time.now(atMs), before);
  }
});

test('a feed in order is always believed, and its time is that of its newest event and what has passed', () => {
  const steps = fc.array(fc.tuple(fc.nat(minuteMs), fc.nat(10_000)), {minLength: 1});
  fc.assert(
    fc.property(steps, list => {
      const time = new EventTime();
      let timeMs = startMs;
      let nowMs = atMs;
      for (const [goesOnMs, passedMs] of list) {
        timeMs += goesOnMs;
        assert.equal(time.observe(timeMs, nowMs), 'ok');
        assert.equal(time.now(nowMs + passedMs), timeMs + passedMs);
        nowMs += passedMs;
      }
    }),
  );
});
