import assert from 'node:assert/strict';
import {spawnSync} from 'node:child_process';
import {appendFile, mkdir, open, rename, rm, truncate, writeFile} from 'node:fs/promises';
import {test} from 'node:test';
import {focused, lastRow, panes} from '../helpers/screen.ts';
import {bundle, inTerminal, tailrace} from '../helpers/tailrace.ts';
import {tempFolder} from '../helpers/temp-folder.ts';

test('a log file is followed on the screen, through rotation and truncation', async () => {
  await using folder = await tempFolder();
  const path = folder.file('app.log');
  await writeFile(path, 'level=info service=app msg="already there"\n');
  await using console = await tailrace(['watch', '--logs', path]);
  await console.waitFor('already there');
  assert.deepEqual(
    panes(console.screen).filter(name => name !== 'Alerts'),
    ['Logs'],
  );
  await appendFile(
    path,
    '{"time":"2026-11-22T10:11:12Z","level":"error","service":"app","msg":"written in JSON"}\n',
  );
  await console.waitFor(/10:11:12 ERROR .*written in JSON/);
  await appendFile(path, '2026-11-22 10:11:13 WARN plain text it is\n');
  await console.waitFor(/10:11:13 WARN .*plain text it is/);
  // As logrotate does: the old file gets another name and one more line, a new one takes its place.
  await rename(path, `${path}.1`);
  await appendFile(`${path}.1`, 'level=info msg="the last of the old file"\n');
  await writeFile(path, 'level=info msg="the first of the new file"\n');
  await console.waitFor('the last of the old file');
  await console.waitFor('the first of the new file');
  // With copytruncate.
  await truncate(path);
  await appendFile(path, 'level=info msg="after the truncation"\n');
  await console.waitFor('after the truncation');
  console.press('q');
  assert.deepEqual(await console.exit, {code: 0, signal: 0});
});

test('errors in a log raise an alert in this very process', async () => {
  await using folder = await tempFolder();
  const path = folder.file('app.log');
  const startMs = Date.UTC(2026, 10, 22, 10);
  const line = (ms: number, level: string, msg: string) =>
    `${JSON.stringify({time: new Date(startMs + ms).toISOString(), level, service: 'shop', msg})}\n`;
  const calm = Array.from({length: 600}, (_, i) => line(i * 100, 'info', 'all is well')).join('');
  const storm = Array.from({length: 200}, (_, i) => line(60_000 + i * 100, 'error', 'no connection')).join(
    '',
  );
  await writeFile(path, calm);
  await using console = await tailrace(['watch', '--logs', path]);
  await console.waitFor('all is well');
  await appendFile(path, storm);
  await console.waitFor(/(WARN|CRIT) shop: error rate/);
  await console.waitFor('no connection');
});

test('a log file that is not there is told before the screen is taken', async () => {
  await using console = await tailrace(['watch', '--logs', 'missing.log']);
  assert.deepEqual(await console.exit, {code: 1, signal: 0});
  assert.match(console.screen, /^tailrace: missing\.log: no such file; /);
  assert.ok(!console.output.includes('\u001b[?1049h'));
});

test('a source that fails in its own way ends alone, with the reason on the screen', async () => {
  await using folder = await tempFolder();
  const path = folder.file('app.log');
  await writeFile(path, 'level=info msg="all is well"\n');
  await using console = await tailrace(['watch', '--logs', path], {columns: 200});
  await console.waitFor('all is well');
  await rm(path);
  await mkdir(path);
  await console.waitFor(screen => /logs .*(directory|EISDIR)/.test(lastRow(screen)));
  // The console goes on.
  console.press(':help\r');
  await console.waitFor('any key closes this');
  console.press(' ');
  await rm(path, {recursive: true});
  await writeFile(path, 'level=info msg="and back"\n');
  await console.waitFor('and back');
  console.press('q');
  assert.deepEqual(await console.exit, {code: 0, signal: 0});
});

test('--logs - reads a pipe, and the keys come from the terminal', async () => {
  await using folder = await tempFolder();
  const pipe = folder.file('pipe');
  assert.equal(spawnSync('mkfifo', [pipe]).status, 0);
  await using console = await inTerminal('/bin/sh', [
    '-c',
    `exec ${process.execPath} ${bundle} watch --logs - <${pipe}`,
  ]);
  {
    await using writer = await open(pipe, 'w');
    await writer.write('level=info msg="first over the pipe"\n');
    await console.waitFor('first over the pipe');
    console.press('2');
    await console.waitFor(screen => focused(screen) === 'Logs');
    await writer.write('level=info msg="second over the pipe"\n');
    await console.waitFor('second over the pipe');
    console.press('?');
    await console.waitFor('any key closes this');
    console.press(' ');
  }
  // The end of the input is told, and what came stays.
  await console.waitFor(
    screen => /logs ended/.test(lastRow(screen)) && screen.includes('second over the pipe'),
  );
  console.press('q');
  assert.deepEqual(await console.exit, {code: 0, signal: 0});
  assert.equal(console.modes.alternateScreen, false);
});

test('a pipe that is never closed does not keep q, ^C or SIGTERM from ending it', async () => {
  for (const [leave, code] of [
    ['q', 0],
    ['\u0003', 130],
    ['', 143],
  ] as const) {
    await using folder = await tempFolder();
    const pipe = folder.file('pipe');
    assert.equal(spawnSync('mkfifo', [pipe]).status, 0);
    await using console = await inTerminal('/bin/sh', [
      '-c',
      `exec ${process.execPath} ${bundle} watch --logs - <${pipe}`,
    ]);
    await using writer = await open(pipe, 'w');
    await writer.write('level=info msg="over the pipe"\n');
    await console.waitFor('over the pipe');
    if (leave === '') console.signal('SIGTERM');
    else console.press(leave);
    assert.deepEqual(await console.exitWithin(4000), {code, signal: 0});
  }
});

test('--logs - at a terminal is refused: there is nothing to read', async () => {
  await using console = await tailrace(['watch', '--logs', '-'], {columns: 200});
  assert.deepEqual(await console.exit, {code: 2, signal: 0});
  assert.match(
    console.screen,
    /^tailrace: --logs - reads standard input, and that is the terminal; pipe something in/,
  );
});
