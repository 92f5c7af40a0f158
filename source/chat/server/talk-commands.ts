import {cutUtf8} from '../cut-utf8.ts';
import type {IrcLine} from '../irc-line.ts';
import {casefold} from '../names.ts';
import type {Command, Commands} from './command.ts';
import type {Network} from './network.ts';
import {Outgoing} from './outgoing.ts';
import {replies} from './replies.ts';
import type {Session} from './session.ts';
import {maxLineBytes, maxTargets} from './text-limits.ts';

/** PRIVMSG and NOTICE: RFC 2812 section 3.3; TAGMSG: the IRCv3 message-tags specification. */
export const talkCommands: Commands = {
  PRIVMSG: talk('PRIVMSG'),
  NOTICE: talk('NOTICE'),
  TAGMSG: talk('TAGMSG'),
};

function talk(command: 'PRIVMSG' | 'NOTICE' | 'TAGMSG'): Command {
  return {
    run(network, session, line) {
      const [names = '', text = ''] = line.params;
      // A notice is never answered, not even by an error.
      const answer = command === 'NOTICE' ? () => {} : network.reply.bind(network, session);
      if (names === '') return answer(replies.noRecipient);
      if (text === '' && command !== 'TAGMSG') return answer(replies.noText);
      const targets = new Map(names.split(',').map(name => [casefold(name), name]));
      if (targets.size > maxTargets) return answer(replies.tooManyTargets, names);
      session.spokeAtMs = network.clock.now();
      for (const target of targets.values()) {
        const receivers = receiversOf(network, session, target);
        if ('code' in receivers) answer(receivers, target);
        else
          send(
            network,
            session,
            {command, text, target: receivers.name, tags: line.tags},
            receivers.sessions,
          );
      }
    },
  };
}

interface Receivers {
  readonly name: string;
  readonly sessions: Iterable<Session>;
}

function receiversOf(network: Network, session: Session, target: string) {
  if (!target.startsWith('#')) {
    const client = network.client(target);
    return client ? ({name: client.nick!, sessions: [client]} satisfies Receivers) : replies.noSuchNick;
  }
  const room = network.room(target);
  if (!room) return replies.noSuchRoom;
  if (!session.rooms.has(room)) return replies.cannotSend;
  return {name: room.name, sessions: room.members} satisfies Receivers;
}

interface Talk {
  readonly command: 'PRIVMSG' | 'NOTICE' | 'TAGMSG';
  readonly target: string;
  readonly text: string;
  readonly tags: IrcLine['tags'];
}

function send(
  network: Network,
  session: Session,
  {command, target, text, tags}: Talk,
  receivers: Iterable<Session>,
): void {
  const head = `:${session.source} ${command} ${target} :`;
  const params =
    command === 'TAGMSG' ? [target] : [target, cutUtf8(text, maxLineBytes - Buffer.byteLength(head))];
  const line = new Outgoing(
    {source: session.source, command, params},
    {timeMs: network.clock.now(), id: network.nextId(), tags: clientOnly(tags)},
  );
  // Those who cannot see tags have no use for a message that is nothing but tags.
  const wants = (one: Session) => command !== 'TAGMSG' || one.caps.has('message-tags');
  for (const receiver of receivers)
    if (receiver !== session && wants(receiver)) network.deliver(line, receiver);
  const toOneself = casefold(target) === casefold(session.nick!);
  if (toOneself && wants(session)) network.deliver(line, session);
  if (session.caps.has('echo-message') && wants(session)) network.deliver(line, session);
}

/** The tags that a client may pass to others. */
function clientOnly(tags: IrcLine['tags']): IrcLine['tags'] {
  return tags.size === 0 ? tags : new Map([...tags].filter(([key]) => key.startsWith('+')));
}
