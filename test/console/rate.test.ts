import assert from 'node:assert/strict';
import {test} from 'node:test';
import {Rate} from '../../source/console/rate.ts';

test('the rate is the mean of the four whole seconds before now', () => {
  const rate = new Rate();
  for (const [second, events] of [100, 200, 300, 400].entries()) rate.add(events, 50_000 + second * 1000);
  assert.equal(rate.perSecond(54_000), 250);
  assert.equal(rate.perSecond(54_999), 250);
  assert.equal(rate.perSecond(55_000), 225);
  assert.equal(rate.perSecond(58_000), 0);
});

test('the second that is not over yet does not count', () => {
  const rate = new Rate();
  rate.add(1000, 50_000);
  assert.equal(rate.perSecond(50_900), 0);
  assert.equal(rate.perSecond(51_000), 250);
});

test('a long silence forgets all before it, and time that goes back is the second that is', () => {
  const rate = new Rate();
  rate.add(8, 50_000);
  rate.add(4, 1e12);
  rate.add(4, 50_000);
  assert.equal(rate.perSecond(1e12 + 1000), 2);
});
