import assert from 'node:assert/strict';
import {test} from 'node:test';
import fc from 'fast-check';
import {type Window, type WindowOptions, Windows, window} from '../../source/streams/window.ts';
import {HandSource, settle} from './hand-source.ts';

interface Event {
  readonly key: string;
  readonly time: number;
}

interface Limits {
  readonly sizeMs: number;
  readonly everyMs: number;
  readonly latenessMs: number;
}

const ofEvents = (limits: Partial<Limits> & {sizeMs: number}): WindowOptions<Event, Event[]> => ({
  ...limits,
  timeOf: event => event.time,
  keyOf: event => event.key,
  start: () => [],
  add: (value, event) => void value.push(event),
});

/** The same by brute force: every window that there could be is looked at for every event. */
class Reference {
  readonly #limits: Limits;
  readonly #open: Window<Event[]>[] = [];
  watermark = -Infinity;
  late = 0;

  constructor(limits: Limits) {
    this.#limits = limits;
  }

  push(events: readonly Event[]): Window<Event[]>[] {
    const {sizeMs, everyMs, latenessMs} = this.#limits;
    return events.flatMap(event => {
      let inTime = false;
      for (let startMs = -50 * everyMs; startMs <= event.time; startMs += everyMs) {
        const endMs = startMs + sizeMs;
        if (event.time >= endMs || endMs <= this.watermark) continue;
        inTime = true;
        let found = this.#open.find(one => one.key === event.key && one.startMs === startMs);
        if (!found) this.#open.push((found = {key: event.key, startMs, endMs, value: []}));
        found.value.push(event);
      }
      if (inTime) this.watermark = Math.max(this.watermark, event.time - latenessMs);
      else this.late++;
      return this.close(this.watermark);
    });
  }

  close(watermarkMs: number): Window<Event[]>[] {
    const closed = this.#open.filter(({endMs}) => endMs <= watermarkMs);
    for (const one of closed) this.#open.splice(this.#open.indexOf(one), 1);
    return closed.sort((a, b) => a.endMs - b.endMs);
  }
}

const limits = fc
  .record({
    sizeMs: fc.integer({min: 1, max: 20}),
    every: fc.double({min: 0, max: 1, noNaN: true}),
    latenessMs: fc.integer({min: 0, max: 15}),
  })
  .map(({sizeMs, every, latenessMs}) => ({
    sizeMs,
    everyMs: Math.max(1, Math.round(sizeMs * every)),
    latenessMs,
  }));
const tumbling = limits.map(one => ({...one, everyMs: one.sizeMs}));
const batches = fc.array(
  fc.array(fc.record({key: fc.constantFrom('a', 'b', 'c'), time: fc.integer({min: -20, max: 80})}), {
    maxLength: 12,
  }),
  {maxLength: 8},
);

function sameAsReference(one: Limits, events: readonly (readonly Event[])[]): void {
  const windows = new Windows(ofEvents(one));
  const reference = new Reference(one);
  const seen = new Set<string>();
  const check = (got: Window<Event[]>[], expected: Window<Event[]>[]) => {
    assert.deepEqual(got, expected);
    assert.equal(windows.late, reference.late);
    for (const {key, startMs, endMs, value} of got) {
      assert.ok(!seen.has(`${key} ${startMs}`), 'a window was closed twice');
      seen.add(`${key} ${startMs}`);
      assert.ok(value.length > 0 && value.every(({time}) => startMs <= time && time < endMs));
    }
  };
  for (const batch of events) {
    check(windows.push(batch), reference.push(batch));
    assert.equal(windows.watermark, reference.watermark);
  }
  check(windows.flush(), reference.close(Infinity));
  assert.deepEqual(windows.flush(), []);
}

test('tumbling windows are those of a naive reference: contents, order, closing times, late events', () => {
  fc.assert(fc.property(tumbling, batches, sameAsReference), {numRuns: 300});
});

test('sliding windows are those of a naive reference: contents, order, closing times, late events', () => {
  fc.assert(fc.property(limits, batches, sameAsReference), {numRuns: 300});
});

test('every event in a tumbling window is counted once, or late', () => {
  fc.assert(
    fc.property(tumbling, batches, (one, events) => {
      const windows = new Windows(ofEvents(one));
      const closed = [...events.flatMap(batch => windows.push(batch)), ...windows.flush()];
      const counted = closed.reduce((sum, {value}) => sum + value.length, 0);
      assert.equal(counted + windows.late, events.flat().length);
    }),
  );
});

test('with enough lateness the order of the events changes nothing', () => {
  fc.assert(
    fc.property(limits, batches, (one, events) => {
      const patient = {...one, latenessMs: 1000};
      const closed = (batch: readonly Event[]) => {
        const windows = new Windows(ofEvents(patient));
        assert.deepEqual(windows.push(batch), []);
        return windows.flush().map(({key, startMs, value}) => `${startMs} ${key} ${value.length}`);
      };
      const inOrder = closed(events.flat().toSorted((a, b) => a.time - b.time));
      assert.deepEqual(closed(events.flat()).toSorted(), inOrder.toSorted());
    }),
  );
});

test('an event with no time is late: it opens nothing and moves no watermark', () => {
  const windows = new Windows(ofEvents({sizeMs: 10}));
  const times = [NaN, Infinity, -Infinity, 28446591799778906e3, -1e300];
  assert.deepEqual(windows.push(times.map(time => ({key: 'a', time}))), []);
  assert.equal(windows.late, times.length);
  assert.equal(windows.watermark, -Infinity);
  assert.deepEqual(windows.flush(), []);
});

test('the watermark can be moved on from outside, never back', () => {
  const windows = new Windows(ofEvents({sizeMs: 10}));
  windows.push([{key: 'a', time: 5}]);
  assert.deepEqual(
    windows.advance(10).map(({startMs}) => startMs),
    [0],
  );
  assert.deepEqual(windows.advance(3), []);
  assert.deepEqual(windows.advance(NaN), []);
  assert.equal(windows.watermark, 10);
  windows.push([{key: 'a', time: 9}]);
  assert.equal(windows.late, 1);
});

test('sizes that make no windows are refused', () => {
  for (const one of [
    {sizeMs: 0},
    {sizeMs: -1},
    {sizeMs: NaN},
    {sizeMs: 10, everyMs: 0},
    {sizeMs: 10, everyMs: 11},
    {sizeMs: 10, latenessMs: -1},
  ]) {
    assert.throws(
      () => new Windows(ofEvents(one)),
      /a window needs 0 < every <= size and lateness >= 0, not \{/,
    );
  }
});

test('a stream of windows gives the open ones at its end, and no empty batch', async () => {
  const hand = new HandSource<Event>()
    .give([{key: 'a', time: 1}], [{key: 'a', time: 2}], [{key: 'b', time: 11}])
    .end();
  const stream = window(hand.source(new AbortController().signal), ofEvents({sizeMs: 10}));
  const got = await Array.fromAsync(stream);
  assert.deepEqual(
    got.map(batch => batch.map(({key, startMs, value}) => [key, startMs, value.length])),
    [[['a', 0, 2]], [['b', 10, 1]]],
  );
});

test('a consumer that leaves a stream of windows closes its source', async () => {
  const hand = new HandSource<Event>().give([
    {key: 'a', time: 1},
    {key: 'a', time: 11},
  ]);
  for await (const _ of window(hand.source(new AbortController().signal), ofEvents({sizeMs: 10}))) break;
  await settle();
  assert.equal(hand.closed, 1);
});

test('a failure of the source comes through a stream of windows', async () => {
  const hand = new HandSource<Event>().fail(new Error('broken'));
  const stream = window(hand.source(new AbortController().signal), ofEvents({sizeMs: 10}));
  await assert.rejects(stream.next(), /broken/);
});
