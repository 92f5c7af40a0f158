import {posix} from 'node:path';

/** A file of source/, by its path in there. */
export interface SourceFile {
  readonly path: string;
  readonly text: string;
}

interface Room {
  /** What may be imported from other rooms of the house. */
  readonly imports: RegExp;
  /** Said when something else is. */
  readonly rule: string;
}

const streams = 'streams/.*';
const telemetry = 'telemetry/.*';
const clean = 'terminal/clean\\.ts';
const eventTypes = '(ticker/event|chat/event|logs/record|anomaly/alert)\\.ts';
const schemas = '(ticker|chat|logs|anomaly)/[a-z]+-schema\\.ts';
const views = '(ticker/(board|board-row|candle)|chat/rooms|logs/tail|anomaly/alert-board)\\.ts';

function room(rule: string, ...imports: readonly string[]): Room {
  return {rule, imports: new RegExp(`^(${imports.join('|') || 'nothing'})$`)};
}

const domain = 'imports streams, telemetry and terminal/clean.ts';
const rooms: Readonly<Record<string, Room>> = {
  streams: room('streams imports no room but terminal/clean.ts', clean),
  terminal: room('terminal imports no room'),
  telemetry: room('telemetry imports no room'),
  ticker: room(
    `ticker ${domain}, and of anomaly alert.ts and alert-life.ts`,
    streams,
    telemetry,
    clean,
    'anomaly/alert(-life)?\\.ts',
  ),
  chat: room(`chat ${domain}`, streams, telemetry, clean),
  anomaly: room(`anomaly ${domain}`, streams, telemetry, clean),
  logs: room(`logs ${domain}, and anomaly`, streams, telemetry, clean, 'anomaly/.*'),
  recording: room(
    "recording imports streams, terminal/clean.ts and the domains' event types and schemas",
    streams,
    clean,
    eventTypes,
    schemas,
  ),
  console: room(
    "console imports terminal, streams, recording/entry.ts and the domains' event types and views, never a socket",
    'streams/(?!websocket-).*',
    'terminal/.*',
    'recording/entry\\.ts',
    eventTypes,
    views,
  ),
  hub: room(
    'hub imports the domains, streams, telemetry and terminal/clean.ts',
    '(ticker|chat|logs|anomaly)/.*',
    streams,
    telemetry,
    clean,
  ),
  commands: room('commands imports any room', '.*/.*'),
  'cli.tsx': room('cli.tsx imports commands, streams and telemetry', 'commands/.*', streams, telemetry),
};

const sockets = /^(node:)?(net|tls|dgram|http|https|http2)$|^(ws|kafkajs)(\/|$)/;
const mayKnowThePackage = /^(cli\.tsx|commands\/.*)$/;

const machineTime =
  /\bDate\.now\b|\bnew Date\(\s*\)|\bperformance\.now\b|\bsetTimeout\b|\bsetInterval\b|\bMath\.random\b/;
const timed = ['streams', 'ticker', 'chat', 'logs', 'anomaly', 'console', 'recording'];
/** Files of these rooms that may ask the machine for time or chance, and why. */
const mayAskTheMachine: Readonly<Record<string, string>> = {
  'streams/clock.ts': "it is the machine's clock",
  'streams/backoff.ts': 'chance is a default there, and injected',
  'streams/websocket-frames.ts': 'how long a closing socket is waited for is no time of the stream',
};

/** What a text imports, static and dynamic. A dynamic import of a computed name comes as `?`. */
export function importsOf(text: string): string[] {
  const code = withoutComments(text);
  const statements = code.matchAll(/^\s*(?:import|export)\b(?:[^'"`;]*?\bfrom)?\s*['"]([^'"]+)['"]/gm);
  const calls = code.matchAll(/\b(?:import|require)\s*\(\s*(?:['"]([^'"]+)['"])?/g);
  return [...statements, ...calls].map(([, name]) => name ?? '?');
}

/** Every rule of the house that the file breaks, each in a sentence that names the file, what it does and the rule. */
export function brokenRules({path, text}: SourceFile): string[] {
  const code = withoutComments(text);
  const here = path.includes('/') ? path.slice(0, path.indexOf('/')) : path;
  const own = rooms[here];
  if (!own)
    return [`source/${path}: there is no room ${here}; the rooms are ${Object.keys(rooms).join(', ')}`];
  const broken = importsOf(text).flatMap(name => {
    const rule = brokenByImport(path, here, own, name);
    return rule === undefined ? [] : [`source/${path} imports ${name}: ${rule}`];
  });
  if (path !== 'cli.tsx' && /\bprocess\s*\.\s*exit\s*\(/.test(code))
    broken.push(`source/${path} calls process.exit: only cli.tsx may`);
  const [asked] = machineTime.exec(code) ?? [];
  if (asked !== undefined && timed.includes(here) && !(path in mayAskTheMachine))
    broken.push(`source/${path} uses ${asked}: time and chance are given, by a clock and a seed`);
  return broken;
}

/** Exceptions that no file makes use of any more. */
export function idleExceptions(files: readonly SourceFile[]): string[] {
  return Object.keys(mayAskTheMachine).filter(
    path => !files.some(file => file.path === path && machineTime.test(withoutComments(file.text))),
  );
}

function brokenByImport(path: string, here: string, own: Room, name: string): string | undefined {
  if (name === '?') return 'what is imported is written out';
  if (path === 'terminal/clean.ts') return 'terminal/clean.ts imports nothing';
  if (!name.startsWith('.')) return here === 'console' && sockets.test(name) ? own.rule : undefined;
  const target = posix.join(posix.dirname(path), name);
  if (target === '../package.json') {
    return mayKnowThePackage.test(path) ? undefined : 'only commands and cli.tsx read package.json';
  }
  if (target.startsWith('../')) return 'nothing outside of source is imported';
  const isOwn = target.startsWith(`${here}/`);
  return isOwn || own.imports.test(target) ? undefined : own.rule;
}

function withoutComments(text: string): string {
  return text.replace(/^\s*(\/\/|\/?\*).*$/gm, '').replace(/\s\/\/ .*$/gm, '');
}
