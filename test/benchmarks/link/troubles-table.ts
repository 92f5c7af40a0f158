import type {Table} from '../benchmark.ts';
import {short} from '../figures.ts';
import type {Size} from './panes.ts';
import {attempted, delayMs, type Plan} from './plan.ts';
import type {Line} from './session.ts';
import {cut, dragged, recovery, stalled, type Trouble} from './trouble.ts';

interface Case {
  readonly name: string;
  readonly line: Line;
  readonly trouble: Trouble;
}

const slow: Line = {via: 'proxy', bitsPerSecond: 256_000, delayMs};
/** Over SSH the client would take in 2 MiB before the app noticed. */
const here: Line = {via: 'direct', bitsPerSecond: Infinity, delayMs: 0};

/** A row for each trouble and way: how soon the screen is right again. */
export async function troublesTable(plan: Plan, size: Size, cutSeconds = 30): Promise<Table> {
  const cases: readonly Case[] = [
    {name: 'terminal stopped reading for 5 s, no SSH', line: here, trouble: stalled(5)},
    {name: `256 kbit/s, cut for ${cutSeconds} s`, line: slow, trouble: cut(cutSeconds)},
    {name: '256 kbit/s, resized 200 times in 1 s', line: slow, trouble: dragged(200)},
  ];
  const rows: string[][] = [];
  for (const {name, ...options} of cases) {
    for (const way of plan.ways) {
      const {app} = plan;
      const met = await attempted(plan, `${name}, ${way}`, () => recovery({...options, ...size, app, way}));
      const shown = met && [
        `${met.rightAgain.atLeast ? '≥ ' : ''}${short(met.rightAgain.ms / 1000)}`,
        met.gapMs.toFixed(0),
        met.rssMiB.toFixed(0),
      ];
      rows.push([`${name}, ${way}`, ...(shown ?? ['-', '-', '-'])]);
    }
  }
  return {head: ['trouble and way', 'right again after s', 'gap ms', 'MiB'], rows};
}
