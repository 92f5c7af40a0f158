import assert from 'node:assert/strict';
import {describe, it} from 'node:test';
import fc from 'fast-check';
import {ErrorRate} from '../../source/anomaly/error-rate.ts';
import {seededRandom} from '../../source/hub/demo/random.ts';

const windowMs = 2000;

/** Errors among `count` lines that each fail by themselves. */
function draw(random: () => number, count: number, rate: number): number {
  let errors = 0;
  for (let line = 0; line < count; line++) if (random() < rate) errors++;
  return errors;
}

/** A detector that has seen `windows` good windows of `count` lines. */
function taught({count = 20, rate = 0.01, windows = 60, seed = 1} = {}) {
  const detector = new ErrorRate();
  const random = seededRandom(seed);
  for (let index = 0; index < windows; index++) {
    detector.push(index * windowMs, {count, errors: draw(random, count, rate)});
  }
  let at = windows;
  return {
    detector,
    push: (lines: number, errors: number) => detector.push(at++ * windowMs, {count: lines, errors}),
  };
}

describe('the error-rate detector', () => {
  it('alarms at a burst of errors and says the numbers', () => {
    const {push} = taught();
    const verdict = push(20, 9);
    assert.equal(verdict.alarm, true);
    assert.ok(verdict.score >= 0.5 && verdict.score < 1, String(verdict.score));
    assert.match(verdict.reason, /^error rate 45\.0 % of 20 lines, expected [01]\.\d %$/);
    assert.ok(verdict.expectedRate > 0.001 && verdict.expectedRate < 0.02);
  });

  it('finds a small rise that lasts, which no single window shows', () => {
    const {push} = taught({count: 300});
    const verdicts = Array.from({length: 12}, () => push(300, 8));
    assert.equal(verdicts[0]!.alarm, false);
    assert.equal(verdicts.at(-1)!.alarm, true);
    assert.match(verdicts.at(-1)!.reason, /over (3|12) windows$/);
  });

  it('takes a surge of traffic at an unchanged error rate for nothing', () => {
    const {push} = taught({count: 50});
    for (const factor of [2, 5, 10, 40, 40, 10]) {
      const {alarm, score} = push(50 * factor, Math.round(0.5 * factor));
      assert.equal(alarm, false, `${factor} times the traffic scored ${score}`);
    }
  });

  it('does not take two errors of three lines for an alarm', () => {
    const {push} = taught({count: 3});
    assert.equal(push(3, 2).alarm, false);
  });

  it('takes a window without lines for no evidence: nothing changes', () => {
    const {detector, push} = taught();
    const before = detector.state;
    const {score, alarm, reason} = push(0, 0);
    assert.deepEqual({score, alarm, reason}, {score: 0, alarm: false, reason: 'no lines, no evidence'});
    assert.deepEqual(detector.state, before);
  });

  it('does not alarm before it has seen enough lines, and soon after', () => {
    const detector = new ErrorRate();
    assert.equal(detector.push(0, {count: 15, errors: 15}).alarm, false);
    const fresh = new ErrorRate();
    for (let index = 0; index < 5; index++) fresh.push(index * windowMs, {count: 15, errors: 0});
    assert.equal(fresh.push(5 * windowMs, {count: 15, errors: 9}).alarm, true);
  });

  it('learns nothing during an alarm, so that the alarm lasts as long as its cause', () => {
    const {detector, push} = taught();
    const before = push(20, 10).expectedRate;
    for (let index = 0; index < 200; index++) assert.equal(push(20, 10).alarm, true, `window ${index}`);
    assert.equal(push(20, 10).expectedRate, before);
    assert.equal(detector.state.pending.length, 0);
  });

  it('is calm at the first good window after an alarm', () => {
    const {push} = taught();
    for (let index = 0; index < 20; index++) push(20, 10);
    const {alarm, score} = push(20, 0);
    assert.equal(alarm, false);
    assert.ok(score < 0.1, String(score));
  });

  it('takes a new rate for the usual one in the end', () => {
    const detector = new ErrorRate({patienceWindows: 100});
    const random = seededRandom(3);
    const alarms = Array.from({length: 1200}, (_, index) => {
      const errors = draw(random, 40, index < 100 ? 0.01 : 0.2);
      return detector.push(index * windowMs, {count: 40, errors}).alarm;
    });
    assert.equal(alarms[150], true);
    assert.equal(alarms.slice(-400).some(Boolean), false);
  });

  it('alarms less than once in 20,000 windows of plain chance, at any level of traffic and errors', () => {
    for (const [count, rate] of [
      [5, 0.01],
      [15, 0.01],
      [15, 0.1],
      [40, 0.5],
      [200, 0.002],
      [1000, 0.03],
    ] as const) {
      const detector = new ErrorRate();
      const random = seededRandom(count);
      let alarms = 0;
      for (let index = 0; index < 20_000; index++) {
        // A thousand draws a window are many: beyond 200 lines, a normal deviate will do.
        const mean = count * rate;
        const deviate = Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
        const errors =
          count <= 40 ? draw(random, count, rate) : Math.max(0, Math.round(mean + Math.sqrt(mean) * deviate));
        if (detector.push(index * windowMs, {count, errors}).alarm) alarms++;
      }
      assert.ok(alarms <= 1, `${alarms} alarms at ${count} lines and ${rate}`);
    }
  });

  it('learns that errors come in clumps, and alarms rarely at them', () => {
    const detector = new ErrorRate();
    const random = seededRandom(7);
    const alarms: number[] = [];
    for (let index = 0; index < 10_000; index++) {
      let errors = 0;
      while (random() < 0.3) errors += 1 + Math.floor(Math.log(1 - random()) / Math.log(0.75));
      if (detector.push(index * windowMs, {count: 100, errors: Math.min(100, errors)}).alarm)
        alarms.push(index);
    }
    assert.ok(alarms.length <= 12, `${alarms.length} alarms: ${alarms.slice(0, 20)}`);
    assert.ok(detector.state.spread[0]!.squares > 3 * detector.state.spread[0]!.variance);
  });

  it('goes on after a restart as if there had been none', () => {
    const random = seededRandom(11);
    const windows = Array.from({length: 400}, (_, index) => ({
      count: 30,
      errors: draw(random, 30, index % 150 > 130 ? 0.3 : 0.02),
    }));
    const whole = new ErrorRate();
    let restarted = new ErrorRate();
    windows.forEach((window, index) => {
      const expected = whole.push(index * windowMs, window);
      restarted = new ErrorRate({}, JSON.parse(JSON.stringify(restarted.state)));
      assert.deepEqual(restarted.push(index * windowMs, window), expected);
    });
  });

  it('does not add up windows that lie far apart', () => {
    const {detector} = taught();
    detector.push(10_000 * windowMs, {count: 20, errors: 1});
    assert.equal(detector.state.recent.length, 1);
  });

  it('stays finite, and its state plain JSON, on any input', () => {
    const number = fc.oneof(
      fc.double(),
      fc.integer({min: -10, max: 1000}),
      fc.constantFrom(NaN, Infinity, -Infinity, 1e300, Number.MIN_VALUE, -0),
    );
    fc.assert(
      fc.property(fc.array(fc.tuple(number, number, number), {maxLength: 60}), rows => {
        const detector = new ErrorRate();
        for (const [timeMs, count, errors] of rows) {
          const {score, reason, expectedRate} = detector.push(timeMs, {count, errors});
          assert.ok(score >= 0 && score <= 1, `score ${score}`);
          assert.ok(expectedRate > 0 && expectedRate <= 1, `expected ${expectedRate}`);
          assert.doesNotMatch(reason, /NaN|Infinity/);
        }
        assert.deepEqual(JSON.parse(JSON.stringify(detector.state)), detector.state);
      }),
    );
  });
});
