import assert from 'node:assert/strict';
import {afterEach, type TestContext, test} from 'node:test';
import {setImmediate as immediate} from 'node:timers/promises';
import type {LinkOptions} from '../../source/terminal/link/link.ts';
import {Screen} from '../../source/terminal/screen.ts';
import {FakeTerminal} from '../helpers/fake-terminal.ts';
import {reachableBytes} from '../streams/collect-garbage.ts';

const [columns, rows] = [120, 40];
const local: LinkOptions = {isMultiplexed: false, isRemote: false};
const remote: LinkOptions = {isMultiplexed: false, isRemote: true};
const silent = () => '';

const open: FakeTerminal[] = [];
afterEach(() => {
  while (open.length > 0) open.pop()![Symbol.dispose]();
});

/** A screen on a terminal that is not there; time goes on by `pass` alone. */
function start({mock}: TestContext, link = local) {
  mock.timers.enable({apis: ['setTimeout']});
  const terminal = new FakeTerminal(columns, rows);
  open.push(terminal);
  const time = {nowMs: 0, perLookMs: 0};
  const screen = new Screen({
    input: terminal.input,
    output: terminal.output,
    title: 'test',
    link,
    now: () => (time.nowMs += time.perLookMs),
  });
  const pass = async (ms: number) => {
    for (const endMs = time.nowMs + ms; time.nowMs < endMs; time.nowMs += 10) {
      mock.timers.tick(10);
      await immediate();
    }
  };
  const put = (text: string) => {
    for (let row = 0; row < rows; row++) screen.canvas.put(row, 0, columns, `${text} ${row}`, 2);
    screen.show();
  };
  const shows = (text: string) =>
    assert.deepEqual(
      terminal.rows,
      Array.from({length: rows}, (_, row) => `${text} ${row}`),
    );
  return {terminal, screen, time, pass, put, shows};
}

const long = (text: string) => `${text}, `.repeat(9);

for (const [link, mode] of [
  [local, 'writes'],
  [remote, 'cap'],
] as const) {
  test(`a terminal that never answers${link.isRemote ? ' over SSH' : ''} is drawn all the same, and stays current`, async t => {
    const {terminal, screen, pass, put, shows} = start(t, link);
    terminal.answers = silent;
    screen.enter();
    put(long('first'));
    await pass(3000);
    shows(long('first'));
    assert.equal(screen.link.mode, mode);
    for (let frame = 0; frame < 20; frame++) {
      put(`frame ${frame}`);
      await pass(100);
      shows(`frame ${frame}`);
    }
    assert.equal(screen.link.roundTripMs, undefined);
    await screen[Symbol.asyncDispose]();
  });
}

test('a terminal that stops to answer and begins again is believed again, and drawn all the while', async t => {
  const {terminal, screen, pass, put, shows} = start(t, remote);
  screen.enter();
  put(long('first'));
  await pass(1000);
  terminal.answers = silent;
  for (let second = 0; second < 30; second++) {
    put(`second ${second}`);
    terminal.type('j');
    await pass(1000);
  }
  assert.equal(screen.link.mode, 'cap');
  shows('second 29');
  terminal.answers = answer => answer;
  for (let second = 30; second < 70; second++) {
    put(`second ${second}`);
    await pass(1000);
    shows(`second ${second}`);
  }
  assert.equal(screen.link.mode, 'answers');
  await screen[Symbol.asyncDispose]();
});

test('the last answer is waited for no longer than a second and a half', async t => {
  const {terminal, screen, time, pass, put} = start(t);
  screen.enter();
  await pass(500);
  terminal.answers = silent;
  put('the last frame');
  const beganMs = time.nowMs;
  // Time goes on whenever it is looked at.
  time.perLookMs = 50;
  await screen.finish();
  const tookMs = time.nowMs - beganMs;
  assert.ok(tookMs >= 1500 && tookMs < 2000, `${tookMs} ms`);
  put('too late');
  assert.ok(!terminal.written.includes('too late'));
  time.perLookMs = 0;
  await screen[Symbol.asyncDispose]();
});

test('who was told to wait is told when there is room, though no answer ever comes', async t => {
  const {terminal, screen, pass, put} = start(t, remote);
  screen.enter();
  await pass(500);
  terminal.answers = silent;
  let frame = 0;
  while (screen.mayDraw()) put(long(`frame ${frame++}`));
  assert.ok(frame > 0);
  let ready = 0;
  screen.on('ready', () => ready++);
  await pass(60_000);
  assert.ok(ready > 0);
  await screen[Symbol.asyncDispose]();
});

test('forged positions, in no paste, are neither keys nor believed', async t => {
  const {terminal, screen, pass, put, shows} = start(t);
  const keys: string[] = [];
  screen.keys.on('data', key => keys.push(String(key)));
  screen.enter();
  await pass(100);
  for (let frame = 0; frame < 20; frame++) {
    put(long(`frame ${frame}`));
    terminal.type('\u001b[33;77R\u001b[0;0R\u001b[99999;1R');
    await pass(50);
    shows(long(`frame ${frame}`));
  }
  assert.deepEqual(keys, []);
  await screen[Symbol.asyncDispose]();
});

test('frame after frame takes no memory, with answers and without', async t => {
  const {terminal, screen, pass, put} = start(t);
  screen.enter();
  const draw = async (frames: number) => {
    for (let frame = 0; frame < frames; frame++) {
      put(`frame ${frame} `.repeat(5));
      await pass(20);
      terminal.written = '';
    }
    return reachableBytes();
  };
  for (const answers of [(answer: string) => answer, silent]) {
    terminal.answers = answers;
    const before = await draw(100);
    const grown = (await draw(1000)) - before;
    assert.ok(grown < 1024 * 1024, `${Math.round(grown / 1024)} KiB more`);
  }
  await screen[Symbol.asyncDispose]();
});
