import {execFile} from 'node:child_process';
import {isIP} from 'node:net';
import {promisify} from 'node:util';
import {multiplexer} from './multiplexer.ts';

type Environment = Readonly<Record<string, string | undefined>>;

export interface Endpoint {
  /** IPv4 or IPv6, without a scope. */
  readonly address: string;
  readonly port: number;
}

export interface SshConnection {
  readonly client: Endpoint;
  /** This machine's side, sshd's. */
  readonly server: Endpoint;
}

const run = promisify(execFile);
/** For all that tmux is asked: it answers in a few milliseconds, or is stuck. */
const answerMs = 500;

/**
 * The connection that the terminal is at the other end of; undefined when it is not at the end of one. sshd says so
 * in SSH_CONNECTION ("client_ip client_port server_ip server_port", ssh(1)). It is the last hop's: what a jump host
 * holds back is not known here.
 *
 * A process in tmux has inherited the variable from when the server started; tmux keeps the newest for each session,
 * set when a client attaches (`update-environment`), and removed when one attaches without SSH. So ask again when the
 * connection is gone. With several clients attached it is that of the last to come, and the others' lines go
 * unwatched. GNU screen keeps what it started with, which may be gone too.
 */
export async function sshConnection(env: Environment): Promise<SshConnection | undefined> {
  const value = multiplexer(env) === 'tmux' ? await newestInTmux(env) : env.SSH_CONNECTION;
  const [clientAddress, clientPort, serverAddress, serverPort] = (value ?? '').trim().split(/\s+/);
  const client = endpoint(clientAddress, clientPort);
  const server = endpoint(serverAddress, serverPort);
  return client && server && {client, server};
}

/** "UNKNOWN 65535", which sshd says where it has no socket, is none. */
function endpoint(address = '', digits = ''): Endpoint | undefined {
  const [plain] = address.split('%') as [string];
  const port = Number(digits);
  if (isIP(plain) === 0 || !/^\d+$/.test(digits) || port < 1 || port > 65_535) return undefined;
  return {address: plain, port};
}

async function newestInTmux(env: Environment): Promise<string | undefined> {
  const signal = AbortSignal.timeout(answerMs);
  for (const scope of [[], ['-g']]) {
    const args = ['show-environment', ...scope, 'SSH_CONNECTION'];
    try {
      const {stdout} = await run('tmux', args, {env: {...env}, signal, killSignal: 'SIGKILL'});
      // "-SSH_CONNECTION": removed, as the client that attached last came without SSH.
      return stdout.startsWith('SSH_CONNECTION=') ? stdout.slice('SSH_CONNECTION='.length) : undefined;
    } catch {
      // The variable is not in this scope, or tmux is not to be had: ask on.
    }
  }
  return env.SSH_CONNECTION;
}
