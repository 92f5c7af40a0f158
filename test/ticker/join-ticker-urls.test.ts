import assert from 'node:assert/strict';
import {test} from 'node:test';
import {UsageError} from '../../source/streams/errors.ts';
import {joinTickerUrls} from '../../source/ticker/join-ticker-urls.ts';

test('URLs of one venue become one, others stay as they are', () => {
  assert.deepEqual(
    joinTickerUrls([
      'kraken:BTC/USD',
      'kraken+ws://127.0.0.1:9000/v2#BTC/USD',
      'kraken:ETH/USD@ticker,SOL/USD',
      'kraken+ws://127.0.0.1:9000/v2#ETH/USD',
    ]),
    ['kraken:BTC/USD,ETH/USD@ticker,SOL/USD@trade', 'kraken+ws://127.0.0.1:9000/v2#BTC/USD,ETH/USD@trade'],
  );
});

test('who asks for all that a feed tells of, before or after, gets it', () => {
  const [all, some] = ['json+ws://127.0.0.1:9000/x', 'json+ws://127.0.0.1:9000/x#A'];
  assert.deepEqual(joinTickerUrls([all, some]), [all]);
  assert.deepEqual(joinTickerUrls([some, all]), [all]);
});

test('a URL that cannot be read is refused', () => {
  assert.throws(() => joinTickerUrls(['kraken:BTC/USD', 'nyse:IBM']), UsageError);
});
