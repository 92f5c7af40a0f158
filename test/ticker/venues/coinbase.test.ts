import assert from 'node:assert/strict';
import {test} from 'node:test';
import fc from 'fast-check';
import type {Reject} from '../../../source/streams/status.ts';
import {coinbase} from '../../../source/ticker/venues/coinbase.ts';
import {isWireMatch, messageShape} from '../../../source/ticker/venues/coinbase-wire.ts';
import {brief} from '../brief.ts';
import {sessionRig} from '../session-rig.ts';

const match = {
  type: 'match',
  trade_id: 10,
  sequence: 50,
  maker_order_id: 'ac928c66-ca53-498f-9c13-a110027a60e8',
  taker_order_id: '132fb6ae-456b-4654-b4e0-d681ac05cea1',
  time: '2014-11-07T08:19:27.028459Z',
  product_id: 'BTC-USD',
  size: '5.23512',
  price: '400.23',
  side: 'sell',
};
const heartbeat = {
  type: 'heartbeat',
  sequence: 90,
  last_trade_id: 20,
  product_id: 'BTC-USD',
  time: '2014-11-07T08:19:28.464459Z',
};
const ticker = {
  type: 'ticker',
  sequence: 37475248783,
  product_id: 'ETH-USD',
  price: '1285.22',
  open_24h: '1310.79',
  volume_24h: '245532.79269678',
  low_24h: '1280.52',
  high_24h: '1313.8',
  volume_30d: '9788783.60117027',
  best_bid: '1285.04',
  best_bid_size: '0.46688654',
  best_ask: '1285.27',
  best_ask_size: '1.56637040',
  side: 'buy',
  time: '2022-10-19T23:28:22.061769Z',
  trade_id: 370843401,
  last_size: '11.4396987',
};

function rig(...wants: readonly string[]) {
  const asked = wants
    .map(want => want.split('@'))
    .map(([symbol, channel = 'matches']) => ({symbol, channel}));
  const rig = sessionRig(
    coinbase,
    asked.map(({symbol}) => symbol!),
  );
  const sent = rig.session.subscribe(asked as {symbol: string; channel: string}[]);
  return {...rig, frames: sent.map(frame => JSON.parse(frame))};
}

const decode = (frame: unknown) => rig('BTC-USD', 'ETH-USD@ticker').told(frame);

function onlyReject(frame: unknown): Reject {
  const [event, ...others] = decode(frame);
  assert.equal(others.length, 0);
  assert.ok(event?.type === 'reject', JSON.stringify(event));
  return event;
}

test("a match becomes a trade of the taker's side, with the venue's numbers and time", () => {
  assert.deepEqual(rig('BTC-USD').read(match), [
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
      price: 400.23,
      size: 5.23512,
      side: 'buy',
      id: 10,
      time: '2014-11-07T08:19:27.028459Z',
    },
  ]);
  const [sold] = decode({...match, side: 'buy'});
  assert.ok(sold?.type === 'trade' && sold.side === 'sell');
});

test('a ticker becomes a quote, without what is empty', () => {
  const quote = {
    type: 'quote',
    venue: 'test',
    symbol: 'ETH-USD',
    bid: 1285.04,
    bidSize: 0.46688654,
    ask: 1285.27,
    askSize: 1.5663704,
    last: 1285.22,
    open: 1310.79,
    high: 1313.8,
    low: 1280.52,
    volume: 245532.79269678,
    time: '2022-10-19T23:28:22.061769Z',
  };
  assert.deepEqual(decode(ticker), [quote]);
  const {bid: _, bidSize: __, ...without} = quote;
  assert.deepEqual(decode({...ticker, best_bid: '', best_bid_size: undefined}), [without]);
  assert.deepEqual(decode({type: 'ticker', product_id: 'ETH-USD', price: '1', time: ''}), [
    {type: 'quote', venue: 'test', symbol: 'ETH-USD', last: 1, time: '2026-11-25T12:00:00.000Z'},
  ]);
  const empty = Object.fromEntries(Object.keys(ticker).map(name => [name, '']));
  assert.deepEqual(decode({...empty, type: 'ticker', product_id: 'ETH-USD'}), []);
});

test('one request asks for all channels, and for the heartbeats of every product once', () => {
  const {frames, session} = rig('BTC-USD', 'BTC-USD@ticker', 'ETH-USD@ticker');
  assert.deepEqual(frames, [
    {
      type: 'subscribe',
      channels: [
        {name: 'matches', product_ids: ['BTC-USD']},
        {name: 'ticker', product_ids: ['BTC-USD', 'ETH-USD']},
        {name: 'heartbeat', product_ids: ['BTC-USD', 'ETH-USD']},
      ],
    },
  ]);
  const gone = session.unsubscribe([{symbol: 'BTC-USD', channel: 'ticker'}]);
  assert.deepEqual(
    gone.map(frame => JSON.parse(frame)),
    [{type: 'unsubscribe', channels: [{name: 'ticker', product_ids: ['BTC-USD']}]}],
  );
  assert.deepEqual(session.subscribe([]), []);
});

test('what comes of a product that was given up is let go in silence', () => {
  const {session, listings, read} = rig('BTC-USD', 'ETH-USD');
  const wants = [{symbol: 'BTC-USD', channel: 'matches'}];
  listings.delete('BTC-USD');
  assert.deepEqual(
    session.unsubscribe(wants).map(frame => JSON.parse(frame)),
    [
      {
        type: 'unsubscribe',
        channels: [
          {name: 'matches', product_ids: ['BTC-USD']},
          {name: 'heartbeat', product_ids: ['BTC-USD']},
        ],
      },
    ],
  );
  assert.deepEqual(read(match), []);
  assert.deepEqual(read(heartbeat), []);
  listings.add('BTC-USD');
  session.subscribe(wants);
  assert.deepEqual(brief(read(match)), ['BTC-USD live', 10]);
});

test('trade ids tell gaps, doubles and late ones, whatever `sequence` does', () => {
  const {told} = rig('BTC-USD');
  const of = (trade_id: number, sequence: number) => brief(told({...match, trade_id, sequence}));
  assert.deepEqual(of(10, 50), [10]);
  assert.deepEqual(of(11, 49), [11]);
  assert.deepEqual(of(14, 60), ['gap 2', 14]);
  assert.deepEqual(of(13, 51), ['reordered', 13]);
  assert.deepEqual(of(13, 51), ['duplicate']);
  assert.deepEqual(of(15, 40), [15]);
});

test('a second heartbeat tells of a missed trade though no match follows, and only of what is watched', () => {
  const {told} = rig('BTC-USD', 'ETH-USD@ticker');
  assert.deepEqual(brief(told({...match, trade_id: 18})), [18]);
  assert.deepEqual(brief(told(heartbeat)), []);
  assert.deepEqual(brief(told(heartbeat)), ['gap 2']);
  assert.deepEqual(brief(told(heartbeat)), []);
  assert.deepEqual(brief(told({...match, trade_id: 20})), ['reordered', 20]);
  assert.deepEqual(brief(told({...heartbeat, product_id: 'ETH-USD', last_trade_id: 1})), []);
  assert.deepEqual(brief(told({...heartbeat, product_id: 'ETH-USD', last_trade_id: 9})), []);
});

test('a heartbeat that overtakes its matches is no fault of the feed', () => {
  const {told} = rig('BTC-USD');
  const beat = (last_trade_id: number) => brief(told({...heartbeat, last_trade_id}));
  const of = (trade_id: number) => brief(told({...match, trade_id}));
  assert.deepEqual([beat(10), of(10), of(11)], [[], [10], [11]]);
  assert.deepEqual([beat(13), of(12), of(13)], [[], [12], [13]]);
  assert.deepEqual([beat(14), beat(15), of(15)], [[], ['gap 1'], [15]]);
});

test('a heartbeat before the first match tells where the count stood', () => {
  const {told} = rig('BTC-USD');
  assert.deepEqual(told({...heartbeat, last_trade_id: 10}), []);
  assert.deepEqual(brief(told({...match, trade_id: 13})), ['gap 2', 13]);
});

test('what a heartbeat told of a count is forgotten when that begins anew', () => {
  const {told} = rig('BTC-USD');
  told({...match, trade_id: 999});
  told({...heartbeat, last_trade_id: 1000});
  const time = '2014-11-07T09:00:00.000000Z';
  assert.deepEqual(brief(told({...match, trade_id: 1, time})), ['restarted', 1]);
  for (const last_trade_id of [1, 1]) assert.deepEqual(told({...heartbeat, last_trade_id}), []);
});

test('the last match tells the last price at first, even after a heartbeat, and later what was missed', () => {
  for (const first of [[], [{...heartbeat, last_trade_id: 10}]]) {
    const {told} = rig('BTC-USD');
    for (const frame of first) assert.deepEqual(told(frame), []);
    const last = {...match, type: 'last_match'};
    assert.deepEqual(told(last), [
      {type: 'quote', venue: 'test', symbol: 'BTC-USD', last: 400.23, time: '2014-11-07T08:19:27.028459Z'},
    ]);
    assert.deepEqual(told(last), []);
    assert.deepEqual(brief(told({...match, trade_id: 11})), [11]);
    assert.deepEqual(brief(told({...last, trade_id: 13})), ['gap 1', 13]);
    assert.deepEqual(brief(told({...heartbeat, last_trade_id: 14})), []);
    assert.deepEqual(brief(told({...last, trade_id: 14})), [14]);
    // The heartbeats came first and took the last match for missing.
    assert.deepEqual(brief(told({...heartbeat, last_trade_id: 15})), []);
    assert.deepEqual(brief(told({...heartbeat, last_trade_id: 15})), ['gap 1']);
    assert.deepEqual(brief(told({...last, trade_id: 15})), ['reordered', 15]);
  }
});

test('what is subscribed to is live, and only that is an answer', () => {
  const {read, counts} = rig('BTC-USD', 'ETH-USD@ticker');
  assert.equal(counts.answered, 0);
  const product_ids = ['BTC-USD', 'ETH-USD', 'DOGE-USD'];
  const events = read({
    type: 'subscriptions',
    channels: [
      {name: 'matches', product_ids, account_ids: null},
      {name: 'status', product_ids: null},
    ],
  });
  assert.deepEqual(
    events.map(event => event.type === 'subscription' && [event.symbol, event.state]),
    [['BTC-USD', 'live']],
  );
  assert.equal(counts.answered, 1);
});

test('a product that Coinbase does not know is refused in its words, and the others are asked for again', () => {
  const {read, sent, ended, counts} = rig('BTC-USD', 'XYZ-USD', 'ETH-USD@ticker');
  const reason = 'XYZ-USD is not a valid product';
  const [said, refused, ...others] = read({type: 'error', message: 'Failed to subscribe', reason});
  assert.ok(said?.type === 'reject' && said.reason === `Failed to subscribe: ${reason}`);
  assert.ok(refused?.type === 'subscription' && refused.state === 'refused' && refused.symbol === 'XYZ-USD');
  assert.equal(refused.reason, `Failed to subscribe: ${reason}`);
  assert.deepEqual(others, []);
  assert.deepEqual(
    sent.map(frame => JSON.parse(frame)),
    [
      {
        type: 'subscribe',
        channels: [
          {name: 'matches', product_ids: ['BTC-USD']},
          {name: 'ticker', product_ids: ['ETH-USD']},
          {name: 'heartbeat', product_ids: ['BTC-USD', 'ETH-USD']},
        ],
      },
    ],
  );
  assert.deepEqual([ended, counts.answered], [[], 0]);
});

test('where nothing was taken on the connection ends in its words; later an error is only told', () => {
  const error = {type: 'error', message: 'Failed to subscribe', reason: 'No channels provided'};
  const vain = rig('BTC-USD');
  assert.deepEqual(brief(vain.read(error)), ['reject']);
  assert.deepEqual(vain.ended, [{reason: 'Failed to subscribe: No channels provided', retryMs: undefined}]);
  const alone = rig('XYZ-USD');
  alone.read({type: 'error', message: 'Failed to subscribe', reason: 'XYZ-USD is not a valid product.'});
  assert.equal(alone.ended.length, 1);
  const {read, ended, sent} = rig('BTC-USD', 'ETH-USD');
  read({type: 'subscriptions', channels: [{name: 'matches', product_ids: ['BTC-USD']}]});
  assert.deepEqual(brief(read({type: 'error', message: 'ErrSlowConsume'})), ['reject']);
  assert.deepEqual(brief(read({type: 'error'})), ['reject']);
  assert.deepEqual([ended, sent], [[], []]);
  // What it names is found at the end of a sentence as well, and what was taken on is not asked for again.
  assert.deepEqual(brief(read({type: 'error', message: 'no such product: ETH-USD.'})), [
    'reject',
    'ETH-USD refused',
  ]);
  assert.deepEqual([ended, sent], [[], []]);
});

for (const [frame, reason] of [
  ['', /expected JSON/],
  ['null', /expected object, received null/],
  ['[1]', /expected object, received array/],
  ['{}', /expected a type/],
  ['{"type":"open","side":"buy"}', /at type: a message that was not asked for: open/],
  ['{"type":"done"}', /not asked for: done/],
  ['{"type":"l2update","changes":[["buy","1","2"]]}', /not asked for: l2update/],
  [{...match, price: 0.5}, /at price: .*expected string, received number/],
  [{...match, price: ''}, /at price: expected a decimal number as text/],
  [{...match, price: '1e999'}, /at price/],
  [{...match, size: '-1'}, /at size/],
  [{...match, size: '9'.repeat(400)}, /at size/],
  [{...match, trade_id: '10'}, /at trade_id/],
  [JSON.stringify(match).replace('"trade_id":10', '"trade_id":1e999'), /at trade_id/],
  [{...match, side: 'hold'}, /at side/],
  [{...match, time: '2014-11-07'}, /at time: expected an ISO 8601 time in UTC/],
  [{...match, product_id: 'EVIL-USD'}, /expected a symbol that was asked for, got EVIL-USD/],
  [{...ticker, best_bid: 'much'}, /at best_bid: expected a decimal number as text/],
  [{...heartbeat, last_trade_id: -1}, /at last_trade_id/],
  [{type: 'subscriptions', channels: 'all'}, /at channels/],
] as const) {
  const title = (typeof frame === 'string' ? frame : JSON.stringify(frame)).slice(0, 60);
  test(`${title || 'an empty frame'} is a reject that says why: ${reason}`, () => {
    assert.match(onlyReject(frame).reason, reason);
  });
}

test('a stranger can neither print escape sequences nor a flood', () => {
  const evil = '\u001b]0;owned\u0007\u001b[31mred\u202e';
  for (const frame of [
    {type: 'error', message: evil, reason: 'x'.repeat(1 << 20)},
    {...match, product_id: evil},
    {type: evil},
    {type: 'error', reason: `${'.'.repeat(1 << 20)}x`},
    `${evil}{`,
  ]) {
    const {reason, sample} = onlyReject(frame);
    assert.doesNotMatch(reason + sample, /[\u0000-\u001f\u202e]/);
    assert.ok(reason.length <= 200 && sample.length <= 200);
  }
  const {read, ended} = rig('BTC-USD');
  read({type: 'error', message: evil + 'x'.repeat(1 << 20)});
  assert.ok(ended[0]!.reason.length <= 200);
  assert.doesNotMatch(ended[0]!.reason, /[\u0000-\u001f\u202e]/);
});

test('nothing that comes makes the decoder throw', () => {
  const {read} = rig('BTC-USD');
  fc.assert(fc.property(fc.string(), text => Array.isArray(read(text))));
  fc.assert(fc.property(fc.json(), text => Array.isArray(read(text))));
  const types = ['match', 'last_match', 'heartbeat', 'ticker', 'subscriptions', 'error', 'open'];
  const message = fc.record({
    type: fc.constantFrom(...types),
    channels: fc.anything(),
    reason: fc.anything(),
  });
  fc.assert(fc.property(message, fc.object(), (a, b) => Array.isArray(read({...match, ...b, ...a}))));
});

test('the fast guard and the shape agree on every match', () => {
  const value = fc.oneof(
    fc.anything(),
    fc.constantFrom('', '1', '0.10', '1e5', ' 1', '0x1', '-1', 'Infinity', 1, -1, 1.5, 2 ** 53, null),
    fc.constantFrom('2026-02-30T00:00:00Z', '2026-01-01T24:00:00Z', '2026-01-01T00:00:60Z', '2026-01-01Z'),
    fc.constantFrom('2026-01-01T00:00:00+00:00', '2026-01-01T00:00:00.123456789Z', 'buy', 'sell', 'SELL'),
  );
  const field = fc.constantFrom(...Object.keys(match).filter(name => name !== 'type'));
  fc.assert(
    fc.property(field, value, (name, changed) => {
      const message = {...match, [name]: changed};
      assert.equal(isWireMatch(message), messageShape.safeParse(message).success);
    }),
    {numRuns: 1000},
  );
  assert.ok(isWireMatch(match));
});
