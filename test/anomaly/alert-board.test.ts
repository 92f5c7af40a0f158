import assert from 'node:assert/strict';
import {describe, it} from 'node:test';
import type {Alert} from '../../source/anomaly/alert.ts';
import {AlertBoard} from '../../source/anomaly/alert-board.ts';

function alert(id: string, more: Partial<Alert> = {}): Alert {
  const time = '2026-11-22T21:00:00.000Z';
  return {
    type: 'alert',
    id,
    key: id,
    state: 'open',
    severity: 'warning',
    title: id,
    reason: '',
    since: time,
    time,
    count: 1,
    score: 0.6,
    ...more,
  };
}

describe('the alert board', () => {
  it('shows open before resolved, critical before warning, the newest first', () => {
    const board = new AlertBoard();
    board.apply(alert('old', {since: '2026-11-22T20:00:00.000Z'}));
    board.apply(alert('new', {since: '2026-11-22T20:30:00.000Z'}));
    board.apply(alert('critical', {severity: 'critical', since: '2026-11-22T19:00:00.000Z'}));
    board.apply(alert('over', {state: 'resolved', severity: 'critical', since: '2026-11-22T20:59:00.000Z'}));
    const {alerts, open, total} = board.snapshot();
    assert.deepEqual(
      alerts.map(({id}) => id),
      ['critical', 'new', 'old', 'over'],
    );
    assert.deepEqual({open, total}, {open: 3, total: 4});
  });

  it('keeps the newest state of each alert and ignores an older one that comes late', () => {
    const board = new AlertBoard();
    board.apply(alert('a', {count: 2, time: '2026-11-22T21:00:02.000Z'}));
    board.apply(alert('a', {count: 1, time: '2026-11-22T21:00:01.000Z'}));
    const {alerts, total} = board.snapshot();
    assert.deepEqual([alerts.length, alerts[0]!.count, total], [1, 2, 1]);
  });

  it('gives the same snapshot while nothing was applied', () => {
    const board = new AlertBoard();
    board.apply(alert('a'));
    const first = board.snapshot();
    assert.equal(board.snapshot(), first);
    board.apply(alert('b'));
    assert.notEqual(board.snapshot(), first);
  });

  it('holds 500 alerts: resolved ones fall out first', () => {
    const board = new AlertBoard();
    for (let index = 0; index < 300; index++) board.apply(alert(`open ${index}`));
    for (let index = 0; index < 300; index++) board.apply(alert(`over ${index}`, {state: 'resolved'}));
    const {alerts, open, total} = board.snapshot();
    assert.deepEqual({held: alerts.length, open, total}, {held: 500, open: 300, total: 600});
    assert.equal(
      alerts.some(({id}) => id === 'over 99'),
      false,
    );
    assert.equal(
      alerts.some(({id}) => id === 'over 100'),
      true,
    );
  });
});
