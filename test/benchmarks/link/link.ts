import {lastly} from '../../helpers/line/lastly.ts';
import {tempFolder} from '../../helpers/temp-folder.ts';
import type {Benchmark, Table} from '../benchmark.ts';
import {bundleApp} from './bundle-app.ts';
import {bytesTable} from './bytes-table.ts';
import {costTable} from './cost-table.ts';
import type {Size} from './panes.ts';
import {delayMs, type Plan} from './plan.ts';
import type {Line} from './session.ts';
import {troublesTable} from './troubles-table.ts';
import {type Case, watchedTable} from './watched-table.ts';

const usual: Size = {columns: 120, rows: 40};
const ways = ['plain', 'incremental', 'ours'];
const kbits = ['48', '64', '256', '1000'];

const line = (via: Line['via'], kbit: number): Line => ({via, bitsPerSecond: kbit * 1000, delayMs});

const eyes: readonly Case[] = [
  {name: '48 kbit/s, ssh -C', ...usual, line: line('proxy', 48), isCompressed: true},
  {name: '64 kbit/s, ssh -C', ...usual, line: line('proxy', 64), isCompressed: true},
  {name: '64 kbit/s, mute terminal', ...usual, line: line('namespace', 64), isMute: true},
  {name: '64 kbit/s, tmux', ...usual, line: line('namespace', 64), inTmux: true},
  {name: '1000 kbit/s, tmux', ...usual, line: line('namespace', 1000), inTmux: true},
  {name: '256 kbit/s, 200×60', columns: 200, rows: 60, line: line('proxy', 256)},
];

type Tabled = (plan: Plan) => Promise<Table>;

const tables: Readonly<Record<string, Tabled>> = {
  bytes: async () => ({title: 'Bytes, beside the fewest', ...(await bytesTable())}),
  async cost({folder}) {
    const app = folder.file('frame-cost.mjs');
    await bundleApp(app, 'frame-cost.tsx');
    return {title: 'CPU, beside plain Ink', ...(await costTable(app))};
  },
  async rates(plan) {
    const cases = chosen('LINK_RATES', kbits).map(kbit => ({
      name: `${kbit} kbit/s`,
      ...usual,
      line: line('proxy', Number(kbit)),
    }));
    return {title: '120×40 in a terminal that answers', ...(await watchedTable(plan, cases))};
  },
  eyes: async plan => ({title: 'Other lines, terminals and sizes', ...(await watchedTable(plan, eyes))}),
  troubles: async plan => ({
    title: 'After trouble',
    ...(await troublesTable(plan, usual, Math.min(30, plan.seconds))),
  }),
};

/** How far behind the screen is over a slow line. */
export const link: Benchmark = {
  name: 'link',
  question:
    'Over SSH on a slow line, how stale is the screen and how late the echo of a key, beside plain Ink?',
  bundled: false,
  long: true,
  async run({seconds = 60}) {
    await using folder = await tempFolder();
    await using _cleaner = lastly(`rm -rf ${folder.path}`);
    const said = new Set<string>();
    const plan: Plan = {
      folder,
      app: folder.file('app.mjs'),
      seconds,
      ways: chosen('LINK_WAYS', ways),
      note: sentence => said.add(sentence),
    };
    await bundleApp(plan.app);
    const made: Table[] = [];
    for (const name of chosen('LINK_TABLES', Object.keys(tables))) made.push(await tables[name]!(plan));
    const [first, ...further] = made;
    return {...first!, further, notes: [...notes(seconds), ...said]};
  },
};

/** Names from the environment, or all. Throws when there is one that is not known; rates are free. */
function chosen(variable: string, all: readonly string[]): readonly string[] {
  const given = process.env[variable]?.split(',');
  const unknown = given?.find(name => !all.includes(name) && !(all === kbits && Number(name) > 0));
  if (unknown !== undefined) throw new Error(`${variable}: "${unknown}" is none of ${all.join(', ')}`);
  return given ?? all;
}

function notes(seconds: number): string[] {
  return [
    `OpenSSH on loopback, 50 ms each way; 20 updates a second, each of 5 of 20 sparklines, a line of chat and now and then an alert; watched for ${seconds} s each, after 3 s.`,
    'Stale: from an update to the far screen that shows it or a newer one in the same row. Behind: the age of the oldest update not shown, on average over the first third and the last. Echo: from a key, one a second, to the screen that counts it. Medians, and what 99 % do not exceed.',
    'Aim: the round trip, and 1.5 times what the line needs for the frame after one update. Fewest: found by a search that knows nothing of our code, without scrolling or shifting, and (a good guess, no proof) with them.',
    'Seen/s: different newest lines of chat. Gap: the longest that the event loop of the app was blocked. MiB: the most memory (RSS) that it had.',
    '≥: some had not come when the watch ended. A ratio below 1 is better than plain Ink.',
    'Mute: the terminal answers no questions. tmux: in a network namespace behind a slow cable, so that the send queue is what it is on a slow line. Right again: the whole screen, no row more than 1 s behind.',
    'LINK_TABLES=bytes,cost,rates,eyes,troubles, LINK_WAYS=plain,incremental,ours and LINK_RATES=64,256 choose a part.',
  ];
}
