import assert from 'node:assert/strict';
import {test} from 'node:test';
import type {ChatEvent, Message} from '../../source/chat/event.ts';
import {Rooms} from '../../source/chat/rooms.ts';

const time = '2026-11-01T12:00:00.000Z';

function said(room: string, nick: string, text: string, more: Partial<Message> = {}): ChatEvent {
  return {type: 'message', room, nick, text, time, ...more};
}

function came(room: string, nick: string, self = false): ChatEvent {
  return {type: 'presence', room, nick, change: 'join', time, ...(self && {self})};
}

function roomsWith(...events: ChatEvent[]): Rooms {
  const rooms = new Rooms();
  for (const event of events) rooms.apply(event);
  return rooms;
}

function room(rooms: Rooms, name: string) {
  return rooms.snapshot().rooms.find(one => one.name === name)!;
}

test('rooms stand in the order of joining, and are the same whatever the case of their letters', () => {
  const rooms = roomsWith(came('#ops', 'ada', true), came('#Random', 'ada', true), said('#OPS', 'bob', 'hi'));
  assert.deepEqual(
    rooms.snapshot().rooms.map(({name}) => name),
    ['#ops', '#Random'],
  );
  assert.equal(room(rooms, '#ops').unread, 1);
});

test('what others say is unread until the room is marked read; our own words and comings and goings are not', () => {
  const rooms = roomsWith(
    came('#ops', 'ada', true),
    came('#ops', 'bob'),
    said('#ops', 'bob', 'hi'),
    said('#ops', 'bob', 'waves', {kind: 'action'}),
    said('#ops', 'ada', 'hello', {self: true}),
  );
  assert.equal(room(rooms, '#ops').unread, 2);
  rooms.markRead('#OPS');
  assert.equal(room(rooms, '#ops').unread, 0);
  rooms.apply(said('#ops', 'bob', 'more'));
  assert.equal(room(rooms, '#ops').unread, 1);
});

for (const [text, mentioned] of [
  ['ada: look', true],
  ['thanks Ada!', true],
  ['(ada)', true],
  ['ada', true],
  ['@ada,bob', true],
  ['adam and nevada', false],
  ['ada_ is another', false],
  ['ada-lovelace', false],
  ['x|ada', false],
  ['žada', false],
  ['早ada', false],
] as const) {
  test(`${JSON.stringify(text)} ${mentioned ? 'mentions' : 'does not mention'} ada`, () => {
    const rooms = roomsWith(came('#ops', 'ada', true), said('#ops', 'bob', text));
    assert.equal(room(rooms, '#ops').mentions, mentioned ? 1 : 0);
    assert.equal(room(rooms, '#ops').lines.at(-1)!.mention, mentioned);
  });
}

test('a nick full of signs is found too, and only as it stands', () => {
  const rooms = new Rooms();
  rooms.setNick('[a]\\^{b}|-`');
  rooms.apply(said('#ops', 'bob', 'hi [a]\\^{b}|-`, there'));
  rooms.apply(said('#ops', 'bob', 'hi a b'));
  assert.equal(room(rooms, '#ops').mentions, 1);
});

test('we are who the events say: after a new nick, mentions are of the new one', () => {
  const rooms = roomsWith(
    came('#ops', 'ada', true),
    {type: 'presence', room: '#ops', nick: 'ada', change: 'nick', newNick: 'countess', self: true, time},
    said('#ops', 'bob', 'ada?'),
    said('#ops', 'bob', 'countess?'),
    said('#ops', 'countess', 'countess herself', {self: true}),
  );
  assert.equal(rooms.snapshot().nick, 'countess');
  assert.equal(room(rooms, '#ops').mentions, 1);
});

test('people come, go, change their names and are listed sorted, without regard to case', () => {
  const rooms = roomsWith(
    came('#ops', 'ada', true),
    {type: 'names', room: '#ops', nicks: ['yuki', 'ada', 'Marek'], time},
    came('#ops', 'Bob'),
    {type: 'presence', room: '#ops', nick: 'yuki', change: 'nick', newNick: 'Zoë', time},
    {type: 'presence', room: '#ops', nick: 'marek', change: 'quit', text: 'too slow', time},
  );
  assert.deepEqual(room(rooms, '#ops').nicks, ['ada', 'Bob', 'Zoë']);
  assert.equal(room(rooms, '#ops').members, 3);
  assert.deepEqual(
    room(rooms, '#ops').lines.map(({kind, nick, text}) => [kind, nick, text]),
    [
      ['presence', 'ada', 'joined'],
      ['presence', 'Bob', 'joined'],
      ['presence', 'yuki', 'is now Zoë'],
      ['presence', 'marek', 'quit: too slow'],
    ],
  );
});

test('names after a reconnect replace those of before', () => {
  const rooms = roomsWith(
    {type: 'names', room: '#ops', nicks: ['ada', 'bob'], time},
    {type: 'names', room: '#ops', nicks: ['ada', 'cyd'], time},
  );
  assert.deepEqual(room(rooms, '#ops').nicks, ['ada', 'cyd']);
});

test('a topic is shown, and is a line once, however often it is told', () => {
  const topic: ChatEvent = {type: 'topic', room: '#ops', topic: 'deploys today', time};
  const rooms = roomsWith(topic, topic);
  assert.equal(room(rooms, '#ops').topic, 'deploys today');
  assert.deepEqual(
    room(rooms, '#ops').lines.map(({kind, text}) => [kind, text]),
    [['topic', 'deploys today']],
  );
});

test('a room that we part is gone; one that we are kicked from stays, and says so', () => {
  const rooms = roomsWith(
    came('#a', 'ada', true),
    came('#b', 'ada', true),
    {type: 'presence', room: '#a', nick: 'ada', change: 'part', self: true, time},
    {type: 'presence', room: '#b', nick: 'ada', change: 'kick', text: 'out', self: true, time},
  );
  assert.deepEqual(
    rooms.snapshot().rooms.map(({name}) => name),
    ['#b'],
  );
  assert.equal(room(rooms, '#b').lines.at(-1)!.text, 'was kicked: out');
});

test('a gap is a line in every room, and not unread', () => {
  const rooms = roomsWith(came('#a', 'ada', true), came('#b', 'ada', true));
  rooms.gap('nothing heard for 9 s', time);
  for (const name of ['#a', '#b']) {
    assert.deepEqual(room(rooms, name).lines.at(-1), {
      time,
      kind: 'gap',
      nick: '',
      text: 'nothing heard for 9 s',
      self: false,
      mention: false,
    });
    assert.equal(room(rooms, name).unread, 0);
  }
});

test("the server's word is shown in the room marked read last", () => {
  const rooms = roomsWith(came('#a', 'ada', true), came('#b', 'ada', true));
  rooms.markRead('#b');
  rooms.apply({type: 'server', text: 'No such nick', code: '401', time});
  assert.equal(room(rooms, '#b').lines.at(-1)!.text, 'No such nick');
});

test("without a room the server's word waits in one of its own, which the first room takes over", () => {
  const rooms = roomsWith({type: 'server', text: 'Cannot join', code: '473', time});
  assert.deepEqual(
    rooms.snapshot().rooms.map(({name, lines}) => [name, lines.length]),
    [['*', 1]],
  );
  rooms.apply(came('#a', 'ada', true));
  assert.deepEqual(
    rooms.snapshot().rooms.map(({name, lines}) => [name, lines.length]),
    [['#a', 2]],
  );
});

test('a room keeps its newest 2,000 lines and counts them all', () => {
  const rooms = new Rooms();
  for (let index = 0; index < 5001; index++) rooms.apply(said('#ops', 'bob', String(index)));
  const {lines, total, unread} = room(rooms, '#ops');
  assert.equal(lines.length, 2000);
  assert.equal(lines[0]!.text, '3001');
  assert.equal(lines.at(-1)!.text, '5000');
  assert.equal(total, 5001);
  assert.equal(unread, 5001);
});

test('strangers who each begin a conversation do not fill the memory, nor push a room out', () => {
  const rooms = roomsWith(came('#ops', 'ada', true));
  for (let index = 0; index < 2000; index++) rooms.apply(said(`bot${index}`, `bot${index}`, 'hi'));
  const names = rooms.snapshot().rooms.map(({name}) => name);
  assert.equal(names.length, 500);
  assert.equal(names[0], '#ops');
  assert.equal(names.at(-1), 'bot1999');
});

test('a snapshot is the same object until something changes, and so is the view of a room that did not', () => {
  const rooms = roomsWith(came('#a', 'ada', true), came('#b', 'ada', true));
  const before = rooms.snapshot();
  rooms.markRead('#a');
  rooms.markRead('#nowhere');
  rooms.setNick('ada');
  assert.equal(rooms.snapshot(), before);
  rooms.apply(said('#b', 'bob', 'hi'));
  const after = rooms.snapshot();
  assert.notEqual(after, before);
  assert.equal(after.rooms[0], before.rooms[0]);
  assert.notEqual(after.rooms[1], before.rooms[1]);
  assert.equal(before.rooms[1]!.lines.length, 1);
});
