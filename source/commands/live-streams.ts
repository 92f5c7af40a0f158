import {alerts} from '../anomaly/alerts.ts';
import {ChatClient} from '../chat/client.ts';
import {logs} from '../logs/logs.ts';
import {pipeline} from '../logs/pipeline.ts';
import type {LogRecord} from '../logs/record.ts';
import type {ChannelName, StreamEvent} from '../recording/entry.ts';
import {Channel} from '../streams/channel.ts';
import {type Clock, systemClock} from '../streams/clock.ts';
import type {Counters} from '../streams/counters.ts';
import {UsageError} from '../streams/errors.ts';
import {publicUrl} from '../streams/public-url.ts';
import type {StreamOptions} from '../streams/websocket-events.ts';
import type {Logger} from '../telemetry/log-file.ts';
import type {Feed} from '../ticker/feed.ts';
import {joinTickerUrls} from '../ticker/join-ticker-urls.ts';
import {type TickerOptions, ticker} from '../ticker/ticker.ts';

export type StreamUrls = Readonly<Record<ChannelName, readonly string[]>>;

/** What tickers are opened with besides. */
export type TickerSettings = Pick<TickerOptions, 'fields' | 'hello' | 'policy'>;

/** A stream; it connects when it is iterated. */
export interface LiveStream {
  readonly channel: ChannelName;
  /** Without credentials. */
  readonly url: string;
  readonly counters: Readonly<Counters>;
  readonly events: AsyncIterable<StreamEvent[]>;
  /** Of a ticker: to ask it for more. */
  readonly feed?: Feed;
}

export interface LiveOptions {
  readonly signal: AbortSignal;
  readonly stdin: NodeJS.ReadStream;
  /** Where the keys of venues stand. Default nowhere. */
  readonly env?: NodeJS.ProcessEnv;
  readonly clock?: Clock;
  readonly nick?: string | undefined;
  readonly failFast?: boolean;
  /** Where a client of Kafka's logs. */
  readonly log?: Logger;
  /** Where there are logs and no alerts, makes the alerts here. They must then be read: the logs wait for them. */
  readonly judge: boolean;
  readonly ticker?: TickerSettings;
}

export interface Live {
  readonly streams: readonly LiveStream[];
  /** To speak through, where there is a chat. */
  readonly chat: ChatClient | undefined;
  /** One more ticker; throws a UsageError as `liveStreams` does. */
  readonly openTicker: (url: string) => LiveStream & {readonly feed: Feed};
}

/** Records between the log sources and the pipeline of this process. */
const pipelineCapacity = 10_000;

/**
 * The streams that the URLs name. Throws a UsageError for a URL that cannot be read, before any connects.
 */
export function liveStreams(urls: StreamUrls, options: LiveOptions): Live {
  const {signal, stdin, env = {}, clock = systemClock, nick, failFast = false, judge, log} = options;
  const streams: LiveStream[] = [];
  const add = (
    channel: ChannelName,
    url: string,
    open: (options: StreamOptions) => AsyncIterable<StreamEvent[]>,
  ) => {
    const counters: Counters = {received: 0, delivered: 0, dropped: 0};
    streams.push({channel, url: publicUrl(url), counters, events: open({signal, clock, failFast, counters})});
  };
  if (urls.chat.length > 1)
    throw new UsageError(
      'the console is in one chat at a time; name its rooms in one URL: …/chat#ops,random',
    );
  const [chatAddress] = urls.chat;
  const chat =
    chatAddress === undefined
      ? undefined
      : new ChatClient(chatAddress, {signal, clock, failFast, ...(nick === undefined ? {} : {nick})});
  const local =
    judge && urls.alerts.length === 0 && urls.logs.length > 0 ? new LocalAlerts(urls.logs.length) : undefined;
  const openTicker = (url: string) => {
    const counters: Counters = {received: 0, delivered: 0, dropped: 0};
    const feed = ticker(url, {signal, clock, failFast, counters, env, ...options.ticker});
    return {channel: 'ticker', url: publicUrl(url), counters, events: feed, feed} as const;
  };
  for (const url of joinTickerUrls(urls.ticker)) streams.push(openTicker(url));
  if (chat) add('chat', chatAddress!, () => chat);
  for (const url of urls.alerts) add('alerts', url, options => alerts(url, options));
  for (const url of urls.logs) {
    add('logs', url, options => {
      const source = logs(url, {...options, stdin, ...(log ? {log} : {})});
      return local ? local.tap(source) : source;
    });
  }
  if (local) add('alerts', 'pipeline of this process', () => local.alerts(clock, signal));
  return {streams, chat, openTicker};
}

/** The hub's pipeline in this process, fed with the records that pass by. */
class LocalAlerts {
  readonly #records = new Channel<LogRecord>({capacity: pipelineCapacity, policy: 'wait'});
  #sources: number;

  constructor(sources: number) {
    this.#sources = sources;
  }

  /** Lets a stream's records by, and the pipeline see them: a slow pipeline holds the stream back. */
  async *tap<T extends StreamEvent>(source: AsyncIterable<T[]>): AsyncGenerator<T[], void, undefined> {
    try {
      for await (const batch of source) {
        const records = batch.filter((event): event is T & LogRecord => event.type === 'log');
        const waited = this.#records.push(records);
        if (waited !== undefined) await waited;
        yield batch;
      }
    } finally {
      if (--this.#sources === 0) this.#records.close();
    }
  }

  alerts(clock: Clock, signal: AbortSignal): AsyncIterable<StreamEvent[]> {
    return pipeline(this.#records, {clock, signal});
  }
}
