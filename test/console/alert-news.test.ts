import assert from 'node:assert/strict';
import {test} from 'node:test';
import type {Alert} from '../../source/anomaly/alert.ts';
import {AlertBoard} from '../../source/anomaly/alert-board.ts';
import {AlertNews} from '../../source/console/alert-news.ts';

const alert = (id: string, more: Partial<Alert> = {}): Alert => ({
  type: 'alert',
  id,
  key: id,
  state: 'open',
  severity: 'warning',
  title: id,
  reason: '',
  since: '2026-11-25T12:00:00.000Z',
  time: '2026-11-25T12:00:00.000Z',
  count: 1,
  score: 0.5,
  ...more,
});

test('of alerts that have opened the most urgent is news, once', () => {
  const board = new AlertBoard();
  const news = new AlertNews();
  assert.equal(news.look(board.snapshot()), undefined);
  board.apply(alert('a'));
  board.apply(alert('b', {severity: 'critical'}));
  assert.equal(news.look(board.snapshot())?.id, 'b');
  assert.equal(news.look(board.snapshot()), undefined);
  board.apply(alert('a', {count: 2}));
  assert.equal(news.look(board.snapshot()), undefined);
});

test('an alert that resolved and opens again is news again', () => {
  const board = new AlertBoard();
  const news = new AlertNews();
  for (const [state, told] of [
    ['open', 'a'],
    ['resolved', undefined],
    ['open', 'a'],
  ] as const) {
    board.apply(alert('a', {state}));
    assert.equal(news.look(board.snapshot())?.id, told);
  }
});
