import assert from 'node:assert/strict';
import {test} from 'node:test';
import {Link, type LinkOptions} from '../../source/terminal/link/link.ts';
import type {SendQueue} from '../../source/terminal/link/send-queue.ts';

const here: LinkOptions = {isMultiplexed: false, isRemote: false};

/** A send queue that holds what is said. */
function queueOf(bytes: () => number | undefined): SendQueue {
  return {read: bytes, pollMs: 25, [Symbol.dispose]() {}} as unknown as SendQueue;
}

/** Writes, and asks at a place of its own. */
function ask(link: Link, column: number, nowMs: number): void {
  link.sent(300, true, nowMs, {row: 2, column, sinceMs: nowMs});
}

test('the terminal is believed to answer until it is known not to', () => {
  const link = new Link(here);
  assert.equal(link.mode, 'answers');
  ask(link, 1, 0);
  assert.ok(link.answered(2, 1, 30));
  assert.equal(link.roundTripMs, 30);
  assert.equal(link.unanswered, 0);
});

test('the answers of a multiplexer say nothing of the line behind it', () => {
  assert.equal(new Link({isMultiplexed: true, isRemote: false}).mode, 'writes');
  assert.equal(new Link({isMultiplexed: true, isRemote: true}).mode, 'cap');
  const link = new Link({isMultiplexed: true, isRemote: true});
  link.watchQueue(queueOf(() => 0));
  assert.equal(link.mode, 'queue');
  ask(link, 1, 0);
  link.answered(2, 1, 1);
  assert.equal(link.roundTripMs, undefined);
});

test('a send queue that is long leaves no room, and one that has gone leaves the cap', () => {
  const link = new Link({isMultiplexed: true, isRemote: true});
  let bytes: number | undefined = 0;
  link.watchQueue(queueOf(() => bytes));
  assert.ok(link.room(0, false) > 0);
  link.sent(5000, true, 0, undefined);
  bytes = 500_000;
  assert.equal(link.room(100, false), 0);
  bytes = undefined;
  link.room(200, false);
  assert.equal(link.mode, 'cap');
  assert.ok(!link.hasQueue);
});

for (const [isRemote, mode] of [
  [false, 'writes'],
  [true, 'cap'],
] as const) {
  test(`a terminal that never answers is paced by ${mode}${isRemote ? ' over SSH' : ''}, after a second`, () => {
    const link = new Link({isMultiplexed: false, isRemote});
    ask(link, 1, 0);
    link.tick(900);
    assert.equal(link.mode, 'answers');
    link.tick(1100);
    assert.equal(link.mode, mode);
    assert.ok(link.room(1100, false) > 0);
    assert.ok(!link.asks(1200));
    assert.ok(link.asks(60_000), 'it is asked again now and then');
  });
}

test('a terminal that answers late after all is believed again', () => {
  const link = new Link(here);
  ask(link, 1, 0);
  link.tick(1100);
  assert.equal(link.mode, 'writes');
  assert.ok(link.answered(2, 1, 1800));
  assert.equal(link.mode, 'answers');
});

test('a cap holds whatever the answers say', () => {
  const link = new Link({...here, capBytesPerSecond: 1000});
  let written = 0;
  for (let ms = 0; ms < 10_000; ms++) {
    const room = link.room(ms, false);
    if (room <= 0) continue;
    link.sent(room, true, ms, {row: 2, column: 1, sinceMs: ms});
    link.answered(2, 1, ms + 0.5);
    written += room;
  }
  // What SSH and TCP add to each write counts.
  assert.ok(written > 7000 && written < 10_000, `${written}`);
});

test('doubled and forged answers are known for strays, and change nothing', () => {
  const link = new Link(here);
  ask(link, 1, 0);
  ask(link, 2, 0);
  assert.ok(link.answered(2, 1, 100));
  const trip = link.roundTripMs;
  const room = link.room(100, false);
  assert.ok(!link.answered(2, 1, 101), 'doubled');
  assert.ok(!link.answered(30, 70, 101), 'forged');
  assert.equal(link.strays, 2);
  assert.equal(link.unanswered, 1);
  assert.equal(link.roundTripMs, trip);
  assert.equal(link.room(101, false), room);
});

test('one answer is enough for all that was asked before: answers keep their order', () => {
  const link = new Link(here);
  for (const column of [1, 2, 3]) ask(link, column, column);
  assert.ok(link.answered(2, 3, 50));
  assert.equal(link.unanswered, 0);
});

test('answers that stop while keys come are given up, one at a time, and the terminal after three', () => {
  const link = new Link({isMultiplexed: false, isRemote: true});
  ask(link, 1, 0);
  link.answered(2, 1, 40);
  for (let lost = 0; lost < 3; lost++) {
    assert.equal(link.mode, 'answers');
    ask(link, lost + 2, 10_000 * (lost + 1));
    link.heardKey(10_000 * (lost + 1) + 500);
    assert.equal(link.unanswered > 0, true);
    link.heardKey(10_000 * (lost + 1) + 5000);
  }
  assert.equal(link.mode, 'cap');
  // It answers after all.
  assert.ok(link.answered(2, 4, 60_000));
  assert.equal(link.mode, 'answers');
});

test('answers that stop without a sign of life leave room for a small write at ever longer intervals', () => {
  const link = new Link({isMultiplexed: false, isRemote: true});
  ask(link, 1, 0);
  link.answered(2, 1, 40);
  let writes = 0;
  for (let ms = 100; ms < 60_000; ms += 10) {
    link.tick(ms);
    if (link.room(ms, false) <= 0) continue;
    ask(link, 1 + (writes++ % 9), ms);
  }
  assert.equal(link.mode, 'answers');
  assert.ok(writes < 40, `${writes} writes`);
});

test('there is always a time to look again while something is outstanding or waits', () => {
  const link = new Link(here);
  assert.equal(link.wakeMs(0, false), undefined);
  ask(link, 1, 0);
  assert.ok(link.wakeMs(0, false)! > 0);
  const capped = new Link({...here, capBytesPerSecond: 100});
  capped.sent(5000, true, 0, undefined);
  assert.ok(capped.wakeMs(0, true)! > 1000);
  const queued = new Link({isMultiplexed: true, isRemote: true});
  queued.watchQueue(queueOf(() => 5000));
  assert.ok(queued.wakeMs(0, true)! <= 100);
});

test('what was asked before the terminal was given back is not waited for', () => {
  const link = new Link(here);
  ask(link, 1, 0);
  assert.ok(link.expects(2, 1));
  link.forget(10);
  assert.equal(link.unanswered, 0);
  assert.ok(!link.expects(2, 1));
  assert.ok(link.room(11, false) > 0);
});
