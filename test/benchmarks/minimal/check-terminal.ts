import assert from 'node:assert/strict';
import {Chalk} from 'chalk';
import {type MinimalOptions, minimalBytes, readRow} from './diff.ts';
import {minimalDrawn} from './drawn.ts';
import {MinimalSamples} from './samples.ts';
import {MinimalTerminal} from './terminal.ts';

const chalk = new Chalk({level: 1});
const texts = [' ', ' ', ' ', 'a', 'b', '─', 'é', 'e\u0301', '世', '界'];
const styles = [
  '',
  '',
  '31',
  '32',
  '1',
  '1;31',
  '2',
  '1;2;36',
  '3',
  '4',
  '4;94',
  '7',
  '7;33',
  '9',
  '44',
  '1;31;104',
];
const sizes = [
  [1, 6],
  [3, 8],
  [2, 14],
  [6, 12],
  [12, 4],
] as const;

/** That what `minimalBytes` writes makes one frame of the other, in @xterm/headless; returns how many it has seen. */
export async function minimalCheckTerminal(chains: number, seed: number): Promise<number> {
  const samples = new MinimalSamples(seed);
  let seen = 0;
  for (let chain = 0; chain < chains; chain++) {
    // A few are so wide that columns have three digits, which takes long.
    const [rows, columns] = chain % 32 === 0 ? ([2, 101] as const) : samples.pick(sizes);
    const options: MinimalOptions = {
      rep: samples.random() < 0.5,
      tabs: samples.random() < 0.5,
      shift: samples.random() < 0.3,
      reset: samples.random() < 0.2,
      effort: samples.pick(
        rows * columns > 30 ? ([0, 0, 0, 0, 0, 0, 0, 1] as const) : ([0, 0, 0, 0, 1, 1, 1, 2] as const),
      ),
    };
    const own = Array.from({length: 1 + samples.below(5)}, () => samples.pick(styles));
    const row = () => samples.row(columns, texts, own, samples.pick([1, 3, 12]));
    using terminal = new MinimalTerminal(columns, rows);
    using other = new MinimalTerminal(columns, rows);
    await other.write('\u001b[?7l');
    let frame = Array.from({length: rows}, row);
    let state = {row: samples.below(rows), column: samples.below(columns), style: ''};
    await terminal.write(
      `\u001b[?7l${minimalDrawn(frame)}\u001b[m\u001b[${state.row + 1};${state.column + 1}H`,
    );
    for (let more = 0; more < 5; more++) {
      const share = samples.pick([0.05, 0.3, 0.7, 1]);
      const [down, right] = samples.pick([
        [0, 0] as const,
        [samples.below(rows), samples.below(columns)] as const,
      ]);
      const next = frame.map((_, at) => {
        const cells = frame[(at + down) % rows]!;
        if (samples.random() < 0.3) return cells;
        const aside = [...cells.slice(right), ...cells.slice(0, right)];
        return samples.mixed(samples.mixed(cells, aside, 1), row(), samples.pick([0, share]));
      });
      const result = minimalBytes(frame, next, state, options);
      await Promise.all([terminal.write(result.output), other.write(minimalDrawn(next))]);
      const where = JSON.stringify({seed, chain, more, options, state, output: result.output});
      assert.deepEqual(other.state.cells, next, where);
      const shown = terminal.state;
      assert.deepEqual(shown.cells, next, where);
      assert.deepEqual([shown.row, shown.column], [result.state.row, result.state.column], where);
      assert.equal(Buffer.byteLength(result.output), result.bytes, where);
      [frame, state] = [next, result.state];
      seen++;
    }
  }
  return seen;
}

/** That `readRow` reads of what chalk emits what the terminal shows of it; returns how many rows it has seen. */
export async function minimalCheckRows(count: number, seed: number): Promise<number> {
  const samples = new MinimalSamples(seed);
  const pens = [
    chalk.red,
    chalk.bold.green,
    chalk.dim,
    chalk.italic.underline,
    chalk.inverse.yellow,
    chalk.strikethrough,
    chalk.bgBlue.whiteBright,
    chalk.bgRedBright,
    String,
  ];
  const some = () => Array.from({length: 1 + samples.below(4)}, () => samples.pick(texts)).join('');
  using terminal = new MinimalTerminal(16, 1);
  for (let at = 0; at < count; at++) {
    const parts = Array.from({length: samples.below(5)}, () => {
      const [outer, inner] = [samples.pick(pens), samples.pick(pens)];
      return outer(some() + inner(some()) + some());
    });
    const text = parts.join('');
    // A wide character that would be cut is left out by the terminal and what follows is not.
    if (readRow(text, 99).findIndex(({width}, column) => column === 15 && width === 2) >= 0) continue;
    await terminal.write(`\u001b[?7l\u001b[m\u001b[2J\u001b[H`);
    const cells = readRow(text, 99).slice(0, 16);
    const kept = cells.reduce((sum, cell) => sum + cell.text.length, 0);
    await terminal.write(head(text, kept));
    assert.deepEqual(terminal.state.cells[0], readRow(text, 16), JSON.stringify(text));
  }
  return count;
}

/** As much of it as has so many characters outside of sequences; without autowrap the rest would stay in the last. */
function head(text: string, characters: number): string {
  let [kept, left] = ['', characters];
  for (const piece of text.split(/(\u001b\[[\d;]*m)/)) {
    if (piece.startsWith('\u001b')) kept += piece;
    else {
      kept += piece.slice(0, left);
      left = Math.max(0, left - piece.length);
    }
  }
  return kept;
}
