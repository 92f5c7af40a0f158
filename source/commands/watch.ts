import pkg from '../../package.json' with {type: 'json'};
import type {ChatClient} from '../chat/client.ts';
import type {ConsoleActions} from '../console/console.ts';
import {type ChannelName, channels, type StreamEvent} from '../recording/entry.ts';
import {Recorder} from '../recording/recorder.ts';
import {isoTime, systemClock} from '../streams/clock.ts';
import {sentenceOf, UsageError} from '../streams/errors.ts';
import {openLog} from '../telemetry/log-file.ts';
import type {TickerNews} from '../ticker/event.ts';
import {checkLogFile} from './check-log-file.ts';
import type {Command, Flags, Io} from './command.ts';
import {type Config, readConfig} from './config.ts';
import {duration} from './duration.ts';
import {linkRate, text, texts} from './flags.ts';
import {type LiveStream, liveStreams, type StreamUrls} from './live-streams.ts';
import {type FeedContext, requireTerminal, runSession} from './session.ts';
import {TickerDesk} from './ticker-desk.ts';
import {tickerSettings} from './ticker-settings.ts';

/** `tailrace watch`: the console on given streams. */
export const watch: Command = {
  summary: 'The console on given streams.',
  usage: 'watch [--ticker URL] [--chat URL] [--logs URL] [--alerts URL]',
  help: `
Streams (each but --chat may be given several times)
  --ticker URL   kraken:BTC/USD,ETH/USD, coinbase:BTC-USD, binance:btcusdt, …,
                 kraken+ws://HOST:PORT/v2#BTC/USD, or json+wss://HOST/PATH
                 with --field NAME=PATH and --subscribe TEXT (docs/ticker.md)
  --chat URL     irc+ws://HOST:PORT/chat#room,room
  --logs URL     a file to follow, - for standard input, ws://HOST:PORT/logs, or
                 kafka://BROKER:9092/TOPIC?group=NAME&from=latest; without
                 --alerts, alerts are made from them in this process
  --alerts URL   ws://HOST:PORT/alerts

Options
  --config FILE  streams, groups and price alerts from FILE (see the README)
  --window TIME  how long the moving average reaches back; default: 5s
  --nick NAME    who you are in the chat; default: your user name
  --record FILE  write what comes to FILE (JSON lines), for tailrace replay
  --link-rate N  write no more than N kbit/s to the terminal (tailrace doctor)
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
    config: {type: 'string'},
    window: {type: 'string'},
    field: {type: 'string', isMultiple: true},
    subscribe: {type: 'string', isMultiple: true},
  },
  args: [0, 0],
  async run(_args, flags, io) {
    const path = text(flags, 'config');
    const config = path === undefined ? undefined : await readConfig(path);
    const given = (name: ChannelName) => {
      const flagged = texts(flags, name);
      return flagged.length > 0 ? flagged : (config?.[name] ?? []);
    };
    const urls: StreamUrls = {
      ticker: given('ticker'),
      chat: given('chat'),
      logs: given('logs'),
      alerts: given('alerts'),
    };
    if (channels.every(channel => urls[channel].length === 0)) {
      throw new UsageError(
        'watch needs a stream: --ticker, --chat, --logs or --alerts URL; tailrace alone shows a demo',
      );
    }
    return watchStreams(urls, flags, io, 'tailrace', config);
  },
};

/** Runs the console on the streams; resolves to the exit code. */
export async function watchStreams(
  urls: StreamUrls,
  flags: Flags,
  io: Io,
  title: string,
  config?: Config,
): Promise<number> {
  requireTerminal(io);
  const abort = new AbortController();
  const {signal} = abort;
  const stdinIsTaken = urls.logs.includes('-');
  if (stdinIsTaken && io.stdin.isTTY)
    throw new UsageError('--logs - reads standard input, and that is the terminal; pipe something in');
  const nick = text(flags, 'nick') ?? config?.nick ?? nickOf(io.env);
  const windowMs = duration({window: config?.window, ...flags}, 'window', 1);
  const log = openLog();
  const path = text(flags, 'record');
  const {streams, chat, openTicker} = liveStreams(urls, {
    signal,
    stdin: io.stdin,
    env: io.env,
    nick,
    judge: true,
    log,
    // A recording has every trade, and is waited for; the screen alone shows what is newest.
    ticker: {...tickerSettings(flags), policy: path === undefined ? 'drop-oldest' : 'wait'},
  });
  for (const url of urls.logs) await checkLogFile(url);
  const now = () => systemClock.now();
  await using recorder = path === undefined ? undefined : await Recorder.create(path, header(streams), now);
  const rules = config?.priceAlerts ?? [];
  const panes = channels.filter(
    channel =>
      streams.some(stream => stream.channel === channel) || (channel === 'alerts' && rules.length > 0),
  );
  const running = new Set<Promise<void>>();
  let start = (_: LiveStream) => {};
  let tell = (_channel: ChannelName, _events: readonly StreamEvent[]) => {};
  const desk = new TickerDesk({
    rules,
    open(url) {
      const stream = openTicker(url);
      start(stream);
      return stream.feed;
    },
    tell(events) {
      tell(
        'ticker',
        events.filter(({type}) => type !== 'alert'),
      );
      tell(
        'alerts',
        events.filter(({type}) => type === 'alert'),
      );
    },
  });
  return await runSession({
    io,
    log,
    title,
    panes,
    groups: Object.fromEntries(config?.groups ?? []),
    windowMs,
    stdinIsTaken,
    recorder,
    lineBytesPerSecond: linkRate(flags),
    now,
    abort,
    actions: {
      ...(chat ? chatActions(chat) : {}),
      add: (symbol, near) => desk.add(symbol, near),
      remove: (venue, symbol) => desk.remove(venue, symbol),
      alert: rule => desk.alert(rule),
      levels: (venue, symbol) => desk.levels(venue, symbol),
      unalert: rule => desk.unalert(rule),
    },
    feed: async context => {
      const apply = applier(context, recorder);
      tell = (channel, events) => void apply(channel, events);
      start = stream => {
        if (stream.feed) desk.watch(stream.feed);
        const run = feed(stream, context, async (channel, batch) => {
          await apply(channel, batch);
          for (const event of batch)
            if (event.type === 'subscription' && event.state === 'refused')
              context.notify(`${event.venue} refuses ${event.symbol}: ${event.reason}`);
          const raised = channel === 'ticker' ? desk.judge(batch as readonly TickerNews[]) : [];
          if (raised.length > 0) await apply('alerts', raised);
        });
        running.add(run);
        void run.finally(() => {
          running.delete(run);
          if (stream.feed) desk.forget(stream.feed);
        });
      };
      for (const stream of streams) start(stream);
      while (running.size > 0) await Promise.all(running);
    },
  });
}

type Apply = (channel: ChannelName, batch: readonly StreamEvent[]) => Promise<void>;

/** Into the recording, then into the store. */
function applier({store, touch}: FeedContext, recorder: Recorder | undefined): Apply {
  return async (channel, batch) => {
    if (batch.length === 0) return;
    const atMs = systemClock.now();
    const waited = recorder?.record(channel, batch, atMs);
    if (waited !== undefined) await waited;
    store.apply(channel, batch, atMs);
    touch();
  };
}

function chatActions(chat: ChatClient): Partial<ConsoleActions> {
  return {
    say: (room, words, kind) => chat.say(room, words, kind),
    join: room => chat.join(room),
    part: room => chat.part(room),
    nick: name => chat.rename(name),
    topic: (room, words) => chat.topic(room, words),
  };
}

/** Hands a stream on. One that fails ends alone, and says why. */
async function feed(
  {channel, url, events, counters}: LiveStream,
  {store, log}: FeedContext,
  apply: Apply,
): Promise<void> {
  store.watch(counters);
  try {
    for await (const batch of events) {
      for (const event of batch)
        if (event.type === 'status' || event.type === 'reject') log.info({channel, ...event}, event.type);
      await apply(channel, batch);
    }
  } catch (error) {
    log.error({channel, url, error}, 'stream failed');
    await apply(channel, [
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
