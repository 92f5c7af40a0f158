import type {Commands} from './command.ts';
import type {Network} from './network.ts';
import {middle, replies} from './replies.ts';
import type {Session} from './session.ts';
import {maxLineBytes} from './text-limits.ts';

/** Questions about clients, rooms and the server: RFC 2812 sections 3.4 and 3.6, and MODE as a question. */
export const queryCommands: Commands = {
  MODE: {
    minParams: 1,
    run(network, session, {params: [target = '', modes]}) {
      if (!target.startsWith('#')) {
        if (network.client(target) !== session) {
          return network.reply(
            session,
            network.client(target) ? replies.otherUser : replies.noSuchNick,
            target,
          );
        }
        return network.reply(session, replies.userMode, '+');
      }
      const room = network.room(target);
      if (!room) return network.reply(session, replies.noSuchRoom, target);
      if (modes === undefined) {
        network.reply(session, replies.roomMode, room.name, '+n');
        network.reply(session, replies.roomCreated, room.name, seconds(room.createdAtMs));
      } else if (/^\+?b$/.test(modes)) network.reply(session, replies.endOfBans, room.name);
      else network.reply(session, replies.needOperator, room.name);
    },
  },

  WHO: {
    run(network, session, {params: [mask = '*']}) {
      const room = network.room(mask);
      const client = network.client(mask);
      const found: Iterable<Session> = room?.members ?? (client ? [client] : []);
      for (const one of found) {
        const where = room?.name ?? '*';
        const {user = '*', host, nick = '*', realName} = one;
        network.reply(session, replies.whoEntry, where, user, host, network.name, nick, 'H', `0 ${realName}`);
      }
      network.reply(session, replies.endOfWho, mask);
    },
  },

  WHOIS: {
    run(network, session, {params}) {
      const nick = params.at(-1) ?? '';
      if (nick === '') return network.reply(session, replies.noNick);
      const client = network.client(nick);
      if (client) tellWhois(network, session, client);
      else network.reply(session, replies.noSuchNick, nick);
      network.reply(session, replies.endOfWhois, nick);
    },
  },

  LUSERS: {
    run(network, session) {
      const count = network.nicks.size;
      network.reply(session, replies.clients, `There are ${count} users and 0 invisible on 1 servers`);
      network.reply(session, replies.rooms, String(network.rooms.size));
      network.reply(session, replies.me, `I have ${count} clients and 1 servers`);
    },
  },

  MOTD: {
    run: (network, session) => network.reply(session, replies.noMotd),
  },
};

function tellWhois(network: Network, session: Session, client: Session): void {
  const {nick = '*', user = '*', host, realName} = client;
  network.reply(session, replies.whoisUser, nick, user, host, '*', realName);
  const space = maxLineBytes - Buffer.byteLength(`:${network.name} 319 ${session.nick} ${nick} :`);
  let rooms = '';
  for (const {name} of client.rooms) {
    if (Buffer.byteLength(`${rooms} ${name}`) > space) {
      network.reply(session, replies.whoisRooms, nick, rooms);
      rooms = '';
    }
    rooms += rooms === '' ? name : ` ${name}`;
  }
  if (rooms !== '') network.reply(session, replies.whoisRooms, nick, rooms);
  network.reply(session, replies.whoisServer, nick, network.name);
  const idle = String(Math.floor((network.clock.now() - client.spokeAtMs) / 1000));
  network.reply(session, replies.whoisIdle, middle(nick), idle, seconds(client.connectedAtMs));
}

function seconds(ms: number): string {
  return String(Math.floor(ms / 1000));
}
