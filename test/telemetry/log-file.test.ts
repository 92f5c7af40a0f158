import assert from 'node:assert/strict';
import {readFileSync, statSync, truncateSync, writeFileSync} from 'node:fs';
import {test} from 'node:test';
import {logPath, openLog} from '../../source/telemetry/log-file.ts';
import {LoopWatch} from '../../source/telemetry/loop-watch.ts';
import {tempFolder} from '../helpers/temp-folder.ts';

test('the log is where TAILRACE_LOG says, and else in a folder of the user', () => {
  assert.equal(logPath({TAILRACE_LOG: '/somewhere/x.log'}), '/somewhere/x.log');
  assert.match(logPath({}), /tailrace\.log$/);
});

test('what is logged is on the disk when the call returns, as a JSON line', async () => {
  await using folder = await tempFolder();
  const path = folder.file('deep/tailrace.log');
  openLog(path).info({channel: 'chat'}, 'connected');
  const {msg, channel, level} = JSON.parse(readFileSync(path, 'utf8'));
  assert.deepEqual({msg, channel, level}, {msg: 'connected', channel: 'chat', level: 30});
});

test('a log that has grown large is set aside at the next start', async () => {
  await using folder = await tempFolder();
  const path = folder.file('tailrace.log');
  writeFileSync(path, 'old\n');
  truncateSync(path, 5 << 20);
  openLog(path).info('new');
  assert.equal(statSync(`${path}.1`).size, 5 << 20);
  assert.match(readFileSync(path, 'utf8'), /"msg":"new"/);
});

test('where no log can be written, the program runs without one', async () => {
  await using folder = await tempFolder();
  const file = folder.file('not-a-folder');
  writeFileSync(file, '');
  assert.doesNotThrow(() => openLog(`${file}/x.log`).error('lost'));
});

test('the loop watch tells the longest delay since it was last asked', () => {
  using watch = new LoopWatch();
  assert.equal(watch.take(), 0);
});
