import assert from 'node:assert/strict';
import {test} from 'node:test';
import fc from 'fast-check';
import {Painter} from '../../source/terminal/cells/painter.ts';
import {HeadlessTerminal} from '../house/headless-terminal.ts';
import {pseudoRandom} from '../terminal-link/slow-line.ts';
import {anyRow} from './frames.ts';

const columns = 80;

/** Draws frame after frame, each of which must be seen; returns what was written for the last. */
function redraw(...frames: readonly (readonly string[])[]): string {
  const rows = frames[0]!.length;
  using terminal = new HeadlessTerminal(columns, rows);
  terminal.take('\u001b[?7l');
  const painter = new Painter(columns, rows, () => 0);
  let out = '';
  for (const frame of frames) {
    for (const [row, text] of frame.entries()) painter.canvas.put(row, 0, columns, text, 1);
    out = painter.paint(Infinity).text;
    terminal.take(out);
    using fresh = new HeadlessTerminal(columns, rows);
    fresh.take('\u001b[?7l');
    for (const [row, text] of frame.entries()) fresh.take(`\u001b[${row + 1}H${text}\u001b[m`);
    assert.deepEqual(terminal.seen(), fresh.seen());
    assert.equal(painter.paint(Infinity).text, '');
  }
  return out;
}

/** Lines of a log, each unlike the others. */
function lines(count: number): string[] {
  const random = pseudoRandom(3);
  const word = () => Math.floor(random() * 36 ** 4).toString(36);
  return Array.from({length: count}, (_, at) => {
    const time = `12:00:${String(at % 60).padStart(2, '0')}`;
    return `${time} \u001b[33mWARN\u001b[0m ${word()} ${word()} ${word()} ${word()} ${word()}`;
  });
}

const region = /\u001b\[\d+;\d+r/;

test('a log of 30 rows that scrolls by one, or by a few, costs less than a quarter of writing it anew', () => {
  const log = lines(40);
  for (const by of [1, 2, 5]) {
    const scrolled = Buffer.byteLength(redraw(log.slice(0, 30), log.slice(by, by + 30)));
    const anew = Buffer.byteLength(log.slice(by, by + 30).join(''));
    assert.ok(scrolled < anew / 4, `by ${by}: ${scrolled} instead of ${anew}`);
  }
});

test('back up it costs as little', () => {
  const log = lines(40);
  const scrolled = Buffer.byteLength(redraw(log.slice(3, 33), log.slice(0, 30)));
  assert.ok(scrolled < Buffer.byteLength(log.slice(0, 30).join('')) / 4, `${scrolled} bytes`);
});

test('rows above and below the ones that scroll stay where they are, and are not written again', () => {
  const log = lines(30);
  const frame = (from: number) => ['a title', ...log.slice(from, from + 12), 'a line below', 'the strip'];
  const out = redraw(frame(0), frame(1));
  assert.match(out, /\u001b\[2;13r/);
  assert.doesNotMatch(out, /title|below|strip/);
});

test('two logs, one above the other, scroll in the same frame', () => {
  const [one, two] = [lines(20), lines(40).slice(20)];
  const frame = (from: number) => [
    ...one.slice(from, from + 8),
    '──────',
    ...two.slice(2 * from, 2 * from + 8),
  ];
  const out = redraw(frame(0), frame(1));
  assert.equal(out.match(new RegExp(region, 'g'))?.length, 2);
});

test('a row or two that move are not worth a region, nor are nearly empty ones', () => {
  const log = lines(9);
  const blank = Array.from({length: 9}, () => '');
  assert.doesNotMatch(redraw([log[0]!, ...blank], [...blank, log[0]!]), region);
  const few = ['a', 'b', 'c', 'd', 'e', 'f'];
  assert.doesNotMatch(redraw(few, [...few.slice(1), 'g']), region);
});

test('rows that repeat themselves, move together and apart, and were right before, are right afterwards', () => {
  // Few different rows, so that there are many ways to find them moved.
  const anyStock = fc.array(anyRow(columns - 12), {minLength: 3, maxLength: 7});
  const anyPick = fc.array(fc.nat(), {minLength: 7, maxLength: 7});
  fc.assert(
    fc.property(anyStock, fc.array(anyPick, {minLength: 2, maxLength: 4}), (stock, frames) => {
      const row = (at: number) => `${at}${String(at).repeat(10)} ${stock[at]}`;
      redraw(...frames.map(picks => picks.map(pick => row(pick % stock.length))));
    }),
    {numRuns: 500},
  );
});

test('a block that moves over rows that do not change leaves them as they were', () => {
  const log = lines(12);
  const [a, b, c, d, e, f] = log as [string, string, string, string, string, string];
  // What stands below is moved up, and stands there still.
  redraw([a, b, c, d, e, f], [c, d, e, f, e, f]);
  redraw([a, b, c, d, e, f], [a, b, a, b, c, d]);
});
