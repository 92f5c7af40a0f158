import assert from 'node:assert/strict';
import {test} from 'node:test';
import fc from 'fast-check';
import type {Reject} from '../../../source/streams/status.ts';
import {kraken} from '../../../source/ticker/venues/kraken.ts';
import {sessionRig} from '../session-rig.ts';

const decode = (text: string) => sessionRig(kraken, ['BTC/USD', 'MATIC/USD']).told(text);
const wire = {
  symbol: 'MATIC/USD',
  side: 'sell',
  price: 0.5117,
  qty: 40,
  ord_type: 'market',
  trade_id: 4665906,
  timestamp: '2023-09-25T07:49:37.708706Z',
};
const frame = (...data: unknown[]) => JSON.stringify({channel: 'trade', type: 'update', data});

function onlyReject(text: string): Reject {
  const [event, ...others] = decode(text);
  assert.equal(others.length, 0);
  assert.equal(event?.type, 'reject');
  return event as Reject;
}

test('a trade frame becomes trades with the numbers and the time of the venue', () => {
  assert.deepEqual(decode(frame(wire, {...wire, symbol: 'BTC/USD', side: 'buy', trade_id: 1})), [
    {
      type: 'trade',
      venue: 'test',
      symbol: 'MATIC/USD',
      price: 0.5117,
      size: 40,
      side: 'sell',
      id: 4665906,
      time: '2023-09-25T07:49:37.708706Z',
    },
    {
      type: 'trade',
      venue: 'test',
      symbol: 'BTC/USD',
      price: 0.5117,
      size: 40,
      side: 'buy',
      id: 1,
      time: '2023-09-25T07:49:37.708706Z',
    },
  ]);
});

for (const text of [
  '{"channel":"heartbeat"}',
  '{"channel":"status","type":"update","data":[{"system":"online","api_version":"v2","connection_id":12834014588885066000,"version":"2.0.4"}]}',
  '{"method":"pong","req_id":101,"time_in":"2023-09-24T14:10:23.799685Z","time_out":"2023-09-24T14:10:23.799703Z"}',
  '{"method":"subscribe","result":{"channel":"trade","snapshot":false,"symbol":"BTC/USD"},"success":true,"time_in":"2023-09-25T09:21:10.428340Z","time_out":"2023-09-25T09:21:10.428375Z"}',
]) {
  test(`${text.slice(0, 40)}… is no event`, () => assert.deepEqual(decode(text), []));
}

test("what Kraken refuses is a reject in Kraken's own words", () => {
  const refused =
    '{"error":"Currency pair not supported XBT/EUR","method":"subscribe","success":false,"symbol":"XBT/EUR"}';
  assert.equal(onlyReject(refused).reason, 'Currency pair not supported XBT/EUR');
  assert.equal(onlyReject(refused).source, 'test');
  assert.equal(onlyReject(refused).time, '2026-11-25T12:00:00.000Z');
  assert.equal(onlyReject('{"method":"subscribe","success":false}').reason, 'subscribe was refused');
});

for (const [text, reason] of [
  ['', /expected JSON/],
  ['{', /expected JSON/],
  ['null', /expected object, received null/],
  ['[1]', /expected object, received array/],
  ['{}', /expected a channel or a method/],
  ['{"channel":"book"}', /at channel: a channel that was not asked for/],
  [frame({...wire, price: '0.5'}), /at data\[0\]\.price: .*expected number, received string/],
  [frame({...wire, qty: undefined}), /at data\[0\]\.qty/],
  [frame({...wire, timestamp: 'now'}), /at data\[0\]\.timestamp/],
  [frame({...wire, side: 'hold'}), /at data\[0\]\.side/],
  [frame(wire).replace('0.5117', '1e999'), /at data\[0\]\.price/],
  [frame({...wire, symbol: 'EVIL/USD'}), /expected a symbol that was asked for, got EVIL\/USD/],
  ['{"channel":"trade","type":"update"}', /at data/],
] as const) {
  test(`${text.slice(0, 60) || 'an empty frame'} is a reject that says why`, () => {
    assert.match(onlyReject(text).reason, reason);
  });
}

test('a reject carries no escape sequence of a stranger', () => {
  const {reason, sample} = onlyReject(
    '{"error":"\\u001b[31mred\\u001b[0m","success":false}\u001b]0;owned\u0007',
  );
  assert.doesNotMatch(reason + sample, /[\u0000-\u001f]/);
  assert.equal(onlyReject('{"error":"\\u001b[31mred\\u001b[0m","success":false}').reason, 'red');
});

test('nothing that comes makes the decoder throw', () => {
  fc.assert(fc.property(fc.string(), text => Array.isArray(decode(text))));
  fc.assert(fc.property(fc.json(), text => Array.isArray(decode(text))));
  fc.assert(fc.property(fc.anything(), data => Array.isArray(decode(frame(wire, data)))));
});
