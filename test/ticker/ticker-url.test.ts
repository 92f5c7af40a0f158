import assert from 'node:assert/strict';
import {test} from 'node:test';
import {UsageError} from '../../source/streams/errors.ts';
import {parseTickerUrl} from '../../source/ticker/ticker-url.ts';

test("a venue's name and symbols mean the venue's own address", () => {
  assert.deepEqual(parseTickerUrl('kraken:BTC/USD,ETH/USD'), {
    venue: 'kraken',
    source: 'kraken:BTC/USD,ETH/USD',
    address: 'wss://ws.kraken.com/v2',
    symbols: ['BTC/USD', 'ETH/USD'],
  });
});

test('another address has the symbols behind its #', () => {
  const plain = parseTickerUrl('kraken+ws://127.0.0.1:9000/v2#BTC/USD,ETH/USD');
  assert.equal(plain.address, 'ws://127.0.0.1:9000/v2');
  assert.deepEqual(plain.symbols, ['BTC/USD', 'ETH/USD']);
  const secure = parseTickerUrl('kraken+wss://example.org/v2?x=1#BTC%2FUSD');
  assert.equal(secure.address, 'wss://example.org/v2?x=1');
  assert.deepEqual(secure.symbols, ['BTC/USD']);
});

test('symbols keep their case, lose their blanks and come once', () => {
  assert.deepEqual(parseTickerUrl('kraken: AAPLx/USD ,BTC/USD,,BTC/USD').symbols, ['AAPLx/USD', 'BTC/USD']);
});

test('the name of the stream has no password, its address does', () => {
  const url = parseTickerUrl('kraken+ws://me:hunter2@localhost:1/v2?token=abc#BTC/USD');
  assert.equal(url.source, 'kraken+ws://localhost:1/v2?token=…#BTC/USD');
  assert.equal(url.address, 'ws://me:hunter2@localhost:1/v2?token=abc');
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
        error.message.includes('expected a ticker URL such as kraken:BTC/USD,ETH/USD') &&
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
