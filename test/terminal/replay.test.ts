import assert from 'node:assert/strict';
import {spawnSync} from 'node:child_process';
import {readFileSync, writeFileSync} from 'node:fs';
import {test} from 'node:test';
import type {Alert} from '../../source/anomaly/alert.ts';
import {entrySchema, headerSchema} from '../../source/recording/event-schema.ts';
import {sampleRecording, sampleSeconds} from '../helpers/sample-recording.ts';
import {focused, isLive, lastRow, panes} from '../helpers/screen.ts';
import {bundle, inTerminal, tailrace} from '../helpers/tailrace.ts';
import {tempFolder} from '../helpers/temp-folder.ts';

/** Whether this user may start a process without any network, not even the loopback. */
const withoutNetwork = spawnSync('unshare', ['-n', 'true']).status === 0;

test('a replay plays at the speed that + and - set, and Space pauses it', async () => {
  await using folder = await tempFolder();
  await sampleRecording(folder.file('sample.jsonl'));
  await using console = await tailrace(['replay', folder.file('sample.jsonl'), '--at', '3', '--paused']);
  const strip = (text: string) => console.waitFor(screen => lastRow(screen).includes(text));
  await strip('replay paused');
  const paused = await console.waitFor('line 3');
  assert.deepEqual(panes(paused), ['Ticker', 'Chat', 'Alerts', 'Logs']);
  assert.doesNotMatch(paused, /line 4\b/);
  console.press(' ');
  await strip('replay 1×');
  await console.waitFor('line 4');
  console.press('+');
  await strip('replay 2×');
  console.press('-');
  await strip('replay 1×');
  console.press('-');
  await strip('replay 0.5×');
  console.press(' ');
  await strip('replay paused');
  console.press('++++');
  console.press(' ');
  await strip('replay 10×');
  await console.waitFor('checkout: error rate');
  console.press(':pause\r');
  await strip('replay paused');
  console.press(':speed 20\r');
  console.press(':pause\r');
  await strip('replay 20×');
  console.press(':speed max\r');
  await strip('replay ended');
  await console.waitFor(`message ${sampleSeconds}`);
  await console.waitFor(`line ${sampleSeconds}`);
  // It stays on the screen, and the panes can be looked through.
  console.press('4');
  await console.waitFor(screen => focused(screen) === 'Logs');
  console.press('g');
  await console.waitFor(screen => /line 0\b/.test(screen));
  console.press('q');
  assert.deepEqual(await console.exit, {code: 0, signal: 0});
});

test('in a replay nothing is said in the chat', async () => {
  await using folder = await tempFolder();
  await sampleRecording(folder.file('sample.jsonl'));
  await using console = await tailrace(['replay', folder.file('sample.jsonl'), '--speed', 'max']);
  await console.waitFor(screen => lastRow(screen).includes('replay ended'));
  console.press('i');
  console.press(':msg #ops hello\r');
  await console.waitFor(screen => lastRow(screen).includes('not sent'));
  assert.doesNotMatch(console.screen, /#ops> /);
});

test('what --record wrote is replayed without a network, to the same alert', async t => {
  await using folder = await tempFolder();
  const path = folder.file('demo.jsonl');
  await using live = await tailrace(['--record', path, '--nick', 'grace']);
  await live.waitFor(isLive);
  await live.waitFor(screen => /REC \d/.test(lastRow(screen)));
  await live.waitFor(/(WARN|CRIT) \w+: error rate/, {withinMs: 40_000});
  live.press('q');
  assert.deepEqual(await live.exit, {code: 0, signal: 0});
  const lines = readFileSync(path, 'utf8').trimEnd().split('\n');
  assert.deepEqual(
    headerSchema
      .parse(JSON.parse(lines[0]!))
      .streams.map(({ch}) => ch)
      .sort(),
    ['alerts', 'chat', 'logs', 'ticker'],
  );
  const entries = lines.slice(1, -1).map(line => JSON.parse(line));
  for (const entry of entries) entrySchema.parse(entry);
  assert.equal(JSON.parse(lines.at(-1)!).d.events, entries.length);
  const alert: Alert = entries.findLast(({d}) => d.type === 'alert').d;

  const args = ['replay', path, '--speed', 'max'];
  if (!withoutNetwork) t.diagnostic('this user may not start a process without a network: replayed with one');
  await using again = withoutNetwork
    ? await inTerminal('unshare', ['-n', process.execPath, bundle, ...args])
    : await tailrace(args);
  await again.waitFor(screen => lastRow(screen).includes('replay ended'));
  const screen = await again.waitFor(isLive);
  assert.ok(screen.includes(alert.title), screen);
  const trades = entries.filter(({d}) => d.type === 'trade').length;
  const logs = entries.filter(({d}) => d.type === 'log').length;
  assert.ok(screen.includes(`${trades} trades`), `expected ${trades} trades in\n${screen}`);
  assert.ok(screen.includes(`${logs} lines`), `expected ${logs} lines in\n${screen}`);
  again.press('q');
  assert.deepEqual(await again.exit, {code: 0, signal: 0});
});

test('a recording is never written over', async () => {
  await using folder = await tempFolder();
  const path = folder.file('sample.jsonl');
  await sampleRecording(path);
  const before = readFileSync(path);
  await using console = await tailrace(['--record', path], {columns: 200});
  assert.deepEqual(await console.exit, {code: 2, signal: 0});
  assert.match(
    console.screen,
    new RegExp(`^tailrace: ${path} exists already, and a recording is never written over`),
  );
  assert.deepEqual(readFileSync(path), before);
  assert.equal(console.modes.alternateScreen, false);
});

test('a recording that was cut off is played to its end, and the flaw is told', async () => {
  await using folder = await tempFolder();
  const path = folder.file('sample.jsonl');
  await sampleRecording(path);
  writeFileSync(path, readFileSync(path).subarray(0, -80));
  await using console = await tailrace(['replay', path, '--speed', 'max']);
  await console.waitFor(screen => lastRow(screen).includes('of the recording:'));
  await console.waitFor(`line ${sampleSeconds - 1}`);
});
