import assert from 'node:assert/strict';
import {test} from 'node:test';
import {Painter} from '../../source/terminal/cells/painter.ts';
import {reachableBytes} from '../streams/collect-garbage.ts';
import {pseudoRandom} from '../terminal-link/slow-line.ts';

const [columns, rows] = [120, 40];
const mebibyte = 1024 * 1024;

/** Frame after frame of styled text that is never the same, as prices and chat are. */
function* frames(): Generator<string[]> {
  const random = pseudoRandom(11);
  const digits = () => String(Math.floor(random() * 100_000));
  const words = ['error', '日本語', 'x\u0302y', '👩‍👩‍👧', '▁▂▃▄▅▆▇█', 'latency'];
  for (;;) {
    yield Array.from({length: rows}, (_, row) => {
      const color = 16 + (row % 8);
      const word = words[Math.floor(random() * words.length)]!;
      return `\u001b[38;5;${color}m${digits()}\u001b[0m \u001b[1m${word}\u001b[22m ${digits()} ${digits()}`;
    });
  }
}

test('in the steady state no memory is taken: after 2,000 frames there is as much as after 200', () => {
  const painter = new Painter(columns, rows, () => 0);
  painter.features = {repeat: 'all'};
  const source = frames();
  const draw = (count: number) => {
    for (let frame = 0; frame < count; frame++) {
      for (const [row, text] of source.next().value!.entries()) painter.canvas.put(row, 0, columns, text, 1);
      assert.ok(painter.paint(Infinity).bytes > 1000);
    }
    return reachableBytes();
  };
  const before = draw(200);
  const grown = draw(2000) - before;
  assert.ok(grown < 2 * mebibyte, `${Math.round(grown / 1024)} KiB more`);
});

test('strangers who bring ever new clusters are forgotten after 20,000 of them, and memory stays bounded', () => {
  const painter = new Painter(columns, 1, () => 0);
  const marks = Array.from({length: 80}, (_, at) => String.fromCodePoint(0x300 + (at % 0x70)));
  let made = 0;
  const cluster = () => {
    made++;
    const [a, b, c] = [made % 80, Math.floor(made / 80) % 80, Math.floor(made / 6400) % 80];
    return `e${marks[a]}${marks[b]}${marks[c]}`;
  };
  let begun = 0;
  const bring = (count: number) => {
    for (let frame = 0; frame < count; frame++) {
      painter.canvas.put(0, 0, columns, Array.from({length: columns}, cluster).join(''), 1);
      painter.paint(Infinity);
      if (!painter.isFull) continue;
      begun++;
      painter.resize(columns, 1);
      assert.equal(painter.isFull, false);
    }
    return reachableBytes();
  };
  bring(180);
  assert.ok(begun >= 1, `${made} clusters`);
  const before = bring(170);
  const grown = bring(510) - before;
  assert.equal(begun, 5);
  assert.ok(grown < 4 * mebibyte, `${Math.round(grown / 1024)} KiB more`);
});

test('ever new colours are forgotten as well', () => {
  const painter = new Painter(columns, 1, () => 0);
  let color = 0;
  for (let frame = 0; frame < 170; frame++) {
    assert.equal(painter.isFull, color > 20_000);
    let text = '';
    for (let cell = 0; cell < columns; cell++, color++)
      text += `\u001b[38;2;${color >> 16};${(color >> 8) & 255};${color & 255}mx`;
    painter.canvas.put(0, 0, columns, text, 1);
    painter.paint(Infinity);
  }
  painter.resize(columns, 1);
  assert.equal(painter.isFull, false);
  painter.canvas.put(0, 0, columns, '\u001b[31mred', 1);
  assert.match(painter.paint(Infinity).text, /\u001b\[31mred/);
});
