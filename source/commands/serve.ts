import {DemoHub, hubUrls} from '../hub/demo/demo-hub.ts';
import {Hub} from '../hub/hub.ts';
import {logs} from '../logs/logs.ts';
import type {LogRecord} from '../logs/record.ts';
import {UsageError} from '../streams/errors.ts';
import type {Source} from '../streams/merge.ts';
import {type Logger, openLog} from '../telemetry/log-file.ts';
import {checkLogFile} from './check-log-file.ts';
import type {Command, Io} from './command.ts';
import {positive, text} from './flags.ts';
import {statusLine} from './status-line.ts';
import {untilSignal} from './until-signal.ts';

/** `tailrace serve`: the hub. */
export const serve: Command = {
  summary: 'The hub: chat, log pipeline and alert push, behind one port.',
  usage: 'serve [--listen HOST:PORT] [--logs URL | --chat-only]',
  help: `
Options
  --listen HOST:PORT  where to listen; default 127.0.0.1:7070; port 0: any free
  --logs URL          the logs to judge and to push: a file to follow, - for
                      standard input, or kafka://BROKER:9092/TOPIC?group=NAME;
                      without it the hub serves a demonstration: a market,
                      people who talk, a shop with incidents
  --chat-only         the chat server alone
  --seed N            another demonstration

It serves WebSocket at /chat (IRC), /logs, /alerts (JSON arrays) and, in the
demonstration, /market (Kraken v2), and HTTP at /healthz. There is no password:
listen on other addresses than the loopback only in a network that you trust.

Example
  tailrace serve --listen 127.0.0.1:7070 --logs /var/log/app.log`,
  flags: {
    listen: {type: 'string'},
    logs: {type: 'string'},
    chatOnly: {type: 'boolean'},
    seed: {type: 'number'},
  },
  args: [0, 0],
  async run(_args, flags, io) {
    const {host, port} = listenAddress(text(flags, 'listen') ?? '127.0.0.1:7070');
    const url = text(flags, 'logs');
    const chatOnly = flags.chatOnly === true;
    if (url !== undefined && chatOnly)
      throw new UsageError('--logs and --chat-only cannot both be; leave one out');
    if (url !== undefined) await checkLogFile(url);
    const log = openLog();
    const onError = (error: unknown) => log.error(error, 'hub');
    const common = {host, port, onError};
    // Before anything is said: who reads the address may end it at once.
    const ended = untilSignal();
    if (url === undefined && !chatOnly) {
      await using world = await DemoHub.start({...common, seed: positive(flags, 'seed') ?? 1});
      const {ticker, chat, logs: logUrls, alerts} = world.urls;
      say(io, `demonstration hub on ${world.hub.address}; watch it with:`);
      say(io, `  tailrace watch --ticker '${ticker}' --chat '${chat}' --logs ${logUrls} --alerts ${alerts}`);
      return await ended;
    }
    await using hub = await Hub.start(
      url === undefined ? common : {...common, records: records(url, io, log)},
    );
    const {chat, logs: logUrls, alerts} = hubUrls(hub.address);
    say(io, `hub on ${hub.address}; watch it with:`);
    say(io, `  tailrace watch --chat '${chat}'${chatOnly ? '' : ` --logs ${logUrls} --alerts ${alerts}`}`);
    return await ended;
  },
};

/** The records of a log URL; what becomes of its connection is said on stderr. */
function records(url: string, io: Io, log: Logger): Source<LogRecord> {
  return async function* (signal) {
    for await (const batch of logs(url, {signal, stdin: io.stdin, log})) {
      for (const event of batch) {
        if (event.type === 'status') io.stderr.write(statusLine(event));
      }
      const only = batch.filter(event => event.type === 'log');
      if (only.length > 0) yield only;
    }
  };
}

function say(io: Io, line: string): void {
  io.stdout.write(`${line}\n`);
}

function listenAddress(value: string): {readonly host: string; readonly port: number} {
  const [, host, digits] = /^(\[[\da-f:.]+\]|[^:\s]+):(\d{1,5})$/i.exec(value) ?? [];
  const port = Number(digits);
  if (host === undefined || port > 65_535)
    throw new UsageError(`--listen takes HOST:PORT, such as 127.0.0.1:7070, not "${value}"`);
  return {host: host.replace(/^\[|\]$/g, ''), port};
}
