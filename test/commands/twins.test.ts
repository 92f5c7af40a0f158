import assert from 'node:assert/strict';
import {spawn, spawnSync} from 'node:child_process';
import {once} from 'node:events';
import {appendFile, writeFile} from 'node:fs/promises';
import type {AddressInfo} from 'node:net';
import {test} from 'node:test';
import {setTimeout as sleep, setImmediate as turn} from 'node:timers/promises';
import {WebSocketServer} from 'ws';
import type {z} from 'zod';
import {alertSchema} from '../../source/anomaly/alert-schema.ts';
import {chatEventSchema} from '../../source/chat/event-schema.ts';
import {recordSchema} from '../../source/logs/record-schema.ts';
import {entrySchema} from '../../source/recording/event-schema.ts';
import {tickerEventSchema} from '../../source/ticker/event-schema.ts';
import {ran, run} from '../helpers/run.ts';
import {sampleRecording} from '../helpers/sample-recording.ts';
import {bundle, cleanEnv} from '../helpers/tailrace.ts';
import {tempFolder} from '../helpers/temp-folder.ts';

const incident = [
  '{"time":"2026-11-22T10:11:12.345Z","level":"error","service":"shop","msg":"no connection","user":"u-1"}',
  'time=2026-11-22T10:11:13Z level=warn service=shop msg="slow query"',
  '2026-11-22 10:11:14 INFO plain text',
].join('\n');

test('logs prints a line a record, plain for people', async () => {
  const {code, stdout, stderr} = await ran(['logs', '-'], {input: `${incident}\n`});
  assert.equal(
    stdout,
    [
      '2026-11-22T10:11:12.345Z ERROR shop no connection user=u-1',
      '2026-11-22T10:11:13.000Z WARN shop slow query',
      '2026-11-22T10:11:14.000Z INFO - plain text',
      '',
    ].join('\n'),
  );
  assert.match(stderr, /^tailrace: - ended: the input ended$/m);
  assert.equal(code, 0);
});

test('logs --json prints the events that a recording holds', async () => {
  const {code, lines} = await ran(['logs', '-', '--json'], {input: incident});
  const records = parsed(recordSchema, lines);
  assert.deepEqual(
    records.map(({time, level, service, message}) => [time, level, service, message]),
    [
      ['2026-11-22T10:11:12.345Z', 'error', 'shop', 'no connection'],
      ['2026-11-22T10:11:13.000Z', 'warn', 'shop', 'slow query'],
      ['2026-11-22T10:11:14.000Z', 'info', '', 'plain text'],
    ],
  );
  assert.equal(code, 0);
});

test('--json may stand before the dash of the standard input', async () => {
  const {code, lines} = await ran(['logs', '--json', '-'], {input: incident});
  assert.equal(parsed(recordSchema, lines).length, 3);
  assert.equal(code, 0);
});

test('logs follows a file until ^C, which is 130', async () => {
  await using folder = await tempFolder();
  const path = folder.file('app.log');
  await writeFile(path, 'level=info msg=first\n');
  await using logs = await run(['logs', path, '--json']);
  await logs.until(({stdout}) => stdout.includes('first'));
  await appendFile(path, 'level=info msg=second\n');
  await logs.until(({stdout}) => stdout.includes('second'));
  logs.signal('SIGINT');
  assert.equal(await logs.exit(), 130);
  assert.equal(parsed(recordSchema, logs.lines).length, 2);
});

test('several files are printed side by side', async () => {
  await using folder = await tempFolder();
  await writeFile(folder.file('a.log'), 'level=info msg=alpha\n');
  await writeFile(folder.file('b.log'), 'level=info msg=beta\n');
  await using logs = await run(['logs', folder.file('a.log'), folder.file('b.log')]);
  await logs.until(({stdout}) => /alpha/.test(stdout) && /beta/.test(stdout));
  logs.signal('SIGTERM');
  assert.equal(await logs.exit(), 143);
});

test('each twin prints what a hub serves, plain and as JSON that the schemas read', async () => {
  await using hub = await run(['serve', '--listen', '127.0.0.1:0']);
  await hub.until(({lines}) => lines.length === 2);
  const url = (flag: string) => new RegExp(`${flag} '?([^' ]+)`).exec(hub.lines[1]!)![1]!;
  const twins: readonly (readonly [string, z.ZodType, RegExp])[] = [
    [
      'ticker',
      tickerEventSchema,
      /^\d{4}-\d\d-\d\dT[\d:.]+Z \w+\/USD ([\d.]+ (buy|sell) [\d.]+|last [\d.]+ bid - ask -)$/,
    ],
    ['chat', chatEventSchema, /^\d{4}-\d\d-\d\dT[\d:.]+Z (#\w+ )?(--|<\w+>|\*) .+/],
    ['logs', recordSchema, /^\d{4}-\d\d-\d\dT[\d:.]+Z (INFO|WARN|ERROR|DEBUG) \w+ .+/],
  ];
  await Promise.all(
    twins.map(async ([name, schema, plain]) => {
      await using asJson = await run([name, url(`--${name}`), '--json']);
      await using asText = await run([name, url(`--${name}`)]);
      await asJson.until(({lines}) => lines.length >= 5);
      await asText.until(({lines}) => lines.length >= 3);
      parsed(schema, asJson.lines);
      for (const line of asText.lines) assert.match(line, plain);
      assert.match(asText.stderr, /^tailrace: \S+ connecting\ntailrace: \S+ connected\n/);
      asJson.signal('SIGINT');
      assert.equal(await asJson.exit(), 130);
    }),
  );
});

test('alerts prints what the hub raises from a log file', async () => {
  await using folder = await tempFolder();
  const path = folder.file('app.log');
  const startMs = Date.UTC(2026, 10, 22, 10);
  const line = (ms: number, level: string) =>
    `${JSON.stringify({time: new Date(startMs + ms).toISOString(), level, service: 'shop', msg: 'request'})}\n`;
  await writeFile(path, Array.from({length: 600}, (_, i) => line(i * 100, 'info')).join(''));
  await using hub = await run(['serve', '--listen', '127.0.0.1:0', '--logs', path]);
  await hub.until(({lines}) => lines.length === 2);
  const url = /--alerts (\S+)/.exec(hub.lines[1]!)![1]!;
  await using asJson = await run(['alerts', url, '--json']);
  await using asText = await run(['alerts', url]);
  await asText.until(({stderr}) => / connected/.test(stderr));
  await appendFile(path, Array.from({length: 200}, (_, i) => line(60_000 + i * 100, 'error')).join(''));
  await asJson.until(({lines}) => lines.length >= 1);
  const [alert] = parsed(alertSchema, asJson.lines);
  assert.equal(alert!.state, 'open');
  assert.match(alert!.title, /shop/);
  await asText.until(({stdout}) => /Z OPEN (warning|critical) shop: error rate: /.test(stdout));
});

test('frames that are not JSON, or JSON of another shape, are told one by one, and nothing stops', async () => {
  const good = {
    type: 'log',
    time: '2026-11-22T10:11:12Z',
    level: 'info',
    service: 's',
    message: 'good',
    partition: 0,
    offset: '7',
  };
  await using server = await scripted([
    'not JSON',
    '{"half":',
    '"a string"',
    '{}',
    JSON.stringify([{...good, level: 'loud'}]),
    JSON.stringify([{...good, time: 'yesterday'}, good]),
    '\u001b[2J',
    '[]',
    JSON.stringify([{...good, message: 'the last'}]),
  ]);
  await using logs = await run(['logs', `ws://127.0.0.1:${server.port}/logs`, '--json']);
  await logs.until(({stdout}) => stdout.includes('the last'));
  assert.deepEqual(
    parsed(recordSchema, logs.lines).map(({message}) => message),
    ['good', 'the last'],
  );
  const told = logs.stderr.split('\n').filter(line => line.includes(': could not be read: '));
  assert.equal(told.length, 7, logs.stderr);
  assert.doesNotMatch(logs.stderr, /[\u0000-\u0009\u000b-\u001f\u007f-\u009f]/);
  logs.signal('SIGTERM');
  assert.equal(await logs.exit(), 143);
});

test('the same holds for alerts, trades and chat', async () => {
  await using server = await scripted(['not JSON', '{"method":', '[{"type":"alert"}]', '12', '', 'null']);
  for (const [name, url] of [
    ['alerts', `ws://127.0.0.1:${server.port}/alerts`],
    ['ticker', `kraken+ws://127.0.0.1:${server.port}/v2#BTC/USD`],
  ] as const) {
    await using twin = await run([name, url, '--json']);
    await twin.until(({stderr}) => (stderr.match(/could not be read/g) ?? []).length >= 4);
    assert.equal(twin.child.exitCode, null);
    twin.signal('SIGINT');
    assert.equal(await twin.exit(), 130);
  }
  await using chat = await run(['chat', `irc+ws://127.0.0.1:${server.port}/chat#ops`, '--json']);
  await chat.until(({stderr}) => / connect/.test(stderr));
  chat.signal('SIGINT');
  assert.equal(await chat.exit(), 130);
});

test('a reader that goes away, as head does, is a quiet end', async () => {
  await using folder = await tempFolder();
  for (const flag of ['', '--json']) {
    const {status, stdout, stderr} = spawnSync(
      'bash',
      [
        '-c',
        `yes "one of many" | "$0" "$1" logs - ${flag} | head -1; echo "\${PIPESTATUS[1]}" >&2`,
        process.execPath,
        bundle,
      ],
      {encoding: 'utf8', env: cleanEnv(folder), timeout: 20_000},
    );
    assert.equal(stdout.trimEnd().split('\n').length, 1);
    assert.match(stdout, /one of many/);
    // What became of the connection, and the exit code: not a word more.
    assert.match(stderr, /^(tailrace: \S+ connect(ing|ed)\n)*0\n$/);
    assert.equal(status, 0);
  }
});

test('every line of a long input is printed, to a reader that takes its time', async () => {
  await using folder = await tempFolder();
  const count = 100_000;
  const child = spawn(process.execPath, [bundle, 'logs', '-'], {
    env: cleanEnv(folder),
    stdio: ['pipe', 'pipe', 'ignore'],
  });
  child.stdin.on('error', () => {});
  child.stdin.end(Array.from({length: count}, (_, i) => `level=info msg="line ${i}"\n`).join(''));
  let lines = 0;
  let last = '';
  for await (const chunk of child.stdout.setEncoding('utf8')) {
    await turn();
    lines += chunk.split('\n').length - 1;
    last = (last + chunk).slice(-200);
  }
  const [code] = child.exitCode === null ? await once(child, 'exit') : [child.exitCode];
  assert.equal(lines, count);
  assert.ok(last.endsWith(`line ${count - 1}\n`));
  assert.equal(code, 0);
});

test('the first SIGTERM ends a twin whose reader stalls', async () => {
  await using folder = await tempFolder();
  const child = spawn(process.execPath, [bundle, 'logs', '-'], {
    env: cleanEnv(folder),
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  child.stdin.on('error', () => {});
  child.stdin.write('level=info msg="one of many"\n'.repeat(200_000));
  // Read to the first line, and no further.
  await once(child.stdout, 'readable');
  await sleep(500);
  const exit = once(child, 'exit');
  child.kill('SIGTERM');
  const late = setTimeout(() => child.kill('SIGKILL'), 5000);
  assert.deepEqual(await exit, [143, null]);
  clearTimeout(late);
});

test('replay --headless prints what was recorded, plain and as JSON', async () => {
  await using folder = await tempFolder();
  const path = folder.file('sample.jsonl');
  await sampleRecording(path);
  const asJson = await ran(['replay', path, '--headless', '--json']);
  assert.equal(asJson.code, 0);
  assert.equal(asJson.stderr, '');
  const entries = parsed(entrySchema, asJson.lines);
  assert.equal(entries.filter(entry => entry.ch === 'alerts' && entry.d.type === 'alert').length, 1);
  const asText = await ran(['replay', path, '--headless']);
  assert.equal(asText.code, 0);
  assert.match(
    asText.stdout,
    /^2026-11-22T12:00:05\.000Z OPEN critical checkout: error rate: error rate 40 %/m,
  );
  assert.match(asText.stdout, /^2026-11-22T12:00:07\.000Z #ops <bob> message 7$/m);
});

test('replay --headless tells each flaw with its line, prints the rest, and ends with 1', async () => {
  await using folder = await tempFolder();
  const path = folder.file('sample.jsonl');
  await sampleRecording(path);
  const before = (await ran(['replay', path, '--headless', '--json'])).lines;
  await appendFile(path, '{"t":1,"ch":"logs","d":{"type":"log"}}\nnot JSON\n');
  const {code, stderr, lines} = await ran(['replay', path, '--headless', '--json']);
  assert.deepEqual(lines, before);
  assert.equal((stderr.match(/^tailrace: .*sample\.jsonl, line \d+: /gm) ?? []).length, 2, stderr);
  assert.equal(code, 1);
});

/** Each line through the schema; rejects what it does not take. */
function parsed<T>(schema: z.ZodType<T>, lines: readonly string[]): T[] {
  return lines.map(line => {
    const {success, data, error} = schema.safeParse(JSON.parse(line));
    if (!success) throw new Error(`${line}: ${error}`);
    return data;
  });
}

/** A WebSocket server that sends these frames to whoever comes, and nothing else. */
async function scripted(frames: readonly string[]) {
  const server = new WebSocketServer({
    host: '127.0.0.1',
    port: 0,
    handleProtocols: protocols => [...protocols][0]!,
  });
  server.on('connection', socket => {
    socket.on('error', () => {});
    for (const frame of frames) socket.send(frame);
  });
  await once(server, 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    async [Symbol.asyncDispose]() {
      for (const client of server.clients) client.terminate();
      server.close();
      await once(server, 'close');
    },
  };
}
