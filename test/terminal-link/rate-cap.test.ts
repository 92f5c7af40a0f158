import assert from 'node:assert/strict';
import {test} from 'node:test';
import fc from 'fast-check';
import {RateCap} from '../../source/terminal/link/rate-cap.ts';

test('a burst is 100 ms worth, or 512 bytes if that is more', () => {
  assert.equal(new RateCap(16_000).room(0), 1600);
  assert.equal(new RateCap(1000).room(0), 512);
});

test('what was written comes back at the rate, up to the burst', () => {
  const cap = new RateCap(16_000);
  cap.wrote(1600, 1000);
  assert.equal(cap.room(1000), 0);
  assert.equal(cap.room(1050), 800);
  assert.equal(cap.room(1100), 1600);
  assert.equal(cap.room(60_000), 1600);
});

test('a write that is larger than the room is waited out', () => {
  const cap = new RateCap(1000);
  cap.wrote(1512, 0);
  assert.equal(cap.room(1000), 0);
  assert.equal(cap.room(1001), 1);
  const freeAtMs = cap.freeAtMs(0);
  assert.ok(freeAtMs >= 1001 && freeAtMs <= 1002, `${freeAtMs}`);
  assert.equal(cap.freeAtMs(1200), 1200);
});

test('over any time no more than the rate and one burst is let through, and there is room when it was promised', () => {
  const waits = fc.array(fc.double({min: 0, max: 300, noNaN: true}), {maxLength: 50});
  const rate = fc.double({min: 0.5, max: 1e8, noNaN: true});
  fc.assert(
    fc.property(rate, waits, fc.double({min: 0, max: 1e9, noNaN: true}), (bytesPerSecond, gaps, startMs) => {
      const cap = new RateCap(bytesPerSecond);
      let nowMs = startMs;
      let written = 0;
      for (const gapMs of gaps) {
        nowMs += gapMs;
        const room = cap.room(nowMs);
        assert.ok(Number.isInteger(room) && room >= 0);
        cap.wrote(room, nowMs);
        written += room;
        const freeAtMs = cap.freeAtMs(nowMs);
        assert.ok(freeAtMs >= nowMs && cap.room(freeAtMs) > 0, `${cap.room(freeAtMs)} at ${freeAtMs}`);
      }
      const most = Math.max(512, bytesPerSecond / 10) + ((nowMs - startMs) * bytesPerSecond) / 1000;
      assert.ok(written <= most * (1 + 1e-9) + 1e-6, `${written} of ${most}`);
    }),
    {seed: 1, numRuns: 500},
  );
});

test('a clock that goes back gives nothing and takes nothing', () => {
  const cap = new RateCap(1000);
  cap.wrote(512, 1000);
  assert.equal(cap.room(500), 0);
  assert.equal(cap.room(1100), 100);
});

test('a rate that is none is refused', () => {
  for (const rate of [0, -1, Number.NaN, Number.POSITIVE_INFINITY])
    assert.throws(() => new RateCap(rate), {
      name: 'RangeError',
      message: new RegExp(`above 0, not ${rate}$`),
    });
});
