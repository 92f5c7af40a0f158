import assert from 'node:assert/strict';
import {type TestContext, test} from 'node:test';
import {type WindowLinesOptions, windowLines} from '../../source/commands/window-lines.ts';
import type {StreamEvent} from '../../source/recording/entry.ts';
import type {Trade} from '../../source/ticker/event.ts';
import {StandingClock} from '../helpers/standing-clock.ts';

const startMs = Date.parse('2026-11-25T00:00:00Z');
const iso = (seconds: number) => new Date(startMs + seconds * 1000).toISOString();

function trade(seconds: number, price: number, size: number, symbol = 'BTC/USD'): Trade {
  return {type: 'trade', symbol, price, size, time: iso(seconds)};
}

/** Feeds whose connections stand at second 1, and what is written meanwhile. */
function setUp(t: TestContext, options: Partial<WindowLinesOptions> = {}) {
  const clock = new StandingClock(startMs + 1000);
  const abort = new AbortController();
  t.after(() => abort.abort());
  const venues = options.venues ?? ['kraken'];
  const sizes = {sizeMs: 5000, everyMs: 5000, latenessMs: 500};
  const output = windowLines({
    ...sizes,
    venues,
    namesVenue: venues.length > 1,
    json: false,
    clock,
    ...options,
  });
  const written: string[] = [];
  const lines = () => written.splice(0).join('').split('\n').slice(0, -1);
  const give = (batch: readonly StreamEvent[], index = 0) => written.push(output.lines(batch, index));
  const running = output.meanwhile(async text => void written.push(text), abort.signal);
  for (const [index, venue] of venues.entries()) {
    const time = iso(1);
    give(
      [
        {type: 'subscription', venue, symbol: 'BTC/USD', state: 'asked', time},
        {type: 'status', source: venue, state: 'connected', time},
      ],
      index,
    );
  }
  return {clock, abort, output, lines, give, running};
}

test('a window is printed when it is over, to the millisecond, while nothing comes', async t => {
  const {clock, give, lines} = setUp(t);
  await clock.advance(5000);
  give([trade(6, 68_900.5, 0.5), trade(6.1, 68_900.25, 1.5)]);
  await clock.advance(4399);
  assert.deepEqual(lines(), []);
  await clock.advance(1);
  assert.deepEqual(lines(), [
    '2026-11-25T00:00:10Z BTC/USD mean 68900.3750 of 2 trades  open 68900.50 high 68900.50 low 68900.25 close 68900.25  vwap 68900.3125 volume 2.0',
  ]);
  await clock.advance(10_000);
  assert.deepEqual(lines(), [
    '2026-11-25T00:00:15Z BTC/USD no trade in 5s',
    '2026-11-25T00:00:20Z BTC/USD no trade in 5s',
  ]);
});

test('a feed whose clock turns out to be ahead has its windows sooner, with the event that says so', async t => {
  const {clock, give, lines} = setUp(t);
  await clock.advance(4000);
  give([trade(8, 1, 1)]);
  assert.deepEqual(lines(), []);
  await clock.advance(2499);
  assert.deepEqual(lines(), []);
  await clock.advance(1);
  assert.match(lines().join(), /^2026-11-25T00:00:10Z BTC\/USD mean 1\.00 of 1 trade {2}open 1 /);
  give([trade(31, 1, 1)]);
  assert.equal(lines().length, 4);
});

test('JSON has these keys in this order, null for what is not there, and no more digits than are told', async t => {
  const {clock, give, lines} = setUp(t, {json: true});
  await clock.advance(5000);
  give([trade(6, 0.1, 0.1), trade(6, 0.2, 0.2), trade(6, 0.3, 0)]);
  await clock.advance(10_000);
  give([trade(15.4, 0.1, 0.1)]);
  await clock.advance(10_000);
  const end = '"open":null,"high":null,"low":null,"close":null,"mean":null,"vwap":null,"volume":0.0,"late":';
  assert.deepEqual(lines(), [
    '{"symbol":"BTC/USD","start":"2026-11-25T00:00:05.000Z","end":"2026-11-25T00:00:10.000Z","count":3,' +
      '"open":0.1,"high":0.3,"low":0.1,"close":0.3,"mean":0.200,"vwap":0.167,"volume":0.3,"late":0}',
    `{"symbol":"BTC/USD","start":"2026-11-25T00:00:10.000Z","end":"2026-11-25T00:00:15.000Z","count":0,${end}0}`,
    `{"symbol":"BTC/USD","start":"2026-11-25T00:00:15.000Z","end":"2026-11-25T00:00:20.000Z","count":1,` +
      '"open":0.1,"high":0.1,"low":0.1,"close":0.1,"mean":0.100,"vwap":0.100,"volume":0.1,"late":0}',
  ]);
});

test('what the open windows hold is printed at the end, as what it is', async t => {
  for (const [json, shape] of [
    [true, /^\{.*"count":1,.*"late":0,"partial":true\}$/],
    [false, /^2026-11-25T00:00:\d\dZ BTC\/USD mean 5\.00 of 1 trade .* \(so far\)$/],
  ] as const) {
    const {clock, give, lines, output} = setUp(t, {json, everyMs: 1000});
    await clock.advance(6000);
    give([trade(7, 5, 1)]);
    lines();
    const rest = output.rest().split('\n').slice(0, -1);
    assert.equal(rest.length, 5);
    for (const line of rest) assert.match(line, shape);
    assert.equal(output.rest(), '');
  }
});

test('of several feeds the venue is named, and each has its own clock', async t => {
  const venues = ['kraken', 'kraken+ws://127.0.0.1:9000/v2'];
  const asJson = setUp(t, {venues, json: true});
  await asJson.clock.advance(5000);
  asJson.give([trade(-7196, 1, 1)], 1);
  await asJson.clock.advance(4500);
  const parsed = asJson.lines().map(line => JSON.parse(line));
  assert.deepEqual(
    parsed.map(({venue, end}) => [venue, end]),
    [
      [venues[1], '2026-11-24T22:00:05.000Z'],
      ['kraken', '2026-11-25T00:00:10.000Z'],
    ],
  );
  await asJson.clock.advance(2000);
  const [other] = asJson.lines().map(line => JSON.parse(line));
  assert.equal(Object.keys(other!).at(-1), 'venue');
  assert.deepEqual([other.venue, other.end, other.count], [venues[1], '2026-11-24T22:00:10.000Z', 0]);
  const asText = setUp(t, {venues});
  await asText.clock.advance(9500);
  assert.deepEqual(asText.lines(), [
    '2026-11-25T00:00:10Z kraken BTC/USD no trade in 5s',
    '2026-11-25T00:00:10Z kraken+ws://127.0.0.1:9000/v2 BTC/USD no trade in 5s',
  ]);
});

test('lengths of time are said as they are given', async t => {
  for (const [sizeMs, said] of [
    [250, '250ms'],
    [1500, '1500ms'],
    [90_000, '90s'],
    [120_000, '2m'],
    [7_200_000, '2h'],
  ] as const) {
    const {clock, lines} = setUp(t, {sizeMs, everyMs: sizeMs});
    await clock.advance(2 * sizeMs + 1000);
    assert.match(lines()[0]!, new RegExp(` no trade in ${said}$`));
  }
});

test('when it is told to end it ends, and leaves nothing waiting', async t => {
  const {clock, abort, running} = setUp(t);
  await clock.advance(100);
  assert.equal(clock.sleeping, 1);
  abort.abort();
  await running;
  assert.equal(clock.sleeping, 0);
});

for (const first of ['timer', 'socket'] as const) {
  test(`what came while the process stood still is in its windows, where the ${first} is first`, async t => {
    const {clock, give, lines} = setUp(t);
    await clock.advance(5000);
    give([trade(6, 1, 1)]);
    await clock.advance(3000);
    // It stands from second 9 to 29.
    clock.stand(20_000);
    if (first === 'timer') await clock.advance(1600);
    give([trade(9.5, 2, 1), trade(11, 3, 1)]);
    give([trade(16, 4, 1), trade(28.9, 5, 1)]);
    assert.deepEqual(lines(), []);
    await clock.advance(10_000);
    const told = lines().slice(0, 5);
    assert.deepEqual(
      told.map(line => /:(\d\d)Z .* (\d trades?|no trade) /.exec(line)?.slice(1)),
      [
        ['10', '2 trades'],
        ['15', '1 trade'],
        ['20', '1 trade'],
        ['25', 'no trade'],
        ['30', '1 trade'],
      ],
    );
    assert.doesNotMatch(told.join(), /late/);
  });
}

test('windows without a trade are told after the process stood still, too', async t => {
  const {clock, lines} = setUp(t);
  await clock.advance(8000);
  clock.stand(18_000);
  await clock.advance(1500);
  assert.deepEqual(lines(), []);
  await clock.advance(250);
  assert.equal(lines().length, 4);
  await clock.advance(5000);
  assert.equal(lines().length, 1);
});
