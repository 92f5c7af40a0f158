import assert from 'node:assert/strict';
import {test} from 'node:test';
import fc from 'fast-check';
import {type Token, Tokens} from '../../source/terminal/input/tokens.ts';
import {arbitraryInput} from './arbitrary-input.ts';

/** Tokens as `type text`, where runs of text that follow each other are one. */
function told(tokens: readonly Token[]): string[] {
  const joined: Token[] = [];
  for (const token of tokens) {
    const last = joined.at(-1);
    if (token.type === 'text' && last?.type === 'text') {
      joined[joined.length - 1] = {type: 'text', text: last.text + token.text};
    } else joined.push(token);
  }
  return joined.map(({type, text}) => `${type} ${text}`);
}

function tokensOf(sent: string): string[] {
  return told(new Tokens().write(Buffer.from(sent)));
}

const esc = '\u001b';

for (const [what, sent, expected] of [
  ['text is one run', 'größer 値🚀', ['text größer 値🚀']],
  [
    'controls are keys of their own',
    'a\r\t\u0003\u007fb',
    ['text a', 'key \r', 'key \t', 'key \u0003', 'key \u007f', 'text b'],
  ],
  [
    'CSI sequences are whole',
    `${esc}[A${esc}[1;5C${esc}[5~x`,
    [`csi ${esc}[A`, `csi ${esc}[1;5C`, `csi ${esc}[5~`, 'text x'],
  ],
  [
    'the function keys of the Linux console are whole',
    `${esc}[[A${esc}[[5~`,
    [`csi ${esc}[[A`, `csi ${esc}[[5~`],
  ],
  [
    "rxvt's Shift keys end in a dollar, other sequences do not",
    `${esc}[2$${esc}[?2026;2$y`,
    [`csi ${esc}[2$`, `csi ${esc}[?2026;2$y`],
  ],
  ['SS3 keys are whole', `${esc}OP${esc}O2P`, [`key ${esc}OP`, `key ${esc}O2P`]],
  [
    'Alt goes with the whole character after it',
    `${esc}a${esc}🚀${esc}\rb`,
    [`key ${esc}a`, `key ${esc}🚀`, `key ${esc}\r`, 'text b'],
  ],
  [
    'two ESC and a sequence are one',
    `${esc}${esc}[A${esc}${esc}OP`,
    [`csi ${esc}${esc}[A`, `key ${esc}${esc}OP`],
  ],
  ['two ESC and a letter are Esc, and Alt and the letter', `${esc}${esc}a`, [`key ${esc}`, `key ${esc}a`]],
  [
    'strings end at ST and at BEL',
    `${esc}P>|xterm${esc}\\${esc}]11;rgb:0/0/0\u0007x`,
    [`string ${esc}P>|xterm`, `string ${esc}]11;rgb:0/0/0`, 'text x'],
  ],
  [
    'APC, PM and SOS are strings too',
    `${esc}_G${esc}\\${esc}^a${esc}\\${esc}Xb${esc}\\`,
    [`string ${esc}_G`, `string ${esc}^a`, `string ${esc}Xb`],
  ],
  ['Esc just before a string is a key', `${esc}${esc}P>|x${esc}\\`, [`key ${esc}`, `string ${esc}P>|x`]],
  [
    'a paste is literal',
    `${esc}[200~q\r${esc}[0n${esc}[20\u0003${esc}[201~q`,
    [`paste q\r${esc}[0n${esc}[20\u0003`, 'text q'],
  ],
  ['Esc just before a paste is a key', `${esc}${esc}[200~q${esc}[201~`, [`key ${esc}`, 'paste q']],
  ['an X10 mouse report is swallowed', `a${esc}[M !!b`, ['text ab']],
  ['a control in a sequence ends it, and is heard', `${esc}[1;\u0003a`, ['key \u0003', 'text a']],
  ['a control in a string ends it, and is heard', `${esc}Phello\u0003a`, ['key \u0003', 'text a']],
  [
    'an ESC in a sequence begins another',
    `${esc}[1;${esc}[A${esc}Pq${esc}[B`,
    [`csi ${esc}[A`, `csi ${esc}[B`],
  ],
  [
    'Alt+[ before what no sequence has is a key',
    `${esc}[é${esc}O\r`,
    [`key ${esc}[`, 'text é', `key ${esc}O`, 'key \r'],
  ],
] as const) {
  test(what, () => {
    assert.deepEqual(tokensOf(sent), expected);
    const tokens = new Tokens();
    const byteByByte = [...Buffer.from(sent)].flatMap(byte => tokens.write(Uint8Array.of(byte)));
    assert.deepEqual(told(byteByByte), expected);
  });
}

test('any split of any input gives the same tokens, the same pending rest and the same counts', () => {
  const split = fc.tuple(arbitraryInput, fc.array(fc.nat(200), {maxLength: 8}));
  fc.assert(
    fc.property(split, ([bytes, cuts]) => {
      const whole = new Tokens();
      const cut = new Tokens();
      const all = whole.write(bytes);
      const parts: Token[] = [];
      const at = [...new Set(cuts.map(one => one % (bytes.length + 1)))].sort((a, b) => a - b);
      let from = 0;
      for (const to of [...at, bytes.length]) {
        parts.push(...cut.write(bytes.subarray(from, to)));
        from = to;
      }
      assert.deepEqual(told(parts), told(all));
      assert.equal(cut.waiting, whole.waiting);
      assert.deepEqual(
        told([...cut.flush(), ...cut.endPaste()]),
        told([...whole.flush(), ...whole.endPaste()]),
      );
      assert.deepEqual(cut.dropped, whole.dropped);
    }),
    {numRuns: 2000},
  );
});

test('any bytes, with flushes anywhere, give text without controls, and nothing stays pending', () => {
  const step = fc.oneof(
    arbitraryInput,
    fc.uint8Array({maxLength: 20}),
    fc.constantFrom('flush', 'endPaste', 'reset'),
  );
  fc.assert(
    fc.property(fc.array(step, {maxLength: 12}), steps => {
      const tokens = new Tokens();
      const out = steps.flatMap(one => (typeof one === 'string' ? (tokens[one]() ?? []) : tokens.write(one)));
      out.push(...tokens.flush(), ...tokens.endPaste());
      assert.equal(tokens.waiting, undefined);
      for (const {type, text} of out) {
        if (type !== 'paste') assert.ok(text.length > 0, type);
        if (type === 'text') assert.doesNotMatch(text, /[\u0000-\u001f\u007f]/);
        if (type === 'csi') assert.match(text, /^\u001b{1,2}\[[ -~]*$/);
      }
    }),
    {numRuns: 1000},
  );
});

test('what is pending comes as keys: Esc alone, Esc twice, Alt and an introducer', () => {
  for (const [sent, keys] of [
    [esc, [`key ${esc}`]],
    [esc + esc, [`key ${esc}`, `key ${esc}`]],
    [`${esc}[`, [`key ${esc}[`]],
    [`${esc}O`, [`key ${esc}O`]],
    [`${esc}P`, [`key ${esc}P`]],
    [`${esc}]`, [`key ${esc}]`]],
    [`${esc}${esc}[`, [`key ${esc}`, `key ${esc}[`]],
    [`${esc}P${esc}`, [`key ${esc}P`, `key ${esc}`]],
  ] as const) {
    const tokens = new Tokens();
    assert.deepEqual(tokens.write(Buffer.from(sent)), []);
    assert.equal(tokens.waiting, /^\u001b+$/.test(sent) ? 'escape' : 'introducer');
    assert.deepEqual(told(tokens.flush()), keys);
    assert.equal(tokens.waiting, undefined);
    assert.deepEqual(told(tokens.write(Buffer.from('[A'))), ['text [A']);
    assert.equal(tokens.dropped.sequences, 0);
  }
});

test('more than an introducer never becomes keys: it is waited for, then dropped and counted', () => {
  for (const sent of [
    `${esc}[0`,
    `${esc}[?1;`,
    `${esc}[[`,
    `${esc}O5`,
    `${esc}P>|xt`,
    `${esc}]11;${esc}`,
    `${esc}[M!`,
  ]) {
    const tokens = new Tokens();
    assert.deepEqual(tokens.write(Buffer.from(sent)), []);
    assert.equal(tokens.waiting, 'sequence');
    const flushed = told(tokens.flush());
    assert.deepEqual(flushed, sent.endsWith(esc) ? [`key ${esc}`] : []);
    assert.deepEqual(tokens.dropped, {sequences: 1, pasted: 0});
    assert.deepEqual(told(tokens.write(Buffer.from('n'))), ['text n']);
  }
});

test('a paste without an end outlives a flush, and endPaste gives what there is', () => {
  const tokens = new Tokens();
  assert.deepEqual(tokens.write(Buffer.from(`${esc}[200~half of${esc}[20`)), []);
  assert.equal(tokens.waiting, 'paste');
  assert.deepEqual(tokens.flush(), []);
  assert.deepEqual(told(tokens.endPaste()), [`paste half of${esc}[20`]);
  assert.deepEqual(tokens.endPaste(), []);
  assert.deepEqual(told(tokens.write(Buffer.from('k'))), ['text k']);
});

test('a string beyond 4 KiB and a CSI beyond 256 units are dropped to their ends, and counted', () => {
  const fits = `${esc}]${'a'.repeat(4094)}`;
  assert.deepEqual(tokensOf(`${fits}\u0007`), [`string ${fits}`]);
  const tokens = new Tokens();
  const sent = `${fits}a\u0007b${esc}P${'c'.repeat(100_000)}${esc}\\d${esc}[${'1'.repeat(300)}He${esc}O${'1'.repeat(300)}Pf`;
  assert.deepEqual(told(tokens.write(Buffer.from(sent))), ['text bdef']);
  assert.deepEqual(tokens.dropped, {sequences: 4, pasted: 0});
});

test('a paste beyond 64 KiB keeps its beginning, no half of a character, and the rest is counted', () => {
  const limit = 64 << 10;
  const tokens = new Tokens();
  const text = `${'a'.repeat(limit - 1)}🚀${'b'.repeat(1000)}`;
  const [paste, ...more] = tokens.write(Buffer.from(`${esc}[200~${text}${esc}[201~c`));
  assert.equal(paste?.text, 'a'.repeat(limit - 1));
  assert.deepEqual(told(more), ['text c']);
  assert.deepEqual(tokens.dropped, {sequences: 0, pasted: 1002});
  const fits = 'd'.repeat(limit);
  assert.equal(tokens.write(Buffer.from(`${esc}[200~${fits}${esc}[201~`))[0]?.text, fits);
  assert.equal(tokens.dropped.pasted, 1002);
});

test('what never ends takes no memory, and no more time than what it is long', {timeout: 60_000}, () => {
  const chunk = Buffer.alloc(1 << 20, 'x');
  for (const begin of [`${esc}P`, `${esc}[200~`]) {
    const tokens = new Tokens();
    tokens.write(Buffer.from(begin));
    for (let at = 0; at < 64; at++) assert.deepEqual(tokens.write(chunk), []);
    const [paste] = tokens.endPaste();
    assert.equal(paste?.text.length ?? 0, begin.endsWith('P') ? 0 : 64 << 10);
  }
  const tokens = new Tokens();
  tokens.write(Buffer.from(`${esc}[200~`));
  for (let at = 0; at < 1 << 18; at++) tokens.write(chunk.subarray(0, 1));
  assert.deepEqual(
    tokens.endPaste().map(({text}) => text.length),
    [64 << 10],
  );
});

test('reset forgets what is pending, a half character too', () => {
  for (const sent of [
    Buffer.from(esc),
    Buffer.from(`${esc}P${'x'.repeat(5000)}`),
    Buffer.from(`${esc}[200~a`),
    Buffer.from('é').subarray(0, 1),
  ]) {
    const tokens = new Tokens();
    tokens.write(sent);
    tokens.reset();
    assert.equal(tokens.waiting, undefined);
    assert.deepEqual(told(tokens.write(Buffer.from(`[A${esc}[A`))), ['text [A', `csi ${esc}[A`]);
  }
});
