import assert from 'node:assert/strict';
import {chmod, mkdtemp, rm, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {type TestContext, test} from 'node:test';
import fc from 'fast-check';
import {liveStreams} from '../../source/commands/live-streams.ts';
import {UsageError} from '../../source/streams/errors.ts';
import {readKeys} from '../../source/ticker/keys.ts';
import {maskOf} from '../../source/ticker/masked.ts';
import {ticker} from '../../source/ticker/ticker.ts';
import {parseTickerUrl} from '../../source/ticker/ticker-url.ts';
import {alpaca} from '../../source/ticker/venues/alpaca.ts';
import {finnhub} from '../../source/ticker/venues/finnhub.ts';
import {kraken} from '../../source/ticker/venues/kraken.ts';

const key = 'k3y-0f-th3-t3st';
const signal = AbortSignal.abort();

async function fileOf(t: TestContext, text: string, mode = 0o600): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'keys-'));
  t.after(() => rm(folder, {recursive: true}));
  const path = join(folder, 'key');
  await writeFile(path, text);
  await chmod(path, mode);
  return path;
}

function refuses(run: () => unknown, message: RegExp): void {
  assert.throws(run, (error: Error) => {
    assert.ok(error instanceof UsageError, String(error));
    assert.match(error.message, message);
    assert.ok(!error.message.includes(key), error.message);
    return true;
  });
}

test('a key comes from its variable, without blanks around it', () => {
  assert.deepEqual(readKeys(finnhub, 'finnhub', {FINNHUB_API_KEY: ` ${key}\n`}), [key]);
  assert.deepEqual(readKeys(kraken, 'kraken', {}), []);
});

test('a key comes from the first line of a file, which the variable goes before', async t => {
  const path = await fileOf(t, `${key} \r\n# of the free plan\n`);
  assert.deepEqual(readKeys(finnhub, 'finnhub', {FINNHUB_API_KEY_FILE: path}), [key]);
  assert.deepEqual(readKeys(finnhub, 'finnhub', {FINNHUB_API_KEY: '', FINNHUB_API_KEY_FILE: path}), [key]);
  assert.deepEqual(readKeys(finnhub, 'finnhub', {FINNHUB_API_KEY: 'other', FINNHUB_API_KEY_FILE: path}), [
    'other',
  ]);
  const env = {APCA_API_KEY_ID: 'id', APCA_API_SECRET_KEY_FILE: path};
  assert.deepEqual(readKeys(alpaca, 'alpaca', env), ['id', key]);
});

test('a key that is missing is asked for, by its own name', () => {
  const advice = 'set FINNHUB_API_KEY, or FINNHUB_API_KEY_FILE to a file that holds it';
  refuses(() => ticker('finnhub:AAPL', {signal}), new RegExp(`^finnhub needs a key: ${advice}$`));
  refuses(
    () => readKeys(alpaca, 'alpaca', {APCA_API_KEY_ID: key}),
    /^alpaca needs a key: set APCA_API_SECRET_KEY, or/,
  );
});

test('a file that is not there, is none, is empty, or holds no key is said, with its variable', async t => {
  const read = (path: string) => () => readKeys(finnhub, 'finnhub', {FINNHUB_API_KEY_FILE: path});
  refuses(read('/nowhere/key'), /^FINNHUB_API_KEY_FILE: \/nowhere\/key: no such file \(ENOENT\)/);
  refuses(read(tmpdir()), /^FINNHUB_API_KEY_FILE: .*: a folder \(EISDIR\)/);
  refuses(read(await fileOf(t, '')), /its first line is empty/);
  refuses(read(await fileOf(t, `  \n${key}`)), /its first line is empty/);
  refuses(read(await fileOf(t, `not ${key}`)), /expected a key/);
  refuses(read(await fileOf(t, `\u001b[2J${key}`)), /expected a key/);
  refuses(read('/dev/zero'), /FINNHUB_API_KEY_FILE/);
  refuses(() => readKeys(finnhub, 'finnhub', {FINNHUB_API_KEY: `${key} x`}), /^\$FINNHUB_API_KEY: expected/);
});

test('a file that everybody may read is refused, one that a group may read is not', async t => {
  const read = (path: string) => readKeys(finnhub, 'finnhub', {FINNHUB_API_KEY_FILE: path});
  for (const mode of [0o644, 0o604, 0o602]) {
    const path = await fileOf(t, key, mode);
    refuses(() => read(path), /everybody may read this file; run chmod 600 on it$/);
  }
  assert.deepEqual(read(await fileOf(t, key, 0o640)), [key]);
});

for (const url of [
  `finnhub:AAPL?token=${key}`,
  `finnhub+wss://ws.finnhub.io?token=${key}#AAPL`,
  `finnhub+wss://ws.finnhub.io#AAPL&api_key=${key}`,
  `finnhub:token=${key}`,
  `alpaca+wss://me:${key}@stream.data.alpaca.markets/v2/iex#AAPL`,
  `alpaca+wss://${key}@stream.data.alpaca.markets/v2/iex#AAPL`,
  `alpaca-crypto+wss://h/?secret=${key}&x=1`,
  `finnhub+nonsense:?key=${key}`,
]) {
  test(`${url.replace(key, '…')} is refused, and the key not repeated`, () => {
    const advice = /takes no key in its URL, where others could read it: set \w+, or \w+_FILE to a file/;
    refuses(() => parseTickerUrl(url), advice);
    const env = {FINNHUB_API_KEY: key, APCA_API_KEY_ID: key, APCA_API_SECRET_KEY: key};
    refuses(() => ticker(url, {signal, env}), advice);
  });
}

test('a host that is called like a key, and a query that holds none, are taken', () => {
  assert.equal(
    parseTickerUrl('alpaca+wss://auth.keys.example/v2/test?feed=iex#FAKEPACA').address,
    'wss://auth.keys.example/v2/test?feed=iex',
  );
  assert.ok(parseTickerUrl('kraken+ws://me:secret@localhost/?token=1#BTC/USD'));
});

test('a command gives its environment: a missing key is told before anything connects', () => {
  const urls = {ticker: ['finnhub:AAPL'], chat: [], alerts: [], logs: []};
  const options = {signal, stdin: process.stdin, judge: false};
  refuses(() => liveStreams(urls, options), /^finnhub needs a key/);
  const {streams} = liveStreams(urls, {...options, env: {FINNHUB_API_KEY: key}});
  assert.ok(!JSON.stringify(streams.map(({url}) => url)).includes(key));
});

test('no six characters of a key in a row are left in a text, and other texts stay as they are', () => {
  const mask = maskOf([key, 'ab', '']);
  assert.equal(mask(`a ${key}${key} b "${key.slice(3, 11)}`), 'a … b "…');
  assert.equal(mask('cab'), 'c…');
  assert.equal(mask('nothing of it'), 'nothing of it');
  const text = fc.string({unit: fc.constantFrom(...key, 'x'), maxLength: 60});
  const cut = fc.tuple(fc.nat(key.length), fc.nat(key.length)).map(([from, to]) => key.slice(from, to));
  fc.assert(
    fc.property(fc.array(fc.oneof(text, cut, fc.constant(key)), {maxLength: 6}), parts => {
      const left = maskOf([key])(parts.join(''));
      for (let at = 0; at + 6 <= key.length; at++) assert.ok(!left.includes(key.slice(at, at + 6)));
    }),
  );
});
