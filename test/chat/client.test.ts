import assert from 'node:assert/strict';
import {test} from 'node:test';
import {ChatClient} from '../../source/chat/client.ts';
import {Rooms} from '../../source/chat/rooms.ts';
import {ManualClock} from '../../source/streams/clock.ts';
import {SourceError, UsageError} from '../../source/streams/errors.ts';
import {chatHost, closed} from '../helpers/chat-host.ts';
import {ChatListener} from '../helpers/chat-listener.ts';
import {IrcClient} from '../helpers/irc-client.ts';
import {scriptedServer} from '../helpers/scripted-server.ts';

const start = Date.UTC(2026, 10, 1, 12);

function url(port: number, rooms = 'ops', user = 'ada'): string {
  return `irc+ws://${user}@127.0.0.1:${port}/chat#${rooms}`;
}

test("a client comes in, joins its rooms, and hears topic, names and talk with the server's time", async () => {
  await using host = await chatHost({clock: new ManualClock(start)});
  await using bob = await IrcClient.enter(host.address, 'bob', {rooms: ['#ops']});
  bob.send('TOPIC #ops :deploys today');
  await bob.rest();
  await using ada = new ChatListener(url(host.port, 'ops,random'));
  await ada.joined('#random');
  bob.send(
    'PRIVMSG #ops :morning',
    'NOTICE #ops :beep',
    'PRIVMSG #ops :\u0001ACTION yawns\u0001',
    'PRIVMSG ada :psst',
  );
  await ada.until('message', {room: 'bob'});
  const time = '2026-11-01T12:00:00.000Z';
  const told = ada.events.filter(({type}) => type !== 'status').map(event => ({...event, id: undefined}));
  const ours = {time, id: undefined};
  const now = told.map(event => ({...event, time}));
  assert.deepEqual(now, [
    {type: 'presence', room: '#ops', nick: 'ada', change: 'join', self: true, ...ours},
    {type: 'topic', room: '#ops', topic: 'deploys today', ...ours},
    {type: 'names', room: '#ops', nicks: ['bob', 'ada'], ...ours},
    {type: 'presence', room: '#random', nick: 'ada', change: 'join', self: true, ...ours},
    {type: 'names', room: '#random', nicks: ['ada'], ...ours},
    {type: 'message', room: '#ops', nick: 'bob', text: 'morning', ...ours},
    {type: 'message', room: '#ops', nick: 'bob', text: 'beep', kind: 'notice', ...ours},
    {type: 'message', room: '#ops', nick: 'bob', text: 'yawns', kind: 'action', ...ours},
    {type: 'message', room: 'bob', nick: 'bob', text: 'psst', ...ours},
  ]);
  assert.ok(told.filter(({type}) => type === 'message').every(event => event.time === time));
  assert.deepEqual(
    ada.events.filter(event => event.type === 'status').map(({state}) => state),
    ['connecting', 'connected'],
  );
});

test('what a client says comes back once, as its own, and reaches the others', async () => {
  await using host = await chatHost();
  await using bob = await IrcClient.enter(host.address, 'bob', {rooms: ['#ops']});
  await using ada = new ChatListener(url(host.port));
  await ada.joined('#ops');
  assert.equal(ada.client.say('#ops', 'hello'), true);
  assert.equal(ada.client.say('#ops', 'waves', 'action'), true);
  assert.equal(ada.client.say('bob', 'psst', 'notice'), true);
  assert.equal((await bob.until('PRIVMSG')).params[1], 'hello');
  assert.equal((await bob.until('PRIVMSG')).params[1], '\u0001ACTION waves\u0001');
  assert.deepEqual((await bob.until('NOTICE')).params, ['bob', 'psst']);
  await ada.until('message', {kind: 'notice'});
  const own = ada.events.filter(event => event.type === 'message');
  assert.deepEqual(
    own.map(({room, nick, text, kind, self}) => ({room, nick, text, kind, self})),
    [
      {room: '#ops', nick: 'ada', text: 'hello', kind: undefined, self: true},
      {room: '#ops', nick: 'ada', text: 'waves', kind: 'action', self: true},
      {room: 'bob', nick: 'ada', text: 'psst', kind: 'notice', self: true},
    ],
  );
  assert.ok(own.every(({id}) => id !== undefined));
});

test('to a server without echo-message a client shows its own words itself', async () => {
  await using server = await scriptedServer({caps: ''});
  await using ada = new ChatListener(url(server.port), {clock: new ManualClock(start)});
  await ada.joined('#ops');
  assert.equal(ada.client.say('#ops', 'hello\nthere'), true);
  await server.until(/^PRIVMSG #ops there$/);
  const {time} = await ada.until('message', {text: 'hello', self: true, nick: 'ada'});
  assert.equal(time, '2026-11-01T12:00:00.000Z');
  await ada.until('message', {text: 'there', self: true});
  assert.equal(ada.events.filter(({type}) => type === 'message').length, 2);
});

test('nothing is said before the connection stands, after it broke, or in a room that we are not in', async () => {
  await using host = await chatHost();
  await using ada = new ChatListener(url(host.port));
  assert.equal(ada.client.say('#ops', 'too early'), false);
  await ada.joined('#ops');
  assert.equal(ada.client.say('#elsewhere', 'hi'), false);
  assert.equal(ada.client.say('#ops', ' \r\n '), false);
  assert.equal(ada.client.say('a b', 'hi'), false);
  assert.equal(ada.client.say('#ops', 'line\n'.repeat(21)), false);
  await host.kill();
  await ada.until('status', {state: 'lost'});
  assert.equal(ada.client.say('#ops', 'too late'), false);
  assert.equal(ada.client.rename('countess'), false);
});

test('a long text goes out in lines that arrive whole, cut between characters', async () => {
  await using host = await chatHost();
  await using bob = await IrcClient.enter(host.address, 'bob', {rooms: ['#ops']});
  await using ada = new ChatListener(url(host.port));
  await ada.joined('#ops');
  const words = Array.from({length: 200}, (_, index) => `word${index}`).join(' ');
  const family = '👩‍👩‍👧‍👦'.repeat(60);
  assert.equal(ada.client.say('#ops', words), true);
  assert.equal(ada.client.say('#ops', family), true);
  assert.equal(ada.client.say('#ops', family, 'action'), true);
  assert.equal(ada.client.say('#ops', 'done'), true);
  const texts: string[] = [];
  for (let text = ''; text !== 'done'; ) texts.push((text = (await bob.until('PRIVMSG')).params[1]!));
  const lines = texts.slice(0, -1);
  const told = lines.filter(text => text.startsWith('word'));
  assert.equal(told.join(' '), words);
  const drawn = lines.filter(text => text.startsWith('👩'));
  assert.equal(drawn.join(''), family);
  const acted = lines.filter(text => text.startsWith('\u0001'));
  assert.equal(acted.map(text => text.slice('\u0001ACTION '.length, -1)).join(''), family);
  assert.ok(acted.every(text => text.endsWith('👦\u0001')));
  assert.ok(bob.lines.every(line => Buffer.byteLength(line) <= 510));
});

test('when its nick is taken a client takes one like it', async () => {
  await using host = await chatHost();
  await using _one = await IrcClient.enter(host.address, 'ada');
  await using _two = await IrcClient.enter(host.address, 'ada_');
  await using _three = await IrcClient.enter(host.address, 'ADA__');
  await using ada = new ChatListener(url(host.port));
  await ada.until('presence', {change: 'join', nick: 'ada3', self: true});
  assert.equal(ada.client.nick, 'ada3');
});

test('a nick that the server does not accept is for the user to mend', async () => {
  await using server = await scriptedServer({
    answer: line => (line.startsWith('NICK') ? [':irc.test 432 * ada :no'] : []),
  });
  await using ada = new ChatListener(url(server.port));
  const error = await ada.ended;
  assert.ok(error instanceof UsageError);
  assert.match(error.message, /does not accept the nick "ada"/);
});

test('a client that changes its nick keeps it, also after a reconnect', async () => {
  const clock = new ManualClock(start);
  await using host = await chatHost({clock});
  await using ada = new ChatListener(url(host.port), {clock});
  await ada.joined('#ops');
  assert.equal(ada.client.rename('9lives'), false);
  assert.equal(ada.client.rename('countess'), true);
  await ada.until('presence', {change: 'nick', newNick: 'countess', self: true});
  assert.equal(ada.client.nick, 'countess');
  host.sockets[0]!.terminate();
  await ada.until('status', {state: 'lost'});
  await clock.advance(1000);
  await ada.until('presence', {change: 'join', nick: 'countess', self: true});
});

test('a server that is killed and started again on its port is joined again, rooms and all', async () => {
  const clock = new ManualClock(start);
  const first = await chatHost({clock});
  await using ada = new ChatListener(url(first.port, 'ops'), {clock});
  await ada.joined('#ops');
  ada.client.join('random');
  await ada.joined('#random');
  await first.kill();
  const lost = await ada.until('status', {state: 'lost'});
  assert.match(lost.reason!, /the connection broke/);
  // Nobody is there at the next attempt.
  await clock.advance(500);
  const refused = await ada.until('status', {state: 'lost'});
  assert.match(refused.reason!, /nobody listens there/);
  await using second = await chatHost({clock, port: first.port});
  await clock.advance(2000);
  const back = await ada.until('status', {state: 'connected'});
  assert.equal(back.missedSince, '2026-11-01T12:00:00.000Z');
  await ada.joined('#ops');
  await ada.joined('#random');
  assert.equal(ada.client.say('#random', 'back'), true);
  await ada.until('message', {text: 'back', self: true});
  assert.equal(second.server.counters.clients, 1);
});

test('a room that was parted is not joined again', async () => {
  const clock = new ManualClock(start);
  await using host = await chatHost({clock});
  await using ada = new ChatListener(url(host.port, 'a,b'), {clock});
  await ada.joined('#b');
  assert.equal(ada.client.part('#a', 'for tea'), true);
  await ada.until('presence', {change: 'part', room: '#a', text: 'for tea', self: true});
  host.sockets[0]!.terminate();
  await ada.until('status', {state: 'lost'});
  await clock.advance(1000);
  await ada.joined('#b');
  assert.equal(host.server.counters.rooms, 1);
});

test('the reason that a server gives for closing is told', async () => {
  await using server = await scriptedServer();
  await using ada = new ChatListener(url(server.port), {clock: new ManualClock(start)});
  await ada.joined('#ops');
  server.send('ERROR :Closing Link: ada (too slow)');
  server.drop();
  const {reason} = await ada.until('status', {state: 'lost'});
  assert.match(reason!, /the server said: Closing Link: ada \(too slow\)$/);
});

test('others who come, go, change their nick or are kicked are told in each room that we share', async () => {
  await using host = await chatHost();
  await using ada = new ChatListener(url(host.port, 'a,b'));
  await ada.joined('#b');
  await using bob = await IrcClient.enter(host.address, 'bob', {rooms: ['#a', '#b']});
  bob.send('NICK rob', 'PART #b :tea', 'QUIT :bye');
  await ada.until('presence', {change: 'quit'});
  const told = ada.events.filter(event => event.type === 'presence' && !event.self);
  assert.deepEqual(
    told.map(
      event =>
        event.type === 'presence' && [event.room, event.nick, event.change, event.newNick ?? event.text],
    ),
    [
      ['#a', 'bob', 'join', undefined],
      ['#b', 'bob', 'join', undefined],
      ['#a', 'bob', 'nick', 'rob'],
      ['#b', 'bob', 'nick', 'rob'],
      ['#b', 'rob', 'part', 'tea'],
      ['#a', 'rob', 'quit', 'Quit: bye'],
    ],
  );
});

test('being kicked is told, and does not take us back in', async () => {
  await using server = await scriptedServer();
  await using ada = new ChatListener(url(server.port));
  await ada.joined('#ops');
  server.send(':op!o@h KICK #ops ada :behave');
  await ada.until('presence', {change: 'kick', nick: 'ada', text: 'behave', self: true});
  assert.equal(ada.client.say('#ops', 'but'), false);
});

test('errors and answers of the server are told in its own words', async () => {
  await using host = await chatHost();
  await using ada = new ChatListener(url(host.port));
  await ada.joined('#ops');
  ada.client.say('ghost', 'boo');
  assert.equal((await ada.until('server', {code: '401'})).text, 'ghost No such nick or room');
});

test('a PING is answered', async () => {
  await using server = await scriptedServer();
  await using ada = new ChatListener(url(server.port));
  await ada.joined('#ops');
  server.send('PING :are you there');
  await server.until(/^PONG :are you there$/);
});

test('a server that knows only the older subprotocol name, or none, is joined all the same', async () => {
  for (const protocols of [['text.inspircd.org'], []]) {
    await using host = await chatHost({protocols});
    await using ada = new ChatListener(url(host.port));
    await ada.joined('#ops');
    assert.equal(host.sockets.at(-1)!.protocol, protocols[0] ?? '');
  }
});

test('a server that has never heard of capabilities is joined', async () => {
  await using server = await scriptedServer({caps: undefined});
  await using ada = new ChatListener(url(server.port));
  await ada.joined('#ops');
});

test('the password of the URL is sent, and shown to nobody', async () => {
  await using server = await scriptedServer();
  await using ada = new ChatListener(`irc+ws://ada:hunter2@127.0.0.1:${server.port}/#ops`);
  await server.until(/^PASS hunter2$/);
  await ada.joined('#ops');
  assert.doesNotMatch(JSON.stringify(ada.events), /hunter2/);
});

test('a server that does not let us in is given up in time, and tried again', async () => {
  const clock = new ManualClock(start);
  await using server = await scriptedServer({answer: () => []});
  await using ada = new ChatListener(url(server.port), {clock});
  await server.until(/^USER/);
  await clock.advance(20_000);
  assert.match((await ada.until('status', {state: 'lost'})).reason!, /did not let us in within 20 s/);
});

test('with failFast a port that nobody listens on is an error at once', async () => {
  const host = await chatHost();
  await host[Symbol.asyncDispose]();
  await using ada = new ChatListener(url(host.port), {failFast: true});
  const error = await ada.ended;
  assert.ok(error instanceof SourceError);
  assert.match(error.message, /nobody listens there/);
});

test('leaving the loop, or an abort, says goodbye and leaves nothing behind', async () => {
  const clock = new ManualClock(start);
  await using host = await chatHost();
  await using bob = await IrcClient.enter(host.address, 'bob', {rooms: ['#ops']});
  const abort = new AbortController();
  const client = new ChatClient(url(host.port), {signal: abort.signal, clock});
  for await (const batch of client) if (batch.some(({type}) => type === 'names')) break;
  assert.equal((await bob.until('QUIT')).params[0], 'Quit');
  await closed(host.sockets[1]);
  const ada = new ChatListener(url(host.port), {clock});
  await ada.joined('#ops');
  await ada[Symbol.asyncDispose]();
  assert.equal((await bob.until('QUIT')).params[0], 'Quit');
  await closed(host.sockets[2]);
  await clock.advance(0);
  assert.equal(clock.sleeping, 0);
});

test('a client that is aborted before it came to connect ends without an error', async () => {
  await using host = await chatHost();
  const ada = new ChatListener(url(host.port));
  await ada[Symbol.asyncDispose]();
  assert.equal(await ada.ended, undefined);
  assert.equal(host.sockets.length, 0);
});

test('a client is iterated once', async () => {
  await using host = await chatHost();
  await using ada = new ChatListener(url(host.port));
  assert.throws(() => ada.client[Symbol.asyncIterator](), /iterated once/);
});

test('what strangers send is made safe: text, nicks, rooms, topics, reasons', async () => {
  await using server = await scriptedServer({caps: 'message-tags server-time'});
  await using ada = new ChatListener(url(server.port), {clock: new ManualClock(start)});
  await ada.joined('#ops');
  server.send(
    ':e\u001b[31mve!e@h PRIVMSG #ops :\u001b]8;;http://x\u0007click\u001b]8;;\u0007 \u0003\u0002\u001b\u000312[2J here',
    '@time=yesterday;msgid=\u001b[2Jx :eve!e@h PRIVMSG #ops :\u00034,12red\u000f \u0002bold\u0002 \u202eevil\ud800',
    ':eve!e@h PRIVMSG #ops :\u0001VERSION\u0001',
    ':eve!e@h NOTICE #ops :\u0001ACTION no\u0001',
    ':eve!e@h TOPIC #ops :\u001b[2Jnew\u0007',
    ':eve!e@h PART #ops :\u001b[2Jbye',
    ':irc.test NOTICE * :\u001b[2Jlooking up',
    `:eve!e@h PRIVMSG #ops :${'x'.repeat(100_000)}`,
    '\u001b[2J :what',
    '@only=tags',
    ':eve!e@h PRIVMSG #ops :last',
  );
  await ada.until('message', {text: 'last'});
  const from = ada.events.findIndex(({type}) => type === 'names') + 1;
  const heard = ada.events.slice(from);
  assert.doesNotMatch(JSON.stringify(heard), /[\u0000-\u001f\u007f-\u009f\u202e\ud800]|\\u/u);
  assert.deepEqual(
    heard.map(event =>
      'text' in event ? event.text?.slice(0, 20) : 'topic' in event ? event.topic : event.type,
    ),
    ['click  here', 'red bold evil�', 'new', 'bye', 'looking up', 'x'.repeat(20), 'reject', 'reject', 'last'],
  );
  assert.equal(heard[0]!.type === 'message' && heard[0]!.nick, 'eve');
  assert.equal(heard[1]!.time, '2026-11-01T12:00:00.000Z');
  assert.ok(heard.every(event => !('text' in event) || event.text!.length <= 4096));
});

test('a conversation over the wire gives the rooms that the console shows', async () => {
  await using host = await chatHost();
  await using bob = await IrcClient.enter(host.address, 'bob', {rooms: ['#ops']});
  await using ada = new ChatListener(url(host.port));
  await ada.joined('#ops');
  bob.send('PRIVMSG #ops :ada: are you there?');
  await ada.until('message');
  ada.client.say('#ops', 'yes');
  await ada.until('message', {self: true});
  const rooms = new Rooms();
  for (const event of ada.events) if (event.type !== 'status' && event.type !== 'reject') rooms.apply(event);
  const [ops] = rooms.snapshot().rooms;
  assert.deepEqual([ops!.unread, ops!.mentions, ops!.members], [1, 1, 2]);
  assert.deepEqual(
    ops!.lines.map(({nick, text}) => `${nick} ${text}`),
    ['ada joined', 'bob ada: are you there?', 'ada yes'],
  );
});
