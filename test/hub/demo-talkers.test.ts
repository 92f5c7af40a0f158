import assert from 'node:assert/strict';
import {test} from 'node:test';
import {Talkers} from '../../source/hub/demo/talkers.ts';
import {ManualClock} from '../../source/streams/clock.ts';
import {type ChatHost, chatHost} from '../helpers/chat-host.ts';
import {ChatListener} from '../helpers/chat-listener.ts';

/** Lets time pass, in steps in which the lines said can go over the wire, until a condition holds. */
async function pass(clock: ManualClock, until: () => boolean, limitMs = 30 * 60_000): Promise<void> {
  for (let passed = 0; !until(); passed += 250) {
    assert.ok(passed < limitMs, 'it did not happen in time');
    await clock.advance(250);
    await new Promise(resolve => setImmediate(resolve));
  }
}

async function listenTo(
  host: ChatHost,
  clock: ManualClock,
  work: (listener: ChatListener, people: Talkers) => Promise<void>,
) {
  const abort = new AbortController();
  const people = new Talkers(`irc+ws://127.0.0.1:${host.port}/chat`, {seed: 7, clock, signal: abort.signal});
  await using listener = new ChatListener(`irc+ws://me@127.0.0.1:${host.port}/chat#ops,trading,random`, {
    clock,
  });
  await listener.joined('#random');
  const running = people.run();
  try {
    await work(listener, people);
  } finally {
    abort.abort();
    await running;
  }
}

test("the demo's people talk in all rooms, act, mention each other, come and go, at human pace", async () => {
  const clock = new ManualClock(Date.UTC(2026, 10, 1));
  await using host = await chatHost({clock});
  await listenTo(host, clock, async ({events}) => {
    const talk = () => events.filter(event => event.type === 'message');
    await pass(clock, () => talk().length >= 250);
    for (const room of ['#ops', '#trading', '#random']) {
      assert.ok(talk().filter(line => line.room === room).length > 25, room);
    }
    const nicks = new Set(talk().map(({nick}) => nick));
    assert.deepEqual([...nicks].sort(), ['ada', 'marek', 'noor', 'priya', 'tomas', 'wei', 'yuki']);
    assert.ok(talk().some(({kind}) => kind === 'action'));
    assert.ok(talk().some(({text}) => /\b(?:ada|marek|noor|priya|tomas|wei|yuki)\b/.test(text)));
    assert.ok(talk().some(({text}) => /\p{Emoji_Presentation}/u.test(text)));
    assert.ok(talk().some(({text}) => /\p{Script=Han}/u.test(text)));
    assert.ok(talk().every(({text}) => !/[{}]|undefined/.test(text)));
    const changes = new Set(events.map(event => event.type === 'presence' && !event.self && event.change));
    assert.ok(changes.has('part') && changes.has('join'));
    const times = talk().map(({time}) => Date.parse(time));
    const pace = (times.at(-1)! - times[0]!) / (times.length - 1);
    assert.ok(pace > 1000 && pace < 4000, `a line every ${pace} ms`);
  });
});

test('an incident is talked about in #ops at once, and so is its end', async () => {
  const clock = new ManualClock(Date.UTC(2026, 10, 1));
  await using host = await chatHost({clock});
  await listenTo(host, clock, async ({events}, people) => {
    const talk = () => events.filter(event => event.type === 'message');
    const topics = () => events.flatMap(event => (event.type === 'topic' ? event.topic : []));
    await pass(clock, () => talk().length >= 3);
    people.react('incident-opened', 'payments');
    await pass(clock, () => topics().some(topic => /INCIDENT: payments/.test(topic)), 15_000);
    assert.ok(talk().some(({room, text}) => room === '#ops' && text.includes('payments')));
    people.react('incident-resolved', 'payments');
    await pass(clock, () => topics().at(-1) === 'all systems normal', 60_000);
  });
});

test('the same seed gives the same talk', async () => {
  const told: string[][] = [];
  for (let run = 0; run < 2; run++) {
    const clock = new ManualClock(Date.UTC(2026, 10, 1));
    await using host = await chatHost({clock});
    await listenTo(host, clock, async ({events}) => {
      const talk = () => events.filter(event => event.type === 'message');
      await pass(clock, () => talk().length >= 20);
      told.push(
        talk()
          .slice(0, 20)
          .map(({room, nick, text}) => `${room} ${nick} ${text}`),
      );
    });
  }
  assert.deepEqual(told[0], told[1]);
});
