import assert from 'node:assert/strict';
import {test} from 'node:test';
import fc from 'fast-check';
import {ManualClock} from '../../source/streams/clock.ts';
import {chatHost, closed} from '../helpers/chat-host.ts';
import {IrcClient} from '../helpers/irc-client.ts';

const start = Date.UTC(2026, 10, 1, 12);

test('a newcomer is greeted with 001 to 005, and told of the missing message of the day', async () => {
  await using host = await chatHost({clock: new ManualClock(start)});
  await using ada = await IrcClient.connect(host.address);
  ada.send('NICK ada', 'USER ada 0 * :Ada');
  await ada.until('422');
  assert.deepEqual(ada.lines, [
    ':chat.tailrace 001 ada :Welcome to tailrace chat, ada!ada@websocket',
    ':chat.tailrace 002 ada :Your host is chat.tailrace',
    ':chat.tailrace 003 ada :This server was started 2026-11-01T12:00:00.000Z',
    ':chat.tailrace 004 ada chat.tailrace tailrace i n',
    ':chat.tailrace 005 ada CASEMAPPING=ascii CHANTYPES=# CHANMODES=,,,n PREFIX= NICKLEN=30 CHANNELLEN=64 CHANLIMIT=#:50 TOPICLEN=300 TARGMAX=PRIVMSG:4,NOTICE:4,TAGMSG:4 NETWORK=tailrace UTF8ONLY :are supported by this server',
    ':chat.tailrace 422 ada :There is no message of the day',
  ]);
});

test('capabilities are listed, taken on all or none, and hold up registration until CAP END', async () => {
  await using host = await chatHost();
  await using ada = await IrcClient.connect(host.address);
  ada.send(
    'CAP LS 302',
    'NICK ada',
    'USER ada 0 * :Ada',
    'CAP REQ :server-time sasl',
    'CAP REQ :server-time',
  );
  ada.send('CAP REQ :echo-message -server-time', 'CAP LIST', 'CAP FROB', 'CAP END');
  await ada.until('001');
  assert.deepEqual(ada.lines.slice(0, 6), [
    ':chat.tailrace CAP * LS :message-tags server-time echo-message',
    ':chat.tailrace CAP ada NAK :server-time sasl',
    ':chat.tailrace CAP ada ACK server-time',
    ':chat.tailrace CAP ada ACK :echo-message -server-time',
    ':chat.tailrace CAP ada LIST echo-message',
    ':chat.tailrace 410 ada FROB :Invalid CAP command',
  ]);
});

test('what is said in a room reaches everyone else in it, in one order, and nobody outside', async () => {
  await using host = await chatHost();
  await using ada = await IrcClient.enter(host.address, 'ada', {rooms: ['#ops']});
  await using bob = await IrcClient.enter(host.address, 'bob', {rooms: ['#OPS']});
  await using cyd = await IrcClient.enter(host.address, 'cyd', {rooms: ['#ops']});
  await using dan = await IrcClient.enter(host.address, 'dan', {rooms: ['#random']});
  await ada.rest();
  await bob.rest();
  ada.send('PRIVMSG #ops :one');
  bob.send('NOTICE #Ops :two', 'PRIVMSG cyd :for you alone');
  await cyd.until('PRIVMSG', line => line.params[0] === 'cyd');
  const inRoom = cyd.lines.filter(line => line.includes(' #ops ') && !line.includes('chat.tailrace'));
  assert.deepEqual(inRoom.filter(line => !line.includes('JOIN')).sort(), [
    ':ada!ada@websocket PRIVMSG #ops one',
    ':bob!bob@websocket NOTICE #ops two',
  ]);
  assert.deepEqual(await dan.rest(), []);
  assert.deepEqual(await ada.rest(), [':bob!bob@websocket NOTICE #ops two']);
  assert.deepEqual(await bob.rest(), [':ada!ada@websocket PRIVMSG #ops one']);
});

test('each client gets the tags that it asked for, and its echo if it asked for that', async () => {
  await using host = await chatHost({clock: new ManualClock(start)});
  const id = `${start.toString(36)}-1`;
  const rooms = ['#ops'];
  await using plain = await IrcClient.enter(host.address, 'plain', {rooms});
  await using timed = await IrcClient.enter(host.address, 'timed', {rooms, caps: ['server-time']});
  await using tagged = await IrcClient.enter(host.address, 'tagged', {rooms, caps: ['message-tags']});
  const caps = ['message-tags', 'server-time', 'echo-message'];
  await using full = await IrcClient.enter(host.address, 'full', {rooms, caps});
  for (const client of [plain, timed, tagged]) await client.rest();
  full.send('@+react=\\:);msgid=forged;time=forged PRIVMSG #ops :hi');
  const line = ':full!full@websocket PRIVMSG #ops hi';
  assert.deepEqual(await full.rest(), [`@time=2026-11-01T12:00:00.000Z;msgid=${id};+react=\\:) ${line}`]);
  assert.deepEqual(await plain.rest(), [line]);
  assert.deepEqual(await timed.rest(), [`@time=2026-11-01T12:00:00.000Z ${line}`]);
  assert.deepEqual(await tagged.rest(), [`@msgid=${id};+react=\\:) ${line}`]);
  full.send('@+typing=active TAGMSG #ops');
  await full.rest();
  assert.deepEqual(await plain.rest(), []);
  assert.match((await tagged.rest())[0]!, /\+typing=active :full!full@websocket TAGMSG #ops$/);
});

test('joining tells the topic and the names, and tells the others; parting and quitting tell them too', async () => {
  await using host = await chatHost({clock: new ManualClock(start)});
  await using ada = await IrcClient.enter(host.address, 'ada', {rooms: ['#ops']});
  ada.send('TOPIC #ops :deploys today');
  await ada.until('TOPIC');
  await using bob = await IrcClient.enter(host.address, 'bob');
  bob.send('JOIN #ops');
  await bob.until('366');
  assert.deepEqual(bob.lines.slice(-5), [
    ':bob!bob@websocket JOIN #ops',
    ':chat.tailrace 332 bob #ops :deploys today',
    `:chat.tailrace 333 bob #ops ada!ada@websocket ${start / 1000}`,
    ':chat.tailrace 353 bob = #ops :ada bob',
    ':chat.tailrace 366 bob #ops :End of NAMES list',
  ]);
  bob.send('PART #ops :for tea', 'JOIN #ops', 'JOIN #ops', 'NICK rob', 'QUIT :bye');
  await bob.gone();
  assert.deepEqual(await ada.rest(), [
    ':bob!bob@websocket JOIN #ops',
    ':bob!bob@websocket PART #ops :for tea',
    ':bob!bob@websocket JOIN #ops',
    ':bob!bob@websocket NICK rob',
    ':rob!bob@websocket QUIT :Quit: bye',
  ]);
  assert.equal(bob.lines.at(-1), 'ERROR :Closing link: Quit: bye');
});

test('a new nick and a quit are told once to those who share several rooms', async () => {
  await using host = await chatHost();
  const rooms = ['#a', '#b', '#c'];
  await using ada = await IrcClient.enter(host.address, 'ada', {rooms});
  await using bob = await IrcClient.enter(host.address, 'bob', {rooms});
  await ada.rest();
  bob.send('NICK rob');
  bob.socket.terminate();
  await ada.until('QUIT');
  assert.deepEqual(ada.lines.slice(-2), [
    ':bob!bob@websocket NICK rob',
    ':rob!bob@websocket QUIT :Connection closed',
  ]);
  assert.equal(host.server.counters.clients, 1);
});

test('a room lives as long as someone is in it', async () => {
  await using host = await chatHost();
  await using ada = await IrcClient.enter(host.address, 'ada', {rooms: ['#a', '#b']});
  assert.equal(host.server.counters.rooms, 2);
  ada.send('JOIN 0');
  await ada.until('PART');
  await ada.until('PART');
  assert.equal(host.server.counters.rooms, 0);
});

const answers: readonly (readonly [string, ...RegExp[]])[] = [
  ['FROB a b', / 421 ada FROB :Unknown command$/],
  ['NICK', / 431 ada :No nickname given$/],
  ['NICK 9lives', / 432 ada 9lives :Erroneous nickname$/],
  ['NICK :two words', / 432 ada two :Erroneous nickname$/],
  ['NICK Bob', / 433 ada Bob :Nickname is already in use$/],
  ['USER a b c d', / 462 ada :You may not register again$/],
  ['JOIN', / 461 ada JOIN :Not enough parameters$/],
  ['JOIN ops', / 403 ada ops :No such room$/],
  ['JOIN :#a b', / 403 ada #a :No such room$/],
  ['PART #nowhere', / 403 ada #nowhere :No such room$/],
  ['PART #bobs', / 442 ada #bobs :You're not in that room$/],
  ['TOPIC #bobs :mine', / 442 ada #bobs /],
  ['TOPIC #ops', / 331 ada #ops :No topic is set$/],
  ['PRIVMSG', / 411 ada :No recipient given$/],
  ['PRIVMSG #ops', / 412 ada :No text to send$/],
  ['PRIVMSG #ops :', / 412 ada :No text to send$/],
  ['PRIVMSG ghost :hi', / 401 ada ghost :/],
  ['PRIVMSG #ghost :hi', / 403 ada #ghost :No such room$/],
  ['PRIVMSG #bobs :hi', / 404 ada #bobs :/],
  ['PRIVMSG a,b,c,d,e :hi', / 407 ada a,b,c,d,e :Too many targets$/],
  ['NOTICE ghost :hi'],
  ['NAMES #ops', / 353 ada = #ops ada$/, / 366 ada #ops :/],
  ['NAMES #ghost', / 366 ada #ghost :/],
  ['LIST #bobs,#ghost', / 322 ada #bobs 1 :$/, / 323 ada :End of LIST$/],
  ['LIST', / 322 ada #bobs 1 :$/, / 322 ada #ops 1 :$/, / 323 ada /],
  ['MODE #ops', / 324 ada #ops \+n$/, / 329 ada #ops \d+$/],
  ['MODE #ops +b', / 368 ada #ops :/],
  ['MODE #ops +o bob', / 482 ada #ops :/],
  ['MODE ada', / 221 ada \+$/],
  ['MODE bob', / 502 ada bob :/],
  ['WHO #ops', / 352 ada #ops ada websocket chat.tailrace ada H :0 ada the tester$/, / 315 ada #ops :/],
  ['WHO bob', / 352 ada \* bob websocket chat.tailrace bob H :0 bob the tester$/, / 315 ada bob :/],
  [
    'WHOIS bob',
    / 311 ada bob bob websocket \* :bob the tester$/,
    / 319 ada bob #bobs$/,
    / 312 ada bob chat.tailrace :tailrace chat$/,
    / 317 ada bob 0 \d+ :seconds idle, signon time$/,
    / 318 ada bob :/,
  ],
  ['WHOIS ghost', / 401 ada ghost :/, / 318 ada ghost :/],
  ['MOTD', / 422 ada :/],
  ['LUSERS', / 251 /, / 254 ada 2 :rooms formed$/, / 255 /],
  ['PING', / 409 ada :No origin specified$/],
  ['PING :a b', /^:chat.tailrace PONG chat.tailrace :a b$/],
  [`PRIVMSG #ops :${'x'.repeat(498)}`, / 417 ada :Input line was too long$/],
  [`PRIVMSG #ops :${'é'.repeat(249)}`, / 417 ada /],
  [`@${'x'.repeat(4095)} PRIVMSG #ops :hi`, / 417 ada /],
  [`PRIVMSG #ops :${'x'.repeat(60_000)}`, / 417 ada /],
  ['  ', ...[]],
  [':only.a.source'],
];

for (const [line, ...expected] of answers) {
  test(`${JSON.stringify(line.slice(0, 40))} is answered ${expected.join(', ') || 'by nothing'}`, async () => {
    await using host = await chatHost({clock: new ManualClock(start)});
    await using _bob = await IrcClient.enter(host.address, 'bob', {rooms: ['#bobs']});
    await using ada = await IrcClient.enter(host.address, 'ada', {rooms: ['#ops']});
    ada.send(line);
    const heard = await ada.rest();
    assert.equal(heard.length, expected.length, heard.join('\n'));
    for (const [index, pattern] of expected.entries()) assert.match(heard[index]!, pattern);
  });
}

test('before registration there is nothing but registration', async () => {
  await using host = await chatHost();
  await using one = await IrcClient.connect(host.address);
  one.send('JOIN #ops', 'FROB', 'NICK one', 'USER one', 'NICK :');
  assert.deepEqual(await one.rest(), [
    ':chat.tailrace 451 * :You have not registered',
    ':chat.tailrace 451 * :You have not registered',
    ':chat.tailrace 461 one USER :Not enough parameters',
    ':chat.tailrace 431 one :No nickname given',
  ]);
});

test('a nick in use before registration is refused, and another taken', async () => {
  await using host = await chatHost();
  await using _ada = await IrcClient.enter(host.address, 'ada');
  await using other = await IrcClient.connect(host.address);
  other.send('NICK ADA', 'USER x 0 * :X', 'NICK ada_');
  assert.equal((await other.until('433')).params[1], 'ADA');
  assert.equal((await other.until('001')).params[0], 'ada_');
});

test('a nick is free again when its holder has left', async () => {
  await using host = await chatHost();
  await using ada = await IrcClient.enter(host.address, 'ada', {rooms: ['#ops']});
  await using bob = await IrcClient.enter(host.address, 'bob', {rooms: ['#ops']});
  ada.socket.terminate();
  await bob.until('QUIT');
  bob.send('NICK ada');
  assert.deepEqual((await bob.until('NICK')).params, ['ada']);
});

test('a line as long as it may be is passed on, cut in whole characters where its source makes it too long', async () => {
  await using host = await chatHost();
  await using ada = await IrcClient.enter(host.address, 'ada', {rooms: ['#ops']});
  await using bob = await IrcClient.enter(host.address, 'bob', {rooms: ['#ops']});
  ada.send(`PRIVMSG #ops :${'€'.repeat(165)}`);
  const heard = await bob.until('PRIVMSG');
  assert.match(heard.params[1]!, /^€+$/);
  const bytes = Buffer.byteLength(bob.lines.at(-1)!);
  assert.ok(bytes > 507 && bytes <= 510, String(bytes));
});

test('the names of a crowded room come in lines of at most 510 bytes', async () => {
  await using host = await chatHost();
  const clients: IrcClient[] = [];
  for (let index = 0; index < 40; index++) {
    clients.push(
      await IrcClient.enter(host.address, `somebody-with-a-long-name-${index}`, {rooms: ['#ops']}),
    );
  }
  const lines = clients.at(-1)!.lines.filter(line => line.includes(' 353 '));
  assert.ok(lines.length > 1);
  assert.ok(lines.every(line => Buffer.byteLength(line) <= 510));
  const names = lines.flatMap(line => line.slice(line.lastIndexOf(':') + 1).split(' '));
  assert.equal(new Set(names).size, 40);
  for (const client of clients) await client[Symbol.asyncDispose]();
});

test('one who does not read is told so, let go and counted, while the others hear everything', async () => {
  await using host = await chatHost({limits: {maxQueueBytes: 100_000, floodBurst: Infinity}});
  await using ada = await IrcClient.enter(host.address, 'ada', {rooms: ['#ops'], caps: ['echo-message']});
  await using bob = await IrcClient.enter(host.address, 'bob', {rooms: ['#ops']});
  await using slow = await IrcClient.enter(host.address, 'slow', {rooms: ['#ops']});
  await ada.rest();
  await bob.rest();
  slow.socket.pause();
  const text = 'x'.repeat(400);
  let sent = 0;
  while (host.server.counters.slow === 0) {
    // As many as fit into the buffers of this machine's network, and then some.
    for (let index = 0; index < 500; index++) ada.send(`PRIVMSG #ops :${sent++} ${text}`);
    await ada.rest();
    assert.ok(host.sockets[2]!.bufferedAmount < 110_000);
    assert.ok(sent < 100_000);
  }
  assert.equal((await bob.until('QUIT')).params[0], 'too slow');
  await bob.rest();
  const heard = bob.lines.filter(line => line.includes(' PRIVMSG ')).map(line => line.split(' ')[3]);
  assert.deepEqual(
    heard,
    Array.from({length: sent}, (_, index) => `:${index}`),
  );
  assert.ok(host.server.counters.dropped >= 1);
  slow.socket.resume();
  await slow.gone();
  assert.equal(slow.lines.at(-1), 'ERROR :Closing link: too slow');
  await closed(host.sockets[2]);
  assert.equal(host.server.counters.clients, 2);
});

test('one who does not read and does not close is cut off after a while', async () => {
  const clock = new ManualClock(start);
  await using host = await chatHost({clock, limits: {maxQueueBytes: 0, registrationMs: 1000, closeMs: 2000}});
  await using slow = await IrcClient.connect(host.address);
  slow.socket.pause();
  await clock.advance(1000);
  assert.equal(host.server.counters.timedOut, 1);
  assert.equal(host.sockets[0]!.readyState, host.sockets[0]!.CLOSING);
  await clock.advance(2000);
  await closed(host.sockets[0]);
  assert.equal(host.server.counters.clients, 0);
});

test('lines that come too fast are held back, and a flood of them ends the connection', async () => {
  const clock = new ManualClock(start);
  await using host = await chatHost({clock, limits: {floodBurst: 10, floodPerSecond: 2, floodBacklog: 5}});
  await using ada = await IrcClient.enter(host.address, 'ada');
  await clock.advance(60_000);
  for (let index = 0; index < 13; index++) ada.send(`PING ${index}`);
  await ada.until('PONG', line => line.params[1] === '9');
  assert.equal(ada.lines.at(-1), ':chat.tailrace PONG chat.tailrace 9');
  await clock.advance(1500);
  await ada.until('PONG', line => line.params[1] === '12');
  for (let index = 0; index < 20; index++) ada.send(`PING ${index}`);
  await ada.gone();
  assert.equal(ada.lines.at(-1), 'ERROR :Closing link: sending too fast');
  assert.equal(host.server.counters.flooded, 1);
});

test('a flood in one frame ends the connection too', async () => {
  await using host = await chatHost();
  await using ada = await IrcClient.connect(host.address);
  ada.send('A\n'.repeat(2000));
  await ada.gone();
  assert.equal(host.server.counters.flooded, 1);
});

test('who does not register in time is let go', async () => {
  const clock = new ManualClock(start);
  await using host = await chatHost({clock});
  await using one = await IrcClient.connect(host.address);
  one.send('NICK one');
  await one.rest();
  await clock.advance(15_000);
  await one.gone();
  assert.deepEqual(one.lines.slice(-1), ['ERROR :Closing link: registration took too long']);
});

test('who falls silent is asked, and let go without an answer', async () => {
  const clock = new ManualClock(start);
  await using host = await chatHost({clock});
  await using ada = await IrcClient.enter(host.address, 'ada', {rooms: ['#ops']});
  await using bob = await IrcClient.enter(host.address, 'bob', {rooms: ['#ops']});
  await clock.advance(60_000);
  assert.deepEqual((await ada.until('PING')).params, ['alive']);
  await bob.until('PING');
  bob.send('PONG alive');
  await bob.rest();
  await clock.advance(60_000);
  await ada.gone();
  assert.equal(ada.lines.at(-1), 'ERROR :Closing link: no sign of life for 120 s');
  assert.equal((await bob.until('QUIT')).params[0], 'no sign of life for 120 s');
});

test('a full server turns newcomers away with a reason', async () => {
  await using host = await chatHost({limits: {maxClients: 1}});
  await using _ada = await IrcClient.enter(host.address, 'ada');
  await using bob = await IrcClient.connect(host.address);
  await bob.gone();
  assert.deepEqual(bob.lines, ['ERROR :Closing link: the server is full']);
  assert.equal(host.server.counters.refused, 1);
});

test('nobody is in more rooms than allowed', async () => {
  await using host = await chatHost({limits: {maxRoomsPerClient: 2}});
  await using ada = await IrcClient.enter(host.address, 'ada', {rooms: ['#a', '#b']});
  ada.send('JOIN #c');
  assert.deepEqual(await ada.rest(), [':chat.tailrace 405 ada #c :You are in too many rooms']);
});

test('a server that is disposed says so, and leaves no timer', async () => {
  const clock = new ManualClock(start);
  const host = await chatHost({clock});
  await using ada = await IrcClient.enter(host.address, 'ada');
  await host[Symbol.asyncDispose]();
  await ada.gone();
  assert.equal(ada.lines.at(-1), 'ERROR :Closing link: the server is stopping');
  assert.equal(clock.sleeping, 0);
});

test('when the last client has gone, no timer is left', async () => {
  const clock = new ManualClock(start);
  await using host = await chatHost({clock});
  const ada = await IrcClient.enter(host.address, 'ada');
  await ada[Symbol.asyncDispose]();
  await closed(host.sockets[0]);
  await clock.advance(500);
  assert.equal(clock.sleeping, 0);
});

test('a connection may break after any byte, and the server has forgotten it', async () => {
  await using host = await chatHost({limits: {floodBurst: Infinity}});
  await using ada = await IrcClient.enter(host.address, 'ada', {rooms: ['#ops']});
  const script = [
    'CAP LS 302',
    'NICK bob',
    'USER b 0 * :B',
    'CAP REQ :server-time',
    'CAP END',
    'JOIN #ops,#x',
    'PRIVMSG #ops :hi',
    'NICK rob',
  ];
  await fc.assert(
    fc.asyncProperty(fc.nat(script.length), fc.nat(40), async (lines, bytes) => {
      const bob = await IrcClient.connect(host.address);
      bob.send(...script.slice(0, lines));
      // The beginning of a frame that never ends, straight into the stream under the WebSocket.
      const frame = Buffer.concat([Buffer.from([0x81, 0x80 | 34, 1, 2, 3, 4]), Buffer.alloc(34, 'x')]);
      const raw = (bob.socket as unknown as {_socket: import('node:net').Socket})._socket;
      raw.write(frame.subarray(0, bytes));
      raw.destroy();
      await bob.gone();
    }),
    {numRuns: 60},
  );
  for (const socket of host.sockets.slice(1)) await closed(socket);
  assert.equal(host.server.counters.clients, 1);
  assert.equal(host.server.counters.rooms, 1);
  ada.send('NAMES #ops');
  assert.equal((await ada.until('353')).params[3], 'ada');
});

const hostile = fc.oneof(
  fc.string({unit: 'binary', maxLength: 300}),
  fc
    .tuple(
      fc.constantFrom('', '@a=b;+c=\\', ':x ', '@+r=1 :y '),
      fc.constantFrom(
        ...[
          'CAP',
          'NICK',
          'USER',
          'PING',
          'PONG',
          'JOIN',
          'PART',
          'PRIVMSG',
          'NOTICE',
          'TAGMSG',
          'NAMES',
          'TOPIC',
        ],
        ...['LIST', 'MODE', 'WHO', 'WHOIS', 'LUSERS', 'PASS', 'constructor', '__proto__', '001', ':', 'é'],
      ),
      fc.array(
        fc.oneof(
          fc.constantFrom(
            '#ops',
            '#OPS,#x',
            '#ops,,#',
            'ada',
            'bob',
            '0',
            '*',
            ':',
            ': ',
            'LS',
            'REQ',
            'END',
            '+b',
            ',',
            '#a\u0007b',
          ),
          fc.string({unit: 'binary', maxLength: 30}),
        ),
        {maxLength: 4},
      ),
    )
    .map(([before, command, params]) => `${before}${[command, ...params].join(' ')}`),
);

test('no line that a client sends brings the server down or breaks the form of what others hear', async () => {
  await using host = await chatHost({limits: {floodBurst: Infinity}});
  await using ada = await IrcClient.enter(host.address, 'ada', {
    rooms: ['#ops'],
    caps: ['message-tags', 'server-time'],
  });
  await fc.assert(
    fc.asyncProperty(fc.array(hostile, {maxLength: 30}), async lines => {
      const bob = await IrcClient.connect(host.address);
      bob.send('NICK bob', 'USER b 0 * :B', 'JOIN #ops', ...lines.map(line => line.toWellFormed()));
      bob.send('QUIT');
      await bob.gone();
      for (const line of [...ada.lines.splice(0), ...bob.lines]) {
        assert.match(line, /^(?:@[^ ]+ )?(?::[^ ]+ )?(?:[A-Z]+|\d{3})(?: [^: ][^ ]*)*(?: (?::.*)?)?$/s);
        assert.doesNotMatch(line, /[\r\n\0]/);
        assert.ok(Buffer.byteLength(line.replace(/^@[^ ]+ /, '')) <= 510, line);
      }
    }),
    {numRuns: 60},
  );
  for (const socket of host.sockets.slice(1)) await closed(socket);
  assert.equal(host.server.counters.clients, 1);
});
