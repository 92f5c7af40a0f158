import assert from 'node:assert/strict';
import {writeFile} from 'node:fs/promises';
import {test} from 'node:test';
import fc from 'fast-check';
import type {Answer} from '../../source/terminal/input/answer.ts';
import type {Mouse} from '../../source/terminal/input/mouse.ts';
import {TerminalInput, type TerminalInputOptions} from '../../source/terminal/input/terminal-input.ts';
import {tempFolder} from '../helpers/temp-folder.ts';
import {arbitraryInput} from './arbitrary-input.ts';
import {FakeTimers} from './fake-timers.ts';
import {FakeTty} from './fake-tty.ts';
import {turns} from './turns.ts';

const esc = '\u001b';

/** A terminal and what is told of it; `read` has the keys when they are read, `keys` says whether they are. */
function setUp({keys = true, ...options}: TerminalInputOptions & {readonly keys?: boolean} = {}) {
  const tty = new FakeTty();
  const timers = new FakeTimers();
  const input = new TerminalInput(tty.stream, {setTimer: timers.set, ...options});
  const answers: Answer[] = [];
  const mouse: Mouse[] = [];
  const read: string[] = [];
  input.on('answer', answer => answers.push(answer));
  input.on('mouse', one => mouse.push(one));
  const readKeys = () => {
    input.keys.on('readable', () => {
      for (let key: string | null; (key = input.keys.read()) !== null; ) read.push(key);
    });
  };
  if (keys) readKeys();
  input.start();
  return {
    tty,
    timers,
    input,
    answers,
    mouse,
    read,
    readKeys,
    /** Types, and waits until it has been read. */
    async type(...chunks: readonly string[]) {
      for (const chunk of chunks) {
        tty.type(chunk);
        await turns();
      }
    },
    [Symbol.dispose]() {
      input[Symbol.dispose]();
      tty.destroy();
    },
  };
}

test('keys are keys, answers and the mouse are events', async () => {
  using terminal = setUp();
  await terminal.type(
    `a${esc}[0n${esc}[A${esc}[<64;3;2Mb${esc}P>|xterm(390)${esc}\\${esc}[200~p${esc}[0n${esc}[201~`,
  );
  assert.deepEqual(terminal.read, ['a', `${esc}[A`, 'b', `${esc}[200~p${esc}[0n${esc}[201~`]);
  assert.deepEqual(terminal.answers, [
    {type: 'status', code: 0},
    {type: 'version', name: 'xterm(390)'},
  ]);
  assert.deepEqual(
    terminal.mouse.map(({kind, by, row, column}) => ({kind, by, row, column})),
    [{kind: 'wheel', by: -1, row: 1, column: 2}],
  );
});

test('nothing is read before start and after stop', async () => {
  using terminal = setUp();
  terminal.input.stop();
  await terminal.type('a');
  assert.deepEqual(terminal.read, []);
  terminal.input.start();
  await turns();
  assert.deepEqual(terminal.read, ['a']);
  terminal.input.stop();
  terminal.input.start();
  await terminal.type('b');
  assert.deepEqual(terminal.read, ['a', 'b']);
});

test('Esc alone is a key once nothing has followed for 50 ms, and told so that Ink waits no longer', async () => {
  using terminal = setUp();
  await terminal.type(esc);
  terminal.timers.pass(49);
  await turns();
  assert.deepEqual(terminal.read, []);
  terminal.timers.pass(1);
  await turns();
  assert.deepEqual(terminal.read, [`${esc}[27u`]);
  await terminal.type('a');
  assert.deepEqual(terminal.read, [`${esc}[27u`, 'a']);
});

test('a sequence that the line has split is one key', async () => {
  using terminal = setUp();
  await terminal.type(esc);
  terminal.timers.pass(40);
  await terminal.type('[');
  terminal.timers.pass(40);
  await terminal.type('1;5');
  terminal.timers.pass(4000);
  await terminal.type('A');
  assert.deepEqual(terminal.read, [`${esc}[1;5A`]);
  assert.equal(terminal.timers.size, 0);
});

test('the beginning of a sequence is waited for longer than Esc, and is Alt and a key then', async () => {
  using terminal = setUp();
  await terminal.type(`${esc}[`);
  terminal.timers.pass(499);
  await terminal.type('0n');
  assert.equal(terminal.answers.length, 1);
  await terminal.type(`${esc}P`);
  terminal.timers.pass(500);
  await turns();
  assert.deepEqual(terminal.read, [`${esc}P`]);
});

test('what came while the event loop was held up is read before Esc is taken to be alone', async () => {
  using terminal = setUp();
  await terminal.type(esc);
  terminal.tty.type('[A');
  terminal.timers.pass(50);
  await turns();
  assert.deepEqual(terminal.read, [`${esc}[A`]);
});

test('an answer that the line has split is never a key, however late its end is', async () => {
  using terminal = setUp();
  await terminal.type(`${esc}[0`);
  terminal.timers.pass(4999);
  await terminal.type('n');
  assert.deepEqual(terminal.answers, [{type: 'status', code: 0}]);
  await terminal.type(`${esc}[0`);
  terminal.timers.pass(5000);
  await turns();
  await terminal.type('q');
  assert.deepEqual(terminal.read, ['q']);
  assert.deepEqual(terminal.input.dropped, {sequences: 1, pasted: 0});
});

test("with kitty's keyboard an ESC is waited for longer, for it is no key", async () => {
  using terminal = setUp();
  terminal.input.kittyKeyboard = true;
  await terminal.type(esc);
  terminal.timers.pass(499);
  await turns();
  assert.deepEqual(terminal.read, []);
  terminal.timers.pass(1);
  await turns();
  assert.deepEqual(terminal.read, [`${esc}[27u`]);
});

test('a paste without an end is given after five seconds of silence', async () => {
  using terminal = setUp();
  await terminal.type(`${esc}[200~one `);
  terminal.timers.pass(4000);
  await terminal.type('two');
  terminal.timers.pass(4999);
  await turns();
  assert.deepEqual(terminal.read, []);
  terminal.timers.pass(1);
  await turns();
  assert.deepEqual(terminal.read, [`${esc}[200~one two${esc}[201~`]);
});

test('Esc pressed just before an answer is Esc and the answer, before an arrow it is Alt', async () => {
  using terminal = setUp();
  await terminal.type(`${esc}${esc}[0n${esc}${esc}[A${esc}${esc}[<0;1;1M`);
  assert.deepEqual(terminal.read, [`${esc}[27u`, `${esc}${esc}[A`, `${esc}[27u`]);
  assert.equal(terminal.answers.length, 1);
  assert.equal(terminal.mouse.length, 1);
});

test('F3 with Shift is a key, unless the cursor is expected there', async () => {
  let expected = false;
  using terminal = setUp({expects: (row, column) => expected && row === 1 && column === 2});
  await terminal.type(`${esc}[1;2R`);
  expected = true;
  await terminal.type(`${esc}[1;2R`);
  assert.deepEqual(terminal.read, [`${esc}[1;2R`]);
  assert.deepEqual(terminal.answers, [{type: 'position', row: 1, column: 2}]);
});

test('with 4 KiB of keys that nobody reads the terminal is read no more, until they are', async () => {
  using terminal = setUp({keys: false});
  const text = Array.from({length: 30_000}, (_, at) => String.fromCharCode(97 + (at % 26))).join('');
  await terminal.type(text);
  const {waiting} = terminal.input.keys;
  assert.ok(waiting > 4096 && waiting <= 8192, `${waiting}`);
  // What the stream itself has read, and the kernel.
  assert.equal(waiting + terminal.tty.readableLength + terminal.tty.left, text.length);
  terminal.readKeys();
  let most = 0;
  while (terminal.read.join('').length < text.length) {
    await turns(1);
    most = Math.max(most, terminal.input.keys.waiting);
  }
  assert.equal(terminal.read.join(''), text);
  assert.ok(most <= 8192, `${most}`);
});

test('answers do not wait behind keys that were read with them', async () => {
  using terminal = setUp({keys: false});
  await terminal.type(`${'a'.repeat(4000)}${esc}[0n`);
  assert.equal(terminal.answers.length, 1);
  assert.equal(terminal.input.keys.waiting, 4000);
});

test('while the terminal is not read, an ESC at the end of what was read is not alone', async () => {
  using terminal = setUp({keys: false});
  const keys = `${'a'.repeat(8191)}${esc}[A`;
  await terminal.type(keys);
  assert.equal(terminal.timers.size, 0);
  terminal.timers.pass(1000);
  terminal.readKeys();
  await turns(20);
  assert.equal(terminal.read.join(''), keys);
});

test('stop and start during a flood lose no key', async () => {
  using terminal = setUp({keys: false});
  const text = 'abcdefgh'.repeat(3000);
  await terminal.type(text);
  terminal.input.stop();
  terminal.readKeys();
  await turns(20);
  assert.ok(terminal.read.join('').length < text.length);
  terminal.input.start();
  await turns(60);
  assert.equal(terminal.read.join(''), text);
});

test('a stop forgets what is half read, and its timers', async () => {
  using terminal = setUp();
  await terminal.type(esc);
  terminal.input.stop();
  assert.equal(terminal.timers.size, 0);
  terminal.input.start();
  await terminal.type('[A');
  assert.deepEqual(terminal.read, ['[A']);
});

test('the end of the terminal gives what is pending, then is told', async () => {
  using terminal = setUp();
  let ends = 0;
  terminal.input.on('end', () => ends++);
  await terminal.type(`${esc}[200~half`);
  terminal.tty.push(null);
  await turns();
  assert.deepEqual(terminal.read, [`${esc}[200~half${esc}[201~`]);
  assert.equal(ends, 1);
});

test('an error of the terminal is told, and after disposal no longer', async () => {
  using terminal = setUp();
  const errors: Error[] = [];
  terminal.input.on('error', error => errors.push(error));
  const error = Object.assign(new Error('read EIO'), {code: 'EIO'});
  terminal.tty.emit('error', error);
  assert.deepEqual(errors, [error]);
  terminal.input[Symbol.dispose]();
  terminal.input.removeAllListeners();
  terminal.tty.emit('error', error);
  assert.deepEqual(errors, [error]);
});

test('a terminal that encodes its text already is read as well', async () => {
  using terminal = setUp();
  terminal.tty.setEncoding('utf8');
  await terminal.type(`ü🚀${esc}[0n`);
  assert.deepEqual(terminal.read, ['ü🚀']);
  assert.equal(terminal.answers.length, 1);
});

test('whatever comes, in whatever pieces, keys are whole and nothing waits at the end', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(arbitraryInput, {maxLength: 5}), async chunks => {
      using terminal = setUp();
      for (const chunk of chunks) {
        terminal.tty.type(chunk);
        await turns(4);
        terminal.timers.pass(chunk.length);
      }
      terminal.timers.pass(5000);
      await turns(20);
      assert.equal(terminal.timers.size, 0);
      assert.equal(terminal.input.keys.waiting, 0);
      assert.equal(terminal.tty.left, 0);
      for (const key of terminal.read) assert.doesNotMatch(key, /^\u001b(?:\[|O)?$/);
    }),
    {numRuns: 100},
  );
});

test('escapeMs is above 0', () => {
  const tty = new FakeTty();
  assert.throws(() => new TerminalInput(tty.stream, {escapeMs: 0}), /^RangeError: escapeMs .* not 0$/);
});

test('drain tells of answers that are on their way, beginning with one that is half read, and discards keys', async () => {
  await using folder = await tempFolder();
  const device = folder.file('device');
  await writeFile(device, `nq${esc}[A${esc}[5;6R${esc}${esc}[3n`);
  using terminal = setUp({device});
  await terminal.type(`a${esc}[0`);
  terminal.input.drain(1000, () => false);
  assert.deepEqual(terminal.answers, [
    {type: 'status', code: 0},
    {type: 'position', row: 5, column: 6},
    {type: 'status', code: 3},
  ]);
  await turns();
  assert.deepEqual(terminal.read, ['a']);
});

test('drain tells of answers that were read when the terminal was paused', async () => {
  using terminal = setUp({keys: false, device: '/nowhere'});
  await terminal.type(`${'a'.repeat(8192)}${esc}[0n`);
  assert.equal(terminal.answers.length, 0);
  terminal.input.drain(1000, () => false);
  assert.equal(terminal.answers.length, 1);
});

test('drain reads no more once it is done, and returns at once without a device', async () => {
  await using folder = await tempFolder();
  const device = folder.file('device');
  await writeFile(device, `${esc}[0n`);
  using done = setUp({device});
  done.input.drain(60_000, () => true);
  assert.deepEqual(done.answers, []);
  using without = setUp({device: folder.file('none')});
  const before = performance.now();
  without.input.drain(60_000, () => false);
  assert.ok(performance.now() - before < 10_000);
});

test('drain throws nothing, not even what a listener does', async () => {
  await using folder = await tempFolder();
  const device = folder.file('device');
  await writeFile(device, `${esc}[0n`);
  using terminal = setUp({device});
  terminal.input.on('answer', () => {
    throw new Error('a listener');
  });
  terminal.input.drain(1000, () => false);
  assert.equal(terminal.answers.length, 1);
});
