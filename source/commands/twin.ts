import {once} from 'node:events';
import type {ChannelName, StreamEvent} from '../recording/entry.ts';
import {merge} from '../streams/merge.ts';
import type {Command, Io} from './command.ts';
import {text} from './flags.ts';
import {liveStreams, type StreamUrls} from './live-streams.ts';
import {plainLine} from './plain-line.ts';
import {statusLine} from './status-line.ts';
import {untilSignal} from './until-signal.ts';

const none: StreamUrls = {ticker: [], chat: [], alerts: [], logs: []};

const what: Readonly<Record<ChannelName, {summary: string; example: string}>> = {
  ticker: {summary: 'Trades, a line each.', example: 'tailrace ticker kraken:BTC/USD,ETH/USD --json'},
  chat: {
    summary: 'What is said in chat rooms, a line each.',
    example: "tailrace chat 'irc+ws://127.0.0.1:7070/chat#ops'",
  },
  alerts: {
    summary: 'Alerts, a line for each change.',
    example: 'tailrace alerts ws://127.0.0.1:7070/alerts --json',
  },
  logs: {summary: 'Log records, a line each.', example: 'tailrace logs /var/log/app.log --json | jq .level'},
};

/** The headless twin of a pane: the same stream, as lines on standard output. */
export function twin(channel: ChannelName): Command {
  const {summary, example} = what[channel];
  return {
    summary,
    usage: `${channel} URL… [--json]`,
    help: `
Options
  --json       a JSON object a line: the events that a recording holds
  --retry      go on trying where the first connection fails; default: exit 1
${channel === 'chat' ? '  --nick NAME  who you are; default: guest\n' : ''}
What becomes of the connection is said on standard error.
Ends with the stream, at ^C (130), or when nobody reads any more (0).

Example
  ${example}`,
    flags: {
      json: {type: 'boolean'},
      retry: {type: 'boolean'},
      ...(channel === 'chat' ? {nick: {type: 'string'}} : {}),
    },
    args: [1, 32],
    async run(urls, flags, io) {
      const abort = new AbortController();
      const {signal} = abort;
      const failFast = flags.retry !== true;
      // The pipeline belongs to the console and the hub: the twin of a stream is that stream alone.
      const streams = urls.map(url => {
        const live = liveStreams(
          {...none, [channel]: [url]},
          {signal, stdin: io.stdin, nick: text(flags, 'nick'), failFast, judge: false},
        );
        return live.streams.find(stream => stream.channel === channel)!;
      });
      const sources = streams.map(
        ({events}) =>
          () =>
            events,
      );
      const print = printer(io, flags.json === true);
      const ended = (async () => {
        for await (const batch of merge<StreamEvent>(sources, {signal})) await print(batch);
        return 0;
      })();
      const code = await Promise.race([ended, untilSignal(signal)]);
      abort.abort();
      await ended.catch(() => {});
      return code;
    },
  };
}

/** Lines to stdout, no faster than it takes them; status and what could not be read to stderr. */
function printer({stdout, stderr}: Io, json: boolean) {
  return async (batch: readonly StreamEvent[]) => {
    let out = '';
    for (const event of batch) {
      if (event.type === 'status') {
        stderr.write(statusLine(event));
      } else if (event.type === 'reject') {
        stderr.write(`tailrace: ${event.source}: could not be read: ${event.reason}: ${event.sample}\n`);
      } else out += `${json ? JSON.stringify(event) : plainLine(event)}\n`;
    }
    if (out !== '' && !stdout.write(out)) await once(stdout, 'drain');
  };
}
