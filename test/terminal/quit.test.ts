import assert from 'node:assert/strict';
import {readFileSync} from 'node:fs';
import {test} from 'node:test';
import {isLive} from '../helpers/screen.ts';
import {Shell} from '../helpers/shell.ts';
import {project} from '../helpers/tailrace.ts';

const ways: readonly (readonly [string, number, (shell: Shell) => void | Promise<void>])[] = [
  ['q', 0, shell => shell.terminal.press('q')],
  [':quit', 0, shell => shell.terminal.press(':quit\r')],
  ['^C', 130, shell => shell.terminal.press('\u0003')],
  ['^C while a line is written, then again', 130, shell => shell.terminal.press(':pane\u0003\u0003')],
  ['SIGINT', 130, shell => shell.signal('SIGINT')],
  ['SIGTERM', 143, shell => shell.signal('SIGTERM')],
  ['SIGHUP', 129, shell => shell.signal('SIGHUP')],
];

for (const [way, code, leave] of ways) {
  test(`after ${way} the terminal is as it was, and the exit code is ${code}`, async () => {
    await using shell = await Shell.start();
    shell.tailrace();
    await shell.terminal.waitFor(isLive);
    assert.equal(shell.terminal.modes.alternateScreen, true);
    await leave(shell);
    assert.equal(await shell.exitCode(), code);
  });
}

const faults: readonly (readonly [string, string])[] = [
  ['an exception that nobody catches', 'throw'],
  ['a rejection that nobody handles', 'reject'],
  ['an exception while a frame is drawn', 'render'],
];

for (const [what, fault] of faults) {
  test(`after ${what} the terminal is as it was, and the screen says where to read more`, async () => {
    await using shell = await Shell.start({
      env: {FAULT: fault, NODE_OPTIONS: `--import=${project}/test/fixtures/fault.mjs`},
    });
    shell.tailrace();
    await shell.terminal.waitFor(isLive);
    await shell.signal('SIGUSR2');
    assert.equal(await shell.exitCode(), 1);
    const log = shell.terminal.folder.file('tailrace.log');
    assert.match(shell.terminal.screen, new RegExp(`^tailrace: a bug for the test; more is in ${log}$`, 'm'));
    assert.match(readFileSync(log, 'utf8'), /a bug for the test.*fault\.mjs/);
  });
}

test('warnings and words on standard error go to the log, not onto the screen', async () => {
  await using shell = await Shell.start({
    env: {FAULT: 'noise', NODE_OPTIONS: `--import=${project}/test/fixtures/fault.mjs`},
  });
  const {terminal} = shell;
  shell.tailrace();
  await terminal.waitFor(isLive);
  await shell.signal('SIGUSR2');
  const log = terminal.folder.file('tailrace.log');
  await terminal.waitFor(() => readFileSync(log, 'utf8').includes('a word by console.error'));
  assert.match(readFileSync(log, 'utf8'), /a warning for the test/);
  assert.match(readFileSync(log, 'utf8'), /a word on standard error/);
  terminal.press('q');
  assert.equal(await shell.exitCode(), 0);
  assert.ok(!terminal.output.includes('for the test'), 'the warning was on the screen');
  assert.ok(!terminal.output.includes('a word'), 'the words were on the screen');
});
