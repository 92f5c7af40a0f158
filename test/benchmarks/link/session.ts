import {setTimeout as sleep} from 'node:timers/promises';
import {lastly} from '../../helpers/line/lastly.ts';
import {netHost} from '../../helpers/line/net-host.ts';
import {quoted} from '../../helpers/line/quoted.ts';
import {requireTools} from '../../helpers/line/require-tools.ts';
import {type SlowLine, slowLine} from '../../helpers/line/slow-line.ts';
import type {LineSettings} from '../../helpers/line/slow-pipe.ts';
import {sshHost} from '../../helpers/line/ssh-host.ts';
import {mute} from '../../helpers/mute.ts';
import {Pty} from '../../helpers/pty.ts';
import {runs} from '../../helpers/runs.ts';
import {cleanEnv} from '../../helpers/tailrace.ts';
import {type TempFolder, tempFolder} from '../../helpers/temp-folder.ts';
import {type AppRecord, appStarted, readAppLog} from './app-log.ts';
import {FarScreen} from './far-screen.ts';
import type {Size} from './panes.ts';

/**
 * `direct`: the app in this machine's terminal, without SSH. `proxy`: SSH through a slow proxy. `namespace`: SSH to a
 * host of its own behind a slow cable, whose rate the server's kernel sees; a proxy adds the delay.
 */
export interface Line extends LineSettings {
  readonly via: 'direct' | 'proxy' | 'namespace';
}

export interface SessionOptions extends Size {
  /** The bundled app. */
  readonly app: string;
  readonly way: string;
  readonly line: Line;
  /** The terminal answers no questions. */
  readonly isMute?: boolean;
  /** As by `ssh -C`. */
  readonly isCompressed?: boolean;
  /** The app runs in tmux at the far end. */
  readonly inTmux?: boolean;
}

/** The app, running at the far end of a line, and its screen at this end. Everything ends with it. */
export interface Session extends AsyncDisposable {
  readonly pty: Pty;
  readonly far: FarScreen;
  /** Rejects when the app ends meanwhile. */
  pause(ms: number): Promise<void>;
  /** Undefined without SSH. */
  readonly line: SlowLine | undefined;
  /** Bytes that came down the line so far. */
  bytes(): Promise<number>;
  /** What the app has told so far; it does so once a second. */
  record(): AppRecord;
}

const tmuxName = 'link';

/** Resolves when the app has started. Rejects with a sentence where something is missing or the app ends. */
export async function openSession(options: SessionOptions): Promise<Session> {
  await using stack = new AsyncDisposableStack();
  const folder = stack.use(await tempFolder());
  stack.use(lastly(`TMUX_TMPDIR=${folder.path} tmux -L ${tmuxName} kill-server; rm -rf ${folder.path}`));
  const log = folder.file('app.log');
  const command = commandOf(options, folder, log);
  const {args, line} = await connected(options, command, folder, stack);
  stack.defer(() => ended(log));
  const {columns, rows} = options;
  const [file = '', ...rest] = args;
  const pty = stack.use(new Pty(file, rest, {columns, rows, cwd: folder.path, env: cleanEnv(folder)}));
  if (options.isMute) mute(pty);
  const {startMs} = await appStarted(log, () => (pty.running ? undefined : endOf(pty)));
  const over = new AbortController();
  void pty.exit.then(() => over.abort());
  const far = stack.use(new FarScreen(pty, {columns, rows: options.inTmux ? rows - 1 : rows}, startMs));
  const all = stack.move();
  return {
    pty,
    far,
    line,
    async pause(ms) {
      await sleep(ms, undefined, {signal: over.signal}).catch(() => {
        throw new Error(endOf(pty));
      });
    },
    bytes: async () => (line ? (await line.state()).down : Buffer.byteLength(pty.output)),
    record: () => readAppLog(log)!,
    [Symbol.asyncDispose]: () => all.disposeAsync(),
  };
}

async function connected(
  {line: {via, ...settings}, isCompressed}: SessionOptions,
  command: readonly string[],
  folder: TempFolder,
  stack: AsyncDisposableStack,
): Promise<{readonly args: readonly string[]; readonly line?: SlowLine}> {
  if (via === 'direct') return {args: command};
  const inside = via === 'namespace' ? stack.use(await netHost(settings)) : undefined;
  const host = stack.use(await sshHost({folder: folder.path, inside}));
  const {delayMs} = settings;
  const bitsPerSecond = inside ? Infinity : settings.bitsPerSecond;
  const line = stack.use(await slowLine({to: host.at, bitsPerSecond, delayMs}));
  return {args: host.login(quoted(command), {host: '127.0.0.1', port: line.port}, isCompressed), line};
}

function commandOf({app, way, inTmux}: SessionOptions, folder: TempFolder, log: string): string[] {
  const env = ['NODE_ENV=production', 'FORCE_COLOR=1', 'CI=false', 'LANG=C.UTF-8'];
  const command = ['/usr/bin/env', ...env, process.execPath, app, way, log];
  if (!inTmux) return command;
  requireTools({tmux: 'tmux'});
  const tmux = ['tmux', '-f', '/dev/null', '-L', tmuxName, 'new-session', quoted(command)];
  return ['/usr/bin/env', 'LANG=C.UTF-8', `TMUX_TMPDIR=${folder.path}`, ...tmux];
}

function endOf({screen}: Pty): string {
  return `the app ended: ${/^\w*Error: .*$/m.exec(screen)?.[0] ?? screen.trim()}`;
}

/** Its terminal has gone, and it with it; one that hangs is killed. */
async function ended(log: string): Promise<void> {
  const pid = readAppLog(log)?.pid;
  if (pid === undefined) return;
  for (let look = 0; look < 40 && runs(pid); look++) await sleep(50);
  if (runs(pid)) process.kill(pid, 'SIGKILL');
}
