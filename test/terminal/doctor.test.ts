import assert from 'node:assert/strict';
import {test} from 'node:test';
import {mute} from '../helpers/mute.ts';
import {untouched} from '../helpers/pty.ts';
import {Shell} from '../helpers/shell.ts';
import {tailrace} from '../helpers/tailrace.ts';

test('doctor says what the terminal has answered, and how the console would be paced', async () => {
  await using doctor = await tailrace(['doctor'], {columns: 120, rows: 30});
  assert.deepEqual(await doctor.exit, {code: 0, signal: 0});
  const {screen} = doctor;
  assert.match(screen, /^size +120×30$/m);
  assert.match(screen, /^whole frames +yes/m);
  assert.match(screen, /^repeats +any character/m);
  assert.match(screen, /^answers +[\d.]+ ms \([\d.]+ to [\d.]+\)$/m);
  assert.match(screen, /^paced by +the answers of the terminal$/m);
  assert.match(screen, /^Nothing to mend\.$/m);
  assert.deepEqual(doctor.modes, untouched);
});

test('doctor on a small terminal without UTF-8, over SSH and mute, says what to mend', async () => {
  await using doctor = await tailrace(['doctor'], {
    columns: 70,
    rows: 20,
    env: {LANG: 'C', SSH_CONNECTION: '192.0.2.1 50000 192.0.2.2 22'},
  });
  mute(doctor);
  assert.deepEqual(await doctor.exit, {code: 0, signal: 0});
  const screen = doctor.screen.replaceAll('\n', '');
  assert.match(screen, /none came within 2 s/);
  assert.match(screen, /a cap of 128 kbit\/s/);
  assert.match(screen, /- the window has 70×20 cells/);
  assert.match(screen, /- set a UTF-8 locale/);
  assert.match(screen, /give --link-rate KBIT/);
});

test('doctor in tmux says that tmux answers', async () => {
  await using doctor = await tailrace(['doctor'], {env: {TMUX: '/nowhere/tmux,1,0'}});
  assert.deepEqual(await doctor.exit, {code: 0, signal: 0});
  assert.match(doctor.screen, /, of tmux, not of the terminal behind it/);
  assert.match(doctor.screen, /^paced by +how writes are taken$/m);
});

test('^C ends doctor while it waits for a terminal that does not answer, and gives the terminal back', async () => {
  await using shell = await Shell.start();
  mute(shell.terminal);
  shell.tailrace('doctor');
  await shell.terminal.waitFor(() => shell.terminal.modes.alternateScreen);
  shell.terminal.press('\u0003');
  assert.equal(await shell.exitCode(), 130);
});
