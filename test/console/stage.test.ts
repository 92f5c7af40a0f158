import assert from 'node:assert/strict';
import {PassThrough} from 'node:stream';
import {test} from 'node:test';
import type {Frame} from '../../source/console/frame.ts';
import {Stage} from '../../source/console/stage.tsx';
import {Store} from '../../source/console/store.ts';
import {Painter} from '../../source/terminal/cells/painter.ts';
import {sampleFrame} from '../helpers/sample-frame.ts';
import {happenings, nowMs, sampleStore} from '../helpers/sample-world.ts';

function start(columns = 120, rows = 40) {
  const stdin = Object.assign(new PassThrough(), {isTTY: true, setRawMode() {}, ref() {}, unref() {}});
  const stage = new Stage({stdin: stdin as unknown as NodeJS.ReadStream, onKey() {}, onPaste() {}});
  const painter = new Painter(columns, rows, () => 0);
  const draw = (frame: Frame) => {
    stage.draw(frame, painter.canvas);
    return painter.paint(Number.POSITIVE_INFINITY).bytes;
  };
  return {stage, painter, draw};
}

test('React and Ink are asked only when the structure changes', () => {
  const {stage, draw} = start();
  const store = new Store();
  // The ticker's height goes with the number of symbols: all of them have traded before.
  const [first, later] = [[] as ReturnType<typeof happenings>, [] as ReturnType<typeof happenings>];
  for (const one of happenings()) (one.atMs < nowMs - 60_000 ? first : later).push(one);
  for (const {atMs, channel, event} of first) store.apply(channel, [event], atMs);
  draw(sampleFrame(120, 40, {snapshot: store.snapshot(nowMs)}));
  const {renders} = stage;
  for (const {atMs, channel, event} of later) {
    store.apply(channel, [event], atMs);
    assert.ok(draw(sampleFrame(120, 40, {snapshot: store.snapshot(atMs)})) >= 0);
  }
  assert.equal(stage.renders, renders);
  const snapshot = store.snapshot(nowMs);
  draw(sampleFrame(120, 40, {snapshot, ui: {focus: 'logs', zoom: true}}));
  assert.equal(stage.renders, renders + 1);
  draw(sampleFrame(120, 40, {snapshot, ui: {help: true}}));
  assert.equal(stage.renders, renders + 2);
  stage.draw(sampleFrame(100, 30, {snapshot}), new Painter(100, 30, () => 0).canvas);
  assert.equal(stage.renders, renders + 3);
  stage[Symbol.dispose]();
});

test('the same frame again costs no byte', () => {
  const {stage, draw} = start();
  const snapshot = sampleStore().snapshot(nowMs);
  assert.ok(draw(sampleFrame(120, 40, {snapshot})) > 3000);
  for (let time = 0; time < 5; time++) assert.equal(draw(sampleFrame(120, 40, {snapshot})), 0);
  stage[Symbol.dispose]();
});

test('which surface a cell belongs to is told from where Ink has put them', () => {
  const {stage, draw} = start();
  draw(sampleFrame(120, 40));
  assert.equal(stage.surfaceAt(0, 0), 'ticker');
  assert.equal(stage.surfaceAt(38, 119), 'logs');
  assert.equal(stage.surfaceAt(39, 60), 'last row');
  assert.equal(stage.surfaceAt(20, 54), undefined, 'the line between the columns');
  assert.equal(stage.surfaceAt(40, 0), undefined);
  draw(sampleFrame(120, 40, {ui: {help: true}}));
  assert.equal(stage.surfaceAt(20, 54), 'help');
  stage[Symbol.dispose]();
});
