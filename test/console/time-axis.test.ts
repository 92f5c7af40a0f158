import assert from 'node:assert/strict';
import {test} from 'node:test';
import fc from 'fast-check';
import {type TimeAxisOptions, timeAxis} from '../../source/console/time-axis.ts';

const noon = Date.UTC(2026, 2, 1, 12);

function times(count: number, windowMs: number, startMs = noon): number[] {
  return Array.from({length: count}, (_, index) => startMs + index * windowMs);
}

function draw(startsMs: readonly number[], more: Partial<TimeAxisOptions> = {}): string {
  const {each = 1, columns = startsMs.length * each} = more;
  const first = columns - startsMs.length * each;
  return timeAxis({startsMs, columns, first, each, windowMs: 1000, tick: '|', ...more});
}

test('ticks are at round times, and at the newest', () => {
  assert.equal(draw(times(43, 1000)), '       12:00:15|      12:00:30|   12:00:42|');
  assert.equal(draw(times(50, 5000), {windowMs: 5000}), '       12:01|      12:02|      12:03|    12:04:05|');
});

test('a round time that the newest leaves no room for has no tick', () => {
  assert.equal(draw(times(33, 1000)), '       12:00:15|        12:00:32|');
});

test('a wider chart has more of them, and a narrower one fewer', () => {
  const ticks = (columns: number) => draw(times(columns, 1000)).split('|').length - 1;
  assert.deepEqual([9, 25, 60, 120].map(ticks), [1, 1, 4, 8]);
});

test('a tick is in the column in which its time begins', () => {
  const row = draw(times(8, 5000), {windowMs: 5000, each: 8});
  for (const [label, index] of [
    ['12:00:20', 4],
    ['12:00:35', 7],
  ] as const)
    assert.equal(row.indexOf(`${label}|`) + 8, index * 8, row);
});

test('seconds are left out where candles are minutes, or ticks are and stand on the minute', () => {
  assert.equal(draw(times(12, 60_000), {windowMs: 60_000}), '      12:11|');
  // Candles of 7 seconds begin on a minute once in seven.
  assert.match(draw(times(60, 7000), {windowMs: 7000}), /12:0[1-6]:\d\d\|/);
});

test('what is no time has no tick', () => {
  assert.equal(draw([Number.NaN, 9e15, -Infinity], {columns: 20}), ' '.repeat(20));
});

test('ticks never overlap, are never cut, and stand under their times', () => {
  const options = fc.record({
    count: fc.integer({min: 1, max: 250}),
    each: fc.integer({min: 1, max: 8}),
    windowMs: fc.oneof(
      fc.constantFrom(1000, 5000, 15_000, 60_000, 300_000, 3_600_000, 86_400_000),
      fc.integer({min: 1, max: 1e9}),
    ),
    spare: fc.nat(20),
    skipped: fc.nat(1000),
  });
  fc.assert(
    fc.property(options, ({count, each, windowMs, spare, skipped}) => {
      const startsMs = times(count, windowMs, (Math.floor(noon / windowMs) + skipped) * windowMs);
      const columns = count * each + spare;
      const row = draw(startsMs, {columns, each, windowMs});
      assert.equal(row.length, columns);
      assert.match(row, /^ *(\d\d:\d\d(:\d\d)?\|( +|$))*$/);
      let found = 0;
      for (const match of row.matchAll(/([\d:]+)\|/g)) {
        const at = (match.index + match[1]!.length - spare) / each;
        const iso = new Date(startsMs[at]!).toISOString();
        assert.equal(match[1], iso.slice(11, 11 + match[1]!.length), `column ${at}`);
        if (match[1]!.length === 5) assert.equal(iso.slice(17, 19), '00');
        found++;
      }
      if (columns - each >= 8) assert.ok(found > 0, 'the newest is there');
    }),
    {numRuns: 1000},
  );
});
