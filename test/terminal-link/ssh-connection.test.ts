import assert from 'node:assert/strict';
import {execFile, execFileSync} from 'node:child_process';
import {chmod, writeFile} from 'node:fs/promises';
import {test} from 'node:test';
import {promisify} from 'node:util';
import {sshConnection} from '../../source/terminal/link/ssh-connection.ts';
import {tempFolder} from '../helpers/temp-folder.ts';

const run = promisify(execFile);

test('SSH_CONNECTION names the client and this machine, with IPv6 and its scope too', async () => {
  assert.deepEqual(await sshConnection({SSH_CONNECTION: '203.0.113.7 51514 10.0.0.5 22'}), {
    client: {address: '203.0.113.7', port: 51_514},
    server: {address: '10.0.0.5', port: 22},
  });
  assert.deepEqual(await sshConnection({SSH_CONNECTION: 'fe80::2%eth0 51514 fe80::1%eth0 22'}), {
    client: {address: 'fe80::2', port: 51_514},
    server: {address: 'fe80::1', port: 22},
  });
});

test('where there is no connection, none is made up', async () => {
  const values = [
    undefined,
    '',
    'UNKNOWN 65535 UNKNOWN 65535',
    '10.0.0.1 0 10.0.0.2 22',
    '10.0.0.1 1 10.0.0.2',
  ];
  for (const value of [
    ...values,
    '10.0.0.1 1 10.0.0.2 x',
    '10.0.0.1 1 10.0.0.2 65536',
    '10.0.0 1 10.0.0.2 22',
  ])
    assert.equal(await sshConnection({SSH_CONNECTION: value}), undefined, value);
});

test('screen cannot be asked: the environment is believed', async () => {
  const found = await sshConnection({STY: '1.pts-0.host', SSH_CONNECTION: '10.0.0.1 1 10.0.0.2 22'});
  assert.equal(found?.client.address, '10.0.0.1');
});

const noTmux = hasTmux() ? false : 'tmux is not installed';

test('in tmux it is what the client that attached last to this session brought', {skip: noTmux}, async () => {
  await using server = await tmuxServer();
  const stale = '10.0.0.1 1001 10.0.0.9 22';
  const inA = await server.env('a', stale);
  const inB = await server.env('b', stale);
  const port = async (env: Record<string, string>) => (await sshConnection(env))?.client.port;
  // Attaching without SSH took it out; now neither session knows of one: the server's own, or the environment's.
  for (const name of ['a', 'b']) await server.tmux('set-environment', '-t', name, '-u', 'SSH_CONNECTION');
  assert.equal(await port(inA), 1001);
  await server.tmux('set-environment', '-g', 'SSH_CONNECTION', '10.0.0.1 1002 10.0.0.9 22');
  assert.equal(await port(inA), 1002);
  await server.tmux('set-environment', '-t', 'a', 'SSH_CONNECTION', '10.0.0.1 1003 10.0.0.9 22');
  await server.tmux('set-environment', '-t', 'b', 'SSH_CONNECTION', '10.0.0.1 1004 10.0.0.9 22');
  assert.equal(await port(inA), 1003);
  assert.equal(await port(inB), 1004);
  // A client has attached that did not come by SSH.
  await server.tmux('set-environment', '-t', 'b', '-r', 'SSH_CONNECTION');
  assert.equal(await port(inB), undefined);
});

test('a tmux that is not there, or does not answer, is done without', async () => {
  await using folder = await tempFolder();
  const env = {TMUX: '/nowhere,1,0', PATH: folder.path, SSH_CONNECTION: '10.0.0.1 1 10.0.0.2 22'};
  assert.equal((await sshConnection(env))?.client.port, 1);
  await writeFile(folder.file('tmux'), '#!/bin/sh\nexec /bin/sleep 60\n');
  await chmod(folder.file('tmux'), 0o755);
  const beganAt = performance.now();
  assert.equal((await sshConnection(env))?.client.port, 1);
  const tookMs = performance.now() - beganAt;
  assert.ok(tookMs >= 400 && tookMs < 5000, `${tookMs} ms`);
});

function hasTmux(): boolean {
  try {
    execFileSync('tmux', ['-V']);
    return true;
  } catch {
    return false;
  }
}

/** A tmux server of its own with two sessions, `a` and `b`. */
async function tmuxServer() {
  const folder = await tempFolder();
  const socket = folder.file('socket');
  const {PATH} = process.env;
  const clean = {PATH, TERM: 'xterm', LANG: 'C.UTF-8'};
  const tmux = async (...args: string[]) =>
    (await run('tmux', ['-S', socket, ...args], {env: clean})).stdout.trim();
  const panes: Record<string, string> = {};
  for (const name of ['a', 'b'])
    panes[name] = await tmux(
      '-f',
      '/dev/null',
      'new-session',
      '-d',
      '-s',
      name,
      '-P',
      '-F',
      '#{pane_id}',
      'cat',
    );
  const pid = await tmux('display-message', '-p', '#{pid}');
  return {
    tmux,
    /** What a process in the session's pane has for its environment. */
    async env(name: string, sshConnectionValue: string): Promise<Record<string, string>> {
      const id = (await tmux('display-message', '-p', '-t', name, '#{session_id}')).slice(1);
      const TMUX = `${socket},${pid},${id}`;
      return {PATH: PATH!, TMUX, TMUX_PANE: panes[name]!, SSH_CONNECTION: sshConnectionValue};
    },
    async [Symbol.asyncDispose]() {
      await tmux('kill-server');
      await folder[Symbol.asyncDispose]();
    },
  };
}
