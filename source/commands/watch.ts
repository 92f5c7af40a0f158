import pkg from '../../package.json' with {type: 'json'};
import {type ChannelName, channels} from '../recording/entry.ts';
import {Recorder} from '../recording/recorder.ts';
import {isoTime, systemClock} from '../streams/clock.ts';
import {sentenceOf, UsageError} from '../streams/errors.ts';
import {openLog} from '../telemetry/log-file.ts';
import {checkLogFile} from './check-log-file.ts';
import type {Command, Flags, Io} from './command.ts';
import {linkRate, text, texts} from './flags.ts';
import {type LiveStream, liveStreams, type StreamUrls} from './live-streams.ts';
import {type FeedContext, requireTerminal, runSession} from './session.ts';

/** `tailrace watch`: the console on given streams. */
export const watch: Command = {
  summary: 'The console on given streams.',
  usage: 'watch [--ticker URL] [--chat URL] [--logs URL] [--alerts URL]',
  help: `
Streams (each but --chat may be given several times)
  --ticker URL   kraken:BTC/USD,ETH/USD, or kraken+ws://HOST:PORT/v2#BTC/USD
  --chat URL     irc+ws://HOST:PORT/chat#room,room
  --logs URL     a file to follow, - for standard input, ws://HOST:PORT/logs, or
                 kafka://BROKER:9092/TOPIC?group=NAME&from=latest;
                 without --alerts, alerts are made from them in this process
  --alerts URL   ws://HOST:PORT/alerts

Options
  --nick NAME    who you are in the chat; default: your user name
  --record FILE  write what comes to FILE (JSON lines), for tailrace replay
  --link-rate N  write no more than N kbit/s to the terminal; needed only where
                 nothing tells how fast the line is (tailrace doctor knows)

Example
  tailrace watch --logs /var/log/app.log --ticker kraken:BTC/USD`,
  flags: {
    ticker: {type: 'string', isMultiple: true},
    chat: {type: 'string', isMultiple: true},
    logs: {type: 'string', isMultiple: true},
    alerts: {type: 'string', isMultiple: true},
    nick: {type: 'string'},
    record: {type: 'string'},
    linkRate: {type: 'number'},
  },
  args: [0, 0],
  async run(_args, flags, io) {
    const urls: StreamUrls = {
      ticker: texts(flags, 'ticker'),
      chat: texts(flags, 'chat'),
      logs: texts(flags, 'logs'),
      alerts: texts(flags, 'alerts'),
    };
    if (channels.every(channel => urls[channel].length === 0)) {
      throw new UsageError(
        'watch needs a stream: --ticker, --chat, --logs or --alerts URL; tailrace alone shows a demo',
      );
    }
    return watchStreams(urls, flags, io, 'tailrace');
  },
};

/** Runs the console on the streams; resolves to the exit code. */
export async function watchStreams(urls: StreamUrls, flags: Flags, io: Io, title: string): Promise<number> {
  requireTerminal(io);
  const abort = new AbortController();
  const {signal} = abort;
  const stdinIsTaken = urls.logs.includes('-');
  if (stdinIsTaken && io.stdin.isTTY)
    throw new UsageError('--logs - reads standard input, and that is the terminal; pipe something in');
  const nick = text(flags, 'nick') ?? nickOf(io.env);
  const log = openLog();
  const {streams, chat} = liveStreams(urls, {signal, stdin: io.stdin, nick, judge: true, log});
  for (const url of urls.logs) await checkLogFile(url);
  const path = text(flags, 'record');
  const now = () => systemClock.now();
  await using recorder = path === undefined ? undefined : await Recorder.create(path, header(streams), now);
  const panes = channels.filter(channel => streams.some(stream => stream.channel === channel));
  return await runSession({
    io,
    log,
    title,
    panes,
    stdinIsTaken,
    recorder,
    lineBytesPerSecond: linkRate(flags),
    now,
    abort,
    ...(chat
      ? {
          actions: {
            say: (room, words, kind) => chat.say(room, words, kind),
            join: room => chat.join(room),
            part: room => chat.part(room),
            nick: name => chat.rename(name),
            topic: (room, words) => chat.topic(room, words),
          },
        }
      : {}),
    feed: async context => {
      await Promise.all(streams.map(stream => feed(stream, context, recorder)));
    },
  });
}

/** One stream into the recording, then into the store. A stream that fails ends alone, and says why. */
async function feed(
  {channel, url, events, counters}: LiveStream,
  {store, touch, log}: FeedContext,
  recorder: Recorder | undefined,
): Promise<void> {
  store.watch(counters);
  const apply = async (batch: Parameters<typeof store.apply>[1]) => {
    const atMs = systemClock.now();
    const waited = recorder?.record(channel, batch, atMs);
    if (waited !== undefined) await waited;
    store.apply(channel, batch, atMs);
    touch();
  };
  try {
    for await (const batch of events) {
      for (const event of batch)
        if (event.type === 'status' || event.type === 'reject') log.info({channel, ...event}, event.type);
      await apply(batch);
    }
  } catch (error) {
    log.error({channel, url, error}, 'stream failed');
    await apply([
      {
        type: 'status',
        source: url,
        state: 'ended',
        reason: sentenceOf(error),
        time: isoTime(systemClock.now()),
      },
    ]);
  }
}

function header(streams: readonly LiveStream[]) {
  return {
    format: 'tailrace',
    version: 1,
    writer: `tailrace/${pkg.version}`,
    start: isoTime(systemClock.now()),
    streams: streams.map(({channel, url}): {ch: ChannelName; url: string} => ({ch: channel, url})),
  } as const;
}

/** A nick that IRC takes, from the user's name. */
function nickOf({USER, LOGNAME}: Io['env']): string {
  const name = (USER || LOGNAME || '').replace(/[^a-z\d_-]/gi, '').slice(0, 20);
  return /^[a-z]/i.test(name) ? name : 'operator';
}
