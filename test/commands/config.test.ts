import assert from 'node:assert/strict';
import {mkdir, writeFile} from 'node:fs/promises';
import {test} from 'node:test';
import {readConfig} from '../../source/commands/config.ts';
import {UsageError} from '../../source/streams/errors.ts';
import {tempFolder} from '../helpers/temp-folder.ts';

async function read(content: string | Uint8Array) {
  await using folder = await tempFolder();
  const path = folder.file('tailrace.toml');
  await writeFile(path, content);
  return await readConfig(path);
}

/** What is said of the file, without its path. */
async function refusal(content: string | Uint8Array): Promise<string> {
  try {
    await read(content);
  } catch (error) {
    assert.ok(error instanceof UsageError, String(error));
    const [, said] = /^\/.*\/tailrace\.toml:(.*)$/.exec(error.message) ?? [];
    assert.ok(said !== undefined, error.message);
    return said.trim();
  }
  throw new assert.AssertionError({message: 'it was read'});
}

test('a file with every key is read', async () => {
  const config = await read(`
# Streams
ticker = ["kraken:BTC/USD,ETH/USD", "kraken+ws://127.0.0.1:9000/v2#BTC/USD"]
chat = "irc+ws://127.0.0.1:7070/chat#ops"
logs = ["/var/log/app.log", "-"]
alerts = []
nick = "ada"
window = "5s"
price-alerts = ["BTC/USD > 70_000", "kraken:* jump 0.5% critical"]

[groups]
majors = ["BTC/USD", "ETH/USD"]
"the rest" = ["SOL/USD"]
`);
  assert.deepEqual(config, {
    ticker: ['kraken:BTC/USD,ETH/USD', 'kraken+ws://127.0.0.1:9000/v2#BTC/USD'],
    chat: ['irc+ws://127.0.0.1:7070/chat#ops'],
    logs: ['/var/log/app.log', '-'],
    alerts: [],
    nick: 'ada',
    window: '5s',
    groups: new Map([
      ['majors', ['BTC/USD', 'ETH/USD']],
      ['the rest', ['SOL/USD']],
    ]),
    priceAlerts: config.priceAlerts,
  });
  assert.deepEqual(
    config.priceAlerts.map(({text, venue}) => [text, venue]),
    [
      ['BTC/USD > 70000', undefined],
      ['kraken:* jump 0.5% critical', 'kraken'],
    ],
  );
});

test('what a file leaves out is empty', async () => {
  const nothing = {ticker: [], chat: [], logs: [], alerts: [], groups: new Map(), priceAlerts: []};
  assert.deepEqual(await read(''), nothing);
  assert.deepEqual(await read('\ufeff# nothing\n[groups]\n'), nothing);
});

const known = 'there are ticker, chat, logs, alerts, nick, window, groups, price-alerts';
const toml = 'expected TOML, such as ticker = "kraken:BTC/USD", got';
const url = 'expected a stream URL in quotes, or several: ["…", "…"], got';
const time = 'expected a time such as "5s" (a number over 0 with ms, s, m or h), got';
const group = 'expected symbols such as majors = ["BTC/USD", "ETH/USD"], got';

for (const [content, said] of [
  ['tikcer = "kraken:BTC/USD"', `there is no key "tikcer"; ${known}`],
  ['record = "a.jsonl"', `there is no key "record"; ${known}`],
  ['constructor = 1', `there is no key "constructor"; ${known}`],
  ['__proto__ = 1', `there is no key "__proto__"; ${known}`],
  [
    '[price-alerts]\nx = 1',
    'price-alerts: expected an array of rules such as ["BTC/USD > 70000"], got {"x":1}',
  ],
  ['ticker = 5', `ticker: ${url} 5`],
  ['logs = ["a.log", 5]', `logs: ${url} ["a.log",5]`],
  ['alerts = ""', 'alerts: expected a text that is not empty, got ""'],
  ['nick = 2026-11-22', 'nick: expected a text in quotes, got "2026-11-22"'],
  ['nick = ""', 'nick: expected a text that is not empty, got ""'],
  ['window = 5', `window: ${time} 5`],
  ['window = nan', `window: ${time} NaN`],
  ['window = "0s"', `window: ${time} "0s"`],
  ['window = "5 days"', `window: ${time} "5 days"`],
  ['groups = "majors"', `groups: expected a table [groups] of ${group.slice(9, -5)}, got "majors"`],
  ['[groups]\nmajors = "BTC/USD"', `groups.majors: ${group} "BTC/USD"`],
  ['[groups]\nmajors = ["BTC/USD", 1]', 'entry 2 of groups.majors: expected a symbol in quotes, got 1'],
  [
    '[groups]\nmajors = ["BTC USD"]',
    'entry 1 of groups.majors: expected a symbol without blanks, got "BTC USD"',
  ],
  ['price-alerts = [1]', 'entry 1 of price-alerts: expected a price rule in quotes, got 1'],
  [
    'price-alerts = ["BTC/USD > 1", "BTC/USD is high"]',
    'entry 2 of price-alerts: "is high" behind the symbol is no condition; expected a rule such as BTC/USD > 70000, ' +
      'BTC/USD +2% in 5m, BTC/USD jump 0.5% critical',
  ],
  ['\n\nticker = kraken:BTC/USD', `3:10: ${toml} "ticker = kraken:BTC/USD": invalid value`],
  [
    'nick = "a"\r\nnick = "b"',
    `2:1: ${toml} "nick = "b"": trying to redefine an already defined table or value`,
  ],
] as const) {
  test(`${JSON.stringify(content)} is refused`, async () => assert.equal(await refusal(content), said));
}

test('a refusal has nothing that a terminal would obey, and is on one line', async () => {
  for (const content of [
    '"a\\u001b[31m" = 1',
    'nick = \u001b[31m',
    `nick = ${'['.repeat(5000)}`,
    'window = "\\u009b"',
  ])
    assert.doesNotMatch(await refusal(content), /[\u0000-\u001f\u007f-\u009f]/);
});

test('a refusal does not repeat a password', async () => {
  const address = 'kraken+ws://me:hunter2@localhost:1/v2?token=hunter3#BTC/USD';
  for (const content of [`ticker = ${address}`, `ticker = ["${address}", 1]`]) {
    const said = await refusal(content);
    assert.ok(said.includes('kraken+ws://localhost:1/v2?token=…#BTC/USD'), said);
    assert.ok(!said.includes('hunter'), said);
  }
});

test('a group may have any name, and the name nothing that a terminal would obey', async () => {
  const {groups} = await read('[groups]\nconstructor = ["A"]\n"a\\u001b[31mb" = ["B"]');
  assert.deepEqual(
    [...groups],
    [
      ['constructor', ['A']],
      ['ab', ['B']],
    ],
  );
});

test('what cannot be read as text is refused', async () => {
  assert.equal(
    await refusal(new Uint8Array([0x23, 0xff])),
    'expected UTF-8, got other bytes; save it as UTF-8',
  );
  await using folder = await tempFolder();
  await mkdir(folder.file('folder'));
  for (const [name, said] of [
    ['missing.toml', 'there is no such file; check the path behind --config'],
    ['folder', 'expected a TOML file, got a folder; name a file in it'],
  ] as const) {
    const path = folder.file(name);
    await assert.rejects(readConfig(path), new UsageError(`${path}: ${said}`));
  }
});
