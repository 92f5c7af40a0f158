import assert from 'node:assert/strict';
import {test} from 'node:test';
import fc from 'fast-check';
import {createInputParser} from '../../node_modules/ink/build/input-parser.js';
import {inkKey} from '../../source/terminal/input/ink-key.ts';
import {KeyStream} from '../../source/terminal/input/key-stream.ts';
import {Tokens} from '../../source/terminal/input/tokens.ts';
import {arbitraryInput} from './arbitrary-input.ts';
import {turns} from './turns.ts';

/** Reads as Ink does: all that there is, whenever it hears of some. */
function readAll(keys: KeyStream): string[] {
  const read: string[] = [];
  keys.setEncoding();
  keys.on('readable', () => {
    for (let key: string | null; (key = keys.read()) !== null; ) read.push(key);
  });
  return read;
}

test('each read gives one key, in their order', async () => {
  using keys = disposable(new KeyStream());
  keys.add('a');
  const read = readAll(keys);
  keys.add('\u001b[A');
  keys.addText('text');
  await turns();
  keys.add('b');
  await turns();
  assert.deepEqual(read, ['a', '\u001b[A', 'text', 'b']);
  assert.equal(keys.waiting, 0);
});

test('keys wait, and are counted, while nobody reads them', async () => {
  using keys = disposable(new KeyStream());
  const read = readAll(keys);
  keys.removeAllListeners('readable');
  keys.add('a');
  keys.addText('bcd');
  await turns();
  assert.deepEqual(read, []);
  assert.equal(keys.waiting, 4);
  const later = readAll(keys);
  await turns();
  assert.deepEqual(later, ['a', 'bcd']);
  assert.equal(keys.waiting, 0);
});

test('no turn of the event loop reads more than 1 Ki units, save a paste, which goes by itself', async () => {
  using keys = disposable(new KeyStream());
  const read = readAll(keys);
  for (let at = 0; at < 1000; at++) keys.add('\u001b[A');
  keys.add(`\u001b[200~${'p'.repeat(60_000)}\u001b[201~`);
  keys.addText('t'.repeat(5000));
  const amounts: number[] = [];
  for (let before = 0; keys.waiting > 0; before = read.length) {
    await turns(1);
    const now = read.slice(before);
    const units = now.join('').length;
    amounts.push(units);
    assert.ok(units <= 1024 || now.length === 1, `${units} units in ${now.length} keys`);
  }
  assert.equal(read.length, 1000 + 1 + 5);
  assert.ok(amounts.length >= 9, `${amounts}`);
});

test('text is cut between characters', async () => {
  using keys = disposable(new KeyStream());
  const read = readAll(keys);
  const text = `a${'🚀'.repeat(2000)}`;
  keys.addText(text);
  await turns(10);
  assert.equal(read.join(''), text);
  for (const part of read) assert.ok(part.isWellFormed());
});

test('whoever reads hears of what was added while it did not listen', async () => {
  using keys = disposable(new KeyStream());
  const first = readAll(keys);
  keys.add('a');
  await turns();
  keys.removeAllListeners('readable');
  await turns();
  keys.add('b');
  await turns();
  const second = readAll(keys);
  await turns();
  assert.deepEqual([first, second], [['a'], ['b']]);
});

test('Ink takes each key for one, and waits for no more after it', () => {
  fc.assert(
    fc.property(arbitraryInput, fc.boolean(), (input, flush) => {
      const tokens = new Tokens();
      const parser = createInputParser();
      const all = [...tokens.write(input), ...(flush ? tokens.flush() : [])];
      for (const {type, text} of all) {
        if (type === 'string') continue;
        const key = type === 'paste' ? `\u001b[200~${text}\u001b[201~` : inkKey(text);
        const events = parser.push(key);
        assert.deepEqual(events, [type === 'paste' ? {paste: text} : key]);
        assert.equal(parser.hasPendingEscape(), false);
      }
    }),
    {numRuns: 2000},
  );
});

function disposable(keys: KeyStream): KeyStream & Disposable {
  return Object.assign(keys, {[Symbol.dispose]: () => void keys.destroy()});
}
