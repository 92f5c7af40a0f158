import assert from 'node:assert/strict';
import {test} from 'node:test';
import fc from 'fast-check';
import {publicUrl} from '../../source/streams/public-url.ts';

const cases: Readonly<Record<string, string>> = {
  'wss://ada:secret@feed.test/v2': 'wss://feed.test/v2',
  'ws://ada@feed.test': 'ws://feed.test',
  'irc+ws://ada:p@ss@chat.test/chat#ops,dev': 'irc+ws://chat.test/chat#ops,dev',
  'ws://feed.test/?token=abc&depth=5': 'ws://feed.test/?token=…&depth=5',
  'ws://feed.test/?depth=5&API_KEY=abc#x': 'ws://feed.test/?depth=5&API_KEY=…#x',
  'ws://feed.test/?X-Amz-Signature=abc&jwt=a.b.c': 'ws://feed.test/?X-Amz-Signature=…&jwt=…',
  'kafka://b1:9092,b2:9092/logs?group=me&from=latest': 'kafka://b1:9092,b2:9092/logs?group=me&from=latest',
  'ws://feed.test/@ada': 'ws://feed.test/@ada',
  'kraken:BTC/USD,ETH/USD': 'kraken:BTC/USD,ETH/USD',
  './app@2.log': './app@2.log',
  '-': '-',
};

for (const [url, shown] of Object.entries(cases)) {
  test(`${url} is shown as ${shown}`, () => {
    assert.equal(publicUrl(url), shown);
    assert.equal(publicUrl(shown), shown);
  });
}

test('neither user nor password of a URL is shown, whatever they are', () => {
  const word = fc.string({unit: fc.constantFrom(...'abcXYZ019@:;=&+$!*'), minLength: 1, maxLength: 12});
  fc.assert(
    fc.property(word, word, (user, password) => {
      assert.equal(publicUrl(`ws://${user}:${password}@host.test/path`), 'ws://host.test/path');
    }),
  );
});
