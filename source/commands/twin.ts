import type {ChannelName} from '../recording/entry.ts';
import type {Command} from './command.ts';
import {eventLines} from './event-lines.ts';
import {runTwin} from './run-twin.ts';

const what: Readonly<Record<Exclude<ChannelName, 'ticker'>, {summary: string; example: string}>> = {
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

/** The headless twin of a pane: the same stream, as lines on standard output. The ticker's is `ticker.ts`. */
export function twin(channel: Exclude<ChannelName, 'ticker'>): Command {
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
    run: (urls, flags, io) => runTwin(channel, urls, flags, io, eventLines(flags.json === true)),
  };
}
