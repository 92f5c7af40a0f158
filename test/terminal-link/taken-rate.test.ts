import assert from 'node:assert/strict';
import {test} from 'node:test';
import {TakenRate} from '../../source/terminal/link/taken-rate.ts';

test('a write that is taken at once says nothing of the rate', () => {
  const rate = new TakenRate();
  rate.wrote(100_000, 0);
  rate.taken(1);
  rate.taken(500);
  assert.equal(rate.bytesPerSecond, undefined);
});

test('the rate is what was written by how long it took, from the first write on', () => {
  const rate = new TakenRate();
  rate.wrote(1000, 0);
  rate.wrote(1000, 150);
  assert.equal(rate.bytesPerSecond, undefined);
  rate.taken(200);
  assert.equal(rate.bytesPerSecond, 10_000);
});

test('short waits are averaged over their time', () => {
  const rate = new TakenRate();
  for (let at = 0; at < 100; at++) {
    const tookMs = at % 2 === 0 ? 10 : 30;
    rate.wrote(400, at * 100);
    rate.taken(at * 100 + tookMs);
  }
  assert.ok(Math.abs(rate.bytesPerSecond! - 20_000) < 500, `${rate.bytesPerSecond}`);
});

test('a rate that changes is followed within a few seconds of waiting', () => {
  const rate = new TakenRate();
  let nowMs = 0;
  const write = (bytes: number, tookMs: number) => {
    rate.wrote(bytes, nowMs);
    rate.taken((nowMs += tookMs));
  };
  for (let at = 0; at < 20; at++) write(10_000, 100);
  assert.equal(Math.round(rate.bytesPerSecond!), 100_000);
  for (let at = 0; at < 4; at++) write(10_000, 1000);
  assert.ok(rate.bytesPerSecond! < 13_000, `${rate.bytesPerSecond}`);
});
