import type {Command} from './command.ts';
import {demo} from './demo.ts';
import {doctor} from './doctor.ts';
import {replay} from './replay.ts';
import {serve} from './serve.ts';
import {ticker} from './ticker.ts';
import {twin} from './twin.ts';
import {watch} from './watch.ts';

/** By name; '' is `tailrace` without a command. */
export const commands: Readonly<Record<string, Command>> = {
  '': demo,
  watch,
  replay,
  ticker,
  chat: twin('chat'),
  logs: twin('logs'),
  alerts: twin('alerts'),
  serve,
  doctor,
};

/** What `tailrace --help` says. */
export function overview(logPath: string): string {
  const list = Object.entries(commands).map(([name, {summary}]) => `  tailrace ${name.padEnd(7)} ${summary}`);
  return `A terminal console for live streams: market feeds, chat rooms and log pipelines.

Usage
${list.join('\n')}

tailrace COMMAND --help says more; ? shows the console's keys. With no command:
  --seed N, --nick NAME  another demonstration; who you are in its chat
  --record FILE          write what comes to FILE, for tailrace replay
  --link-rate N          write no more than N kbit/s to the terminal

Example
  tailrace watch --logs /var/log/app.log --ticker kraken:BTC/USD,ETH/USD

The program's own log (TAILRACE_LOG names another file):
  ${logPath}`;
}
