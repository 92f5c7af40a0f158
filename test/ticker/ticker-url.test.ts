import assert from 'node:assert/strict';
import {test} from 'node:test';
import {UsageError} from '../../source/streams/errors.ts';
import {parseTickerUrl, type TickerUrl} from '../../source/ticker/ticker-url.ts';

const symbols = ({wants}: TickerUrl) => wants.map(({symbol}) => symbol);

test("a venue's name and symbols mean the venue's own address", () => {
  assert.deepEqual(parseTickerUrl('kraken:BTC/USD,ETH/USD'), {
    venue: 'kraken',
    source: 'kraken',
    address: 'wss://ws.kraken.com/v2',
    wants: [
      {symbol: 'BTC/USD', channel: 'trade'},
      {symbol: 'ETH/USD', channel: 'trade'},
    ],
  });
});

test('another address has the symbols behind its #', () => {
  const plain = parseTickerUrl('kraken+ws://127.0.0.1:9000/v2#BTC/USD,ETH/USD');
  assert.equal(plain.address, 'ws://127.0.0.1:9000/v2');
  assert.deepEqual(symbols(plain), ['BTC/USD', 'ETH/USD']);
  const secure = parseTickerUrl('kraken+wss://example.org/v2?x=1#BTC%2FUSD');
  assert.equal(secure.address, 'wss://example.org/v2?x=1');
  assert.deepEqual(symbols(secure), ['BTC/USD']);
});

test('symbols keep their case, lose their blanks and come once', () => {
  assert.deepEqual(symbols(parseTickerUrl('kraken: AAPLx/USD ,BTC/USD,,BTC/USD')), ['AAPLx/USD', 'BTC/USD']);
});

test('the name of the stream has no password, its address does', () => {
  const url = parseTickerUrl('kraken+ws://me:hunter2@localhost:1/v2?token=abc#BTC/USD');
  assert.equal(url.source, 'kraken+ws://localhost:1/v2?token=…');
  assert.equal(url.address, 'ws://me:hunter2@localhost:1/v2?token=abc');
});

test('a channel is named behind the symbol, and each comes once', () => {
  assert.deepEqual(parseTickerUrl('kraken:BTC/USD@ticker,BTC/USD,BTC/USD@trade').wants, [
    {symbol: 'BTC/USD', channel: 'ticker'},
    {symbol: 'BTC/USD', channel: 'trade'},
  ]);
  assert.throws(
    () => parseTickerUrl('kraken:BTC/USD@book'),
    /expected a ticker URL such as one of trade, ticker after the "@", got the channel "book"/,
  );
});

for (const [url, found] of [
  ['', 'no venue'],
  ['BTC/USD', 'no venue'],
  ['nyse:BTC/USD', 'the venue "nyse", and the known ones are: kraken'],
  ['constructor:BTC/USD', 'the venue "constructor"'],
  ['ws://127.0.0.1:9000/v2#BTC/USD', 'the venue "ws"'],
  ['kraken:', 'no symbol'],
  ['kraken:,', 'no symbol'],
  ['kraken:BTC', 'the symbol "BTC"'],
  ['kraken:BTC/USD/EUR', 'the symbol "BTC/USD/EUR"'],
  ['kraken:\u001b[31m/USD', 'the symbol "/USD"'],
  ['kraken+http://localhost/v2#BTC/USD', '"http" after the "+"'],
  ['kraken+ws:localhost#BTC/USD', 'no such address'],
  ['kraken+ws://#BTC/USD', 'no such address'],
  ['kraken+ws://localhost:99999/#BTC/USD', 'no such address'],
  ['kraken+ws://localhost:1/v2', 'no symbol'],
  ['kraken+ws://localhost:1/v2#%E0%A4%A', 'a broken % escape'],
] as const) {
  test(`${JSON.stringify(url)} is refused with an example, for ${found}`, () => {
    assert.throws(
      () => parseTickerUrl(url),
      (error: unknown) =>
        error instanceof UsageError &&
        error.message.includes('expected a ticker URL such as kraken:BTC/USD') &&
        error.message.includes(`got ${found}`),
    );
  });
}

test('a refusal does not repeat a password', () => {
  assert.throws(
    () => parseTickerUrl('kraken+http://me:hunter2@localhost/#BTC/USD'),
    (error: Error) => !error.message.includes('hunter2'),
  );
});
