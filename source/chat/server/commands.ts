import type {IrcLine} from '../irc-line.ts';
import type {Command} from './command.ts';
import type {Network} from './network.ts';
import {queryCommands} from './query-commands.ts';
import {registrationCommands} from './registration-commands.ts';
import {replies} from './replies.ts';
import {roomCommands} from './room-commands.ts';
import type {Session} from './session.ts';
import {talkCommands} from './talk-commands.ts';

const commands = new Map<string, Command>(
  Object.entries({...registrationCommands, ...roomCommands, ...talkCommands, ...queryCommands}),
);

/** Does what a client's line asks for, or answers why not. */
export function runCommand(network: Network, session: Session, line: IrcLine) {
  const name = line.command.toUpperCase();
  const command = commands.get(name);
  if (!session.registered && !command?.early) return network.reply(session, replies.notRegistered);
  if (!command) return network.reply(session, replies.unknownCommand, line.command);
  if (line.params.length < (command.minParams ?? 0))
    return network.reply(session, replies.needMoreParams, name);
  command.run(network, session, line);
}
