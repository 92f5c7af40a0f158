import assert from 'node:assert/strict';
import {test} from 'node:test';
import fc from 'fast-check';
import type {TickerNews} from '../../../source/ticker/event.ts';
import {readJsonFields} from '../../../source/ticker/json-fields.ts';
import {parseTickerUrl} from '../../../source/ticker/ticker-url.ts';
import {json} from '../../../source/ticker/venues/json.ts';
import {atMs, sessionRig} from '../session-rig.ts';

const rig = (fields: string | undefined, ...symbols: string[]) =>
  sessionRig(json, symbols, fields === undefined ? {} : {fields: readJsonFields(fields)});
const all = 'symbol=s,price=p,size=q,time=t,side=m,id=i';
const reasonOf = ([event, ...others]: readonly TickerNews[]) => {
  assert.equal(others.length, 0);
  return event?.type === 'reject' ? event.reason : assert.fail(JSON.stringify(event));
};
/** Of trades, what is told: `symbol price time`. */
const brief = (events: readonly TickerNews[]) =>
  events.map(event => (event.type === 'trade' ? `${event.symbol} ${event.price}` : event.type));
const arrival = '2026-11-25T12:00:00.000Z';

test('a trade is read from where its fields stand', () => {
  const frame = {s: 'BTC-USD', p: '97412.50', q: 0.25, t: '2026-11-25T11:59:59.123456789Z', m: 'BUY', i: 77};
  assert.deepEqual(rig(all, 'BTC-USD').read(frame), [
    {...{type: 'subscription', venue: 'test', symbol: 'BTC-USD', state: 'live'}, time: arrival, decimals: 2},
    {
      ...{type: 'trade', venue: 'test', symbol: 'BTC-USD', price: 97_412.5, size: 0.25, side: 'buy'},
      ...{id: '77', time: '2026-11-25T11:59:59.123456789Z'},
    },
  ]);
});

test('nothing but the price need be told', () => {
  const quiet = {type: 'trade', venue: 'test', price: 5, size: 0, time: arrival};
  assert.deepEqual(rig('price=p', 'X').told({p: 5}), [{...quiet, symbol: 'X'}]);
  assert.deepEqual(rig(all, 'X').told({s: 'X', p: 5, q: null, t: '', m: 'neither', i: {}}), [
    {...quiet, symbol: 'X'},
  ]);
  assert.deepEqual(rig('price=data.p').told({data: {p: 5}}), [{...quiet, symbol: 'data.p'}]);
});

test('where nobody says where the fields stand, they are called by their names', () => {
  const frame = {symbol: 'X', price: 1, size: 2, side: 'ask', id: 'a', time: 0};
  assert.deepEqual(rig(undefined).told(frame), [
    {
      ...{type: 'trade', venue: 'test', symbol: 'X', price: 1, size: 2, side: 'sell', id: 'a'},
      time: '1970-01-01T00:00:00.000Z',
    },
  ]);
});

for (const [told, time] of [
  ['2026-11-25T11:59:59Z', '2026-11-25T11:59:59Z'],
  ['2026-11-25T12:59:59.5+01:00', '2026-11-25T11:59:59.500Z'],
  ['2026-11-25 11:59:59', '2026-11-25T11:59:59Z'],
  ['2026-11-25T11:59', '2026-11-25T11:59:00.000Z'],
  [1795607999, '2026-11-25T11:59:59.000Z'],
  [1795607999.5, '2026-11-25T11:59:59.500Z'],
  [1795607999123, '2026-11-25T11:59:59.123Z'],
  ['1795607999123456', '2026-11-25T11:59:59.123456Z'],
  ['1795607999123456000', '2026-11-25T11:59:59.123456Z'],
  [null, arrival],
  [undefined, arrival],
] as const) {
  test(`the time ${JSON.stringify(told)} is ${time}`, () => {
    const [trade] = rig('price=p,time=t', 'X').told({p: 1, t: told});
    assert.ok(trade?.type === 'trade');
    assert.equal(trade.time, time);
  });
}

for (const [told, side] of [
  ...(['buy', 'BUY', 'b', 'B', 'bid', 'Bid'] as const).map(text => [text, 'buy'] as const),
  ...(['sell', 'SELL', 's', 'ask'] as const).map(text => [text, 'sell'] as const),
  ...(['', 'hold', '__proto__', 'constructor', 1, true, null, ['buy']] as const).map(
    x => [x, undefined] as const,
  ),
]) {
  test(`the side ${JSON.stringify(told)} is ${side ?? 'not told'}`, () => {
    const [trade] = rig('price=p,side=m', 'X').told({p: 1, m: told});
    assert.ok(trade?.type === 'trade');
    assert.equal(trade.side, side);
    assert.equal('side' in trade, side !== undefined);
  });
}

test('arrays are taken apart: of objects, in an object, and of bare values', () => {
  assert.deepEqual(brief(rig('price=p,symbol=s').told([{s: 'A', p: 1}, 7, null, {s: 'B', p: 2}])), [
    'A 1',
    'B 2',
  ]);
  const nested = rig('price=trades[].p,symbol=s', 'A');
  assert.deepEqual(brief(nested.told({s: 'A', trades: [{p: 1}, {}, {p: 2}]})), ['A 1', 'A 2']);
  assert.deepEqual(nested.told({s: 'A', trades: []}), []);
  assert.deepEqual(
    brief(rig('price=d[].p,symbol=d[].s').told([{d: [{s: 'A', p: 1}]}, {d: [{s: 'B', p: 2}]}])),
    ['A 1', 'B 2'],
  );
  assert.deepEqual(brief(rig('price=[].p', 'A').told([{p: 1}, {p: 2}])), ['A 1', 'A 2']);
  assert.deepEqual(brief(rig('price=[1][3]', 'A').told([17, [401597393, 1574694475039, 0.005, 7244.9]])), [
    'A 7244.9',
  ]);
  assert.deepEqual(brief(rig('price=p[]', 'A').told({p: [1, 2]})), ['A 1', 'A 2']);
});

test('without symbols in the URL whatever comes is taken, with some the others are passed over', () => {
  const frame = [
    {s: 'A', p: 1},
    {s: 'B', p: 2},
    {s: 7, p: 3},
    {s: 'no name', p: 4},
  ];
  assert.deepEqual(brief(rig('price=p,symbol=s').told(frame)), ['A 1', 'B 2', '7 3', 'reject']);
  assert.deepEqual(brief(rig('price=p,symbol=s', 'B').told(frame)), ['B 2']);
});

test('prices of several symbols that no field tells apart are refused, once', () => {
  const {told} = rig('price=p', 'A', 'B');
  assert.match(reasonOf(told({p: 1})), /^of several symbols, and no field tells which/);
  assert.deepEqual(told({p: 1}), []);
});

test('a price without a symbol, where there should be one, is refused, once', () => {
  const {told} = rig('price=p,symbol=a.s', 'A');
  assert.equal(reasonOf(told({p: 1})), 'expected a symbol at "a.s" for the symbol, got nothing');
  assert.deepEqual(told({p: 1, a: {s: {}}}), []);
  assert.deepEqual(brief(told({p: 1, a: {s: 'A'}})), ['A 1']);
});

test('more symbols than a feed may have are refused, once', () => {
  const {told} = rig('price=p,symbol=s');
  const events = told(Array.from({length: 1002}, (_, at) => ({s: `S${at}`, p: 1})));
  assert.equal(events.length, 1001);
  assert.match(reasonOf(events.slice(-1)), /^more symbols than the 1,000/);
  assert.deepEqual(told({s: 'S1001', p: 1}), []);
  assert.deepEqual(brief(told({s: 'S999', p: 1})), ['S999 1']);
});

test('a number that counts is followed: gaps, repetitions and late trades are told', () => {
  const {told} = rig('price=p,seq=n,id=i', 'X');
  const faults = (n: unknown) =>
    told({p: 1, n, i: 'x'}).map(event =>
      event.type === 'sequence' ? [event.fault, event.missed] : event.type === 'trade' ? event.id : event,
    );
  assert.deepEqual(faults(1), [1]);
  assert.deepEqual(faults('4'), [['gap', 2], 4]);
  assert.deepEqual(faults(4), [['duplicate', undefined]]);
  assert.deepEqual(faults(2), [['reordered', undefined], 2]);
  assert.deepEqual(faults(undefined), ['x']);
  assert.match(reasonOf(told({p: 1, n: 1.5})), /^expected a whole number at "n" for the seq, got 1\.5$/);
});

test('an id is a name, though it be a number: no gap is found by it', () => {
  const {told} = rig('price=p,id=i', 'X');
  const ids = [1, 5, '007', ''].map(i => told({p: 1, i}).map(event => event.type === 'trade' && event.id));
  assert.deepEqual(ids, [['1'], ['5'], ['007'], [undefined]]);
});

test('the decimals of a price that is written as text are noted, those of a number are not known', () => {
  const decimals = (p: unknown) => {
    const [live] = rig('price=p', 'X').read({p});
    return live?.type === 'subscription' ? live.decimals : assert.fail();
  };
  assert.deepEqual(['1.50', '1', '-0.125', '1e-7', 1.25].map(decimals), [2, 0, 3, undefined, undefined]);
});

test('that no price ever came is said once, when enough was seen', () => {
  const {told} = rig('price=prize', 'X');
  for (let at = 1; at < 5; at++) assert.deepEqual(told({price: 1}), []);
  assert.match(
    reasonOf(told({price: 1})),
    /^no price at "prize" in all that came so far: check --field price=PATH/,
  );
  for (let at = 0; at < 10; at++) assert.deepEqual(told({price: 1}), []);
});

test('that no price ever came is said of a slow feed too', () => {
  const {session, told} = rig('price=p', 'X');
  assert.deepEqual(told('{}'), []);
  assert.match(reasonOf(session.read('{}', atMs + 10_000)), /^no price at "p"/);
});

test('answers and heartbeats are passed over in silence once there was a price', () => {
  const {told} = rig('price=p', 'X');
  assert.deepEqual(brief(told({p: 1})), ['X 1']);
  for (const frame of ['{}', 'null', '7', '[]', '{"p":null}', '{"p":""}', '{"type":"heartbeat"}', '[[1]]'])
    for (let at = 0; at < 5; at++) assert.deepEqual(told(frame), []);
});

test('the first frame of any kind is an answer', () => {
  const {read, counts} = rig('price=p', 'X');
  assert.equal(counts.answered, 0);
  read('{"type":"subscribed"}');
  assert.equal(counts.answered, 1);
});

test('a URL may name no symbol, and must name an address', () => {
  assert.deepEqual(parseTickerUrl('json+wss://example.org/x?y=1').wants, []);
  assert.deepEqual(
    parseTickerUrl('json+wss://example.org/#a/b,C.d:e').wants.map(({symbol}) => symbol),
    ['a/b', 'C.d:e'],
  );
  assert.throws(
    () => parseTickerUrl('json:BTC'),
    /such as json\+wss:\/\/HOST\/PATH#SYMBOL; it has none of its own/,
  );
  for (const symbol of ['a b', 'x'.repeat(61), '\u001b[31m', '\u202eabc', '\u3164'])
    assert.throws(
      () => parseTickerUrl(`json+wss://example.org/#${encodeURIComponent(symbol)}`),
      /got the symbol/,
    );
});

for (const [frame, reason] of [
  ['', /expected JSON/],
  ['pong', /expected JSON/],
  ['{"p":"many"}', /^expected a number at "p" for the price, got "many"$/],
  ['{"p":1e999}', /^expected a number at "p" for the price, got Infinity$/],
  ['{"p":"1e999"}', /got "1e999"/],
  ['{"p":"0x10"}', /got "0x10"/],
  ['{"p":" 1"}', /got " 1"/],
  ['{"p":true}', /got true/],
  ['{"p":{}}', /got an object/],
  ['{"p":[1]}', /got an array/],
  [`{"p":"${'9'.repeat(1_000_000)}"}`, /got "9{40}"$/],
  ['{"p":"\\u001b[31mred\\u202e"}', /got "\\u001b\[31mred"$/],
  ['{"p":1,"q":"many"}', /^expected a number at "q" for the size, got "many"$/],
  ['{"p":1,"t":"yesterday"}', /^expected a time at "t" for the time, got "yesterday"$/],
  ['{"p":1,"t":"2026-13-25T00:00:00Z"}', /^expected a time at "t"/],
  ['{"p":1,"t":-5}', /^expected a time at "t" for the time, got -5$/],
  ['{"p":1,"t":1e300}', /^expected a time at "t"/],
  [`[${'{"p":true},'.repeat(1000)}7]`, /got true/],
] as const) {
  test(`${frame.slice(0, 60) || 'an empty frame'} is one reject that says why`, () => {
    assert.match(reasonOf(rig('price=p,size=q,time=t', 'X').told(frame)), reason);
  });
}

test('what objects have by nature is no field', () => {
  const {told} = rig('price=__proto__.p,symbol=constructor.name', 'Object');
  assert.deepEqual(told({p: 1}), []);
  assert.deepEqual(
    told('{"__proto__":{"p":1},"constructor":{"name":"Object"}}').map(({type}) => type),
    ['trade'],
  );
  assert.equal(({} as {p?: unknown}).p, undefined);
  assert.deepEqual(rig('price=length', 'X').told([{}]), []);
});

test('a name or an id that would do harm on a screen does none', () => {
  const {told} = rig('price=p,symbol=s,id=i');
  assert.match(reasonOf(told({p: 1, s: '\u001b[31mX'})), /^expected a symbol at "s"/);
  for (const s of ['a\u202eb', '\u0301x', `x${'\u0301'.repeat(9)}`, 'x'.repeat(61)])
    assert.deepEqual(told({p: 1, s}), []);
  const [trade] = told({p: 1, s: 'X', i: `\u001b]0;owned\u0007${'7'.repeat(200)}`});
  assert.ok(trade?.type === 'trade' && /^7{1,98}…$/.test(String(trade.id)));
});

test('a megabyte of depth or of trades is read', () => {
  const {told} = rig('price=p,symbol=s', 'X');
  assert.match(reasonOf(told('['.repeat(1_000_000))), /expected JSON/);
  assert.deepEqual(told(`${'['.repeat(10_000)}${']'.repeat(10_000)}`), []);
  assert.equal(told(`[${'{"s":"X","p":1},'.repeat(60_000)}{}]`).length, 60_000);
});

test('nothing that comes makes the decoder throw', () => {
  for (const fields of [all, 'price=a[].p,symbol=a[].s,seq=a[].n', 'price=[0]', 'price=[]']) {
    const {read} = rig(fields);
    fc.assert(fc.property(fc.string(), text => Array.isArray(read(text))));
    fc.assert(fc.property(fc.json(), text => Array.isArray(read(text))));
    const frame = fc.record(Object.fromEntries('spqtmin'.split('').map(name => [name, fc.jsonValue()])), {
      requiredKeys: [],
    });
    fc.assert(fc.property(frame, one => Array.isArray(read({...one, a: [one, 1]}))));
  }
});

test('every trade that is read has numbers and a time that can be recorded', () => {
  const value = fc.oneof(
    fc.double(),
    fc.integer(),
    fc.date({noInvalidDate: true}).map(date => date.toISOString()),
    fc.string(),
  );
  fc.assert(
    fc.property(value, value, value, (p, q, t) => {
      const {told} = rig('price=p,size=q,time=t', 'X');
      for (const event of told({p, q, t})) {
        if (event.type !== 'trade') continue;
        assert.deepEqual(JSON.parse(JSON.stringify(event)), event);
        assert.ok(Number.isFinite(Date.parse(event.time)), event.time);
      }
    }),
  );
});
