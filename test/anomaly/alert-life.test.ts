import assert from 'node:assert/strict';
import {describe, it} from 'node:test';
import type {Alert} from '../../source/anomaly/alert.ts';
import {AlertLife} from '../../source/anomaly/alert-life.ts';

const windowMs = 2000;

/** Feeds scores of consecutive windows; returns the changes, with the window that each came in. */
function live(scores: readonly number[], life = new AlertLife(), from = 0) {
  const changes: (Alert & {window: number})[] = [];
  scores.forEach((score, index) => {
    const startMs = (from + index) * windowMs;
    const change = life.push({
      key: 'logs/payments/error-rate',
      title: 'payments: error rate',
      startMs,
      endMs: startMs + windowMs,
      verdict: {score, alarm: score >= 0.5, reason: `scored ${score}`, expectedRate: 0.01},
      evidence: () => ({
        start: '',
        end: '',
        count: from + index,
        errors: 0,
        expectedRate: 0.01,
        top: [],
        users: [],
        offsets: [],
      }),
    });
    if (change) changes.push({...change, window: from + index});
  });
  return changes;
}

const calm = (windows: number) => Array.from({length: windows}, () => 0.1);
const brief = (changes: readonly (Alert & {window: number})[]) =>
  changes.map(({window, state, severity, count}) => `${window} ${state} ${severity} ${count}`);

describe('the life of an alert', () => {
  it('opens at the first alarm and resolves after four calm windows in a row', () => {
    const changes = live([0.1, 0.55, 0.1, 0.1, 0.1, 0.55, ...calm(6)]);
    assert.deepEqual(brief(changes), ['1 open warning 1', '9 resolved warning 2']);
    const [opened, resolved] = changes;
    assert.equal(opened!.id, 'logs/payments/error-rate@1970-01-01T00:00:02.000Z');
    assert.equal(opened!.since, '1970-01-01T00:00:02.000Z');
    assert.equal(opened!.time, '1970-01-01T00:00:04.000Z');
    assert.equal(resolved!.id, opened!.id);
    assert.equal(resolved!.time, '1970-01-01T00:00:20.000Z');
  });

  it('is told again every ten seconds while it goes on', () => {
    const changes = live(Array.from({length: 12}, () => 0.55));
    assert.deepEqual(brief(changes), ['0 open warning 1', '5 open warning 6', '10 open warning 11']);
  });

  it('is told at once when it becomes critical, and stays so', () => {
    const changes = live([0.55, 0.7, 0.55, 0.55, 0.55, 0.55, 0.55]);
    assert.deepEqual(brief(changes), ['0 open warning 1', '1 open critical 2', '6 open critical 7']);
  });

  it('carries the evidence of its worst window when it resolves', () => {
    const resolved = live([0.55, 0.8, 0.6, ...calm(4)]).at(-1)!;
    assert.equal(resolved.evidence?.count, 1);
    assert.equal(resolved.reason, 'calm for 4 windows; at its worst: scored 0.8');
    assert.equal(resolved.score, 0.1);
  });

  it('is not resolved by windows just short of the alarm line', () => {
    assert.deepEqual(brief(live([0.55, 0.45, 0.45, 0.45, 0.45, 0.45, 0.45])), ['0 open warning 1']);
  });

  it('is the same alert again when it comes back within the cooldown, another after it', () => {
    const life = new AlertLife();
    const first = live([0.6, ...calm(10)], life);
    const again = live([0.6, ...calm(60)], life, 11);
    const later = live([0.6], life, 72);
    assert.equal(again[0]!.id, first[0]!.id);
    assert.deepEqual([again[0]!.state, again[0]!.count], ['open', 2]);
    assert.notEqual(later[0]!.id, first[0]!.id);
    assert.equal(later[0]!.count, 1);
  });

  it('forgets the past after the cooldown even if no window came between', () => {
    const life = new AlertLife();
    const first = live([0.6, ...calm(4)], life);
    const later = live([0.6], life, 500);
    assert.notEqual(later[0]!.id, first[0]!.id);
  });

  it('keeps nothing of a key that is calm', () => {
    const life = new AlertLife();
    live([0.6, ...calm(60)], life);
    assert.deepEqual(life.state, {});
  });

  it('goes on after a restart as if there had been none', () => {
    const scores = [0.1, 0.6, 0.7, ...calm(8), 0.6, 0.6, ...calm(40), 0.6];
    let restarted = new AlertLife();
    const changes = scores.flatMap((score, index) => {
      restarted = new AlertLife({}, JSON.parse(JSON.stringify(restarted.state)));
      return live([score], restarted, index);
    });
    assert.deepEqual(changes, live(scores));
  });
});
