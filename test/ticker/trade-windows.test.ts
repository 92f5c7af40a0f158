import assert from 'node:assert/strict';
import {test} from 'node:test';
import fc from 'fast-check';
import {TradeWindows, type WindowStats} from '../../source/ticker/trade-windows.ts';
import {AllTrades} from './all-trades.ts';
import {worth} from './exact.ts';

const sizes = fc
  .record({sizeMs: fc.integer({min: 1, max: 24}), share: fc.double({min: 0, max: 1, noNaN: true})})
  .map(({sizeMs, share}) => ({sizeMs, everyMs: Math.max(1, Math.round(sizeMs * share))}));
const tumbling = sizes.map(({sizeMs}) => ({sizeMs, everyMs: sizeMs}));
const dividing = fc
  .tuple(fc.integer({min: 1, max: 6}), fc.integer({min: 1, max: 6}))
  .map(([everyMs, times]) => ({sizeMs: everyMs * times, everyMs}));

const trade = fc.record({
  kind: fc.constant('trade' as const),
  // Quarters of a millisecond: feeds tell of microseconds.
  timeMs: fc.integer({min: -200, max: 600}).map(quarters => quarters / 4),
  price: fc.integer({min: 1, max: 10 ** 8}).map(cents => cents / 100),
  size: fc.integer({min: 0, max: 10 ** 9}).map(units => units / 10 ** 8),
});
const watermark = fc.record({
  kind: fc.constant('watermark' as const),
  timeMs: fc.integer({min: -200, max: 700}).map(quarters => quarters / 4),
});
const steps = fc.array(fc.oneof({weight: 6, arbitrary: trade}, {weight: 1, arbitrary: watermark}), {
  maxLength: 80,
  size: 'max',
});
/** Trades that mostly go on in time, as a feed's do, with the watermark behind them. */
const feed = steps.map(list => {
  let nowMs = -50;
  return list.map(step => {
    nowMs += Math.abs(step.timeMs) / 20;
    const timeMs = step.kind === 'watermark' ? nowMs - 4 : nowMs - (step.timeMs % 3);
    return {...step, timeMs};
  });
});

type Step = typeof steps extends fc.Arbitrary<(infer S)[]> ? S : never;
interface Size {
  readonly sizeMs: number;
  readonly everyMs: number;
}

function sameAsAllTrades(size: Size, list: readonly Step[], fromMs?: number): void {
  const options = fromMs === undefined ? size : {...size, fromMs};
  const windows = new TradeWindows(options);
  const reference = new AllTrades(options);
  for (const step of list) {
    if (step.kind === 'trade') {
      const {timeMs, price, size} = step;
      assert.equal(windows.add(timeMs, price, size), reference.add(timeMs, price, size));
    } else {
      assert.deepEqual(windows.advance(step.timeMs), reference.advance(step.timeMs));
      assert.equal(windows.watermark, reference.watermark);
    }
    assert.equal(windows.late, reference.late);
    for (const nowMs of [step.timeMs, step.timeMs + 3]) {
      assert.deepEqual(windows.current(nowMs), reference.current(nowMs));
    }
  }
  assert.deepEqual(windows.flush(), reference.flush());
  assert.equal(windows.watermark, reference.watermark);
  assert.equal(windows.slices, 0);
  assert.deepEqual(windows.flush(), []);
}

for (const [name, size] of Object.entries({
  'tumbling windows': tumbling,
  'sliding windows whose steps divide them': dividing,
  'sliding windows of any step': sizes,
})) {
  test(`${name} are, to the last bit, what all trades kept would give`, () => {
    fc.assert(
      fc.property(size, fc.oneof(steps, feed), (one, list) => sameAsAllTrades(one, list)),
      {numRuns: 400},
    );
  });
}

test('windows that begin at a time leave out what is before, and are empty until something comes', () => {
  fc.assert(fc.property(sizes, fc.oneof(steps, feed), fc.integer({min: -60, max: 60}), sameAsAllTrades), {
    numRuns: 300,
  });
});

function filled(
  options: ConstructorParameters<typeof TradeWindows>[0],
  times: readonly number[],
): TradeWindows {
  const windows = new TradeWindows(options);
  for (const [index, timeMs] of times.entries()) windows.add(timeMs, index + 1, 1);
  return windows;
}

const spans = (closed: readonly WindowStats[]) =>
  closed.map(({startMs, endMs, count}) => [startMs, endMs, count]);

test('a window tells count, open, high, low, close, mean, mean by size and volume', () => {
  const windows = new TradeWindows({sizeMs: 1000});
  windows.add(100, 10, 1);
  windows.add(300, 40, 0.5);
  windows.add(200, 5, 2.5);
  windows.add(999.999, 20, 0);
  assert.deepEqual(windows.advance(1000), [
    {
      startMs: 0,
      endMs: 1000,
      count: 4,
      open: 10,
      high: 40,
      low: 5,
      close: 20,
      mean: 18.75,
      vwap: 10.625,
      volume: 4,
    },
  ]);
});

test('of trades at the same time the first that came opens and the last that came closes', () => {
  const windows = filled({sizeMs: 10}, [5, 5, 5]);
  const {open, close} = windows.advance(10)[0]!;
  assert.deepEqual([open, close], [1, 3]);
});

test('an empty window has no prices and no volume', () => {
  const windows = filled({sizeMs: 10}, [5]);
  const none = {
    open: undefined,
    high: undefined,
    low: undefined,
    close: undefined,
    mean: undefined,
    vwap: undefined,
  };
  assert.deepEqual(windows.advance(20)[1], {startMs: 10, endMs: 20, count: 0, ...none, volume: 0});
});

test('there is no window before the first trade, and every window after it', () => {
  const windows = new TradeWindows({sizeMs: 10});
  assert.deepEqual(windows.advance(500), []);
  assert.equal(windows.add(505, 1, 1), true);
  assert.deepEqual(spans(windows.advance(540)), [
    [500, 510, 1],
    [510, 520, 0],
    [520, 530, 0],
    [530, 540, 0],
  ]);
});

test('where sizes are all 0 there is no mean by size', () => {
  const windows = new TradeWindows({sizeMs: 10});
  windows.add(1, 5, 0);
  const {mean, vwap, volume} = windows.current(1);
  assert.deepEqual([mean, vwap, volume], [5, undefined, 0]);
});

test('the watermark follows the newest trade less the lateness, unless another is given, and never goes back', () => {
  const windows = filled({sizeMs: 10, latenessMs: 5}, [3, 14]);
  assert.deepEqual(windows.advance(), []);
  assert.equal(windows.watermark, 9);
  assert.equal(windows.add(9, 1, 1), true);
  assert.equal(windows.add(8.999, 1, 1), false);
  assert.equal(windows.late, 1);
  windows.add(15, 1, 1);
  assert.deepEqual(spans(windows.advance()), [[0, 10, 2]]);
  assert.deepEqual(windows.advance(9), []);
  for (const none of [NaN, Infinity, -Infinity, 1e300]) assert.deepEqual(windows.advance(none), []);
  assert.equal(windows.watermark, 10);
});

test('a trade without a time, a price or a size that can be added is in no window', () => {
  const windows = new TradeWindows({sizeMs: 10});
  const broken = [
    ...[NaN, Infinity, -Infinity, 8.64e15 + 2, -1e300].map(timeMs => [timeMs, 1, 1]),
    ...[NaN, Infinity, -Infinity].flatMap(value => [
      [1, value, 1],
      [1, 1, value],
      [1, value, 0],
    ]),
    [1, 1e200, 1e200],
  ];
  windows.add(1, 1, 1);
  for (const [timeMs, price, size] of broken) assert.equal(windows.add(timeMs!, price!, size!), false);
  assert.equal(windows.late, broken.length);
  assert.deepEqual(spans(windows.flush()), [[0, 10, 1]]);
  assert.throws(() => windows.current(NaN), /there is no window at NaN/);
});

test('a leap of years tells the first 10,000 empty windows and each that holds something', () => {
  const yearMs = 365 * 86_400_000;
  const windows = filled({sizeMs: 5000, everyMs: 1000}, [500, yearMs, 20 * yearMs]);
  const closed = windows.advance(40 * yearMs);
  const held = closed.filter(({count}) => count > 0);
  assert.equal(held.length, 15);
  assert.equal(closed.length, 15 + 30_000);
  assert.deepEqual(
    held.map(({startMs}) => startMs),
    [-4000, yearMs - 4000, 20 * yearMs - 4000].flatMap(at => [0, 1000, 2000, 3000, 4000].map(ms => at + ms)),
  );
  assert.equal(windows.add(40 * yearMs + 1, 1, 1), true);
  assert.deepEqual(spans(windows.advance(40 * yearMs + 1000)), [[40 * yearMs - 4000, 40 * yearMs + 1000, 1]]);
  assert.deepEqual(windows.advance(8.64e15).length, 4 + 10_000);
});

test('a symbol that is quiet for long is told of in every step, however many', () => {
  const windows = filled({sizeMs: 1000}, [0]);
  let told = 0;
  for (let second = 1; second <= 50_000; second++) told += windows.advance(second * 1000).length;
  assert.equal(told, 50_000);
});

test('what is kept depends on the windows and not on how many trades come', () => {
  for (const [everyMs, most] of [
    [1000, 62],
    [7000, 2 * 9 + 4],
  ] as const) {
    const windows = new TradeWindows({sizeMs: 60_000, everyMs, latenessMs: 500});
    let kept = 0;
    for (let index = 0; index < 2_000_000; index++) {
      windows.add(index / 10 - (index % 17 === 0 ? 400 : 0), 1, 1);
      if (index % 1000 === 0) windows.advance();
      kept = Math.max(kept, windows.slices);
    }
    assert.equal(windows.late, 0);
    assert.ok(kept <= most, `${kept} slices were kept`);
    assert.ok(kept > 10, `${kept} slices are too few`);
  }
});

test('ten million trades do not drift: the last window is exact, and so is the sum of all', () => {
  const windows = new TradeWindows({sizeMs: 60_000, everyMs: 1000});
  const exact = new AllTrades({sizeMs: 60_000, everyMs: 1000});
  const whole = new TradeWindows({sizeMs: 10_000_000});
  let cents = 0;
  for (let index = 0; index < 10_000_000; index++) {
    const quarters = (index * 7919) % 1_000_003;
    cents += quarters;
    windows.add(index, quarters / 4 + (index % 2 === 0 ? 1e9 : 0.01), 0.1);
    whole.add(index, quarters / 4, 0.5);
    if (index % 1000 === 0) windows.advance(index);
    if (index === 9_900_000) exact.advance(index);
    if (index >= 9_940_000) exact.add(index, quarters / 4 + (index % 2 === 0 ? 1e9 : 0.01), 0.1);
  }
  assert.deepEqual(windows.advance(10_000_000).at(-1), exact.advance(10_000_000).at(-1));
  const {mean, vwap, volume} = whole.advance(10_000_000)[0]!;
  const all = worth((BigInt(cents) << 398n) / 10_000_000n);
  assert.deepEqual([mean, vwap, volume], [all, all, 5_000_000]);
});

test('windows that cannot be are refused', () => {
  const refused = [
    ...[0, -1, NaN, Infinity, 0.5, 2 ** 53].map(sizeMs => ({sizeMs})),
    ...[0, -1, NaN, 11, 0.5].map(everyMs => ({sizeMs: 10, everyMs})),
    {sizeMs: 10_001, everyMs: 1},
    ...[-1, NaN].map(latenessMs => ({sizeMs: 10, latenessMs})),
    ...[NaN, Infinity].map(fromMs => ({sizeMs: 10, fromMs})),
  ];
  for (const options of refused)
    assert.throws(() => new TradeWindows(options), RangeError, JSON.stringify(options));
  assert.throws(
    () => new TradeWindows({sizeMs: 10, everyMs: 11}),
    /a window needs whole milliseconds and 0 < every <= size <= 10000 every, not 10 every 11/,
  );
});
