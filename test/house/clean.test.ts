import assert from 'node:assert/strict';
import {test} from 'node:test';
import fc from 'fast-check';
import {clean} from '../../source/terminal/clean.ts';
import corpus from '../fixtures/hostile-text.json' with {type: 'json'};
import {HeadlessTerminal} from './headless-terminal.ts';

interface Hostile {
  readonly name: string;
  readonly text: string;
  /** Comes after the text, so many times. */
  readonly flood?: string;
  readonly times?: number;
}

const hostile = (corpus as readonly Hostile[]).map(({name, text, flood = '', times = 0}) => ({
  name,
  text: text + flood.repeat(times),
}));

const [columns, rows] = [60, 12];
const [row, column] = [5, 10];

/** A screen full of text, with the cursor behind the first words of a row, as a pane writes a stranger's line. */
async function fullScreen(): Promise<HeadlessTerminal> {
  const terminal = new HeadlessTerminal(columns, rows);
  let all = '\u001b[?1049h\u001b[?7l\u001b[?25l\u001b[?2004h';
  for (let at = 1; at <= rows; at++) all += `\u001b[${at};1H${'#'.repeat(columns)}`;
  await terminal.write(`${all}\u001b[${row + 1};${column + 1}H`);
  return terminal;
}

/** What changed on a full screen by a text and by some words on the next row: undefined where that is all. */
async function harmOf(text: string): Promise<string | undefined> {
  const next = `\u001b[${row + 2};1Hqxj`;
  using written = await fullScreen();
  using untouched = await fullScreen();
  await written.write(text);
  const harm = differs(written, untouched, row);
  if (harm !== undefined) return harm;
  // What stays hidden in the terminal shows with what is written after: styles, character sets, insertion.
  await written.write(next);
  await untouched.write(next);
  return differs(written, untouched, row);
}

function differs(
  written: HeadlessTerminal,
  untouched: HeadlessTerminal,
  writtenRow: number,
): string | undefined {
  if (written.said.length > 0) return `it said ${written.said}`;
  const [state, expected] = [written.state(), untouched.state()].map(one => JSON.stringify(one));
  if (state !== expected) return `its state is ${state}, not ${expected}`;
  const before = untouched.cells();
  for (const [at, cells] of written.cells().entries()) {
    const kept = at === writtenRow ? column : columns;
    const touched = cells.findIndex((cell, index) => index < kept && cell !== before[at]![index]);
    if (touched >= 0) return `cell ${touched} of row ${at} is ${cells[touched]}, not ${before[at]![touched]}`;
  }
  return undefined;
}

function isSafe(text: string): void {
  assert.doesNotMatch(
    text,
    /[\p{Cc}\p{Cs}\p{Zl}\p{Zp}\u061c\u200b\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]/u,
  );
  assert.doesNotMatch(text, /^[\p{M}\u200c\u200d]|[\p{M}\u200c\u200d]{5}/u);
}

for (const {name, text} of hostile) {
  test(`cleaned, it touches nothing but its own cells: ${name}`, async () => {
    const cleaned = clean(text);
    isSafe(cleaned);
    assert.ok(cleaned.length <= 4096);
    assert.equal(clean(cleaned), cleaned);
    assert.equal(await harmOf(cleaned), undefined);
  });
}

test('uncleaned, much of the corpus does harm: the check above can fail', async () => {
  const harmful = (await Promise.all(hostile.map(({text}) => harmOf(text)))).filter(
    harm => harm !== undefined,
  );
  assert.ok(hostile.length >= 40 && harmful.length >= 40, `${harmful.length} of ${hostile.length} do harm`);
});

/** Texts of the pieces that sequences are made of, so that they meet in ways that nobody thought of. */
const pieces = fc.string({
  unit: fc.oneof(
    fc.constantFrom(
      ...[
        '\u001b',
        '\u001b[',
        '\u001b]',
        '\u001bP',
        '\u001b_',
        '\u001b\\',
        '\u001b(',
        '\u009b',
        '\u009d',
        '\u0090',
      ],
      ...[
        '\u009c',
        '\u0007',
        '\u0018',
        '\u000e',
        '\r',
        '\n',
        '\b',
        '\t',
        '\u202e',
        '\u200d',
        '\u0301',
        '\ud800',
      ],
      ...[
        '0',
        ';',
        '?',
        '2J',
        '31m',
        'H',
        'c',
        '52;c;eA==',
        'text',
        '🚀',
        '値',
        '\u00ad',
        '\u3164',
        '\u{e0041}',
      ],
    ),
    fc.string({unit: 'binary', minLength: 1, maxLength: 1}),
  ),
  maxLength: 40,
});

test('whatever the text, what is left of it is safe, and cleaning it again changes nothing', () => {
  fc.assert(
    fc.property(pieces, fc.integer({min: 1, max: 100}), (text, limit) => {
      const cleaned = clean(text, limit);
      isSafe(cleaned);
      assert.ok(cleaned.length <= limit);
      assert.equal(clean(cleaned, limit), cleaned);
    }),
    {numRuns: 2000},
  );
});

test('whatever the text, cleaned it does no harm to a terminal', async () => {
  await fc.assert(
    fc.asyncProperty(pieces, async text => assert.equal(await harmOf(clean(text)), undefined)),
    {numRuns: 100},
  );
});

const kept: Readonly<Record<string, string>> = {
  'plain ASCII': 'GET /index.html?x=[1m~ 200 "ok"',
  'other scripts': 'größer Ελλάδα Привет 支払い 한국어 العربية עִבְרִית हिन्दी ไทยน้ำ',
  'emoji, joined and with skin': '🚀 👩🏽‍🚀 👨‍👩‍👧‍👦 🏳️‍🌈 ❤️ 1️⃣ 🇩🇪',
  'joiners of scripts': 'ශ්‍රී می‌خواهم',
  'up to four marks': 'a\u0301\u0302\u0303\u0304',
};
for (const [name, text] of Object.entries(kept)) {
  test(`${name} stays as it is`, () => assert.equal(clean(text), text));
}

const becomes: readonly (readonly [string, string])[] = [
  ['a\tb', 'a b'],
  ['\u001b[1;31mred\u001b[0m', 'red'],
  ['\u001b]0;title\u0007text', 'text'],
  ['\u001b]8;;https://host.test/\u001b\\link\u001b]8;;\u001b\\', 'link'],
  ['\u009b2Jtext', 'text'],
  ['a\ud800b', 'a\ufffdb'],
  ['safe\u202egpj.exe', 'safegpj.exe'],
  ['\u0301text', 'text'],
  ['one\r\ntwo', 'onetwo'],
  ['', ''],
];
for (const [text, cleaned] of becomes) {
  test(`${JSON.stringify(text)} becomes ${JSON.stringify(cleaned)}`, () =>
    assert.equal(clean(text), cleaned));
}

test('a text that is too long is cut, with an ellipsis', () => {
  assert.equal(clean('x'.repeat(4096)).length, 4096);
  assert.equal(clean('x'.repeat(4097)), `${'x'.repeat(4095)}…`);
  assert.equal(clean('abcdef', 4), 'abc…');
});

test('a flood of 10 MB costs no more than what is kept of it', () => {
  const start = performance.now();
  for (const unit of ['\u001b[31m', '\u001b]0;', 'a\u0301\u0302\u0303\u0304\u0305', '\u200d', '\u009b']) {
    clean(unit.repeat(Math.ceil((10 << 20) / unit.length)));
    clean(unit.repeat(20_000), 1 << 20);
  }
  assert.ok(performance.now() - start < 2000);
});
