import assert from 'node:assert/strict';
import {test} from 'node:test';
import {WritesPace} from '../../source/terminal/link/writes-pace.ts';

test('as long as writes are taken at once there is no bound', () => {
  const pace = new WritesPace();
  for (let ms = 0; ms < 1000; ms += 10) {
    assert.equal(pace.room(ms), Infinity);
    pace.wrote(10_000, ms);
    pace.taken(ms);
  }
  assert.equal(pace.bytesPerSecond, undefined);
});

test('on a serial line of 9600 baud no more than its buffer and a write wait, and the line is used', () => {
  const pace = new WritesPace();
  const [perMs, buffer] = [0.96, 4096];
  let queued = 0;
  let waiting = 0;
  let worst = 0;
  let carried = 0;
  for (let ms = 0; ms < 60_000; ms++) {
    const sent = Math.min(perMs, queued);
    queued -= sent;
    if (ms > 15_000) carried += sent;
    // A write that does not fit into the buffer is taken when it does.
    if (waiting > 0 && queued + waiting <= buffer) {
      queued += waiting;
      waiting = 0;
      pace.taken(ms);
    }
    if (waiting > 0) continue;
    const room = Math.min(2000, pace.room(ms));
    if (room < 100) continue;
    pace.wrote(room, ms);
    if (queued + room <= buffer) {
      queued += room;
      pace.taken(ms);
    } else waiting = room;
    if (ms > 15_000) worst = Math.max(worst, queued + waiting);
  }
  assert.ok(carried / (45_000 * perMs) > 0.7, `${carried / (45_000 * perMs)} of the line was used`);
  assert.ok(worst < buffer + 2000, `${worst} bytes waited`);
  assert.ok(pace.bytesPerSecond! < 3000, `${pace.bytesPerSecond}`);
});

test('a reader that stops for seconds says nothing of a rate', () => {
  const pace = new WritesPace();
  pace.wrote(5000, 0);
  pace.taken(5000);
  assert.equal(pace.room(5000), Infinity);
});
