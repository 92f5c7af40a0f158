import assert from 'node:assert/strict';
import {test} from 'node:test';
import fc from 'fast-check';
import {Link, type LinkOptions} from '../../source/terminal/link/link.ts';
import type {SendQueue} from '../../source/terminal/link/send-queue.ts';

const lineMs = 200_000;

/** What becomes of a question: after how long it is answered, and how often; undefined: never. */
type Fate = {readonly afterMs: number; readonly times: 1 | 2} | undefined;

const anyFate: fc.Arbitrary<Fate> = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.record({afterMs: fc.integer({min: 1, max: 800}), times: fc.constantFrom(1, 2)}),
  },
  {weight: 1, arbitrary: fc.record({afterMs: fc.integer({min: 1000, max: 40_000}), times: fc.constant(1)})},
  {weight: 1, arbitrary: fc.constant(undefined)},
);
const anyOptions: fc.Arbitrary<LinkOptions> = fc.record(
  {
    isMultiplexed: fc.boolean(),
    isRemote: fc.boolean(),
    capBytesPerSecond: fc.integer({min: 100, max: 100_000}),
  },
  {requiredKeys: ['isMultiplexed', 'isRemote'], noNullPrototype: true},
);
const anyLine = fc.record({
  options: anyOptions,
  queue: fc.boolean(),
  fates: fc.array(anyFate, {minLength: 1, maxLength: 30}),
  /** Keys that are typed, in milliseconds from the beginning. */
  keys: fc.array(fc.nat({max: 120_000}), {maxLength: 10}),
  forged: fc.array(fc.nat({max: 120_000}), {maxLength: 5}),
});
type Line = typeof anyLine extends fc.Arbitrary<infer Value> ? Value : never;

interface Run {
  /** The longest time in which nothing was written, though there was always more to write. */
  readonly longestMs: number;
  readonly strays: number;
  /** Forged answers that were taken for true ones. */
  readonly believed: number;
  /** How often it was woken, and how often there was then something to do. */
  readonly wakes: number;
  readonly writes: number;
}

/** A writer who always has more, and does only what he is woken for: by the link itself, an answer or a key. */
function run({options, queue, fates, keys, forged}: Line): Run {
  const link = new Link(options);
  let queued = {bytes: 0, atMs: 0};
  const read = (nowMs: number) => Math.max(0, queued.bytes - (nowMs - queued.atMs) * 8);
  let nowMs = 0;
  if (queue)
    link.watchQueue({read: () => read(nowMs), pollMs: 25, [Symbol.dispose]() {}} as unknown as SendQueue);
  const events = [
    ...keys.map(atMs => ({atMs, does: () => link.heardKey(nowMs)})),
    ...forged.map(atMs => ({atMs, does: () => void (link.answered(99, 99, nowMs) && believed++)})),
  ];
  let believed = 0;
  let asked = 0;
  let answeredMs = 0;
  let [wakes, writes] = [0, 0];
  let wroteMs = 0;
  let longestMs = 0;
  const write = (bytes: number, full: boolean) => {
    const number = asked;
    const place = {row: 2 + (number % 9), column: 1 + (number % 7)};
    const asks = link.asks(nowMs);
    if (asks) asked++;
    link.sent(bytes, full, nowMs, asks ? {...place, sinceMs: nowMs} : undefined);
    queued = {bytes: read(nowMs) + bytes, atMs: nowMs};
    link.taken(nowMs);
    const fate = asks ? fates[number % fates.length] : undefined;
    // Terminals answer in order.
    if (fate) answeredMs = Math.max(answeredMs, nowMs + fate.afterMs);
    for (let time = 0; fate && time < fate.times; time++)
      events.push({atMs: answeredMs, does: () => void link.answered(place.row, place.column, nowMs)});
    longestMs = Math.max(longestMs, nowMs - wroteMs);
    wroteMs = nowMs;
    writes++;
  };
  while (nowMs < lineMs) {
    const room = link.room(nowMs, false);
    if (link.probeIsDue) write(11, false);
    else if (room > 0) write(Math.min(room, 5000), true);
    const wakeMs = link.wakeMs(nowMs, true);
    wakes++;
    if (link.unanswered > 0 || room === 0)
      assert.ok(wakeMs !== undefined || events.length > 0, `nothing wakes the link (${link.mode})`);
    assert.ok(wakeMs === undefined || wakeMs > nowMs, 'woken before it is time');
    events.sort((a, b) => a.atMs - b.atMs);
    const [next] = events;
    nowMs = Math.max(nowMs + 1, Math.min(wakeMs ?? Infinity, next?.atMs ?? Infinity, nowMs + 1000));
    while (events[0] && events[0].atMs <= nowMs) events.shift()!.does();
    link.tick(nowMs);
  }
  longestMs = Math.max(longestMs, nowMs - wroteMs);
  return {longestMs, strays: link.strays, believed, wakes, writes};
}

test('whatever becomes of its questions, who has more to write is woken, and is let write before long', () => {
  fc.assert(
    fc.property(anyLine, line => {
      const {longestMs} = run(line);
      // A lost answer is waited for no longer than half a minute, and then there may be another in its way.
      assert.ok(longestMs <= 45_000, `nothing was written for ${longestMs} ms`);
    }),
    {numRuns: 300},
  );
});

test('nobody is woken for nothing, save to look at the send queue every 25 ms', () => {
  fc.assert(
    fc.property(anyLine, line => {
      const {wakes, writes} = run(line);
      assert.ok(wakes < 4 * writes + lineMs / 20, `${wakes} times for ${writes} writes`);
    }),
    {numRuns: 100},
  );
});

test('forged answers are never believed, and each is counted', () => {
  fc.assert(
    fc.property(anyLine, line => {
      const {strays, believed} = run(line);
      assert.equal(believed, 0);
      assert.ok(strays >= line.forged.length);
    }),
    {numRuns: 50},
  );
});
