import meow from 'meow';
import pkg from '../package.json' with {type: 'json'};
import type {Command, Io} from './commands/command.ts';
import {commands, overview} from './commands/commands.ts';
import {flagName} from './commands/flags.ts';
import {SourceError, sentenceOf, UsageError} from './streams/errors.ts';
import {logPath, openLog} from './telemetry/log-file.ts';

/** The exit code of `tailrace` with these arguments. */
async function main(argv: readonly string[], io: Io): Promise<number> {
  requireNode(process.versions.node, pkg.engines.node);
  const [first, ...others] = argv;
  const named = first !== undefined && !first.startsWith('-');
  const name = named ? first : '';
  const command = Object.hasOwn(commands, name) ? commands[name] : undefined;
  if (!command)
    throw new UsageError(
      `there is no command "${first}"; there are ${Object.keys(commands).filter(Boolean).join(', ')}`,
    );
  const {input, flags, unnormalizedFlags} = meow({
    importMeta: import.meta,
    pkg,
    argv: joinDashes(named ? others : argv, command),
    flags: {...command.flags, help: {type: 'boolean', shortFlag: 'h'}, version: {type: 'boolean'}},
    autoHelp: false,
    autoVersion: false,
    allowUnknownFlags: true,
  });
  if (flags.version) return say(io, pkg.version);
  if (flags.help) return say(io, named ? helpOf(command) : overview(logPath(io.env)));
  checkFlags(command, unnormalizedFlags);
  checkArgs(command, input);
  return command.run(input, flags, io);
}

/** `needed` is the `engines` of package.json, such as `>=22.15`. */
function requireNode(version: string, needed: string): void {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  const [leastMajor = 0, leastMinor = 0] = needed.replace('>=', '').split('.').map(Number);
  if (major > leastMajor || (major === leastMajor && minor >= leastMinor)) return;
  throw new UsageError(`this is Node.js ${version}, and tailrace needs ${needed}; install a newer one`);
}

function say(io: Io, text: string): number {
  io.stdout.write(`${text.trimEnd()}\n`);
  return 0;
}

/** `--logs -` as `--logs=-`: the parser takes a dash that stands alone for no flag's value. */
function joinDashes(argv: readonly string[], {flags}: Command): string[] {
  const takesText = (arg: string) =>
    Object.keys(flags).some(name => flagName(name) === arg && flags[name]!.type === 'string');
  const out: string[] = [];
  for (const arg of argv) {
    if (arg === '-' && takesText(out.at(-1) ?? '')) out.push(`${out.pop()}=-`);
    else out.push(arg);
  }
  return out;
}

function helpOf({summary, usage, help}: Command): string {
  return `${summary}\n\nUsage\n  tailrace ${usage}\n\n${help.trim()}`;
}

function checkFlags(command: Command, given: object): void {
  const known = new Set(Object.entries(command.flags).flatMap(([name, {shortFlag}]) => [name, shortFlag]));
  for (const name of ['help', 'h', 'version', '--']) known.add(name);
  const unknown = Object.keys(given).find(name => !known.has(name));
  if (unknown === undefined) return;
  const list = Object.keys(command.flags).map(flagName).join(', ') || 'none';
  throw new UsageError(`there is no flag ${flagName(unknown)} here; there are: ${list}`);
}

function checkArgs({usage, args: [least, most]}: Command, args: readonly string[]): void {
  if (args.length >= least && args.length <= most) return;
  const what = args.length < least ? 'something is missing' : `"${args[most]}" is more than it takes`;
  throw new UsageError(`${what}: tailrace ${usage}`);
}

const io: Io = process;
// A reader that goes away (tailrace logs … | head) is a quiet end.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit(0);
});

// A command that waits for what will never come must not pass for one that is done.
process.once('beforeExit', () => {
  process.stderr.write('tailrace: nothing is left to wait for, and the command has not ended: a bug\n');
  process.exit(1);
});

main(process.argv.slice(2), io).then(
  code => process.exit(code),
  error => {
    const expected = error instanceof UsageError || error instanceof SourceError;
    if (!expected) openLog(logPath(io.env)).fatal(error, 'failed');
    const more = expected ? '' : `; more is in ${logPath(io.env)}`;
    process.stderr.write(`tailrace: ${sentenceOf(error)}${more}\n`);
    process.exit(error instanceof UsageError ? 2 : 1);
  },
);
