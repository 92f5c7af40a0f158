import assert from 'node:assert/strict';
import {test} from 'node:test';
import {untouched} from '../helpers/pty.ts';
import {focused, isLive} from '../helpers/screen.ts';
import {Shell} from '../helpers/shell.ts';
import {bundle, inTerminal, tailrace} from '../helpers/tailrace.ts';

const ours = {alternateScreen: true, cursorShown: false, bracketedPaste: true, autowrap: false};

/** Stops it, looks at the shell, brings it back, and sees that it draws and hears. */
async function stopAndComeBack(shell: Shell, stop: () => void | Promise<void>): Promise<void> {
  const {terminal} = shell;
  await stop();
  const screen = await terminal.waitFor(/Stopped/);
  assert.match(screen, /^before the console\n/);
  assert.deepEqual(terminal.modes, untouched);
  shell.type('echo "still"  here');
  await terminal.waitFor('still here');
  shell.type('fg');
  await terminal.waitFor(isLive);
  assert.deepEqual(terminal.modes, ours);
  terminal.press('4');
  await terminal.waitFor(screen => focused(screen) === 'Logs');
  terminal.press('1');
  await terminal.waitFor(screen => focused(screen) === 'Ticker');
}

test('^Z gives the terminal to the shell and fg comes back, more than once', async () => {
  await using shell = await Shell.start();
  shell.tailrace();
  await shell.terminal.waitFor(isLive);
  await stopAndComeBack(shell, () => shell.terminal.press('\u001a'));
  shell.terminal.press('\u001a');
  await shell.terminal.waitFor(/Stopped.*Stopped/s);
  shell.type('fg');
  await shell.terminal.waitFor(isLive);
  shell.terminal.press('q');
  assert.equal(await shell.exitCode(), 0);
});

test('^Z stops the programs that started the console too, as npm start does', async () => {
  await using shell = await Shell.start();
  shell.tailrace('', {before: 'bash -c "', after: '; exit \\$?"'});
  await shell.terminal.waitFor(isLive);
  await stopAndComeBack(shell, () => shell.terminal.press('\u001a'));
  shell.terminal.press('q');
  assert.equal(await shell.exitCode(), 0);
});

test('a SIGTSTP from elsewhere is as good as ^Z', async () => {
  await using shell = await Shell.start();
  shell.tailrace();
  await shell.terminal.waitFor(isLive);
  await stopAndComeBack(shell, () => shell.signal('SIGTSTP'));
  shell.terminal.press('q');
  assert.equal(await shell.exitCode(), 0);
});

test('after a SIGSTOP, which nobody can foresee, fg takes the terminal again', async () => {
  await using shell = await Shell.start();
  const {terminal} = shell;
  shell.tailrace();
  await terminal.waitFor(isLive);
  await shell.signal('SIGSTOP');
  await shell.terminal.waitFor(/Stopped/);
  // What a prompt may leave behind: another screen, a cursor, lines that wrap, and no raw mode.
  shell.type(`printf '\\033[?1049l\\033[?25h\\033[?7h'`);
  await shell.prompt();
  shell.type('fg');
  await terminal.waitFor(screen => terminal.modes.alternateScreen && isLive(screen));
  assert.deepEqual(terminal.modes, ours);
  terminal.press('4');
  await terminal.waitFor(screen => focused(screen) === 'Logs');
  terminal.press('q');
  await shell.ended();
  // A frame that was due may have been drawn over what the shell wrote: only what lasts is looked at.
  shell.type('clear; echo before the console');
  await terminal.waitFor(screen => screen.startsWith('before the console\n'));
  assert.equal(await shell.exitCode(), 0);
});

test('while it is stopped, SIGTERM and fg end it with the terminal as it was', async () => {
  await using shell = await Shell.start();
  shell.tailrace();
  await shell.terminal.waitFor(isLive);
  shell.terminal.press('\u001a');
  await shell.terminal.waitFor('Stopped');
  await shell.signal('SIGTERM');
  shell.type('fg');
  await shell.terminal.waitFor(/\$ fg\n/);
  assert.equal(await shell.exitCode(), 143);
});

test('SIGCONT alone changes nothing', async () => {
  await using shell = await Shell.start();
  shell.tailrace();
  await shell.terminal.waitFor(isLive);
  for (let time = 0; time < 5; time++) {
    await shell.signal('SIGCONT');
    await shell.terminal.nextFrame();
  }
  await shell.terminal.waitFor(isLive);
  assert.deepEqual(shell.terminal.modes, ours);
  shell.terminal.press('q');
  assert.equal(await shell.exitCode(), 0);
});

test('where no shell could bring it back, ^Z does not stop it', async () => {
  await using console = await tailrace();
  await console.waitFor(isLive);
  console.press('\u001a');
  // It gives the terminal back, is not stopped, and takes it again.
  await console.waitFor(() => console.output.includes('\u001b[?1049l'));
  await console.waitFor(screen => console.modes.alternateScreen && isLive(screen));
  console.press('4');
  await console.waitFor(screen => focused(screen) === 'Logs');
  console.press('q');
  assert.deepEqual(await console.exit, {code: 0, signal: 0});
});

test('the same below a program that is not a shell', async () => {
  await using console = await inTerminal('/bin/sh', ['-c', `${process.execPath} ${bundle}; exit $?`]);
  await console.waitFor(isLive);
  console.press('\u001a');
  await console.waitFor(() => console.output.includes('\u001b[?1049l'));
  await console.waitFor(screen => console.modes.alternateScreen && isLive(screen));
  console.press('\u0003');
  assert.deepEqual(await console.exit, {code: 130, signal: 0});
});
