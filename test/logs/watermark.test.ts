import assert from 'node:assert/strict';
import {describe, it} from 'node:test';
import {Watermark} from '../../source/logs/watermark.ts';

const hour = 3_600_000;

describe('the watermark', () => {
  it('is the newest record of one partition, less the lateness', () => {
    const watermark = new Watermark({latenessMs: 500});
    assert.equal(watermark.value, -Infinity);
    watermark.observe(0, 10_000);
    watermark.observe(0, 9000);
    assert.equal(watermark.value, 9500);
  });

  it('waits for the partition that is furthest behind, but not for an idle one', () => {
    const watermark = new Watermark({latenessMs: 0, idleMs: 2000});
    watermark.observe(0, 10_000);
    watermark.observe(1, 10_000);
    watermark.observe(0, 11_500);
    assert.equal(watermark.value, 10_000);
    watermark.observe(0, 15_000);
    assert.equal(watermark.value, 13_000);
  });

  it('moves on with time when nothing is heard', () => {
    const watermark = new Watermark({latenessMs: 500, idleMs: 2000});
    assert.equal(watermark.after(60_000), -Infinity);
    watermark.observe(0, 10_000);
    assert.equal(watermark.after(1000), 9500);
    assert.equal(watermark.after(5000), 12_500);
  });

  it('does not believe a single record that leaps ahead, but does believe the second', () => {
    const watermark = new Watermark({latenessMs: 0});
    assert.equal(watermark.observe(0, 10_000), true);
    assert.equal(watermark.observe(0, 10_000 + 9 * hour), false);
    assert.equal(watermark.observe(0, 10_100), true);
    assert.equal(watermark.value, 10_100);
    assert.equal(watermark.observe(0, 10_000 + 9 * hour), false);
    assert.equal(watermark.observe(0, 10_001 + 9 * hour), true);
    assert.equal(watermark.value, 10_001 + 9 * hour);
  });

  it('leaves out a time that could not be read', () => {
    const watermark = new Watermark();
    assert.equal(watermark.observe(0, NaN), false);
    assert.equal(watermark.value, -Infinity);
  });
});
