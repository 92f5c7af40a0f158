import {execFileSync, spawn} from 'node:child_process';
import {once} from 'node:events';
import {mkdirSync, writeFileSync} from 'node:fs';
import {connect} from 'node:net';
import {userInfo} from 'node:os';
import {setTimeout as sleep} from 'node:timers/promises';
import {freePort} from './free-port.ts';
import {lastly} from './lastly.ts';
import type {NetHost} from './net-host.ts';
import {pathOf, requireTools} from './require-tools.ts';
import type {Far} from './slow-line.ts';

/** An OpenSSH server of our own that the current user may log in to, with a key, for as long as it is there. */
export interface SshHost extends AsyncDisposable {
  readonly at: Far;
  /**
   * What starts `command` there in a terminal: a program and its arguments. It connects to `through`, with or without
   * compression (`ssh -C`).
   */
  login(command: string, through: Far, isCompressed?: boolean): readonly string[];
}

export interface SshHostOptions {
  /** A folder for its keys; gone before the server is when the benchmark is interrupted. */
  readonly folder: string;
  /** Where it runs; default: here, on the loopback. */
  readonly inside?: NetHost | undefined;
}

const readyMs = 5000;

/** Rejects with a sentence where OpenSSH is missing or its server does not start. */
export async function sshHost({folder, inside}: SshHostOptions): Promise<SshHost> {
  requireTools({sshd: 'openssh-server', ssh: 'openssh-client', 'ssh-keygen': 'openssh-client'});
  const file = (name: string) => `${folder}/${name}`;
  for (const key of ['host-key', 'user-key'])
    execFileSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-C', 'tailrace-test', '-f', file(key)]);
  // Debian's unit makes it at boot; as root the server does not start without.
  if (process.getuid?.() === 0) mkdirSync('/run/sshd', {recursive: true, mode: 0o755});
  const at = {host: inside?.address ?? '127.0.0.1', port: await freePort()};
  writeFileSync(file('sshd_config'), config(at, file));
  const [program = '', ...args] = [...(inside?.enter ?? []), pathOf('sshd')!, '-D', '-e', '-f'];
  const server = spawn(program, [...args, file('sshd_config')], {
    detached: true,
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let said = '';
  server.stderr.setEncoding('utf8').on('data', text => (said += text));
  const exited = once(server, 'exit');
  // Sessions are its children, and a program in one has its hang-up from them.
  const cleaner = lastly(`pkill -P ${server.pid}; kill ${server.pid}`);
  const host: SshHost = {
    at,
    login: (command, through, isCompressed = false) => [
      'ssh',
      ...clientOptions(file, through, isCompressed),
      command,
    ],
    async [Symbol.asyncDispose]() {
      await cleaner[Symbol.asyncDispose]();
      await exited;
    },
  };
  const deadline = performance.now() + readyMs;
  while (!(await answers(at))) {
    if (server.exitCode === null && performance.now() < deadline) continue;
    await host[Symbol.asyncDispose]();
    throw new Error(`sshd did not start: ${said.trim() || 'it does not answer'}`);
  }
  return host;
}

function config({host, port}: Far, file: (name: string) => string): string {
  return Object.entries({
    ListenAddress: `${host}:${port}`,
    HostKey: file('host-key'),
    AuthorizedKeysFile: file('user-key.pub'),
    AuthenticationMethods: 'publickey',
    PermitRootLogin: 'yes',
    StrictModes: 'no',
    UsePAM: 'no',
    UseDNS: 'no',
    PrintMotd: 'no',
    PrintLastLog: 'no',
    PidFile: 'none',
    LogLevel: 'ERROR',
  })
    .map(([key, value]) => `${key} ${value}\n`)
    .join('');
}

function clientOptions(file: (name: string) => string, {host, port}: Far, isCompressed: boolean): string[] {
  const options = [
    ...['StrictHostKeyChecking=no', 'UserKnownHostsFile=/dev/null', 'LogLevel=ERROR'],
    ...[
      'IdentitiesOnly=yes',
      'BatchMode=yes',
      `Compression=${isCompressed ? 'yes' : 'no'}`,
      'ControlMaster=no',
    ],
  ];
  return [
    ...['-F', '/dev/null', '-e', 'none', '-tt', '-i', file('user-key')],
    ...options.flatMap(option => ['-o', option]),
    ...['-p', String(port), `${userInfo().username}@${host}`],
  ];
}

/** Whether it greets as an SSH server; waits a little where it does not. */
async function answers({host, port}: Far): Promise<boolean> {
  const socket = connect({host, port});
  try {
    const [greeting] = await once(socket, 'data', {signal: AbortSignal.timeout(1000)});
    return String(greeting).startsWith('SSH-');
  } catch {
    await sleep(20);
    return false;
  } finally {
    socket.destroy();
  }
}
