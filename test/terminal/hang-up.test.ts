import assert from 'node:assert/strict';
import {readFileSync} from 'node:fs';
import {test} from 'node:test';
import {setTimeout as sleep} from 'node:timers/promises';
import {runs} from '../helpers/runs.ts';
import {isLive} from '../helpers/screen.ts';
import {bundle, inTerminal, tailrace} from '../helpers/tailrace.ts';

async function goneWithin(pid: number, withinMs: number): Promise<number> {
  const startedMs = performance.now();
  while (runs(pid)) {
    const lastedMs = performance.now() - startedMs;
    if (lastedMs > withinMs) throw new Error(`process ${pid} runs on after ${Math.round(lastedMs)} ms`);
    await sleep(10);
  }
  return performance.now() - startedMs;
}

/** Resident memory, in MiB. */
function memory(pid: number): number {
  return Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))![1]) / 1024;
}

function pidOf(logPath: string): number {
  return Number(/"pid":(\d+)/.exec(readFileSync(logPath, 'utf8'))![1]);
}

test('when the terminal is closed the process ends at once, with 129', async () => {
  await using console = await tailrace();
  await console.waitFor(isLive);
  console.hangUp();
  await goneWithin(console.pid, 3000);
  assert.deepEqual(await console.exit, {code: 129, signal: 0});
  assert.match(readFileSync(console.folder.file('tailrace.log'), 'utf8'), /console ended/);
});

test('a terminal that goes away without a signal ends the process too', async () => {
  // In a session of its own it has the terminal as its input and output, but is not told when that goes.
  await using parent = await inTerminal('/bin/sh', ['-c', `setsid --wait ${process.execPath} ${bundle}`]);
  await parent.waitFor(isLive);
  const pid = pidOf(parent.folder.file('tailrace.log'));
  assert.ok(runs(pid));
  parent.hangUp();
  await goneWithin(pid, 3000);
  assert.match(readFileSync(parent.folder.file('tailrace.log'), 'utf8'), /"gone":true.*console ended/);
});

test('a terminal that stops reading costs no memory, and when it reads on the screen is current', async () => {
  await using console = await tailrace([], {columns: 200, rows: 60});
  await console.waitFor(isLive);
  console.stall();
  // Redraw after redraw, until far more has been wanted than a terminal's buffers hold.
  const grown: number[] = [];
  for (let second = 0; second < 4; second++) {
    for (let time = 0; time < 20; time++) {
      console.press('\u000c');
      await sleep(50);
    }
    grown.push(memory(console.pid));
  }
  assert.ok(grown.at(-1)! - grown[0]! < 40, `grew, in MiB: ${grown.map(Math.round)}`);
  console.unstall();
  console.press('?');
  await console.waitFor('any key closes this');
  console.press(' ');
  await console.waitFor(isLive);
  console.press('q');
  assert.deepEqual(await console.exit, {code: 0, signal: 0});
  assert.equal(console.modes.alternateScreen, false);
});

test('a terminal that stops reading does not keep the process from ending', async () => {
  await using console = await tailrace([], {columns: 200, rows: 60});
  await console.waitFor(isLive);
  console.stall();
  for (let time = 0; time < 30; time++) {
    console.press('\u000c');
    await sleep(50);
  }
  console.signal('SIGTERM');
  await goneWithin(console.pid, 4000);
  console.unstall();
  assert.deepEqual(await console.exit, {code: 143, signal: 0});
});

test('a terminal that reads on while the process ends is given back whole', async () => {
  await using console = await tailrace([], {columns: 200, rows: 60});
  await console.waitFor(isLive);
  console.stall();
  for (let time = 0; time < 30; time++) {
    console.press('\u000c');
    await sleep(50);
  }
  console.signal('SIGTERM');
  await sleep(500);
  console.unstall();
  assert.deepEqual(await console.exit, {code: 143, signal: 0});
  assert.deepEqual(console.modes, {
    alternateScreen: false,
    cursorShown: true,
    bracketedPaste: false,
    autowrap: true,
  });
  assert.equal(console.screen.trim(), '');
});
