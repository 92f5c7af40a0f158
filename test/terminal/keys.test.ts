import assert from 'node:assert/strict';
import {appendFile, writeFile} from 'node:fs/promises';
import {test} from 'node:test';
import type {Pty} from '../helpers/pty.ts';
import {body, focused, isLive, lastRow, panes, shownRoom} from '../helpers/screen.ts';
import {type Tailrace, tailrace} from '../helpers/tailrace.ts';
import {tempFolder} from '../helpers/temp-folder.ts';

const keys = {
  shiftTab: '\u001b[Z',
  escape: '\u001b',
  enter: '\r',
  up: '\u001b[A',
  down: '\u001b[B',
  right: '\u001b[C',
  left: '\u001b[D',
  pageUp: '\u001b[5~',
  pageDown: '\u001b[6~',
  home: '\u001b[H',
  end: '\u001b[F',
  backspace: '\u007f',
  controlD: '\u0004',
  controlL: '\u000c',
  controlU: '\u0015',
  controlW: '\u0017',
};

async function demo(): Promise<Tailrace> {
  const console = await tailrace();
  await console.waitFor(isLive);
  return console;
}

/** A console on a log of so many lines, "line 1" and so on; `append` writes more of them. */
async function onLog(lines: number, size = {columns: 100, rows: 30}) {
  const folder = await tempFolder();
  const path = folder.file('app.log');
  let written = 0;
  const more = (count: number) =>
    Array.from({length: count}, () => `level=info service=app msg="line ${++written} of it"\n`).join('');
  await writeFile(path, more(lines));
  const console = await tailrace(['watch', '--logs', path], size);
  await console.waitFor(`line ${lines} of it`);
  console.press('2');
  await console.waitFor(screen => focused(screen) === 'Logs');
  return {
    console,
    append: (count: number) => appendFile(path, more(count)),
    async [Symbol.asyncDispose]() {
      await console[Symbol.asyncDispose]();
      await folder[Symbol.asyncDispose]();
    },
  };
}

/** The numbers of the log lines on the screen. */
function numbers(screen: string): number[] {
  return [...screen.matchAll(/line (\d+) of it/g)].map(([, number]) => Number(number));
}

async function pressed(console: Pty, key: string, focus: string): Promise<void> {
  console.press(key);
  await console.waitFor(screen => focused(screen) === focus);
}

test('Tab and Shift-Tab go from pane to pane, and around', async () => {
  await using console = await demo();
  assert.equal(focused(console.screen), 'Ticker');
  for (const name of ['Chat', 'Alerts', 'Logs', 'Ticker']) await pressed(console, '\t', name);
  for (const name of ['Logs', 'Alerts', 'Chat', 'Ticker']) await pressed(console, keys.shiftTab, name);
});

test('a number goes to its pane', async () => {
  await using console = await demo();
  await pressed(console, '3', 'Alerts');
  await pressed(console, '2', 'Chat');
  await pressed(console, '4', 'Logs');
  await pressed(console, '1', 'Ticker');
});

test('z gives the whole screen to a pane, and back', async () => {
  await using console = await demo();
  await pressed(console, '4', 'Logs');
  console.press('z');
  await console.waitFor(screen => panes(screen).join() === 'Logs');
  await pressed(console, '\t', 'Ticker');
  assert.deepEqual(panes(console.screen), ['Ticker']);
  console.press('z');
  await console.waitFor(isLive);
});

test('Space freezes a pane and counts what is new, and another goes on', async () => {
  await using log = await onLog(100);
  const {console} = log;
  console.press(' ');
  await console.waitFor(/frozen, 0 new/);
  await log.append(3);
  const frozen = await console.waitFor(/frozen, 3 new/);
  assert.equal(numbers(frozen).at(-1), 100);
  console.press(' ');
  const thawed = await console.waitFor('line 103 of it');
  assert.doesNotMatch(thawed, /frozen/);
});

test('j, k and the arrows go line by line through a log, and G comes back to the newest', async () => {
  await using log = await onLog(200);
  const {console} = log;
  const last = (number: number) => console.waitFor(screen => numbers(screen).at(-1) === number);
  console.press('k');
  await last(199);
  console.press(keys.up);
  await last(198);
  console.press('j');
  await last(199);
  console.press('kk');
  await last(197);
  console.press(keys.down);
  await last(198);
  // Going back freezes: what is read stays where it is.
  await log.append(2);
  await console.waitFor(/frozen, 2 new/);
  await last(198);
  console.press('G');
  await last(202);
  assert.doesNotMatch(console.screen, /frozen/);
});

test('PgUp and PgDn go through a log by pages, g and Home to its first line, End to the newest', async () => {
  await using log = await onLog(300);
  const {console} = log;
  const moved = (is: (last: number, first: number) => boolean) =>
    console.waitFor(screen => {
      const shown = numbers(screen);
      return shown.length > 0 && is(shown.at(-1)!, shown[0]!);
    });
  console.press(keys.pageUp);
  await moved(last => last <= 294);
  const page = 300 - numbers(console.screen).at(-1)!;
  console.press(keys.pageUp);
  await moved(last => last === 300 - 2 * page);
  console.press(keys.pageDown);
  await moved(last => last === 300 - page);
  console.press('g');
  await moved((_, first) => first === 1);
  console.press(keys.controlD);
  await moved((_, first) => first > 1);
  console.press(keys.end);
  await moved(last => last === 300);
  console.press(keys.home);
  await moved((_, first) => first === 1);
  console.press('G');
  await moved(last => last === 300);
});

test('j, k, g and G choose a row of a list', async () => {
  await using console = await demo();
  const symbol = (screen: string) => /[▸>](\w+\/USD)/.exec(screen)?.[1];
  const first = symbol(await console.waitFor(screen => (screen.match(/\w+\/USD +\d/g) ?? []).length >= 3));
  console.press('j');
  await console.waitFor(screen => symbol(screen) !== first);
  console.press('k');
  await console.waitFor(screen => symbol(screen) === first);
  console.press('G');
  await console.waitFor(screen => symbol(screen) !== first);
  console.press('g');
  await console.waitFor(screen => symbol(screen) === first);
});

test('? shows every key and where the log is, and any key closes it', async () => {
  await using console = await demo();
  console.press('?');
  const help = await console.waitFor('any key closes this');
  for (const key of [
    'Tab',
    '1-4',
    'z',
    'Space',
    'j k',
    'PgUp',
    'g G',
    '← →',
    ' a ',
    '+ -',
    '^l',
    ':',
    '^z',
    'q',
  ])
    assert.ok(help.includes(key), `${key} is missing in\n${help}`);
  assert.ok(help.includes(console.folder.file('tailrace.log')));
  // It closes help, and does nothing else.
  console.press('q');
  await console.waitFor(isLive);
  console.press('?');
  await console.waitFor('any key closes this');
  console.press(keys.escape);
  await console.waitFor(isLive);
});

test('a command after : does what it says, and one that there is not is told', async () => {
  await using console = await demo();
  console.press(':');
  await console.waitFor(screen => lastRow(screen).startsWith(':'));
  console.press('pane logs');
  await console.waitFor(screen => lastRow(screen).startsWith(':pane logs'));
  console.press(keys.enter);
  await console.waitFor(screen => focused(screen) === 'Logs');
  console.press(':zoom\r');
  await console.waitFor(screen => panes(screen).join() === 'Logs');
  console.press(':zoom\r');
  await console.waitFor(isLive);
  console.press(':frob\r');
  await console.waitFor(screen => lastRow(screen).includes('no command "frob"'));
  console.press(':speed 2\r');
  await console.waitFor(screen => lastRow(screen).includes(':speed is for a replay'));
  console.press(':help\r');
  await console.waitFor('any key closes this');
});

test('a line is edited with Backspace, ^W and ^U, and left with Esc', async () => {
  await using console = await demo();
  const line = (text: string) => console.waitFor(screen => lastRow(screen).replace(/\W*$/, '') === text);
  console.press(':one two three');
  await line(':one two three');
  console.press(keys.backspace);
  await line(':one two thre');
  console.press(keys.controlW);
  await line(':one two');
  console.press(keys.controlU);
  await line('');
  console.press('quit');
  await line(':quit');
  console.press(keys.escape);
  await console.waitFor(screen => lastRow(screen).includes('● ticker'));
  console.press('4');
  await console.waitFor(screen => focused(screen) === 'Logs');
});

test('← and → go from room to room in the chat', async () => {
  await using console = await demo();
  await pressed(console, '2', 'Chat');
  const at = (room: string) => console.waitFor(screen => shownRoom(screen) === room);
  await at('#ops');
  console.press(keys.right);
  await at('#trading');
  console.press(keys.right);
  await at('#random');
  console.press(keys.right);
  await at('#ops');
  console.press(keys.left);
  await at('#random');
});

test('a goes to the next room with something unread, from any pane', async () => {
  await using console = await demo();
  // #ops is shown, so that what is said there has been read.
  await console.waitFor(screen => shownRoom(screen) === '#ops' && /#(trading|random) +\d/.test(screen));
  console.press('a');
  await console.waitFor(screen => focused(screen) === 'Chat' && /#(trading|random)/.test(shownRoom(screen)!));
});

test('^l draws the screen anew over whatever another program wrote on it', async () => {
  await using log = await onLog(100);
  const {console} = log;
  console.press(' ');
  const before = body(await console.waitFor(/frozen, 0 new/));
  console.spoil('\u001b[5;5Hwall: the system goes down\u001b[10;1H\u001b[2Kand now\u001b[20;40H\u001b[1J');
  await console.waitFor(screen => body(screen) !== before);
  console.press(keys.controlL);
  await console.waitFor(screen => body(screen) === before);
});

test('keys that come all at once count one by one', async () => {
  await using console = await demo();
  console.press('4z');
  await console.waitFor(screen => panes(screen).join() === 'Logs');
  console.press('z:pane chat\rz');
  await console.waitFor(screen => panes(screen).join() === 'Chat');
});

test('a paste is text: it presses no key, and where text is written it is written', async () => {
  await using console = await demo();
  console.press('\u001b[200~q\rq\r:quit\r\u001b[201~');
  await console.waitFor(screen => lastRow(screen).includes('a paste goes where text is written'));
  console.press(':');
  await console.waitFor(screen => lastRow(screen).startsWith(':'));
  console.press('\u001b[200~pane\nlogs\u001b[201~');
  await console.waitFor(screen => lastRow(screen).startsWith(':pane logs'));
  console.press(keys.enter);
  await console.waitFor(screen => focused(screen) === 'Logs');
});

test('keys that mean nothing, and answers of the terminal that nobody asked for, do nothing', async () => {
  await using console = await demo();
  for (const noise of ['\u001bOP', '\u001b[15~', '\u001b[0n', '\u001b[12;5R', '\u001b[?1;2c', 'x', 'é', '日'])
    console.press(noise);
  await pressed(console, '4', 'Logs');
  await console.waitFor(isLive);
});
