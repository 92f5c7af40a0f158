// By hand: node --import=tsx test/benchmarks/minimal/diff.check.ts [SEED]
// Whether minimalBytes makes one frame of the other, and how far from the shortest it is.
import assert from 'node:assert/strict';
import {minimalCheckMoves, minimalCheckStyles} from './check-moves.ts';
import {type MinimalGrid, minimalCheckSearch} from './check-search.ts';
import {minimalCheckRows, minimalCheckTerminal} from './check-terminal.ts';

const seed = Number(process.argv[2] ?? 1);
const startMs = performance.now();
const say = (text: string) =>
  console.log(`${((performance.now() - startMs) / 1000).toFixed(1).padStart(5)} s  ${text}`);

let moves = 0;
for (const tabs of [false, true])
  for (const [columns, rows] of [
    [1, 3],
    [3, 3],
    [12, 12],
    [30, 3],
    [120, 2],
  ] as const)
    moves += minimalCheckMoves(columns, rows, tabs);
say(`moves of the cursor, the shortest: ${moves}`);
const names = ['', '1', '1;2', '2;3;31', '4;7;32', '44', '1;32;44', '91;103'];
say(`changes of the pen, the shortest: ${minimalCheckStyles(names)}`);
say(`rows as chalk styles them, read as the terminal shows them: ${await minimalCheckRows(300, seed)}`);
say(`pairs of frames, written as they should be: ${await minimalCheckTerminal(400, seed)}`);

const [plain, two] = [[''], ['', '31']];
const many = ['', '1;31', '44'];
const grids: readonly MinimalGrid[] = [
  {rows: 1, columns: 6, styles: plain, pens: plain},
  {rows: 1, columns: 6, styles: two, pens: two},
  {rows: 1, columns: 6, styles: many, pens: ['', '1', '31', '44', '1;31', '1;44', '31;44', '1;31;44']},
  {rows: 1, columns: 6, styles: ['', '4;31'], pens: ['', '4', '31', '4;31']},
  {rows: 1, columns: 7, styles: two, pens: two, rep: true},
  {rows: 1, columns: 12, styles: two, pens: two, share: 0.5},
  {rows: 2, columns: 4, styles: two, pens: two},
  {rows: 3, columns: 3, styles: two, pens: two},
  {rows: 2, columns: 6, styles: two, pens: two, share: 0.5},
];
const ways = [
  {effort: 0, forward: true, name: 'one pass (effort 0), to the shortest of one pass', percent: 0},
  {effort: 0, forward: false, name: 'one pass (effort 0), to the shortest of all', percent: 40},
  {effort: 1, forward: false, name: 'several (effort 1), to the shortest of all', percent: 4},
] as const;
for (const {effort, forward, name, percent: most} of ways) {
  say(name);
  for (const grid of grids) {
    const gap = minimalCheckSearch(grid, effort, forward, 50, seed);
    const percent = (100 * gap.excess) / gap.bytes;
    const cells = `${grid.rows}×${grid.columns}, ${grid.styles.length} styles${grid.rep ? ', REP' : ''}`;
    const found = `${gap.optimal}/${gap.pairs} optimal, +${percent.toFixed(2)} %, at most +${gap.worst} bytes`;
    say(`  ${cells.padEnd(20)} ${found}`);
    assert.ok(percent <= most, `more than +${most} %`);
  }
}
