import {cutUtf8} from '../cut-utf8.ts';
import {isRoom} from '../names.ts';
import type {Commands} from './command.ts';
import type {Network} from './network.ts';
import {Outgoing} from './outgoing.ts';
import {replies} from './replies.ts';
import type {Room} from './room.ts';
import type {Session} from './session.ts';
import {maxLineBytes, maxTopicBytes} from './text-limits.ts';

/** Rooms: RFC 2812 section 3.2. */
export const roomCommands: Commands = {
  JOIN: {
    minParams: 1,
    run(network, session, {params: [names = '']}) {
      if (names === '0') {
        for (const room of [...session.rooms]) part(network, session, room);
        return;
      }
      for (const name of new Set(names.split(','))) if (name !== '') join(network, session, name);
    },
  },

  PART: {
    minParams: 1,
    run(network, session, {params: [names = '', reason]}) {
      for (const name of new Set(names.split(','))) {
        const room = network.room(name);
        if (!room) network.reply(session, replies.noSuchRoom, name);
        else if (!session.rooms.has(room)) network.reply(session, replies.notOnRoom, name);
        else part(network, session, room, reason);
      }
    },
  },

  TOPIC: {
    minParams: 1,
    run(network, session, {params: [name = '', text]}) {
      const room = network.room(name);
      if (!room) return network.reply(session, replies.noSuchRoom, name);
      if (text === undefined && room.topic) return tellTopic(network, session, room);
      if (text === undefined) return network.reply(session, replies.noTopic, room.name);
      if (!session.rooms.has(room)) return network.reply(session, replies.notOnRoom, room.name);
      const topic = cutUtf8(text, maxTopicBytes);
      const atMs = network.clock.now();
      room.topic = topic === '' ? undefined : {text: topic, by: session.source, atMs};
      const line = {source: session.source, command: 'TOPIC', params: [room.name, topic]};
      network.fanOut(new Outgoing(line, {timeMs: atMs}), room.members);
    },
  },

  NAMES: {
    run(network, session, {params: [names = '*']}) {
      for (const name of new Set(names.split(','))) {
        const room = network.room(name);
        if (room) tellNames(network, session, room);
        else network.reply(session, replies.endOfNames, name);
      }
    },
  },

  LIST: {
    run(network, session, {params: [names = '']}) {
      const rooms =
        names === '' ? network.rooms.values() : new Set(names.split(',').map(name => network.room(name)));
      for (const room of rooms) {
        if (!room) continue;
        const count = String(room.members.size);
        network.reply(session, replies.listEntry, room.name, count, room.topic?.text ?? '');
      }
      network.reply(session, replies.endOfList);
    },
  },
};

function join(network: Network, session: Session, name: string): void {
  const existing = network.room(name);
  if (existing && session.rooms.has(existing)) return;
  const tooMany = session.rooms.size >= network.limits.maxRoomsPerClient;
  if (!isRoom(name) || tooMany) {
    network.reply(session, tooMany ? replies.tooManyRooms : replies.noSuchRoom, name);
    return;
  }
  const room = network.enter(session, name);
  const line = {source: session.source, command: 'JOIN', params: [room.name]};
  network.fanOut(new Outgoing(line, {timeMs: network.clock.now()}), room.members);
  if (room.topic) tellTopic(network, session, room);
  tellNames(network, session, room);
}

function part(network: Network, session: Session, room: Room, reason?: string): void {
  const params = reason === undefined ? [room.name] : [room.name, cutUtf8(reason, 300)];
  const line = {source: session.source, command: 'PART', params};
  network.fanOut(new Outgoing(line, {timeMs: network.clock.now()}), room.members);
  network.leave(session, room);
}

function tellTopic(network: Network, session: Session, room: Room): void {
  const {text, by, atMs} = room.topic!;
  network.reply(session, replies.topic, room.name, text);
  network.reply(session, replies.topicBy, room.name, by, String(Math.floor(atMs / 1000)));
}

/** Everyone's nick, in as many lines as it takes. */
function tellNames(network: Network, session: Session, room: Room): void {
  const space = maxLineBytes - Buffer.byteLength(`:${network.name} 353 ${session.nick} = ${room.name} :`);
  let nicks = '';
  for (const {nick} of room.members) {
    if (nicks.length + nick!.length + 1 > space) {
      network.reply(session, replies.names, '=', room.name, nicks);
      nicks = '';
    }
    nicks += nicks === '' ? nick : ` ${nick}`;
  }
  if (nicks !== '') network.reply(session, replies.names, '=', room.name, nicks);
  network.reply(session, replies.endOfNames, room.name);
}
