import assert from 'node:assert/strict';
import {afterEach, test} from 'node:test';
import {setImmediate as immediate, setTimeout as sleep} from 'node:timers/promises';
import {Console, type ConsoleActions, type Playback} from '../../source/console/console.ts';
import {Store} from '../../source/console/store.ts';
import {type ChannelName, channels} from '../../source/recording/entry.ts';
import {isoTime, ManualClock} from '../../source/streams/clock.ts';
import {Screen} from '../../source/terminal/screen.ts';
import {FakeTerminal} from '../helpers/fake-terminal.ts';
import {asciiTheme, plainTheme} from '../helpers/sample-frame.ts';
import {nowMs, sampleStore} from '../helpers/sample-world.ts';

interface Options {
  readonly columns?: number;
  readonly rows?: number;
  readonly store?: Store;
  readonly panes?: readonly ChannelName[];
  readonly playback?: Playback;
  readonly connected?: boolean;
  readonly theme?: typeof plainTheme;
  readonly groups?: Readonly<Record<string, readonly string[]>>;
}

const open: Disposable[] = [];
afterEach(() => {
  while (open.length > 0) open.pop()![Symbol.dispose]();
});

/** A console on a terminal that is not there, with the sample world in it; time stands still but for `frame`. */
async function start({
  columns = 100,
  rows = 30,
  store = sampleStore(),
  connected = true,
  ...more
}: Options = {}) {
  const terminal = new FakeTerminal(columns, rows);
  open.push(terminal);
  const screen = new Screen({
    input: terminal.input,
    output: terminal.output,
    title: 'test',
    unicode: more.theme?.unicode ?? true,
  });
  screen.enter();
  const clock = new ManualClock(nowMs);
  const asked: string[] = [];
  const ask =
    (name: string) =>
    (...words: (string | undefined)[]) => {
      asked.push([name, ...words.filter(word => word !== undefined)].join(' '));
      return connected;
    };
  const tell =
    (name: string) =>
    (...words: (string | undefined)[]) => ({done: ask(name)(...words), says: `${name}: so it is`});
  const actions: ConsoleActions = {
    add: tell('add'),
    remove: tell('remove'),
    alert: tell('alert'),
    unalert: tell('unalert'),
    levels: () => [],
    say: ask('say'),
    join: ask('join'),
    part: ask('part'),
    nick: ask('nick'),
    topic: ask('topic'),
    quit: ask('quit'),
    interrupt: ask('interrupt'),
    suspend: ask('suspend'),
  };
  const view = new Console({
    screen,
    store,
    panes: more.panes ?? channels,
    ...(more.groups ? {groups: more.groups} : {}),
    actions,
    theme: more.theme ?? plainTheme,
    logPath: '/tmp/tailrace.log',
    now: () => clock.now(),
    clock,
    status: () => ({loopDelayMs: 3, recording: undefined}),
    ...(more.playback ? {playback: more.playback} : {}),
  });
  open.push(view, {[Symbol.dispose]: () => void screen[Symbol.asyncDispose]()});
  /** Lets what was typed be read, and the frame that it asks for be drawn. */
  const frame = async () => {
    for (let turn = 0; turn < 4; turn++) {
      // What is typed and what the terminal answers come by the event loop.
      for (let wait = 0; wait < 4; wait++) await immediate();
      await clock.advance(17);
    }
    return terminal.rows;
  };
  const type = async (...keys: string[]) => {
    for (const one of keys) {
      terminal.type(one);
      // An Esc alone is told from the beginning of a sequence by what does not follow it.
      if (one === esc) await sleep(70);
      await frame();
    }
    return terminal.rows.join('\n');
  };
  await frame();
  return {terminal, screen, clock, store, asked, view, frame, type};
}

const esc = '\u001b';
const [up, down, right, left] = ['A', 'B', 'C', 'D'].map(letter => `${esc}[${letter}`) as [
  string,
  string,
  string,
  string,
];
const [pageUp, pageDown, home, end] = [`${esc}[5~`, `${esc}[6~`, `${esc}[H`, `${esc}[F`];
const backTab = `${esc}[Z`;

/** The number and name of the pane that has the focus. */
function focused(screen: string): string | undefined {
  return /━▸(\d \w+)/.exec(screen)?.[1];
}

/** The symbol that is selected on the ticker. */
function selected(screen: string): string | undefined {
  return /^▸(\S+)/m.exec(screen)?.[1];
}

test('the first frame shows all panes, and its last row is the strip', async () => {
  const {terminal} = await start();
  assert.equal(terminal.rows.length, 30);
  const screen = terminal.rows.join('\n');
  for (const name of ['1 Ticker', '2 Chat', '3 Alerts', '4 Logs']) assert.ok(screen.includes(name), name);
  assert.match(terminal.rows.at(-1)!, /^● ticker/);
});

test('Tab and Shift+Tab go through the panes and around', async () => {
  const {type} = await start();
  assert.equal(focused(await type('\t')), '2 Chat');
  assert.equal(focused(await type('\t', '\t')), '4 Logs');
  assert.equal(focused(await type('\t')), '1 Ticker');
  assert.equal(focused(await type(backTab)), '4 Logs');
});

test('a digit goes to the pane of that number, and one too high nowhere', async () => {
  const {type} = await start();
  for (const [digit, pane] of [
    ['3', '3 Alerts'],
    ['2', '2 Chat'],
    ['4', '4 Logs'],
    ['7', '4 Logs'],
    ['1', '1 Ticker'],
  ] as const) {
    assert.equal(focused(await type(digit)), pane);
  }
});

test('z gives the pane the whole screen, and back', async () => {
  const {type} = await start();
  const zoomed = await type('4', 'z');
  assert.equal(focused(zoomed), '4 Logs');
  assert.ok(!zoomed.includes('Chat'));
  assert.match(zoomed, /zoomed, 252 lines/);
  assert.match(await type('z'), /2 Chat/);
});

test('Space freezes the pane, whose title counts what is new, and lets it go on', async () => {
  const {type, store, view, frame} = await start();
  assert.match(await type('4', ' '), /4 Logs ━+ frozen, 0 new/);
  const time = isoTime(nowMs);
  const line = {type: 'log', time, level: 'info', service: 'auth', partition: 0, offset: '0'} as const;
  store.apply('logs', [{...line, message: 'after the freeze'}], nowMs);
  view.touch();
  const frozen = (await frame()).join('\n');
  assert.match(frozen, /frozen, 1 new/);
  assert.doesNotMatch(frozen, /after the freeze/);
  const live = await type(' ');
  assert.match(live, /after the freeze/);
  assert.doesNotMatch(live, /frozen/);
});

test('j, k and the arrows move the selection of a list; g and G go to its ends', async () => {
  const {type} = await start();
  assert.equal(selected(await type('j')), 'ETH/USD');
  assert.equal(selected(await type(down)), 'SOL/USD');
  assert.equal(selected(await type('k', up)), 'BTC/USD');
  assert.equal(selected(await type('G')), '1000PEPE/USDT');
  assert.equal(selected(await type('g')), 'BTC/USD');
  assert.equal(selected(await type(end)), '1000PEPE/USDT');
  assert.equal(selected(await type(home)), 'BTC/USD');
});

test('in the logs keys move through time, freezing it, and G is back at the newest', async () => {
  const {type} = await start();
  const live = await type('4', 'z');
  const top = (screen: string) => screen.split('\n')[2]!;
  assert.equal(top(await type('k')), top(await type('j', 'k')), 'back one');
  assert.notEqual(await type('k'), live);
  const page = await type('G', pageUp);
  assert.equal(page.split('\n').at(-2), live.split('\n')[2], 'a page keeps one row');
  assert.match(page, /frozen, 0 new/);
  const first = await type('g');
  assert.match(top(first), /^12:00:01/);
  assert.notEqual(top(await type('j')), top(first), 'no key is lost on the way back from the first');
  assert.match(top(await type('g')), /^12:00:01/);
  assert.match(
    top(await type(pageDown, '\u0004', '\u0015', '\u0002')),
    /^12:00:01/,
    'a page and a half there and back',
  );
  const panes = (screen: string) => screen.split('\n').slice(0, -1);
  assert.deepEqual(panes(await type('G')), panes(live));
});

test('arrows left and right change the room of the chat, and what is shown is read', async () => {
  const {type, store} = await start();
  assert.match(await type('2'), /2 Chat ━ #ops: Incidents/);
  assert.match(await type(right), /2 Chat ━ #random/);
  assert.equal(store.snapshot(nowMs).chat.rooms.find(room => room.name === '#random')!.unread, 0);
  assert.match(await type(left, left), /2 Chat ━ grace/);
});

test('a goes to the next room with something unread, where one is mentioned first', async () => {
  const {type} = await start();
  assert.match(await type('a'), /━▸2 Chat ━ #日本語/);
  assert.match(await type('a'), /━▸2 Chat ━ grace/);
  assert.match(await type('a'), /━▸2 Chat ━ #random/);
  assert.match(await type('a'), /━▸2 Chat ━ #random.*\nnothing is unread/s);
});

test('a room that was joined is shown as soon as it is there', async () => {
  const {type, store, view, frame} = await start();
  await type(':join #Deploys\r');
  const time = isoTime(nowMs);
  const join = {type: 'presence', nick: 'ada', change: 'join', self: true, time} as const;
  store.apply(
    'chat',
    [
      {...join, room: '#other'},
      {...join, room: '#deploys'},
    ],
    nowMs,
  );
  view.touch();
  assert.match((await frame()).join('\n'), /2 Chat ─ #deploys/);
  assert.match(await type('2', left), /2 Chat ━ #other/, 'and left again at will');
});

test('what comes into the room that is shown is read at once, but not while another pane covers it', async () => {
  const {type, store, view, frame} = await start();
  const unread = () => store.snapshot(nowMs).chat.rooms[0]!.unread;
  assert.equal(unread(), 0);
  await type('4', 'z');
  store.apply(
    'chat',
    [{type: 'message', room: '#ops', nick: 'grace', text: 'hi', time: isoTime(nowMs)}],
    nowMs,
  );
  view.touch();
  await frame();
  assert.equal(unread(), 1);
  await type('z');
  assert.equal(unread(), 0);
});

test('i writes: what is typed is text, Enter sends it, Esc leaves', async () => {
  const {type, asked} = await start();
  assert.match(await type('4', 'i'), /━▸2 Chat.*#ops> ▏/s);
  assert.match(await type('q', ' ', '1', 'z', '?'), /#ops> q 1z\?▏/);
  assert.match(await type('\u007f\u007f'), /#ops> q 1▏/);
  await type('\r');
  assert.deepEqual(asked, ['say #ops q 1']);
  assert.match(await type('more'), /#ops> more▏/, 'still writing');
  const left = await type(esc);
  assert.doesNotMatch(left, /#ops>/);
  await type('q');
  assert.deepEqual(asked.at(-1), 'quit');
});

test('what was written and not sent is there again at the next i', async () => {
  const {type, asked} = await start();
  await type('i', 'half a line', esc, 'z', 'z');
  const screen = await type('i');
  assert.match(screen, /#ops> half a line/);
  await type('\r', esc);
  assert.deepEqual(asked, ['say #ops half a line']);
  assert.doesNotMatch(await type('i'), /half a line/);
});

test('an Esc and the key after it that come together leave the line, and the key counts', async () => {
  const {type} = await start();
  await type('i', 'half a line');
  assert.equal(focused(await type(`${esc}4`)), '4 Logs');
  assert.match(await type('i'), /#ops> half a line/);
});

test('Enter begins to write too where it opens nothing, and an empty line ends it', async () => {
  const {type, asked} = await start();
  assert.match(await type('4', '\r'), /#ops> ▏/);
  assert.doesNotMatch(await type('\r'), /#ops>/);
  assert.deepEqual(asked, []);
});

test('what could not be sent stays in the line, and the strip says why', async () => {
  const {type} = await start({connected: false});
  const screen = await type('i', 'hello', '\r');
  assert.match(screen, /#ops> hello▏/);
  assert.match(screen.split('\n').at(-1)!, /^not sent: the chat is not connected/);
});

test('commands of the chat: /me, /join, /part, /msg, /nick, /topic, and // for a slash', async () => {
  const {type, asked} = await start();
  await type('i');
  for (const line of [
    '/me waves',
    '/join dev',
    '/part',
    '/msg grace hi',
    '/nick bob',
    '/topic news',
    '//etc',
  ])
    await type(line, '\r');
  assert.deepEqual(asked, [
    'say #ops waves action',
    'join #dev',
    'part #ops',
    'say grace hi',
    'nick bob',
    'topic #ops news',
    'say #ops /etc',
  ]);
});

test('one sees the own words, though the chat was frozen', async () => {
  const {type} = await start();
  assert.match(await type('2', 'k'), /2 Chat[^│]*frozen/);
  assert.doesNotMatch(await type('i', 'hello', '\r'), /2 Chat[^│]*frozen/);
});

test('a colon opens the command line, where Esc, an empty line and ^C close it', async () => {
  const {type, asked, terminal} = await start();
  for (const close of [esc, '\r', '\u0003']) {
    await type(':');
    assert.equal(terminal.rows.at(-1), ':▏');
    await type(close);
    assert.match(terminal.rows.at(-1)!, /^● ticker/);
  }
  assert.deepEqual(asked, []);
});

test('each command does what its key does', async () => {
  const {type, asked} = await start();
  assert.equal(focused(await type(':', 'pane logs', '\r')), '4 Logs');
  assert.match(await type(':', 'freeze', '\r'), /frozen, 0 new/);
  assert.match(await type(':', 'zoom', '\r'), /zoomed, frozen/);
  assert.match(await type(':', 'help', '\r'), /tailrace: keys/);
  await type('x', ':', 'join dev', '\r', ':', 'quit', '\r');
  assert.deepEqual(asked, ['join #dev', 'quit']);
});

test('a command that is none, or not for now, is answered on the strip', async () => {
  const {type, terminal} = await start({columns: 140});
  const answer = async (line: string) => {
    await type(':', line, '\r');
    return terminal.rows.at(-1)!;
  };
  assert.match(await answer('dance'), /^no command "dance": there are quit, help/);
  assert.match(await answer('speed 2'), /^:speed is for a replay/);
  assert.match(await answer('pause'), /^:pause is for a replay; Space freezes a pane/);
  assert.match(await answer('rejects'), /^1 rejected, the last: expected a JSON object: <html>/);
});

test('a word to the user goes after six seconds', async () => {
  const {type, clock, terminal, view} = await start();
  view.notify('look \u001b[31mhere');
  await type('j');
  assert.match(terminal.rows.at(-1)!, /^look here /);
  await clock.advance(7000);
  assert.match(terminal.rows.at(-1)!, /^● ticker/);
});

test('keys that come as one text, as over a slow line, are read one by one in their modes', async () => {
  const {type, asked} = await start();
  assert.equal(focused(await type('\t\t')), '3 Alerts');
  assert.equal(focused(await type(':pane logs\r')), '4 Logs');
  await type('ihello there\r/me waves\r');
  assert.deepEqual(asked, ['say #ops hello there', 'say #ops waves action']);
  assert.match(await type('q?'), /#ops> q\?▏/);
});

test('a paste is never keys', async () => {
  const {type, asked, terminal} = await start();
  const paste = (text: string) => `${esc}[200~${text}${esc}[201~`;
  const before = await type('4');
  const after = await type(paste('q\rz\r1'));
  assert.deepEqual(asked, []);
  assert.equal(focused(after), focused(before));
  assert.match(terminal.rows.at(-1)!, /^a paste goes where text is written: press i or : first/);
  assert.match(
    await type('i', paste('two\r\nlines, \u001b]0;evil\u0007and\ttabs')),
    /#ops> two lines, and tabs▏/,
  );
  assert.deepEqual(asked, [], 'and sends nothing');
});

test('a flood of text that is no paste fills the line, and the console goes on', async () => {
  const {type, terminal, asked} = await start();
  await type('i', '日'.repeat(20_000));
  assert.match(terminal.rows.at(-1)!, /^this line is full/);
  await type('\u0015', 'still here\r');
  assert.deepEqual(asked, ['say #ops still here']);
});

test('the question mark shows every key, and any key closes it', async () => {
  const {type, asked} = await start();
  const help = await type('?');
  for (const key of ['Tab', 'Space', 'PgUp', 'i or Enter', '^l', '^z', 'q ^C', '/tmp/tailrace.log'])
    assert.ok(help.includes(key), key);
  assert.match(await type('q'), /1 Ticker/);
  assert.deepEqual(asked, []);
});

test('help that was asked for while writing closes by any key, and the line is still there', async () => {
  const {type} = await start();
  assert.match(await type('i', '/help', '\r'), /tailrace: keys/);
  assert.match(await type('x'), /#ops> ▏/);
});

test('^l draws the screen anew', async () => {
  const {type, terminal} = await start();
  terminal.emulator.write('\u001b[5;5Hnoise');
  const screen = await type('\u000c');
  assert.match(screen, /1 Ticker/);
  assert.doesNotMatch(screen, /noise/);
});

test('^z, q and ^C are passed on, from help and from a line that is written too', async () => {
  const {type, asked} = await start();
  await type('\u001a', '\u0003', 'q', '?', '\u0003', 'i', '\u001a');
  assert.deepEqual(asked, ['suspend', 'interrupt', 'quit', 'interrupt', 'suspend']);
});

test('in a replay Space pauses and plays, + and - change the pace, and nothing can be written', async () => {
  const playback = {speed: 1, paused: false, ended: false};
  const {type, terminal} = await start({playback, columns: 120});
  await type('+');
  assert.equal(playback.speed, 2);
  assert.match(terminal.rows.at(-1)!, /replay 2×/);
  await type('-', '-');
  assert.equal(playback.speed, 0.5);
  assert.match(await type(' '), /replay paused/);
  assert.match(await type(' ', ':', 'speed max', '\r'), /replay max/);
  await type('+');
  assert.equal(playback.speed, Infinity);
  await type('-');
  assert.equal(playback.speed, 1000);
  await type(':', 'pause', '\r');
  assert.equal(playback.paused, true);
  assert.match(await type('i'), /nothing can be written in a replay/);
  assert.doesNotMatch(terminal.rows.join('\n'), /#ops>/);
});

test('Enter on the ticker gives the large chart of the selected symbol the screen; Enter or Esc closes it', async () => {
  const {type, terminal} = await start();
  for (const close of ['\r', esc]) {
    const chart = await type('j', '\r');
    assert.match(chart, /^━▸1 Ticker ━ (\S+) ━.*\n \1 [\d.]+ /);
    assert.ok(!chart.includes('2 Chat'));
    assert.doesNotMatch(terminal.rows.at(-1)!, /hidden/);
    assert.match(await type(close), /2 Chat/);
  }
  assert.equal(selected(terminal.rows.join('\n')), 'SOL/USD', 'each j is still where it was');
});

test('Esc closes the chart though the filter has left no row', async () => {
  const {type} = await start();
  await type('\r', '&nothing\r');
  assert.match(await type(esc), /none of 6 symbols.*2 Chat/s);
});

test('an Esc and the key after it that come together close the chart, and the key counts', async () => {
  const {type} = await start();
  assert.equal(focused(await type('\r', `${esc}4`)), '4 Logs');
  assert.match(await type('1'), /2 Chat/);
});

test('the keys of the ticker are its own: elsewhere they change nothing', async () => {
  const {type, asked} = await start();
  const panes = (screen: string) => screen.split('\n').slice(0, -1);
  const before = panes(await type('3'));
  for (const key of ['s', 'S', '&', 'c', 'b', 'o', '+', '-'])
    assert.deepEqual(panes(await type(key)), before, key);
  assert.deepEqual(asked, []);
});

test('s goes through the orders and S turns one round, and the title says which', async () => {
  const {type} = await start({columns: 120});
  for (const order of ['change', 'rate', 'volume', 'last', 'symbol'])
    assert.match(await type('s'), new RegExp(`1 Ticker ━ by ${order} ━`));
  assert.equal(selected(await type('G')), 'SOL/USD');
  const reversed = await type('S');
  assert.match(reversed, /by symbol, reversed/);
  assert.equal(selected(reversed), 'SOL/USD', 'the same row, elsewhere');
  assert.match(reversed, /SYMBOL.*\n▸SOL\/USD/);
  assert.doesNotMatch(await type('s', 'S', 'S'), /by /);
});

test('& begins a filter, and again the one that there is; an empty one ends it', async () => {
  const {type, terminal} = await start();
  assert.equal((await type('&')).split('\n').at(-1), ':filter ▏');
  const filtered = await type('change < -0.4\r');
  assert.match(filtered, /1 Ticker ━ change < -0\.4 ━+ 2 of 6 ━/);
  assert.deepEqual(
    [...filtered.matchAll(/^[ ▸](\S+\/\S+) +\d/gm)].map(([, symbol]) => symbol),
    ['ETH/USD', 'DOGE/USD'],
  );
  await type('&');
  assert.equal(terminal.rows.at(-1), ':filter change < -0.4▏');
  await type('\u0015');
  assert.equal(terminal.rows.at(-1), ':filter ▏');
  assert.match(await type('\r'), /BTC\/USD/);
  assert.match(await type('&change <\r'), /expected a number, or a field that is one, after "change <"/);
});

test('+ begins to add, near the venue of the selected row, and - removes the row', async () => {
  const {type, asked, terminal} = await start();
  await type('+');
  assert.equal(terminal.rows.at(-1), ':add ▏');
  assert.match(await type('SOL/EUR\r'), /add: so it is/);
  assert.match(await type('j', '-'), /remove: so it is/);
  await type(':remove doge/usd\r');
  assert.deepEqual(asked, ['add SOL/EUR ', 'remove  ETH/USD', 'remove  DOGE/USD']);
  assert.match(await type(':remove NO/SUCH\r'), /there is no row NO\/SUCH/);
});

test('o goes through the groups, :group goes to one, and without any they say where they are named', async () => {
  const groups = {majors: ['BTC/USD', 'ETH/USD'], none: []};
  const {type} = await start({groups});
  assert.match(await type('o'), /1 Ticker ━ majors ━+ 2 of 6 ━/);
  assert.match(await type('o'), /none of 6 symbols/);
  assert.doesNotMatch(await type('o'), / of 6 ━/);
  assert.match(await type(':group majors\r'), /1 Ticker ━ majors ━+ 2 of 6 ━/);
  assert.doesNotMatch(await type(':group all\r'), / of 6 ━/);
  const bare = await start();
  assert.match(await bare.type('o'), /groups are named in the \[groups\] of --config FILE/);
});

test('c changes what a change is counted from, and b what the past is drawn with', async () => {
  const {type} = await start({columns: 160});
  assert.match(await type('c'), /CHG 5s.*change: within the moving window/s);
  assert.match(await type('c'), /CHANGE.*change: since the first price/s);
  assert.match(await type('b'), /[⠁-⣿]{8}/);
  assert.doesNotMatch(await type('b'), /[⠁-⣿]/);
});

test('an alert that was asked for brings the pane of the alerts, and one that is refused does not', async () => {
  const {type, asked} = await start({panes: ['ticker', 'logs'], store: new Store()});
  assert.doesNotMatch(await type(':alert\r'), /3 Alerts/, 'told the rules alone');
  assert.match(await type(':alert BTC/USD > 1\r'), /2 Alerts.*3 Logs/s);
  await type(':unalert 1\r');
  assert.deepEqual(asked, ['alert ', 'alert BTC/USD > 1', 'unalert 1']);
  const refused = await start({panes: ['ticker', 'logs'], store: new Store(), connected: false});
  assert.doesNotMatch(await refused.type(':alert BTC/USD >\r'), /Alerts/);
});

test('what is heard of has a pane: a symbol that was added, an alert in a recording of a ticker', async () => {
  const store = new Store();
  const {type} = await start({panes: ['logs'], store});
  assert.doesNotMatch(await type('k'), /Ticker|Alerts/);
  const time = isoTime(nowMs);
  store.apply('ticker', [{type: 'trade', symbol: 'BTC/USD', price: 1, size: 1, time}], nowMs);
  assert.match(await type('k'), /1 Ticker.*2 Logs/s);
  const {alerts} = sampleStore().snapshot(nowMs).alerts;
  store.apply('alerts', alerts, nowMs);
  assert.match(await type('k'), /1 Ticker.*2 Alerts.*3 Logs/s);
});

test('an alert that opens behind a zoomed pane is said on the strip, and one in sight is not', async () => {
  const store = new Store();
  const {type} = await start({store, columns: 120});
  const {alerts} = sampleStore().snapshot(nowMs).alerts;
  const open = alerts.find(({state}) => state === 'open')!;
  store.apply('alerts', [open], nowMs);
  assert.doesNotMatch(await type('k'), /alert: /);
  assert.doesNotMatch(await type('z'), /alert: /);
  store.apply('alerts', [{...open, id: 'another', title: 'BTC/USD > 70000'}], nowMs);
  assert.match(await type('k'), /alert: BTC\/USD > 70000: /);
});

test('in a replay rows can be sorted, filtered and charted', async () => {
  const {type} = await start({columns: 140, playback: {speed: 1, paused: false, ended: false}});
  assert.match(await type('s', '&change > 0.1\r'), /change > 0\.1, by change ━+ 1 of 6 ━/);
  assert.match(await type('\r'), /^━▸1 Ticker ━ BTC\/USD, .*\n BTC\/USD [\d.]+ /);
});

test('where there is no chat, i says so', async () => {
  const {type} = await start({panes: ['ticker', 'logs']});
  assert.match(await type('i'), /there is no chat here to write in/);
});

test('the screen may be resized to anything', async () => {
  const {terminal, frame} = await start();
  for (const [columns, rows] of [
    [1, 1],
    [200, 60],
    [7, 3],
    [80, 24],
    [250, 2],
    [120, 40],
  ] as const) {
    terminal.resize(columns, rows);
    assert.equal((await frame()).length, rows, `${columns} × ${rows}`);
  }
  assert.match(terminal.rows[0]!, /^━▸1 Ticker/);
});

test('without UTF-8 nothing but ASCII is written, whatever strangers say', async () => {
  const {terminal, type} = await start({theme: asciiTheme, columns: 140, rows: 45});
  await type('2', right, right, '?', 'x', 'i', '日本');
  assert.doesNotMatch(terminal.written, /[^\u0000-\u007f]/);
  assert.match(terminal.rows.join('\n'), /> \?\?\?\?_/, 'each wide character is as wide as it was');
});

test('while the terminal takes nothing no frame is made, and then the newest is shown', async () => {
  const {terminal, store, view, clock, frame} = await start();
  terminal.stop();
  let last = '';
  for (let second = 0; second < 100; second++) {
    last = `line ${second}`;
    const time = isoTime(nowMs);
    store.apply(
      'logs',
      [{type: 'log', time, level: 'info', service: '', message: last, partition: 0, offset: '0'}],
      nowMs,
    );
    view.touch();
    await clock.advance(40);
  }
  assert.ok(terminal.output.writableLength < 10_000, `${terminal.output.writableLength} bytes wait`);
  terminal.go();
  await frame();
  assert.ok(terminal.rows.join('\n').includes(last));
});

test('a disposed console leaves no timer and draws no more', async () => {
  const {view, clock, terminal, screen} = await start();
  view[Symbol.dispose]();
  const before = terminal.written;
  view.touch();
  screen.emit('resize');
  await clock.advance(5000);
  assert.equal(terminal.written, before);
  assert.equal(clock.sleeping, 0);
});

test('a store with nothing in it is a screen that says so', async () => {
  const {terminal} = await start({store: new Store()});
  const screen = terminal.rows.join('\n');
  for (const word of ['no trade yet', 'no room joined yet', 'no alert so far', 'no line yet'])
    assert.ok(screen.includes(word), word);
});

test('with :mouse a click goes to a pane and the wheel moves it, and :mouse gives the mouse back', async () => {
  const {terminal, type} = await start();
  const [on, off] = ['\u001b[?1000h\u001b[?1006h', '\u001b[?1006l\u001b[?1000l'];
  assert.ok(!terminal.written.includes(on));
  assert.match(await type(':', 'mouse', '\r'), /the mouse is ours/);
  assert.ok(terminal.written.includes(on));
  const row = terminal.rows.findIndex(line => line.includes('4 Logs'));
  assert.equal(focused(await type(`${esc}[<0;90;${row + 3}M${esc}[<0;90;${row + 3}m`)), '4 Logs');
  assert.match(await type(`${esc}[<64;90;${row + 3}M`), /4 Logs ━+ frozen, 0 new/);
  // On the strip and between the panes there is nothing to click.
  assert.equal(focused(await type(`${esc}[<0;5;30M`)), '4 Logs');
  assert.equal(selected(await type(`${esc}[<65;5;3M`)), 'DOGE/USD');
  await type(':', 'mouse', '\r');
  assert.ok(terminal.written.includes(off));
});

test('where nothing happens nothing is written, for minutes, but the time each minute', async () => {
  const store = new Store();
  const time = isoTime(nowMs);
  store.apply('logs', [{type: 'status', source: 'app.log', state: 'connected', time}], nowMs);
  const {terminal, clock, frame} = await start({store, panes: ['logs']});
  await clock.advance(5000);
  await frame();
  const before = terminal.written.length;
  for (let second = 0; second < 45; second++) {
    await clock.advance(1000);
    await frame();
  }
  assert.equal(terminal.written.slice(before), '');
  for (let second = 0; second < 60; second++) await clock.advance(1000);
  await frame();
  const minute = terminal.written.length - before;
  assert.ok(minute > 0 && minute < 60, `${minute} bytes`);
});
