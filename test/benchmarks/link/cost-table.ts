import {execFile} from 'node:child_process';
import {promisify} from 'node:util';
import type {Table} from '../benchmark.ts';
import {median} from '../figures.ts';
import type {Size} from './panes.ts';

const run = promisify(execFile);
const sizes: readonly Size[] = [
  {columns: 120, rows: 40},
  {columns: 200, rows: 60},
];
const ways = ['plain', 'incremental', 'ours', 'rows'] as const;
const rounds = 3;

/** The CPU that one frame costs, each way in processes of its own. `app` is frame-cost.tsx, bundled. */
export async function costTable(app: string): Promise<Table> {
  const rows: string[][] = [];
  for (const size of sizes) {
    const costs = new Map<string, number[]>();
    // In turn, so that a busy minute of the machine is no way's own.
    for (let round = 0; round < rounds; round++) {
      for (const way of [...ways, 'nothing'])
        costs.set(way, [...(costs.get(way) ?? []), await cost(app, way, size)]);
    }
    const nothing = median(costs.get('nothing')!);
    const of = (way: string) => median(costs.get(way)!) - nothing;
    for (const way of ways) {
      rows.push([
        `${size.columns}×${size.rows}, ${way === 'rows' ? 'making the rows alone' : way}`,
        of(way).toFixed(2),
        (of(way) / of('plain')).toFixed(2),
      ]);
    }
  }
  return {head: ['CPU of a typical frame', 'ms', ': plain'], rows};
}

async function cost(app: string, way: string, {columns, rows}: Size): Promise<number> {
  const env = {...process.env, NODE_ENV: 'production', FORCE_COLOR: '1', CI: 'false'};
  const {stdout} = await run(process.execPath, [app, way, String(columns), String(rows)], {env});
  return Number(stdout);
}
