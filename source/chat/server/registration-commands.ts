import {cutUtf8} from '../cut-utf8.ts';
import {isNick, maxNickLength, maxRoomBytes} from '../names.ts';
import {capabilities, isCapability} from './capabilities.ts';
import type {Commands} from './command.ts';
import type {Network} from './network.ts';
import {Outgoing} from './outgoing.ts';
import {middle, replies} from './replies.ts';
import type {Session} from './session.ts';
import {maxTargets, maxTopicBytes} from './text-limits.ts';

/** CAP as in the IRCv3 capability negotiation specification; the rest as in RFC 2812 section 3.1. */
export const registrationCommands: Commands = {
  CAP: {
    minParams: 1,
    early: true,
    run(network, session, {params: [sub = '', list = '']}) {
      const answer = (...params: string[]) => network.tell(session, 'CAP', session.nick ?? '*', ...params);
      switch (sub.toUpperCase()) {
        case 'LS':
          if (!session.registered) session.negotiating = true;
          return answer('LS', capabilities.join(' '));
        case 'LIST':
          return answer('LIST', [...session.caps].join(' '));
        case 'REQ':
          if (!session.registered) session.negotiating = true;
          return answer(request(session, list) ? 'ACK' : 'NAK', cutUtf8(list, 400));
        case 'END':
          session.negotiating = false;
          return completeRegistration(network, session);
        default:
          return network.reply(session, replies.invalidCap, sub);
      }
    },
  },

  // There is no password; clients may send one all the same.
  PASS: {
    early: true,
    run(network, session) {
      if (session.registered) network.reply(session, replies.alreadyRegistered);
    },
  },

  NICK: {
    early: true,
    run(network, session, {params: [nick = '']}) {
      if (nick === '') return network.reply(session, replies.noNick);
      if (!isNick(nick)) return network.reply(session, replies.badNick, nick);
      if (nick === session.nick) return;
      const {source} = session;
      if (!network.claimNick(session, nick)) return network.reply(session, replies.nickInUse, nick);
      if (!session.registered) return completeRegistration(network, session);
      const line = new Outgoing({source, command: 'NICK', params: [nick]}, {timeMs: network.clock.now()});
      network.deliver(line, session);
      network.fanOut(line, network.peers(session));
    },
  },

  USER: {
    early: true,
    run(network, session, {params}) {
      if (session.registered) return network.reply(session, replies.alreadyRegistered);
      if (params.length < 4) return network.reply(session, replies.needMoreParams, 'USER');
      session.user = params[0]!.replace(/[^\w.-]/g, '').slice(0, 10) || 'user';
      session.realName = cutUtf8(params[3]!, 100);
      completeRegistration(network, session);
    },
  },

  QUIT: {
    early: true,
    run(network, session, {params: [reason = '']}) {
      network.letGo(session, reason === '' ? 'Quit' : `Quit: ${cutUtf8(reason, 300)}`, 1000);
    },
  },

  PING: {
    early: true,
    run(network, session, {params: [token = '']}) {
      if (token === '') return network.reply(session, replies.noOrigin);
      network.tell(session, 'PONG', network.name, cutUtf8(token, 400));
    },
  },

  // That it came is all there is to it.
  PONG: {early: true, run() {}},
};

/** Turns on and off what is asked, all of it or, where something is unknown, nothing. */
function request(session: Session, list: string): boolean {
  const wanted = list.split(' ').filter(name => name !== '');
  const names = wanted.map(name => (name.startsWith('-') ? name.slice(1) : name));
  if (!names.every(isCapability)) return false;
  names.forEach((name, index) => {
    session.setCapability(name, !wanted[index]!.startsWith('-'));
  });
  return true;
}

function completeRegistration(network: Network, session: Session): void {
  if (session.registered || session.negotiating || session.nick === undefined || session.user === undefined) {
    return;
  }
  session.registered = true;
  const {name, limits} = network;
  const reply = network.reply.bind(network, session);
  reply(replies.welcome, `Welcome to tailrace chat, ${session.source}`);
  reply(replies.yourHost, `Your host is ${name}`);
  reply(replies.created, `This server was started ${new Date(network.startedAtMs).toISOString()}`);
  // Its parameters are separate words: server, version, user modes, room modes.
  network.tell(session, replies.myInfo.code, middle(session.nick), name, 'tailrace', 'i', 'n');
  reply(
    replies.support,
    'CASEMAPPING=ascii',
    'CHANTYPES=#',
    'CHANMODES=,,,n',
    'PREFIX=',
    `NICKLEN=${maxNickLength}`,
    `CHANNELLEN=${maxRoomBytes}`,
    `CHANLIMIT=#:${limits.maxRoomsPerClient}`,
    `TOPICLEN=${maxTopicBytes}`,
    `TARGMAX=PRIVMSG:${maxTargets},NOTICE:${maxTargets},TAGMSG:${maxTargets}`,
    'NETWORK=tailrace',
    'UTF8ONLY',
  );
  reply(replies.noMotd);
}
