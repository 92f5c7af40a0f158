import assert from 'node:assert/strict';
import {test} from 'node:test';
import {Pacer} from '../../source/terminal/link/pacer.ts';
import {PacedLine, type PacedLineOptions} from './paced-line.ts';

/** The share of the line's time that was used, and the longest delay of 99 % of the writes, in milliseconds. */
function watched(line: PacedLine, ms: number) {
  line.forget();
  line.run(ms);
  const sorted = line.delays.toSorted((a, b) => a - b);
  return {
    used: line.bytes / ((line.kilobits / 8) * ms),
    p99Ms: sorted[Math.floor(sorted.length * 0.99)] ?? Number.NaN,
  };
}

/** What a write may take until it is on the far screen: a round trip, and three small writes' or 60 ms of the line's time. */
const fairMs = ({kilobits, roundTripMs}: PacedLineOptions) =>
  roundTripMs + Math.max(60, (3 * 350 * 8) / kilobits);

for (const kilobits of [48, 64, 256, 1000, 10_000, 100_000]) {
  for (const roundTripMs of [1, 20, 100, 600]) {
    test(`a line of ${kilobits} kbit/s and ${roundTripMs} ms is kept busy, and hardly queues`, () => {
      const line = new PacedLine({kilobits, roundTripMs});
      line.run(10_000 + 10 * roundTripMs);
      const {used, p99Ms} = watched(line, 40_000);
      assert.ok(used > 0.9, `${(used * 100).toFixed(0)} % used`);
      const fair = fairMs({kilobits, roundTripMs});
      assert.ok(p99Ms < fair, `${p99Ms.toFixed(0)} ms, fair are ${fair.toFixed(0)}`);
    });
  }
}

for (const jitterMs of [10, 30]) {
  test(`answers that are up to ${jitterMs} ms late do not make it timid`, () => {
    const line = new PacedLine({kilobits: 64, roundTripMs: 100, jitterMs});
    line.run(10_000);
    const {used, p99Ms} = watched(line, 30_000);
    assert.ok(used > 0.9, `${used}`);
    assert.ok(p99Ms < 260, `${p99Ms}`);
  });
}

test('when the rate falls to a fifteenth the queue is short again within seconds', () => {
  const line = new PacedLine({kilobits: 1000, roundTripMs: 100});
  line.run(10_000);
  line.kilobits = 64;
  line.run(6000);
  const {p99Ms} = watched(line, 15_000);
  assert.ok(p99Ms < 280, `${p99Ms}`);
});

test('when the rate rises fifteenfold it is used within seconds', () => {
  const line = new PacedLine({kilobits: 64, roundTripMs: 100});
  line.run(10_000);
  line.kilobits = 1000;
  line.run(5000);
  assert.ok(watched(line, 10_000).used > 0.9);
});

for (const [before, after] of [
  [20, 200],
  [200, 20],
] as const) {
  test(`when the way becomes another one, of ${after} ms after ${before}, it is learnt within two minutes`, () => {
    const line = new PacedLine({kilobits: 256, roundTripMs: before});
    line.run(20_000);
    line.roundTripMs = after;
    line.run(120_000);
    assert.ok(Math.abs(line.pacer.shortestMs! - after) < 30, `${line.pacer.shortestMs}`);
    assert.ok(watched(line, 20_000).used > 0.9);
  });
}

test('a line that is cut for half a minute gets no more than a few small writes, and is itself again at once', () => {
  const line = new PacedLine({kilobits: 256, roundTripMs: 100});
  line.run(10_000);
  line.isCut = true;
  line.forget();
  line.run(30_000);
  assert.ok(line.bytes < 20_000, `${line.bytes} bytes were written into nothing`);
  line.mend();
  line.run(1500);
  const {used, p99Ms} = watched(line, 3000);
  assert.ok(used > 0.8, `${used}`);
  assert.ok(p99Ms < 250, `${p99Ms}`);
});

test('a first write is small, and a fast line is known for one by its answer', () => {
  const pacer = new Pacer();
  assert.ok(pacer.room(0) <= 2048);
  pacer.sent(1024, true, 0);
  pacer.answered(0, 1);
  assert.ok(pacer.room(1) > 4000);
});

test('a key is let through where a stream has to wait', () => {
  const line = new PacedLine({kilobits: 64, roundTripMs: 100});
  line.run(10_000);
  assert.equal(line.pacer.room(line.nowMs), 0);
  assert.ok(line.pacer.room(line.nowMs, true) > 0);
});

test('what little is written now and then does not make a line look slow', () => {
  const line = new PacedLine({kilobits: 1000, roundTripMs: 100});
  line.run(10_000);
  const before = line.pacer.bytesPerSecond!;
  for (let second = 0; second < 60; second++) {
    line.write(80, false);
    line.run(1000, false);
  }
  assert.ok(line.pacer.bytesPerSecond! > before / 2);
});

test('an answer to what is not outstanding changes nothing', () => {
  const pacer = new Pacer();
  pacer.answered(0, 5);
  pacer.sent(100, false, 10);
  pacer.answered(7, 20);
  assert.equal(pacer.outstanding, 1);
  assert.equal(pacer.roundTripMs, undefined);
});
