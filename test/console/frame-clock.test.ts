import assert from 'node:assert/strict';
import {test} from 'node:test';
import {FrameClock} from '../../source/console/frame-clock.ts';
import {ManualClock} from '../../source/streams/clock.ts';

function setUp() {
  const clock = new ManualClock(1_000_000);
  const drawn: number[] = [];
  const state = {ready: true};
  const draw = () => drawn.push(clock.now() - 1_000_000);
  const frames = new FrameClock({clock, mayDraw: () => state.ready, draw});
  return {clock, drawn, state, frames};
}

test('the first touch draws at once', () => {
  const {drawn, frames} = setUp();
  frames.touch('stream');
  assert.deepEqual(drawn, [0]);
  frames[Symbol.dispose]();
});

test('streams that never rest are drawn at most 30 times a second', async () => {
  const {clock, drawn, frames} = setUp();
  for (let ms = 0; ms < 3000; ms++) {
    frames.touch('stream');
    await clock.advance(1);
  }
  assert.ok(drawn.length <= 90, `${drawn.length} frames in 3 s`);
  assert.ok(drawn.length >= 80, `${drawn.length} frames in 3 s`);
  frames[Symbol.dispose]();
});

test('many touches between two frames are one frame', async () => {
  const {clock, drawn, frames} = setUp();
  for (let touch = 0; touch < 1000; touch++) frames.touch('stream');
  await clock.advance(100);
  assert.deepEqual(drawn, [0, 34]);
  frames[Symbol.dispose]();
});

test('a key is answered before the streams are, but at most 60 times a second', async () => {
  const {clock, drawn, frames} = setUp();
  frames.touch('stream');
  frames.touch('stream');
  await clock.advance(5);
  frames.touch('input');
  await clock.advance(100);
  assert.deepEqual(drawn, [0, 17]);
  for (let ms = 0; ms < 1000; ms++) {
    frames.touch('input');
    await clock.advance(1);
  }
  assert.ok(drawn.length <= 62, `${drawn.length} frames`);
  frames[Symbol.dispose]();
});

test('a key after a pause is answered at once', async () => {
  const {clock, drawn, frames} = setUp();
  frames.touch('stream');
  await clock.advance(400);
  frames.touch('input');
  assert.deepEqual(drawn, [0, 400]);
  frames[Symbol.dispose]();
});

test('where nothing happens the screen is drawn once a second', async () => {
  const {clock, drawn, frames} = setUp();
  frames.touch('input');
  await clock.advance(3500);
  assert.deepEqual(drawn, [0, 1000, 2000, 3000]);
  frames[Symbol.dispose]();
});

test('nothing is drawn while the terminal has not taken the last frame, and whoever frees it asks again', async () => {
  const {clock, drawn, state, frames} = setUp();
  state.ready = false;
  for (let ms = 0; ms < 500; ms++) {
    frames.touch('stream');
    await clock.advance(1);
  }
  assert.deepEqual(drawn, []);
  state.ready = true;
  frames.free();
  await clock.advance(17);
  assert.equal(drawn.length, 1);
  assert.equal(frames.skipped, 14);
  assert.equal(frames.heldForMs, 0);
  frames[Symbol.dispose]();
});

test('a clock that was disposed of draws no more and leaves nothing waiting', async () => {
  const {clock, drawn, frames} = setUp();
  frames.touch('stream');
  frames.touch('stream');
  frames[Symbol.dispose]();
  frames.touch('input');
  await clock.advance(5000);
  assert.deepEqual(drawn, [0]);
  assert.equal(clock.sleeping, 0);
});
