import {accessSync, constants} from 'node:fs';
import {dirname} from 'node:path';
import type {ReadStream, WriteStream} from 'node:tty';
import {UsageError} from '../streams/errors.ts';
import {logPath} from '../telemetry/log-file.ts';
import {capabilities, unfit} from '../terminal/capabilities.ts';
import {type Examination, examine} from '../terminal/examine.ts';
import {multiplexer} from '../terminal/link/multiplexer.ts';
import {SendQueue} from '../terminal/link/send-queue.ts';
import type {Command, Io} from './command.ts';
import {untilSignal} from './until-signal.ts';

/** A thing that was looked at: what it is called, what was found, and what to do about it, if anything. */
interface Finding {
  readonly what: string;
  readonly found: string;
  readonly mend?: string;
}

/** `tailrace doctor`: what this terminal and the line to it can do, and what to mend. */
export const doctor: Command = {
  summary: 'What this terminal and the line to it can do.',
  usage: 'doctor',
  help: `
Asks the terminal what it is, how fast it answers and what it can do, looks at
how the console would pace what it writes to it, and says what could be better.
Run it where the console will run: over the same SSH, in the same tmux.

Example
  ssh -t host tailrace doctor`,
  flags: {},
  args: [0, 0],
  async run(_args, _flags, io) {
    const {stdin, stdout, env} = io;
    const why = unfit(Boolean(stdout.isTTY), env);
    if (why !== undefined || !stdin.isTTY)
      throw new UsageError(
        `doctor asks the terminal, and ${why ?? 'standard input is not a terminal'}; run it in one, over SSH with ssh -t`,
      );
    const {unicode} = capabilities(env);
    const told = new AbortController();
    const examination = await Promise.race([
      examine(stdin as ReadStream, stdout as WriteStream, {unicode}),
      untilSignal(told.signal),
    ]);
    // A signal: the terminal is given back when the process exits, in a moment.
    if (typeof examination === 'number') return examination;
    told.abort();
    const queue = await SendQueue.find(env);
    const findings = [
      ...ofTerminal(examination, io),
      ...ofLine(examination, env, queue?.read() !== undefined),
      ofLog(env),
    ];
    queue?.[Symbol.dispose]();
    const wide = Math.max(...findings.map(({what}) => what.length));
    for (const {what, found} of findings) stdout.write(`${what.padEnd(wide)}  ${found}\n`);
    const mends = findings.flatMap(({mend}) => mend ?? []);
    stdout.write(
      mends.length === 0 ? '\nNothing to mend.\n' : `\nTo mend:\n${mends.map(one => `- ${one}\n`).join('')}`,
    );
    return 0;
  },
};

function ofTerminal({facts, answers, widths}: Examination, {stdout, env}: Io): Finding[] {
  const {unicode, colors} = capabilities(env);
  const {columns = 0, rows = 0} = stdout;
  const name = facts.name ?? 'does not tell its name';
  const off = answers ? 'no' : 'not known';
  return [
    {what: 'terminal', found: `${name}; TERM=${env.TERM ?? ''}`},
    {
      what: 'size',
      found: `${columns}×${rows}`,
      ...(columns < 80 || rows < 24
        ? {mend: `the window has ${columns}×${rows} cells; all panes need 80×24, side by side 100×20`}
        : {}),
    },
    {
      what: 'characters',
      found: unicode ? 'UTF-8' : 'ASCII alone: the locale has no UTF-8',
      ...(unicode
        ? {}
        : {mend: 'set a UTF-8 locale (LANG=C.UTF-8): then there are lines, sparklines and all letters'}),
    },
    {
      what: 'colours',
      found: colors > 0 ? 'the 16 of your palette' : 'none (NO_COLOR, FORCE_COLOR=0, or TERM says so)',
    },
    {what: 'whole frames', found: facts.synchronized ? 'yes: shown at once (mode 2026)' : off},
    {
      what: 'repeats',
      found: {all: 'any character (REP)', ascii: 'ASCII characters (REP)', none: off}[facts.repeat],
    },
    {
      what: 'keyboard',
      found: facts.keyboard ? "kitty's protocol: Esc is known at once" : 'usual: Esc is known after 50 ms',
    },
    ...(widths.length === 0
      ? []
      : [
          {
            what: 'widths',
            found: widths.map(({what, cells}) => `${what} ${cells}`).join(', '),
            ...(widths.some(({character, cells}) => character === '●' && cells > 1)
              ? {
                  mend: 'the terminal draws ambiguous characters two cells wide; set it to narrow, or LANG=C for ASCII',
                }
              : {}),
          },
        ]),
  ];
}

/** How the console will know how much it may write. */
function ofLine({answers, roundTripsMs}: Examination, env: Io['env'], hasQueue: boolean): Finding[] {
  const mux = multiplexer(env);
  const isRemote = Boolean(env.SSH_CONNECTION || env.SSH_TTY);
  const trips = roundTripsMs.toSorted((a, b) => a - b);
  const middle = trips[Math.floor(trips.length / 2)];
  const by =
    answers && !mux
      ? 'the answers of the terminal'
      : hasQueue
        ? "the SSH connection's send queue"
        : undefined;
  return [
    {
      what: 'answers',
      found:
        middle === undefined
          ? 'none came within 2 s'
          : `${middle.toFixed(1)} ms (${trips[0]!.toFixed(1)} to ${trips.at(-1)!.toFixed(1)})${mux ? `, of ${mux}, not of the terminal behind it` : ''}`,
    },
    {
      what: 'line',
      found: [
        isRemote ? 'SSH (on a slow one, ssh -C helps much)' : 'local, as far as the environment tells',
        mux,
      ]
        .filter(Boolean)
        .join(', '),
    },
    {
      what: 'paced by',
      found:
        by ?? (isRemote ? 'a cap of 128 kbit/s: nothing tells how fast the line is' : 'how writes are taken'),
      ...(by === undefined && isRemote
        ? {mend: 'nothing tells how fast the line is; if it is not about 128 kbit/s, give --link-rate KBIT'}
        : {}),
    },
  ];
}

function ofLog(env: Io['env']): Finding {
  const path = logPath(env);
  // The folder is made when it is not there.
  let place = path;
  for (;;) {
    try {
      accessSync(place, constants.W_OK);
      return {what: 'log', found: path};
    } catch (error) {
      const isMissing = (error as NodeJS.ErrnoException).code === 'ENOENT';
      if (isMissing && dirname(place) !== place) place = dirname(place);
      else
        return {what: 'log', found: `${path} cannot be written`, mend: 'name another file by TAILRACE_LOG'};
    }
  }
}
