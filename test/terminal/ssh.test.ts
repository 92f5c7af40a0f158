import assert from 'node:assert/strict';
import {readFileSync} from 'node:fs';
import {test} from 'node:test';
import {quoted} from '../helpers/line/quoted.ts';
import {requireTools} from '../helpers/line/require-tools.ts';
import {slowLine} from '../helpers/line/slow-line.ts';
import {sshHost} from '../helpers/line/ssh-host.ts';
import {Pty, untouched} from '../helpers/pty.ts';
import {runs} from '../helpers/runs.ts';
import {focused, isLive, lastRow} from '../helpers/screen.ts';
import {bundle, cleanEnv} from '../helpers/tailrace.ts';
import {tempFolder} from '../helpers/temp-folder.ts';

// The console over a real OpenSSH, on a line whose rate and delay are set.

const missing = (() => {
  try {
    requireTools({sshd: 'openssh-server', ssh: 'openssh-client', 'ssh-keygen': 'openssh-client'});
    return undefined;
  } catch (error) {
    return (error as Error).message;
  }
})();
const options = missing === undefined ? {} : {skip: missing};

/** The console at the far end of a line: its terminal here, and the id of its process there. */
async function overSsh(bitsPerSecond: number, delayMs: number) {
  const stack = new AsyncDisposableStack();
  const folder = stack.use(await tempFolder());
  const host = stack.use(await sshHost({folder: folder.path}));
  const line = stack.use(await slowLine({to: host.at, bitsPerSecond, delayMs}));
  const log = folder.file('tailrace.log');
  const command = [
    '/usr/bin/env',
    'LANG=C.UTF-8',
    'CI=false',
    `TAILRACE_LOG=${log}`,
    process.execPath,
    bundle,
  ];
  const [file = '', ...args] = host.login(quoted(command), {host: '127.0.0.1', port: line.port});
  const pty = stack.use(
    new Pty(file, args, {columns: 100, rows: 30, cwd: folder.path, env: cleanEnv(folder)}),
  );
  return {
    pty,
    line,
    pid: () => Number(/"pid":(\d+)/.exec(readFileSync(log, 'utf8'))![1]),
    [Symbol.asyncDispose]: () => stack.disposeAsync(),
  };
}

test(
  'over SSH on a slow line the console is live, says how long the line is, and answers keys',
  options,
  async () => {
    await using session = await overSsh(64_000, 50);
    const {pty} = session;
    await pty.waitFor(isLive);
    // 100 ms there and back, and a little for the line's own time.
    const strip = lastRow(await pty.waitFor(/link [1-9]\d{2}ms/));
    assert.match(strip, /link [1-9]\d{2}ms/);
    for (const [key, name] of [
      ['4', 'Logs'],
      ['2', 'Chat'],
    ] as const) {
      pty.press(key);
      await pty.waitFor(screen => focused(screen) === name);
    }
    pty.press('q');
    assert.deepEqual(await pty.exit, {code: 0, signal: 0});
    assert.deepEqual(pty.modes, untouched);
  },
);

test(
  'what was asked of the terminal at the far end of a slow line is answered before the console leaves it',
  options,
  async () => {
    await using session = await overSsh(64_000, 100);
    const {pty} = session;
    await pty.waitFor(isLive);
    pty.press('q');
    await pty.exit;
    // Answers that came too late would be echoed by the terminal's driver, as ^[[…R.
    assert.ok(!pty.output.slice(pty.output.lastIndexOf('\u001b[?1049l')).includes('R'), pty.screen);
  },
);

test('when the connection is gone the console ends, and nothing of it stays behind', options, async () => {
  await using session = await overSsh(1_000_000, 5);
  const {pty} = session;
  await pty.waitFor(isLive);
  const pid = session.pid();
  assert.ok(runs(pid));
  pty.signal('SIGKILL');
  const deadline = performance.now() + 10_000;
  while (runs(pid) && performance.now() < deadline) await new Promise(resolve => setTimeout(resolve, 20));
  assert.ok(!runs(pid), `process ${pid} runs on`);
});

test('a line that is cut for a while loses nothing, and costs no memory', options, async () => {
  await using session = await overSsh(256_000, 20);
  const {pty, line} = session;
  await pty.waitFor(isLive);
  await line.cut();
  pty.press('4');
  await new Promise(resolve => setTimeout(resolve, 3000));
  const before = (await line.state()).down;
  await line.mend();
  await pty.waitFor(screen => focused(screen) === 'Logs');
  pty.press('1');
  await pty.waitFor(screen => isLive(screen) && focused(screen) === 'Ticker');
  // What had been written into the cut line is not more than a few frames.
  assert.ok((await line.state()).down - before < 100_000);
  pty.press('q');
  assert.deepEqual(await pty.exit, {code: 0, signal: 0});
});
