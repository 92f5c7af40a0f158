import assert from 'node:assert/strict';
import {test} from 'node:test';
import fc from 'fast-check';
import {Painter} from '../../source/terminal/cells/painter.ts';
import {HeadlessTerminal} from '../house/headless-terminal.ts';
import {pseudoRandom} from '../terminal-link/slow-line.ts';
import {anyRow} from './frames.ts';

const columns = 110;

/** Draws a row, and then what it becomes: what is written for that. */
function redraw(before: string, after: string, terminal?: HeadlessTerminal): string {
  const painter = new Painter(columns, 1, () => 0);
  const put = (text: string) => {
    painter.canvas.put(0, 0, columns, text, 1);
    const {text: out} = painter.paint(Infinity);
    terminal?.take(out);
    return out;
  };
  put(before);
  return put(after);
}

/** As many bars, from somewhere in a series of prices that never repeats itself. */
function sparkline(length: number, from: number): string {
  const random = pseudoRandom(5);
  const series = Array.from({length: 100}, () => '▁▂▃▄▅▆▇█'[Math.floor(random() * 8)]);
  return series.slice(from, from + length).join('');
}

test('a sparkline that moves on by a cell or two costs less than half of writing it anew', () => {
  for (const [length, by] of [
    [20, 1],
    [40, 1],
    [40, 2],
    [40, 3],
  ] as const) {
    for (const color of ['', '\u001b[32m']) {
      const row = (from: number) => `BTC/USD 97,000.5 ${color}${sparkline(length, from)}\u001b[0m +0.5%`;
      const moved = Buffer.byteLength(redraw(row(0), row(by)));
      const anew = Buffer.byteLength(sparkline(length, by));
      assert.ok(moved < anew / 2, `${length} by ${by}: ${moved} instead of ${anew}`);
    }
  }
});

test('a row whose beginning goes, or comes, is moved where that is shorter', () => {
  const row = 'the quick brown fox jumps over the lazy dog';
  assert.ok(redraw(row, row.slice(1)).length < 14);
  assert.ok(redraw(row, `x${row}`).length < 14);
});

test('what moves further than a few cells is written anew, and so is what is short', () => {
  for (const [before, after] of [
    ['the quick brown fox jumps', 'jumps the quick brown fox'],
    ['abcdef', 'bcdefg'],
  ] as const) {
    const out = redraw(before, after);
    assert.doesNotMatch(out, /\u001b\[\d*[P@]/);
  }
});

test('nothing is moved over wide glyphs: terminals cut them in different ways', () => {
  const long = 'abcdefghijklmnopqrstuvwxyz0123456789';
  assert.match(redraw(`x${long}`, `${long}!`), /\u001b\[\d*P/);
  for (const wide of ['日', '👩‍👩‍👧', 'क्षि']) {
    for (const [before, after] of [
      [`x${long}${wide}`, `${long}!${wide}`],
      [`${wide}x${long}`, `${wide}${long}!`],
    ] as const) {
      const isBefore = before.startsWith(wide);
      const out = redraw(before, after);
      assert.equal(/\u001b\[\d*P/.test(out), isBefore, `${before} → ${after}`);
    }
  }
});

test('cells that a row gains or loses somewhere, in any style, and what stands beyond them, are right', () => {
  const change = fc.tuple(
    fc.nat({max: 40}),
    fc.nat({max: 3}),
    fc.constantFrom('', 'x', 'yz', '\u001b[44m  \u001b[m'),
  );
  fc.assert(
    fc.property(
      fc.tuple(anyRow(20), anyRow(30), anyRow(18)),
      fc.array(change, {minLength: 1, maxLength: 2}),
      fc.nat({max: 40}),
      ([left, right, end], changes, fill) => {
        // Long enough to be worth moving, with a style that is on at its end.
        const before = `${left}${'abcdefghij0123456789'.slice(0, fill)}${right}\u001b[45m${end}`;
        let after = before;
        for (const [at, lost, gained] of changes) {
          const letters = [...after.matchAll(/\u001b\[[\d;]*m|[^\u001b]\p{M}*/gu)].map(([one]) => one);
          const isStyle = letters.slice(at, at + lost).some(one => one.startsWith('\u001b'));
          letters.splice(at, isStyle ? 0 : lost, gained);
          after = letters.join('');
        }
        using terminal = new HeadlessTerminal(columns, 1);
        terminal.take('\u001b[?7l');
        redraw(before, after, terminal);
        using fresh = new HeadlessTerminal(columns, 1);
        fresh.take(`\u001b[?7l${after}`);
        assert.deepEqual(terminal.seen(), fresh.seen());
      },
    ),
    {numRuns: 1000},
  );
});
