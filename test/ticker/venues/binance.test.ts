import assert from 'node:assert/strict';
import {test} from 'node:test';
import fc from 'fast-check';
import {checkShape} from '../../../source/streams/check-shape.ts';
import type {TickerNews} from '../../../source/ticker/event.ts';
import {parseTickerUrl} from '../../../source/ticker/ticker-url.ts';
import {binance} from '../../../source/ticker/venues/binance.ts';
import {frameShape, isWireTrade, withoutPadding} from '../../../source/ticker/venues/binance-wire.ts';
import {sessionRig} from '../session-rig.ts';

// As documented.
const trade = {
  ...{e: 'trade', E: 1672515782136, s: 'BNBBTC', t: 12345, p: '0.001', q: '100'},
  ...{b: 88, a: 50, T: 1672515782136, m: true, M: true},
};
const aggTrade = {
  ...{e: 'aggTrade', E: 1672515782136, s: 'BNBBTC', a: 777, p: '0.001', q: '100'},
  ...{f: 100, l: 105, T: 1672515782136, m: false, M: true},
};
const miniTicker = {
  ...{e: '24hrMiniTicker', E: 1672515782136, s: 'BNBBTC', c: '0.0025', o: '0.0010', h: '0.0025'},
  ...{l: '0.0010', v: '10000', q: '18'},
};
const wants = (...streams: string[]) =>
  streams.map(stream => {
    const [symbol, channel = 'trade'] = stream.split('@');
    return {symbol: symbol!, channel};
  });
const rig = () => sessionRig(binance, ['bnbbtc', 'BTCUSDT']);
const told = (frame: unknown) => rig().told(frame);
const reasonOf = ([event, ...others]: readonly TickerNews[]) => {
  assert.equal(others.length, 0);
  return event?.type === 'reject' ? event.reason : assert.fail(JSON.stringify(event));
};

const asTrade = {
  ...{type: 'trade', venue: 'test', symbol: 'BNBBTC', price: 0.001, size: 100, side: 'sell'},
  ...{id: 12345, time: '2022-12-31T19:43:02.136Z'},
};

test("a trade has the venue's numbers and time, and the taker's side", () => {
  assert.deepEqual(told(trade), [asTrade]);
  assert.deepEqual(told({...trade, m: false}), [{...asTrade, side: 'buy'}]);
});

test('an aggregate trade is counted by its own number', () => {
  assert.deepEqual(told(aggTrade), [{...asTrade, side: 'buy', id: 777}]);
});

test('a mini ticker is a quote of the last 24 hours', () => {
  assert.deepEqual(told(miniTicker), [
    {
      ...{type: 'quote', venue: 'test', symbol: 'BNBBTC', last: 0.0025, open: 0.001, high: 0.0025},
      ...{low: 0.001, volume: 10_000, time: '2022-12-31T19:43:02.136Z'},
    },
  ]);
});

test('frames are read alone and combined', () => {
  assert.deepEqual(told({stream: 'bnbbtc@trade', data: trade}), [asTrade]);
  assert.equal(told({stream: 'bnbbtc@miniTicker', data: miniTicker})[0]?.type, 'quote');
});

test('times in microseconds, which an address can ask for, are taken for what they are', () => {
  assert.deepEqual(told({...trade, T: 1672515782136123}), [
    {...asTrade, time: '2022-12-31T19:43:02.136123Z'},
  ]);
});

test('the zeros that Binance pads a price with are no decimals of it', () => {
  const [live] = rig().read({...trade, s: 'BTCUSDT', p: '97412.50000000'});
  assert.ok(live?.type === 'subscription' && live.state === 'live' && live.decimals === 1);
  for (const [padded, price] of [
    ['97412.50000000', '97412.5'],
    ['100.00000000', '100'],
    ['100', '100'],
    ['0.00000010', '0.0000001'],
    ['0.00000000', '0'],
  ] as const)
    assert.equal(withoutPadding(padded), price);
});

test('each stream is asked for once, a hundred in a request', () => {
  const {session} = rig();
  assert.deepEqual(
    session.subscribe(wants('BNBBTC', 'bnbbtc', 'bnbbtc@miniTicker')).map(frame => JSON.parse(frame)),
    [{method: 'SUBSCRIBE', params: ['bnbbtc@trade', 'bnbbtc@miniTicker'], id: 1}],
  );
  const many = Array.from({length: 250}, (_, at) => `sym${at}`);
  const frames = session.unsubscribe(wants(...many)).map(frame => JSON.parse(frame));
  assert.deepEqual(
    frames.map(({method, params, id}) => [method, params.length, id]),
    [
      ['UNSUBSCRIBE', 100, 2],
      ['UNSUBSCRIBE', 100, 3],
      ['UNSUBSCRIBE', 50, 4],
    ],
  );
  assert.deepEqual(session.subscribe([]), []);
});

for (const [name, error] of [
  ['with its id', {code: 2, msg: 'Invalid request: too many parameters', id: 2}],
  ['wrapped', {error: {code: 2, msg: 'Invalid request: too many parameters'}, id: 2}],
] as const) {
  test(`an error ${name} refuses what was asked for, in Binance's words`, () => {
    const {session, read, counts} = rig();
    session.subscribe(wants('bnbbtc'));
    session.subscribe(wants('btcusdt', 'btcusdt@miniTicker'));
    const [refused, rejected, ...others] = read(error);
    assert.ok(
      refused?.type === 'subscription' && refused.state === 'refused' && refused.symbol === 'BTCUSDT',
    );
    assert.equal(refused.reason, 'Invalid request: too many parameters');
    assert.ok(rejected?.type === 'reject' && rejected.reason === refused.reason);
    assert.equal(others.length, 0);
    assert.equal(counts.answered, 1);
  });
}

test('an error that names no request is about the only one, or about none', () => {
  const error = {code: 3, msg: 'Invalid JSON: expected value at line 1 column 1'};
  const one = rig();
  one.session.subscribe(wants('bnbbtc'));
  one.session.subscribe(wants('btcusdt'));
  assert.deepEqual(one.read({result: null, id: 1}), []);
  assert.deepEqual(
    one.read(error).map(({type}) => type),
    ['subscription', 'reject'],
  );
  const two = rig();
  two.session.subscribe(wants('bnbbtc'));
  two.session.subscribe(wants('btcusdt'));
  assert.match(reasonOf(two.read(error)), /^Invalid JSON/);
});

test('that a symbol could not be given up refuses nothing', () => {
  const {session, read} = rig();
  session.unsubscribe(wants('bnbbtc'));
  assert.equal(reasonOf(read({code: 2, msg: 'Invalid request', id: 1})), 'Invalid request');
  assert.equal(reasonOf(read({code: -1121, id: 9})), 'error -1121');
});

test('a result answers, and makes no symbol live: Binance takes on symbols that it does not have', () => {
  const {session, read, counts} = rig();
  session.subscribe(wants('bnbbtc'));
  assert.deepEqual(read({result: null, id: 1}), []);
  assert.equal(counts.answered, 1);
});

test('a symbol that was given up may still be told of, unheard', () => {
  const {session, listings, read} = rig();
  session.unsubscribe(wants('bnbbtc'));
  listings.delete('BNBBTC');
  assert.deepEqual(read(trade), []);
  listings.add('BNBBTC');
  session.subscribe(wants('bnbbtc'));
  assert.equal(read(trade).at(-1)?.type, 'trade');
});

test('a server that shuts down is left', () => {
  for (const frame of [
    {e: 'serverShutdown', E: 1770123456789},
    {stream: '', data: {e: 'serverShutdown', E: 1}},
  ]) {
    const {read, ended} = rig();
    assert.deepEqual(read(frame), []);
    assert.deepEqual(ended, [{reason: 'Binance shuts this server down: on to another', retryMs: undefined}]);
  }
});

test('the trades of a symbol are counted by one series only', () => {
  const {session, read} = rig();
  session.subscribe(wants('bnbbtc@aggTrade'));
  assert.match(reasonOf(read(trade)), /expected BNBBTC on aggTrade alone, got trade as well/);
  assert.equal(read(aggTrade).at(-1)?.type, 'trade');
  // Not asked for by us, but by the address.
  const unasked = rig();
  assert.equal(unasked.read(trade).at(-1)?.type, 'trade');
  assert.match(reasonOf(unasked.read(aggTrade)), /expected BNBBTC on trade alone/);
});

test('gaps, repetitions and late trades are told', () => {
  const {told} = rig();
  const faults = (t: number) =>
    told({...trade, t}).map(event => (event.type === 'sequence' ? [event.fault, event.missed] : event.type));
  assert.deepEqual(faults(1), ['trade']);
  assert.deepEqual(faults(4), [['gap', 2], 'trade']);
  assert.deepEqual(faults(4), [['duplicate', undefined]]);
  assert.deepEqual(faults(3), [['reordered', undefined], 'trade']);
  assert.deepEqual(faults(5), ['trade']);
});

test('a symbol on both series, or too many streams, are refused with what was asked for', () => {
  assert.throws(
    () => parseTickerUrl('binance:btcusdt,ethusdt@aggTrade,BTCUSDT@aggTrade'),
    /expected a ticker URL such as binance:btcusdt, got BTCUSDT on both trade and aggTrade, which tell of the same/,
  );
  const symbols = Array.from({length: 600}, (_, at) => `sym${at},sym${at}@miniTicker`);
  assert.throws(
    () => parseTickerUrl(`binance:${symbols.join(',')}`),
    /got 1200 streams where Binance has at most 1024/,
  );
  assert.equal(parseTickerUrl('binance:btcusdt,btcusdt@miniTicker,BTCUSDT').wants.length, 3);
});

for (const [text, reason] of [
  ['', /expected JSON/],
  ['{', /expected JSON/],
  ['null', /expected object, received null/],
  ['[1]', /expected object, received array/],
  ['7', /expected object, received number/],
  ['{}', /expected an event, a result or an error/],
  ['{"stream":"x"}', /expected an event, a result or an error/],
  ['{"stream":"x","data":null}', /expected object, received null/],
  ['{"stream":"x","data":{"stream":"y","data":{}}}', /expected an event, a result or an error/],
  ['{"e":"kline"}', /at e: an event that was not asked for/],
  ['{"__proto__":{"e":"trade"}}', /expected an event, a result or an error/],
  [JSON.stringify({...trade, p: 0.001}), /at p: .*expected string, received number/],
  [JSON.stringify({...trade, p: '1e999'}), /at p: expected a decimal number as text/],
  [JSON.stringify({...trade, p: ''}), /at p/],
  [JSON.stringify({...trade, p: '9'.repeat(400)}), /at p/],
  [JSON.stringify({...trade, q: '-1'}), /at q/],
  [JSON.stringify({...trade, q: undefined}), /at q/],
  [JSON.stringify({...trade, T: -1}), /at T/],
  [JSON.stringify(trade).replace('"T":1672515782136', '"T":1e999'), /at T/],
  [JSON.stringify({...trade, t: 2 ** 53}), /at t/],
  [JSON.stringify({...trade, m: 'true'}), /at m/],
  [JSON.stringify({...aggTrade, a: '777'}), /at a/],
  [JSON.stringify({...miniTicker, c: ''}), /at c/],
  [JSON.stringify({...miniTicker, E: 'now'}), /at E/],
  [JSON.stringify({...trade, s: 'EVIL'}), /expected a symbol that was asked for, got EVIL/],
  [JSON.stringify({...miniTicker, s: '\u001b[31mEVIL'}), /expected a symbol that was asked for, got EVIL/],
  [JSON.stringify({...trade, s: 'A'.repeat(1_000_000)}), /expected a symbol that was asked for, got A/],
  ['['.repeat(1_000_000), /expected JSON/],
] as const) {
  test(`${text.slice(0, 60) || 'an empty frame'} is a reject that says why`, () => {
    assert.match(reasonOf(told(text)), reason);
  });
}

test('a reject carries no escape sequence of a stranger', () => {
  const [event] = told('{"code":1,"msg":"\\u001b[31mred\\u001b]0;owned\\u0007","id":1}');
  assert.ok(event?.type === 'reject' && event.reason === 'red');
  const {session, read} = rig();
  session.subscribe(wants('bnbbtc'));
  const [refused] = read({code: 1, msg: '\u001b[31mred', id: 1});
  assert.ok(refused?.type === 'subscription' && refused.reason === 'red');
});

test('nothing that comes makes the decoder throw', () => {
  const {read} = rig();
  fc.assert(fc.property(fc.string(), text => Array.isArray(read(text))));
  fc.assert(fc.property(fc.json(), text => Array.isArray(read(text))));
  fc.assert(
    fc.property(fc.anything(), data => Array.isArray(read(JSON.stringify({stream: 'x', data}) ?? ''))),
  );
});

test('the guard for trades says the same as the shape', () => {
  const odd = fc.oneof(
    fc.jsonValue(),
    fc.constantFrom('1', '1.', '.5', '1.50', '1e5', 'NaN', -1, 0.5, 2 ** 53, true),
  );
  const changed = fc.tuple(fc.constantFrom(trade, aggTrade), fc.constantFrom(...'etaspqTm'), odd);
  const isTrade = (value: unknown) => {
    const read = checkShape(frameShape, value);
    return 'value' in read && (read.value.e === 'trade' || read.value.e === 'aggTrade');
  };
  assert.ok(isWireTrade(trade) && isWireTrade(aggTrade));
  fc.assert(
    fc.property(changed, ([frame, name, value]) => {
      const one = {...frame, [name]: value};
      assert.equal(isWireTrade(one), isTrade(one), JSON.stringify(one));
      const {[name as 'e']: _, ...without} = frame;
      assert.equal(isWireTrade(without), isTrade(without), JSON.stringify(without));
    }),
    {numRuns: 2000},
  );
  fc.assert(fc.property(fc.jsonValue(), value => isWireTrade(value) === isTrade(value)));
});
