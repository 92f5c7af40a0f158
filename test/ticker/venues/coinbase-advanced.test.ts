import assert from 'node:assert/strict';
import {test} from 'node:test';
import fc from 'fast-check';
import type {Reject} from '../../../source/streams/status.ts';
import {coinbaseAdvanced} from '../../../source/ticker/venues/coinbase-advanced.ts';
import {isWireTrades, messageShape} from '../../../source/ticker/venues/coinbase-advanced-wire.ts';
import {brief} from '../brief.ts';
import {sessionRig} from '../session-rig.ts';

const wire = {
  trade_id: '995098700',
  product_id: 'BTC-USD',
  price: '68900.50',
  size: '0.00150000',
  side: 'BUY',
  time: '2026-04-07T14:30:02.789012Z',
};
const trade = (second: number, more: object = {}) => ({
  ...wire,
  trade_id: String(995098700 + second),
  time: `2026-04-07T14:30:${String(second).padStart(2, '0')}.5Z`,
  ...more,
});
const envelope = {client_id: '', timestamp: '2026-04-07T14:30:02.789012Z', sequence_num: 5};
const message = (type: string, ...trades: readonly unknown[]) => ({
  channel: 'market_trades',
  ...envelope,
  events: [{type, trades}],
});
const ticker = {
  type: 'ticker',
  product_id: 'ETH-USD',
  price: '3400.50',
  volume_24_h: '15328.12345678',
  low_24_h: '3300.00',
  high_24_h: '3500.00',
  low_52_w: '1500.00',
  high_52_w: '4800.00',
  price_percent_chg_24_h: '1.85',
  best_bid: '3400.00',
  best_bid_quantity: '1.50000000',
  best_ask: '3401.00',
  best_ask_quantity: '0.50000000',
};
const tickers = (...list: readonly unknown[]) => ({
  channel: 'ticker',
  ...envelope,
  events: [{type: 'snapshot', tickers: list}],
});

function rig(...wants: readonly string[]) {
  const asked = wants.map(want => {
    const [symbol = '', channel = 'market_trades'] = want.split('@');
    return {symbol, channel};
  });
  const rig = sessionRig(
    coinbaseAdvanced,
    asked.map(({symbol}) => symbol),
  );
  const frames = rig.session.subscribe(asked).map(frame => JSON.parse(frame));
  return {...rig, frames};
}

const decode = (frame: unknown) => rig('BTC-USD', 'ETH-USD@ticker').told(frame);

function onlyReject(frame: unknown): Reject {
  const [event, ...others] = decode(frame);
  assert.equal(others.length, 0);
  assert.ok(event?.type === 'reject', JSON.stringify(event));
  return event;
}

test("a trade has the taker's side, the venue's numbers and time, and its id as text", () => {
  assert.deepEqual(rig('BTC-USD').read(message('update', wire)), [
    {
      type: 'subscription',
      venue: 'test',
      symbol: 'BTC-USD',
      state: 'live',
      decimals: 2,
      time: '2026-11-25T12:00:00.000Z',
    },
    {
      type: 'trade',
      venue: 'test',
      symbol: 'BTC-USD',
      price: 68900.5,
      size: 0.0015,
      side: 'sell',
      id: '995098700',
      time: '2026-04-07T14:30:02.789012Z',
    },
  ]);
  const [bought] = decode(message('update', {...wire, side: 'SELL'}));
  assert.ok(bought?.type === 'trade' && bought.side === 'buy');
  const [unknown] = decode(message('update', {...wire, side: 'UNKNOWN_ORDER_SIDE'}));
  assert.ok(unknown?.type === 'trade' && !('side' in unknown));
});

test('the trades of an event are told in order of time, those of the same time in order of their numbers', () => {
  const {told} = rig('BTC-USD', 'ETH-USD');
  const events = told(
    message(
      'update',
      trade(3, {product_id: 'ETH-USD'}),
      trade(2),
      trade(2, {trade_id: '10'}),
      trade(2, {trade_id: '9'}),
      trade(1),
    ),
  );
  assert.deepEqual(brief(events), ['995098701', '9', '10', '995098702', '995098703']);
});

test('the snapshot tells the last price at first, and nothing of it is told again', () => {
  const {told} = rig('BTC-USD');
  assert.deepEqual(told(message('snapshot', trade(2), trade(1), trade(0))), [
    {type: 'quote', venue: 'test', symbol: 'BTC-USD', last: 68900.5, time: '2026-04-07T14:30:02.5Z'},
  ]);
  const update = {...message('update', trade(4), trade(3), trade(2)), sequence_num: 6};
  assert.deepEqual(brief(told(update)), ['duplicate', '995098703', '995098704']);
  // Subscribing again tells what is newer, once.
  const again = message('snapshot', trade(6), trade(5), trade(4), trade(0), trade(4, {trade_id: '7'}));
  assert.deepEqual(brief(told({...again, sequence_num: 7})), ['7', '995098705', '995098706']);
  assert.deepEqual(brief(told({...again, sequence_num: 8})), []);
});

test('a snapshot after the first trade tells no older price', () => {
  const {told} = rig('BTC-USD');
  assert.deepEqual(brief(told(message('update', trade(3)))), ['995098703']);
  assert.deepEqual(told({...message('snapshot', trade(3), trade(2)), sequence_num: 6}), []);
});

test('a late trade that was not told is told, and the names of a thousand trades are not kept', () => {
  const {told} = rig('BTC-USD');
  told(message('snapshot', trade(0)));
  const many = Array.from({length: 1000}, (_, at) => trade(30, {trade_id: `a${at}`}));
  let number = 5;
  const update = (...trades: readonly unknown[]) =>
    brief(told({...message('update', ...trades), sequence_num: ++number}));
  assert.equal(update(...many).length, 1000);
  assert.deepEqual(update(trade(20)), ['995098720']);
  for (const odd of [trade(20), trade(30, {trade_id: 'a999'}), trade(30, {trade_id: 'a760'})])
    assert.deepEqual(update(odd), ['duplicate']);
  assert.deepEqual(update(trade(30, {trade_id: 'a100'})), ['a100']);
});

test('a message that is left out is a gap of no symbol and no number, and a rejected one is none', () => {
  const {told} = rig('BTC-USD');
  const beat = (sequence_num: number) => told({channel: 'heartbeats', ...envelope, sequence_num, events: []});
  assert.deepEqual(beat(0), []);
  assert.deepEqual(beat(1), []);
  assert.deepEqual(beat(5), [
    {
      type: 'sequence',
      venue: 'test',
      fault: 'gap',
      since: '2026-11-25T12:00:00.000Z',
      time: '2026-11-25T12:00:00.000Z',
    },
  ]);
  assert.deepEqual(brief(told({channel: 'l2_data', sequence_num: 6})), ['reject']);
  assert.deepEqual(brief(told({...message('update', trade(1)), sequence_num: 7})), ['995098701']);
  for (const number of [7, 4, 2 ** 53, -1, 'x', null]) assert.deepEqual(beat(number as number), []);
});

test('a ticker becomes a quote, without what is empty, and an empty one becomes nothing', () => {
  const quote = {
    type: 'quote',
    venue: 'test',
    symbol: 'ETH-USD',
    bid: 3400,
    bidSize: 1.5,
    ask: 3401,
    askSize: 0.5,
    last: 3400.5,
    high: 3500,
    low: 3300,
    volume: 15328.12345678,
    time: '2026-04-07T14:30:02.789012Z',
  };
  assert.deepEqual(decode(tickers(ticker)), [quote]);
  const {bid: _, ask: __, ...without} = quote;
  assert.deepEqual(decode(tickers({...ticker, best_bid: '', best_ask: undefined})), [without]);
  const empty = Object.fromEntries(Object.keys(ticker).map(name => [name, '']));
  assert.deepEqual(decode(tickers(empty, {...empty, product_id: 'ETH-USD'}, ticker)), [quote]);
});

test('a request for each channel, after one for the heartbeats of the connection', () => {
  const {frames, session} = rig('BTC-USD', 'ETH-USD', 'BTC-USD@ticker');
  assert.deepEqual(frames, [
    {type: 'subscribe', channel: 'heartbeats'},
    {type: 'subscribe', product_ids: ['BTC-USD', 'ETH-USD'], channel: 'market_trades'},
    {type: 'subscribe', product_ids: ['BTC-USD'], channel: 'ticker'},
  ]);
  const wants = [{symbol: 'SOL-USD', channel: 'ticker'}];
  assert.deepEqual(
    session.subscribe(wants).map(frame => JSON.parse(frame)),
    [{type: 'subscribe', product_ids: ['SOL-USD'], channel: 'ticker'}],
  );
  assert.deepEqual(
    session.unsubscribe(wants).map(frame => JSON.parse(frame)),
    [{type: 'unsubscribe', product_ids: ['SOL-USD'], channel: 'ticker'}],
  );
  assert.deepEqual([session.unsubscribe(wants), session.subscribe([])], [[], []]);
});

test('what is subscribed to is live; the heartbeats alone are no answer', () => {
  const {read, counts} = rig('BTC-USD', 'ETH-USD@ticker');
  const subscriptions = (of: object) => ({
    channel: 'subscriptions',
    ...envelope,
    events: [{subscriptions: of}],
  });
  assert.deepEqual(read(subscriptions({heartbeats: ['heartbeats']})), []);
  assert.deepEqual(read({channel: 'heartbeats', ...envelope, sequence_num: 6, events: []}), []);
  assert.equal(counts.answered, 0);
  const live = subscriptions({heartbeats: ['heartbeats'], market_trades: ['BTC-USD', 'ETH-USD'], user: null});
  assert.deepEqual(brief(read({...live, sequence_num: 7})), ['BTC-USD live']);
  assert.equal(counts.answered, 1);
});

test('a product in USDC is told of as the one in USD', () => {
  const {read, session, listings} = rig('BTC-USDC', 'ETH-USDC', 'ETH-USD');
  const [, told] = read(message('update', wire));
  assert.ok(told?.type === 'trade' && told.symbol === 'BTC-USDC');
  const [, dollars] = read({...message('update', {...wire, product_id: 'ETH-USD'}), sequence_num: 6});
  assert.ok(dollars?.type === 'trade' && dollars.symbol === 'ETH-USD');
  listings.delete('BTC-USDC');
  session.unsubscribe([{symbol: 'BTC-USDC', channel: 'market_trades'}]);
  assert.deepEqual(read({...message('update', wire), sequence_num: 7}), []);
});

test('a product that is named in an error is refused, and the others are asked for again', () => {
  const {read, sent, ended} = rig('BTC-USD', 'XYZ-USD', 'ETH-USD@ticker');
  const words = 'failed to subscribe: XYZ-USD is not a product';
  const [said, refused] = read({type: 'error', message: words});
  assert.ok(said?.type === 'reject' && said.reason === words);
  assert.ok(refused?.type === 'subscription' && refused.state === 'refused' && refused.reason === words);
  assert.deepEqual(
    sent.map(frame => JSON.parse(frame)),
    [
      {type: 'subscribe', product_ids: ['BTC-USD'], channel: 'market_trades'},
      {type: 'subscribe', product_ids: ['ETH-USD'], channel: 'ticker'},
    ],
  );
  assert.deepEqual(ended, []);
  const vain = rig('BTC-USD');
  assert.deepEqual(brief(vain.read({type: 'error', message: 'authentication failure'})), ['reject']);
  assert.deepEqual(vain.ended, [{reason: 'authentication failure', retryMs: undefined}]);
  const {told, ...later} = rig('BTC-USD');
  told(message('update', wire));
  assert.deepEqual(brief(told({type: 'error', message: 'rate limit exceeded'})), ['reject']);
  assert.deepEqual(later.ended, []);
});

for (const [frame, reason] of [
  ['', /expected JSON/],
  ['null', /expected object, received null/],
  ['[1]', /expected object, received array/],
  ['{}', /at type/],
  ['{"channel":"l2_data"}', /at channel: a channel that was not asked for: l2_data/],
  ['{"channel":7}', /at channel: expected a channel/],
  [message('update', {...wire, price: ''}), /at events\[0\]\.trades\[0\]\.price: expected a decimal number/],
  [message('update', {...wire, price: '1e999'}), /trades\[0\]\.price/],
  [message('update', {...wire, size: 1}), /trades\[0\]\.size: .*expected string, received number/],
  [message('update', {...wire, trade_id: 995098700}), /trades\[0\]\.trade_id/],
  [message('update', {...wire, trade_id: '\u001b[31m1'}), /trade_id: expected up to 40 letters and digits/],
  [message('update', {...wire, side: 'buy'}), /trades\[0\]\.side/],
  [message('update', {...wire, time: 'now'}), /trades\[0\]\.time: expected an ISO 8601 time in UTC/],
  [
    message('update', {...wire, product_id: 'EVIL-USD'}),
    /expected a symbol that was asked for, got EVIL-USD/,
  ],
  [message('rewind', wire), /at events\[0\]\.type/],
  [{...message('update', wire), timestamp: ''}, /at timestamp/],
  [{channel: 'market_trades', ...envelope, events: {}}, /at events/],
  [tickers({...ticker, price: 'much'}), /tickers\[0\]\.price: expected a decimal number as text/],
  [
    {channel: 'subscriptions', events: [{subscriptions: {market_trades: 'all'}}]},
    /subscriptions\.market_trades/,
  ],
] as const) {
  const title = (typeof frame === 'string' ? frame : JSON.stringify(frame)).slice(0, 60);
  test(`${title || 'an empty frame'} is a reject that says why: ${reason}`, () => {
    assert.match(onlyReject(frame).reason, reason);
  });
}

test('a stranger can neither print escape sequences nor a flood', () => {
  const evil = '\u001b]0;owned\u0007\u001b[31mred\u202e';
  for (const frame of [
    {type: 'error', message: evil + 'x'.repeat(1 << 20)},
    {type: 'error', message: `${'.'.repeat(1 << 20)}x`},
    message('update', {...wire, product_id: evil}),
    {channel: evil},
    `${evil}{`,
  ]) {
    const {reason, sample} = onlyReject(frame);
    assert.doesNotMatch(reason + sample, /[\u0000-\u001f\u202e]/);
    assert.ok(reason.length <= 200 && sample.length <= 200);
  }
});

test('nothing that comes makes the decoder throw', () => {
  const {read} = rig('BTC-USD');
  fc.assert(fc.property(fc.string(), text => Array.isArray(read(text))));
  fc.assert(fc.property(fc.json(), text => Array.isArray(read(text))));
  const channel = fc.constantFrom(
    'market_trades',
    'ticker',
    'heartbeats',
    'subscriptions',
    'user',
    undefined,
  );
  fc.assert(
    fc.property(channel, fc.anything(), fc.object(), (channel, event, more) =>
      Array.isArray(read({...envelope, ...more, channel, events: [event]})),
    ),
  );
  fc.assert(fc.property(fc.anything(), odd => Array.isArray(read(message('update', wire, odd)))));
});

test('the fast guard and the shape agree on every message of trades', () => {
  const value = fc.oneof(
    fc.anything(),
    fc.constantFrom('', '1', '0.10', '1e5', ' 1', '-1', 'BUY', 'buy', 'UNKNOWN_ORDER_SIDE', 'a-b_C', 1, null),
    fc.constantFrom('2026-02-30T00:00:00Z', '2026-01-01T00:00:60Z', '2026-01-01T00:00:00.123456789Z'),
    fc.constantFrom(-1, 0, 2 ** 53, 1.5, [], [null], [{type: 'update', trades: []}], 'snapshot', 'update'),
  );
  const agree = (frame: unknown) => assert.equal(isWireTrades(frame), messageShape.safeParse(frame).success);
  const ofTrade = fc.constantFrom(...Object.keys(wire));
  fc.assert(
    fc.property(ofTrade, value, (name, odd) => agree(message('update', {...wire, [name]: odd}))),
    {
      numRuns: 1000,
    },
  );
  const ofMessage = fc.constantFrom('timestamp', 'sequence_num', 'events', 'client_id');
  fc.assert(fc.property(ofMessage, value, (name, odd) => agree({...message('update', wire), [name]: odd})));
  fc.assert(fc.property(fc.anything(), value, (odd, type) => agree(message(type as string, wire, odd))));
  assert.ok(isWireTrades(message('update', wire)) && isWireTrades(message('snapshot')));
});
