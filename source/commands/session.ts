import {openSync} from 'node:fs';
import {ReadStream} from 'node:tty';
import {Console, type ConsoleActions, type Playback} from '../console/console.ts';
import {Store} from '../console/store.ts';
import {theme} from '../console/theme.ts';
import type {Outcome} from '../console/ticker-controls.ts';
import type {TickerUi} from '../console/ticker-list.ts';
import type {ChannelName} from '../recording/entry.ts';
import type {Recorder} from '../recording/recorder.ts';
import {sentenceOf, UsageError} from '../streams/errors.ts';
import {type Logger, logPath, openLog} from '../telemetry/log-file.ts';
import {LoopWatch} from '../telemetry/loop-watch.ts';
import {capabilities, unfit} from '../terminal/capabilities.ts';
import {type Ending, guard} from '../terminal/guard.ts';
import {followQueue} from '../terminal/link/follow-queue.ts';
import {multiplexer} from '../terminal/link/multiplexer.ts';
import {Screen} from '../terminal/screen.ts';
import type {Io} from './command.ts';
import {exitCodes} from './exit-codes.ts';

export interface SessionOptions {
  readonly io: Io;
  readonly title: string;
  readonly panes: readonly ChannelName[];
  /** Named lists of the ticker's symbols. */
  readonly groups?: TickerUi['groups'] | undefined;
  /** Length of the ticker's moving window, in milliseconds. */
  readonly windowMs?: number | undefined;
  /** True where standard input is a stream of events: keys then come from the terminal itself. */
  readonly stdinIsTaken?: boolean;
  readonly actions?: Partial<ConsoleActions>;
  readonly recorder?: Recorder | undefined;
  /** No more is written to the terminal: see `--link-rate`. */
  readonly lineBytesPerSecond: number | undefined;
  readonly playback?: Playback & {readonly nowMs: number};
  readonly now: () => number;
  /** What else the log file should know of. */
  readonly log?: Logger;
  /** Aborted when the console ends. */
  readonly abort: AbortController;
  /** Feeds the store until `abort`. Told of each change: `touch`; of what the user should read: `notify`. */
  readonly feed: (session: FeedContext) => Promise<void>;
}

export interface FeedContext {
  readonly store: Store;
  readonly touch: () => void;
  readonly notify: (sentence: string) => void;
  readonly log: Logger;
}

/**
 * How long streams may take to close after the console has left the screen, in milliseconds. Nobody waits any more
 * where the terminal has gone, and what runs on for nobody is a burden on the machine.
 */
const closingMs = {usual: 2000, hungUp: 500};

/** Refuses, before anything is opened, where no console can be drawn. */
export function requireTerminal(
  {stdout, env}: Io,
  twins = 'tailrace ticker|chat|logs|alerts URL --json',
): void {
  const why = unfit(Boolean(stdout.isTTY), env);
  if (why !== undefined) {
    throw new UsageError(
      `the console needs a terminal, and ${why}; for a script use the headless twins: ${twins}`,
    );
  }
}

/** Runs a console from first frame to last; resolves to the exit code, with the terminal given back. */
export async function runSession(options: SessionOptions): Promise<number> {
  const {io, title, panes, actions, recorder, playback, now, abort, feed, log = openLog()} = options;
  const ended = Promise.withResolvers<Ending | {readonly quit: true}>();
  const input = keyboard(io.stdin, options.stdinIsTaken ?? false);
  using loop = new LoopWatch();
  let fed: Promise<unknown>;
  let ending: Awaited<typeof ended.promise>;
  {
    const {env} = io;
    const look = theme(capabilities(env));
    await using screen = new Screen({
      input,
      output: io.stdout,
      title,
      unicode: look.unicode,
      link: {
        isMultiplexed: multiplexer(env) !== undefined,
        isRemote: Boolean(env.SSH_CONNECTION || env.SSH_TTY),
        capBytesPerSecond: options.lineBytesPerSecond,
      },
    });
    using _queue = followQueue(env, screen);
    using giveBack = guard(screen, ended.resolve);
    using _stderr = stderrToLog(log);
    const store = new Store({windowMs: options.windowMs});
    screen.enter();
    using view = new Console({
      screen,
      store,
      panes,
      groups: options.groups ?? {},
      theme: look,
      logPath: logPath(io.env),
      now,
      actions: {
        say: () => false,
        join: () => false,
        part: () => false,
        nick: () => false,
        topic: () => false,
        add: notHere,
        remove: notHere,
        alert: notHere,
        levels: () => [],
        unalert: notHere,
        ...actions,
        quit: () => ended.resolve({quit: true}),
        interrupt: () => ended.resolve({signal: 'SIGINT'}),
        suspend: () => giveBack.suspendJob(),
      },
      status: loopStatus(loop, recorder),
      ...(playback ? {playback} : {}),
    });
    log.info({title, panes}, 'console started');
    const context = {
      store,
      touch: () => view.touch(),
      notify: (sentence: string) => view.notify(sentence),
      log,
    };
    fed = feed(context).catch(error => {
      log.error(error, 'feed failed');
      view.notify(sentenceOf(error));
    });
    ending = await ended.promise;
    abort.abort();
    if (!isHungUp(ending)) await screen.finish();
  }
  input.unref();
  const patience = isHungUp(ending) ? closingMs.hungUp : closingMs.usual;
  await Promise.race([fed, new Promise(resolve => setTimeout(resolve, patience).unref())]);
  log.info({ending: 'error' in ending ? sentenceOf(ending.error) : ending}, 'console ended');
  if ('error' in ending) {
    log.fatal(ending.error, 'not caught');
    throw ending.error;
  }
  if ('signal' in ending) return exitCodes[ending.signal];
  return 'gone' in ending ? exitCodes.SIGHUP : 0;
}

/** For a session without live streams. */
function notHere(): Outcome {
  return {done: false, says: 'nothing can be added or taken away in a replay'};
}

function isHungUp(ending: object): boolean {
  return 'gone' in ending || ('signal' in ending && ending.signal === 'SIGHUP');
}

/** A warning of Node's or a library's belongs into the log while the screen is ours. */
function stderrToLog(log: Logger): Disposable {
  const {stderr} = process;
  const write = stderr.write;
  stderr.write = (chunk: Uint8Array | string) => {
    log.warn(String(chunk).trimEnd());
    return true;
  };
  return {
    [Symbol.dispose]() {
      stderr.write = write;
    },
  };
}

/** The loop's delay is a maximum since the last look: one look a second, whoever asks. */
function loopStatus(loop: LoopWatch, recorder: Recorder | undefined) {
  let loopDelayMs = 0;
  let takenMs = 0;
  return () => {
    if (performance.now() - takenMs > 1000) {
      takenMs = performance.now();
      loopDelayMs = loop.take();
    }
    return {loopDelayMs, recording: recorder && {bytes: recorder.bytes, failed: recorder.failed}};
  };
}

/** Where the keys come from: standard input, or where that is a stream or a file, the terminal behind it. */
function keyboard(stdin: NodeJS.ReadStream, taken: boolean): ReadStream {
  if (stdin.isTTY && !taken) return stdin as ReadStream;
  try {
    return new ReadStream(openSync('/dev/tty', 'r'));
  } catch (error) {
    throw new UsageError(`the console reads keys from the terminal, and there is none: ${sentenceOf(error)}`);
  }
}
