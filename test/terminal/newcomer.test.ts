import assert from 'node:assert/strict';
import {execFile, spawnSync} from 'node:child_process';
import {cp, lstat, mkdir, readFile} from 'node:fs/promises';
import {delimiter, dirname, join} from 'node:path';
import {test} from 'node:test';
import {promisify} from 'node:util';
import {Pty, untouched} from '../helpers/pty.ts';
import {isLive, trades} from '../helpers/screen.ts';
import {cleanEnv, project} from '../helpers/tailrace.ts';
import {tempFolder} from '../helpers/temp-folder.ts';

/** Where a newcomer's node and npm are: not what this project has installed for itself. */
const path = (process.env.PATH ?? '')
  .split(delimiter)
  .filter(folder => !folder.includes('node_modules'))
  .join(delimiter);
const offline =
  /E(?:NOTFOUND|CONNREFUSED|CONNRESET|TIMEDOUT|AI_AGAIN|NETUNREACH|HOSTUNREACH)|ERR_SOCKET_TIMEOUT|network/;

test("the newcomer's two commands work in a clean copy", async t => {
  if (spawnSync('npm', ['--version'], {env: {PATH: path}}).status !== 0)
    return t.skip('there is no npm besides the one of this project');
  await using folder = await tempFolder();
  const copy = folder.file('tailrace');
  const {stdout} = await promisify(execFile)('git', ['ls-files', '-co', '--exclude-standard', '-z'], {
    cwd: project,
  });
  for (const file of stdout.split('\0').filter(Boolean)) {
    // One that was deleted and not yet committed is still listed.
    if (!(await lstat(join(project, file)).catch(() => undefined))?.isFile()) continue;
    await mkdir(dirname(join(copy, file)), {recursive: true});
    await cp(join(project, file), join(copy, file));
  }

  // The user's own npm configuration and cache, but nothing of the npm that runs the tests.
  const {NODE_OPTIONS: _, NODE_TEST_CONTEXT: __, ...inherited} = process.env;
  const env = Object.fromEntries(
    Object.entries(inherited).filter(([name]) => !/^npm_(?!config_)|^NODE_ENV$|^CI$/.test(name)),
  );
  const install = promisify(execFile)('npm', ['install', '--no-audit', '--no-fund'], {
    cwd: copy,
    env: {...env, PATH: path},
    timeout: 300_000,
  });
  try {
    await install;
  } catch (error) {
    const {stderr = ''} = error as {stderr?: string};
    if (offline.test(stderr))
      return t.skip(`the npm registry cannot be reached: ${stderr.split('\n', 1)[0]}`);
    throw error;
  }
  const {scripts} = JSON.parse(await readFile(join(copy, 'package.json'), 'utf8'));
  assert.equal(typeof scripts.test, 'string');

  const startedMs = performance.now();
  await using terminal = new Pty('npm', ['start'], {
    cwd: copy,
    env: {...cleanEnv(folder), PATH: path},
    columns: 120,
    rows: 40,
  });
  const first = await terminal.waitFor(isLive);
  t.diagnostic(`all panes were live ${Math.round(performance.now() - startedMs)} ms after npm start`);
  await terminal.waitFor(screen => trades(screen) > trades(first));
  terminal.press('q');
  assert.deepEqual(await terminal.exit, {code: 0, signal: 0});
  assert.deepEqual(terminal.modes, untouched);
});
