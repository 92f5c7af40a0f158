import {DemoHub} from '../hub/demo/demo-hub.ts';
import {openLog} from '../telemetry/log-file.ts';
import type {Command} from './command.ts';
import {linkRate, positive, text} from './flags.ts';
import {requireTerminal} from './session.ts';
import {watchStreams} from './watch.ts';

/** `tailrace` alone: the console on a hub in this process, which it talks to as to any other. */
export const demo: Command = {
  summary: 'The console on a demonstration of its own, offline.',
  usage: '[--seed N] [--nick NAME] [--record FILE] [--link-rate N]',
  help: '',
  flags: {
    seed: {type: 'number'},
    nick: {type: 'string'},
    record: {type: 'string'},
    linkRate: {type: 'number'},
  },
  args: [0, 0],
  async run(_args, flags, io) {
    requireTerminal(io);
    text(flags, 'nick');
    linkRate(flags);
    const log = openLog();
    await using world = await DemoHub.start({
      host: '127.0.0.1',
      port: 0,
      seed: positive(flags, 'seed') ?? 1,
      onError: error => log.error(error, 'demo hub'),
    });
    return await watchStreams(world.urls, flags, io, 'tailrace demo');
  },
};
