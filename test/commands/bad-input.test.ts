import assert from 'node:assert/strict';
import {once} from 'node:events';
import {mkdir, writeFile} from 'node:fs/promises';
import {createServer as createHttpServer} from 'node:http';
import {type AddressInfo, createServer} from 'node:net';
import {test} from 'node:test';
import {ran} from '../helpers/run.ts';
import {tempFolder} from '../helpers/temp-folder.ts';

interface Refusal {
  readonly args: readonly string[];
  readonly code: 1 | 2;
  /** The last line on standard error. */
  readonly says: string | RegExp;
}

const twins = 'for a script use the headless twins: tailrace ticker|chat|logs|alerts URL --json';

const refusals: Readonly<Record<string, Refusal>> = {
  'an unknown command': {
    args: ['frob'],
    code: 2,
    says: 'tailrace: there is no command "frob"; there are watch, replay, ticker, chat, logs, alerts, serve, doctor',
  },
  'a command that is the name of something of the language': {
    args: ['constructor'],
    code: 2,
    says: /^tailrace: there is no command "constructor"; there are watch, /,
  },
  'an unknown flag': {
    args: ['watch', '--frob', '1'],
    code: 2,
    says: /^tailrace: there is no flag --frob here; there are: --ticker, --chat, --logs, --alerts, /,
  },
  'an unknown flag without a command': {
    args: ['--frob'],
    code: 2,
    says: 'tailrace: there is no flag --frob here; there are: --seed, --nick, --record, --link-rate',
  },
  'an unknown short flag': {args: ['logs', '-x', 'a.log'], code: 2, says: /there is no flag -x here/},
  'an argument too many': {
    args: ['replay', 'a', 'b'],
    code: 2,
    says: /^tailrace: "b" is more than it takes: tailrace replay FILE/,
  },
  'an argument too few': {
    args: ['ticker'],
    code: 2,
    says: /^tailrace: something is missing: tailrace ticker URL…/,
  },
  'the console without a terminal': {
    args: [],
    code: 2,
    says: `tailrace: the console needs a terminal, and standard output is not a terminal; ${twins}`,
  },
  'watch without a terminal': {
    args: ['watch', '--logs', 'a.log'],
    code: 2,
    says: `tailrace: the console needs a terminal, and standard output is not a terminal; ${twins}`,
  },
  'watch without a stream': {
    args: ['watch'],
    code: 2,
    says: 'tailrace: watch needs a stream: --ticker, --chat, --logs or --alerts URL; tailrace alone shows a demo',
  },
  'replay without a terminal': {
    args: ['replay', 'a.jsonl'],
    code: 2,
    says: /standard output is not a terminal; .*: tailrace replay a\.jsonl --headless --json$/,
  },
  'a ticker URL of an unknown kind': {
    args: ['ticker', 'nasdaq:AAPL'],
    code: 2,
    says: /^tailrace: expected a ticker URL such as kraken:BTC\/USD,.* the venue "nasdaq"/,
  },
  'a ticker URL without a symbol': {
    args: ['ticker', 'kraken:'],
    code: 2,
    says: /got no symbol in "kraken:"$/,
  },
  'a window of no length': {
    args: ['ticker', 'kraken:BTC/USD', '--window', '0s'],
    code: 2,
    says: 'tailrace: --window takes a length of time such as 500ms, 5s, 1m or 1h, from 1ms to 8760h, not "0s"',
  },
  'a lateness without a unit': {
    args: ['ticker', 'kraken:BTC/USD', '--window', '5s', '--lateness', '500'],
    code: 2,
    says: 'tailrace: --lateness takes a length of time such as 500ms, 5s, 1m or 1h, from 0ms to 8760h, not "500"',
  },
  '--every without --window': {
    args: ['ticker', 'kraken:BTC/USD', '--every', '1s'],
    code: 2,
    says: 'tailrace: --every goes with --window',
  },
  '--lateness without --window': {
    args: ['ticker', 'kraken:BTC/USD', '--lateness', '1s', '--json'],
    code: 2,
    says: 'tailrace: --lateness goes with --window',
  },
  'windows further apart than they are long': {
    args: ['ticker', 'kraken:BTC/USD', '--window', '1s', '--every', '1001ms'],
    code: 2,
    says: 'tailrace: --every is at most as long as --window: no trade is left out',
  },
  'too many windows at once': {
    args: ['ticker', 'kraken:BTC/USD', '--window', '1h', '--every', '1ms'],
    code: 2,
    says: 'tailrace: --window is at most 10000 times as long as --every',
  },
  '--window with a stream that has no trades': {
    args: ['logs', 'a.log', '--window', '5s'],
    code: 2,
    says: 'tailrace: there is no flag --window here; there are: --json, --retry',
  },
  'a chat URL of an unknown kind': {
    args: ['chat', 'https://127.0.0.1/chat'],
    code: 2,
    says: /^tailrace: https:\/\/127\.0\.0\.1\/chat: expected a chat URL, for example irc\+ws:\/\//,
  },
  'a log URL of an unknown kind': {
    args: ['logs', 'gopher://127.0.0.1/logs'],
    code: 2,
    says: /^tailrace: logs of an unknown kind: "gopher:\/\/127\.0\.0\.1\/logs"; expected a path, file:PATH, - /,
  },
  'an alert URL of an unknown kind': {
    args: ['alerts', 'https://127.0.0.1/alerts'],
    code: 2,
    says: /^tailrace: https:\/\/127\.0\.0\.1\/alerts: expected the WebSocket address of alerts/,
  },
  'a log file that is missing': {
    args: ['logs', 'missing.log'],
    code: 1,
    says: /^tailrace: missing\.log: no such file; /,
  },
  'a log file that is a folder': {
    args: ['logs', 'folder'],
    code: 1,
    says: 'tailrace: folder: expected a file, found a directory; name a file in it',
  },
  'a log file for the hub that is missing': {
    args: ['serve', '--listen', '127.0.0.1:0', '--logs', 'missing.log'],
    code: 1,
    says: /^tailrace: missing\.log: no such file; /,
  },
  'a recording that is missing': {
    args: ['replay', 'missing.jsonl', '--headless'],
    code: 1,
    says: 'tailrace: cannot replay missing.jsonl: there is no such file',
  },
  'a recording that is a folder': {
    args: ['replay', 'folder', '--headless'],
    code: 1,
    says: 'tailrace: cannot replay folder: it is a folder; name the recording in it',
  },
  'a recording that is empty': {
    args: ['replay', 'empty', '--headless'],
    code: 1,
    says: 'tailrace: cannot replay empty: it is empty',
  },
  'a recording that is none': {
    args: ['replay', 'text', '--headless', '--json'],
    code: 1,
    says: /^tailrace: cannot replay text: expected a tailrace recording, .*; it begins with "some text"$/,
  },
  'a recording that is binary': {
    args: ['replay', 'binary', '--headless'],
    code: 1,
    says: /^tailrace: cannot replay binary: expected a tailrace recording, [^\u0000-\u001f\u007f-\u009f]*$/,
  },
  'a recording of another version of the format': {
    args: ['replay', 'version', '--headless'],
    code: 1,
    says: /^tailrace: cannot replay version: /,
  },
  'a speed that is none': {
    args: ['replay', 'text', '--speed', '0'],
    code: 2,
    says: 'tailrace: --speed takes a number over 0, or max, not "0"',
  },
  '--json without --headless': {
    args: ['replay', 'text', '--json'],
    code: 2,
    says: 'tailrace: --json goes with --headless',
  },
  'an address to listen on that is none': {
    args: ['serve', '--listen', 'here'],
    code: 2,
    says: 'tailrace: --listen takes HOST:PORT, such as 127.0.0.1:7070, not "here"',
  },
  'a port to listen on that is none': {
    args: ['serve', '--listen', '127.0.0.1:99999'],
    code: 2,
    says: 'tailrace: --listen takes HOST:PORT, such as 127.0.0.1:7070, not "127.0.0.1:99999"',
  },
  'an address of another machine': {
    args: ['serve', '--listen', '192.0.2.1:0'],
    code: 1,
    says: 'tailrace: cannot listen on 192.0.2.1:0: this machine has no such address',
  },
  'serve with logs and without': {
    args: ['serve', '--logs', 'a.log', '--chat-only'],
    code: 2,
    says: 'tailrace: --logs and --chat-only cannot both be; leave one out',
  },
  'a log URL of an unknown kind to serve': {
    args: ['serve', '--listen', '127.0.0.1:0', '--logs', 'gopher://127.0.0.1/logs'],
    code: 2,
    says: /^tailrace: logs of an unknown kind: /,
  },
  'a nick that no server takes': {
    args: ['chat', 'irc+ws://127.0.0.1:1/chat#ops', '--nick', '9 lives'],
    code: 2,
    says: /expected a nick .* got "9 lives"$/,
  },
  'a seed that is none': {
    args: ['serve', '--seed', '0'],
    code: 2,
    says: 'tailrace: --seed takes a number over 0, not 0',
  },
};

for (const [what, {args, code, says}] of Object.entries(refusals)) {
  test(`${what} is refused with ${code} and a sentence`, async () => {
    await using folder = await tempFolder();
    await mkdir(folder.file('folder'));
    await writeFile(folder.file('empty'), '');
    await writeFile(folder.file('text'), 'some text\nand more\n');
    await writeFile(folder.file('binary'), Buffer.from([0, 1, 2, 27, 91, 50, 74, 155, 255, 254, 10]));
    await writeFile(
      folder.file('version'),
      '{"format":"tailrace","version":99,"writer":"x","start":"","streams":[]}\n',
    );
    const result = await ran(args, {cwd: folder.path});
    const last = result.stderr.trimEnd().split('\n').at(-1)!;
    if (typeof says === 'string') assert.equal(last, says);
    else assert.match(last, says);
    assert.equal(result.code, code);
    assert.equal(result.stdout, '');
    assert.doesNotMatch(result.stderr, /^ +at /m, 'a stack is not for users');
  });
}

for (const url of [
  'ticker kraken+ws://HOST/v2#BTC/USD',
  'chat irc+ws://HOST/chat#ops',
  'logs ws://HOST/logs',
  'alerts ws://HOST/alerts',
]) {
  test(`${url.split(' ')[0]} says that nobody listens at an address, and ends with 1`, async () => {
    const host = `127.0.0.1:${await freePort()}`;
    const {code, stdout, stderr} = await ran(url.replace('HOST', host).split(' '));
    assert.match(
      stderr,
      new RegExp(
        `^tailrace: .*${host}.*: nobody listens there \\(ECONNREFUSED\\); start the server or correct the address$`,
        'm',
      ),
    );
    assert.equal(code, 1);
    assert.equal(stdout, '');
  });
}

test('an address where something else than a WebSocket answers is told, and ends with 1', async () => {
  const server = createHttpServer((_, response) => response.writeHead(404).end()).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const {port} = server.address() as AddressInfo;
  const {code, stderr} = await ran(['alerts', `ws://127.0.0.1:${port}/alerts`]);
  server.close();
  assert.match(stderr, /expected a WebSocket, the server answered HTTP 404; check the path/);
  assert.equal(code, 1);
});

/** A port that was free a moment ago. */
async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const {port} = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}
