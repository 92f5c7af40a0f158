import assert from 'node:assert/strict';
import {readFileSync, writeFileSync} from 'node:fs';
import {afterEach, test} from 'node:test';
import {setImmediate as immediate} from 'node:timers/promises';
import type {LinkOptions} from '../../source/terminal/link/link.ts';
import {Screen} from '../../source/terminal/screen.ts';
import {FakeTerminal} from '../helpers/fake-terminal.ts';
import {tempFolder} from '../helpers/temp-folder.ts';

const open: FakeTerminal[] = [];
afterEach(() => {
  while (open.length > 0) open.pop()![Symbol.dispose]();
});

/** A screen on a terminal that is not there, and what makes time go on in both. */
function start(columns = 40, rows = 10, link: LinkOptions = {isMultiplexed: false, isRemote: false}) {
  const terminal = new FakeTerminal(columns, rows);
  open.push(terminal);
  let nowMs = 0;
  const screen = new Screen({
    input: terminal.input,
    output: terminal.output,
    title: 'test',
    link,
    now: () => nowMs,
  });
  /** Lets what is on its way arrive; meanwhile `ms` milliseconds pass. */
  const settle = async (ms = 0) => {
    nowMs += ms;
    for (let turn = 0; turn < 20; turn++) await immediate();
  };
  const put = (text: string) => {
    for (let row = 0; row < screen.size.rows; row++) screen.canvas.put(row, 0, 200, `${text} ${row}`, 2);
  };
  return {terminal, screen, settle, put};
}

const lines = (text: string, rows: number) => Array.from({length: rows}, (_, row) => `${text} ${row}`);

test('what is put on the canvas is shown, however many writes it takes', async () => {
  const {terminal, screen, settle, put} = start(200, 60);
  screen.enter();
  put('a long line of text, '.repeat(6));
  screen.show();
  await settle();
  assert.deepEqual(terminal.rows, lines('a long line of text, '.repeat(6), 60));
  await screen[Symbol.asyncDispose]();
});

test('the terminal is asked with each write, and its answers never reach the keys', async () => {
  const {terminal, screen, settle, put} = start();
  const keys: string[] = [];
  screen.keys.on('data', key => keys.push(String(key)));
  screen.enter();
  for (const text of ['one', 'two', 'three']) {
    put(text);
    screen.show();
    await settle(50);
  }
  terminal.type('x');
  await settle();
  assert.deepEqual(keys, ['x']);
  assert.ok(terminal.written.split('\u001b[6n').length > 4);
  assert.equal(screen.link.mode, 'answers');
  assert.notEqual(screen.link.roundTripMs, undefined);
  await screen[Symbol.asyncDispose]();
});

test('all modes are given back, those that were learnt or asked for later too', async () => {
  const {terminal, screen, settle} = start();
  // As one that has kitty's keyboard protocol does.
  terminal.answers = answer => (answer.endsWith('c') ? `\u001b[?0u${answer}` : answer);
  screen.enter();
  assert.ok(terminal.raw);
  screen.mouse = true;
  await settle();
  assert.ok(screen.facts.keyboard);
  for (const on of ['?1049h', '?7l', '?25l', '?2004h', '?1000h', '?1006h', '>1u'])
    assert.ok(terminal.written.includes(`\u001b[${on}`), on);
  await using folder = await tempFolder();
  const out = folder.file('out');
  writeFileSync(out, '');
  const {openSync} = await import('node:fs');
  Object.assign(terminal.output, {fd: openSync(out, 'w')});
  screen.leave();
  screen.leave();
  const left = readFileSync(out, 'utf8');
  for (const off of ['?1049l', '?7h', '?25h', '?2004l', '?1000l', '?1006l', '<u'])
    assert.equal(left.split(`\u001b[${off}`).length, 2, off);
  // The keyboard belongs to the screen that it was set on.
  assert.ok(left.indexOf('\u001b[<u') < left.indexOf('\u001b[?1049l'));
  assert.ok(!terminal.raw);
  await screen[Symbol.asyncDispose]();
});

test('frames are wrapped as whole ones only by a terminal that says it has that, and only large ones', async () => {
  for (const has of [true, false]) {
    const {terminal, screen, settle, put} = start(80, 24);
    if (!has) terminal.answers = answer => (answer.includes('2026') ? '\u001b[?2026;0$y' : answer);
    screen.enter();
    await settle();
    assert.equal(screen.facts.synchronized, has);
    put('small');
    screen.show();
    await settle();
    screen.canvas.put(0, 0, 80, 'smaller', 2);
    screen.show();
    await settle();
    assert.ok(!terminal.written.includes('\u001b[?2026h'));
    put('a large frame, '.repeat(5));
    screen.show();
    await settle();
    assert.equal(terminal.written.includes('\u001b[?2026h'), has);
    assert.equal(
      terminal.written.split('\u001b[?2026h').length,
      terminal.written.split('\u001b[?2026l').length,
    );
    assert.deepEqual(terminal.rows, lines('a large frame, '.repeat(5), 24));
    await screen[Symbol.asyncDispose]();
  }
});

test('while answers do not come nothing more is written than the window lets through, and then all is there', async () => {
  const {terminal, screen, settle, put} = start(200, 60);
  const held: string[] = [];
  screen.enter();
  await settle();
  terminal.answers = answer => {
    held.push(answer);
    return '';
  };
  put('the first of many, '.repeat(8));
  screen.show();
  await settle(10);
  const {length} = terminal.written;
  let ready = 0;
  screen.on('ready', () => ready++);
  for (let time = 0; time < 20; time++) {
    assert.equal(screen.mayDraw(), false);
    put(`number ${time} of many, `.repeat(8));
    screen.show();
    await settle(10);
  }
  assert.equal(terminal.written.length, length);
  assert.equal(ready, 0);
  terminal.answers = answer => answer;
  terminal.type(held.join(''));
  await settle(10);
  assert.ok(ready > 0);
  assert.deepEqual(terminal.rows, lines('number 19 of many, '.repeat(8), 60));
  await screen[Symbol.asyncDispose]();
});

test('doubled answers, and a paste that looks like one, do no harm', async () => {
  const {terminal, screen, settle, put} = start(120, 40);
  const pasted: string[] = [];
  screen.keys.on('data', key => pasted.push(String(key)));
  terminal.answers = answer => answer + answer;
  screen.enter();
  await settle();
  for (let frame = 0; frame < 20; frame++) {
    put(`frame ${frame}`.repeat(5));
    screen.show();
    terminal.type('\u001b[200~\u001b[5;5R\u001b[0n\u001b[201~');
    await settle(20);
  }
  assert.deepEqual(terminal.rows, lines('frame 19'.repeat(5), 40));
  assert.equal(pasted.filter(text => text === '\u001b[200~\u001b[5;5R\u001b[0n\u001b[201~').length, 20);
  assert.equal(pasted.length, 20);
  await screen[Symbol.asyncDispose]();
});

test('nothing is written while the terminal has not taken what was written last', async () => {
  const {terminal, screen, settle, put} = start(80, 24);
  screen.enter();
  await settle();
  terminal.stop();
  for (let time = 0; time < 50; time++) {
    put(`frame ${time}`);
    screen.show();
    await settle(20);
  }
  assert.ok(terminal.output.writableLength < 3000, `${terminal.output.writableLength}`);
  terminal.go();
  await settle(20);
  assert.deepEqual(terminal.rows, lines('frame 49', 24));
  await screen[Symbol.asyncDispose]();
});

test('after a resize, and after forget, all is drawn anew', async () => {
  const {terminal, screen, settle, put} = start(40, 10);
  screen.enter();
  put('before');
  screen.show();
  await settle();
  screen.on('resize', () => {
    put('after');
    screen.show();
  });
  terminal.resize(60, 14);
  await settle();
  assert.deepEqual(terminal.rows, lines('after', 14));
  terminal.emulator.write('\u001b[3;3Hnoise');
  await new Promise<void>(resolve => terminal.emulator.write('', resolve));
  screen.forget();
  screen.show();
  await settle();
  assert.deepEqual(terminal.rows, lines('after', 14));
  await screen[Symbol.asyncDispose]();
});

test('before the last is answered the screen is not done, but it does not wait for ever', async () => {
  const {terminal, screen, settle, put} = start();
  screen.enter();
  await settle();
  let held = '';
  terminal.answers = answer => {
    held += answer;
    return '';
  };
  put('the last frame');
  screen.show();
  let isDone = false;
  const done = screen.finish().then(() => {
    isDone = true;
  });
  await settle();
  assert.ok(!isDone);
  terminal.type(held);
  await settle();
  await done;
  await screen[Symbol.asyncDispose]();
});

test('a terminal that has gone is told of once, and written to no more', async () => {
  const {terminal, screen, settle, put} = start();
  let gone = 0;
  screen.on('gone', () => gone++);
  screen.enter();
  await settle();
  terminal.output.emit('error', Object.assign(new Error('gone'), {code: 'EIO'}));
  terminal.input.emit('error', Object.assign(new Error('gone'), {code: 'EIO'}));
  assert.equal(gone, 1);
  const {length} = terminal.written;
  put('for nobody');
  screen.show();
  assert.equal(screen.mayDraw(), false);
  assert.equal(terminal.written.length, length);
  await screen.finish();
  await screen[Symbol.asyncDispose]();
});

for (const [columns, rows] of [
  [1, 1],
  [2, 1],
  [1, 5],
  [3, 2],
  [300, 2],
] as const) {
  test(`a screen of ${columns}×${rows} cells is drawn, and its answers are known`, async () => {
    const {terminal, screen, settle} = start(Math.max(2, columns), rows);
    screen.enter();
    await settle();
    for (const text of ['a', 'b', 'c']) {
      for (let row = 0; row < rows; row++) screen.canvas.put(row, 0, columns, text, 2);
      screen.show();
      await settle(10);
    }
    assert.deepEqual(
      terminal.rows.map(row => row[0]),
      new Array(rows).fill('c'),
    );
    assert.equal(screen.link.ageMs, 0);
    await screen[Symbol.asyncDispose]();
  });
}
