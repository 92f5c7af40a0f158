import assert from 'node:assert/strict';
import {test} from 'node:test';
import fc from 'fast-check';
import {TerminalInput} from '../../source/terminal/input/terminal-input.ts';
import {FakeTimers} from './fake-timers.ts';
import {FakeTty} from './fake-tty.ts';
import {InkApp} from './ink-app.tsx';
import {turns} from './turns.ts';

const esc = '\u001b';

/** The whole way: a terminal, its input told apart, and the real Ink. */
function setUp() {
  const tty = new FakeTty();
  const timers = new FakeTimers();
  const input = new TerminalInput(tty.stream, {setTimer: timers.set});
  const app = new InkApp(input.keys);
  let answers = 0;
  input.on('answer', () => answers++);
  input.start();
  return {
    tty,
    timers,
    input,
    heard: app.heard,
    app,
    get answers() {
      return answers;
    },
    async type(...chunks: readonly (string | Uint8Array)[]) {
      for (const chunk of chunks) {
        tty.type(chunk);
        await turns();
      }
      return app.heard.splice(0);
    },
    [Symbol.dispose]() {
      app[Symbol.dispose]();
      input[Symbol.dispose]();
      tty.destroy();
    },
  };
}

const keys: readonly (readonly [what: string, sent: string, heard: string])[] = [
  ['a letter', 'a', 'a'],
  ['a letter beyond ASCII', '値', '値'],
  ['Up', `${esc}[A`, 'upArrow'],
  ['Up in application mode', `${esc}OA`, 'upArrow'],
  ['Ctrl+Right', `${esc}[1;5C`, 'rightArrow ctrl'],
  ['Page Down', `${esc}[6~`, 'pageDown'],
  ['Home', `${esc}[H`, 'home'],
  ['Enter', '\r', 'return'],
  ['Tab', '\t', 'tab'],
  ['Shift+Tab', `${esc}[Z`, 'shift tab'],
  ['Backspace', '\u007f', 'backspace'],
  ['Ctrl+C', '\u0003', 'ctrl c'],
  ['Alt+a', `${esc}a`, 'meta a'],
  ['Alt+ü', `${esc}ü`, 'meta ü'],
  ['Alt+Enter', `${esc}\r`, 'return meta'],
  ['Alt+Up of rxvt', `${esc}${esc}[A`, 'upArrow meta'],
  ["kitty's Esc", `${esc}[27u`, 'escape'],
  ["kitty's Ctrl+A", `${esc}[97;5u`, 'ctrl a'],
  ["kitty's Alt+a", `${esc}[97;3u`, 'meta a'],
  ['a paste', `${esc}[200~two\rlines${esc}[201~`, 'paste: two\rlines'],
  ['a paste of an answer', `${esc}[200~${esc}[0n${esc}[201~`, `paste: ${esc}[0n`],
];

test('Ink hears each key, sent at once, byte by byte, and with answers around it', async () => {
  using terminal = setUp();
  for (const [what, sent, heard] of keys) {
    assert.deepEqual(await terminal.type(sent), [heard], what);
    const bytes = [...Buffer.from(sent)].map(byte => Uint8Array.of(byte));
    assert.deepEqual(await terminal.type(...bytes), [heard], `${what}, byte by byte`);
    assert.deepEqual(await terminal.type(`${esc}[0n${sent}${esc}[5;5R`), [heard], `${what} between answers`);
  }
  assert.equal(terminal.answers, 2 * keys.length);
});

test('Ink hears keys that come together each by itself', async () => {
  using terminal = setUp();
  const heard = await terminal.type(keys.map(([, sent]) => `${sent}${esc}[0n`).join(''));
  assert.deepEqual(
    heard,
    keys.map(([, , one]) => one),
  );
});

test('Ink hears Esc alone after our 50 ms and none of its own, and no key after it becomes Alt', async () => {
  using terminal = setUp();
  assert.deepEqual(await terminal.type(esc), []);
  terminal.timers.pass(50);
  await turns(3);
  assert.deepEqual(await terminal.type('a'), ['escape', 'a']);
  await terminal.type(`${esc}[`);
  terminal.timers.pass(500);
  await turns(3);
  assert.deepEqual(await terminal.type('A'), ['meta [', 'shift A']);
});

test('Ink hears Esc that was pressed twice, and Esc just before an answer', async () => {
  using terminal = setUp();
  await terminal.type(esc + esc);
  terminal.timers.pass(50);
  assert.deepEqual(await terminal.type(''), ['escape', 'escape']);
  assert.deepEqual(await terminal.type(`${esc}${esc}[0n`), ['escape']);
  assert.equal(terminal.answers, 1);
});

const answers = [
  `${esc}[24;80R`,
  `${esc}[1;1R`,
  `${esc}[0n`,
  `${esc}[3n`,
  `${esc}[?2026;2$y`,
  `${esc}[?62;4;22c`,
  `${esc}[>1;10;0c`,
  `${esc}P>|tmux 3.3a${esc}\\`,
  `${esc}[?1u`,
  `${esc}[I`,
  `${esc}[O`,
  `${esc}]10;rgb:ffff/ffff/ffff\u0007`,
  `${esc}]11;rgb:0000/0000/0000${esc}\\`,
  `${esc}[<0;10;10M`,
  `${esc}[<35;11;10m`,
  `${esc}[M !!`,
  `${esc}[8;24;80t`,
];

test('Ink hears no answer and no mouse, wherever the line cuts them and however late the rest is', async () => {
  using terminal = setUp();
  const all = Buffer.from(answers.join(''));
  await fc.assert(
    fc.asyncProperty(fc.array(fc.nat(all.length), {maxLength: 6}), async cuts => {
      let from = 0;
      for (const to of [...cuts.sort((a, b) => a - b), all.length]) {
        assert.deepEqual(await terminal.type(all.subarray(from, to)), []);
        // Longer, and an ESC by itself would be Esc.
        if (to > from) terminal.timers.pass(49);
        from = to;
      }
    }),
    {numRuns: 50},
  );
});

test('Ink hears all of a megabyte of keys, and the event loop turns on', {timeout: 120_000}, async () => {
  using terminal = setUp();
  const piece = `line ${esc}[A\u007f${esc}[0n${esc}a${esc}[200~q${esc}[201~\r`;
  const expected = ['line ', 'upArrow', 'backspace', 'meta a', 'paste: q', 'return'];
  const times = Math.ceil((1 << 20) / piece.length);
  terminal.tty.type(piece.repeat(times));
  let most = 0;
  let taken = 0;
  while (terminal.tty.left > 0 || terminal.tty.readableLength > 0 || terminal.input.keys.waiting > 0) {
    await turns(1);
    taken++;
    most = Math.max(most, terminal.input.keys.waiting);
  }
  await turns();
  // The kernel's cuts may part a run of text.
  const text = terminal.heard.join('|').replace(/l\|?i\|?n\|?e\|? /g, 'line ');
  assert.ok(
    text ===
      Array.from({length: times}, () => expected)
        .flat()
        .join('|'),
  );
  assert.equal(terminal.answers, times);
  assert.ok(most <= 8192, `${most} units waited`);
  assert.ok(taken > 1024 / 2, `it turned ${taken} times`);
});

test('Ink hears all of a megabyte of text', {timeout: 120_000}, async () => {
  using terminal = setUp();
  const text = 'a🚀b値'.repeat(100_000);
  terminal.tty.type(text);
  while (terminal.tty.left > 0 || terminal.tty.readableLength > 0 || terminal.input.keys.waiting > 0)
    await turns(1);
  await turns();
  assert.ok(terminal.heard.join('') === text);
});

test('Ink hears the paste of 64 KiB as one', async () => {
  using terminal = setUp();
  const text = 'x'.repeat(64 << 10);
  terminal.tty.type(`${esc}[200~${text}${esc}[201~q`);
  await turns(100);
  assert.ok(terminal.heard[0] === `paste: ${text}`);
  assert.deepEqual(terminal.heard.slice(1), ['q']);
});

test('Ink that is left takes nothing more, and a later one hears what was not read', async () => {
  using terminal = setUp();
  await terminal.type('a');
  terminal.app[Symbol.dispose]();
  await turns();
  assert.deepEqual(await terminal.type('b'), []);
  using later = new InkApp(terminal.input.keys);
  await turns();
  assert.deepEqual(later.heard, ['b']);
});
