import {bundle, inTerminal} from '../helpers/tailrace.ts';
import type {Benchmark} from './benchmark.ts';
import {median, spread} from './figures.ts';
import {whenShown} from './when-shown.ts';

const titles = ['1 Ticker', '2 Chat', '3 Alerts', '4 Logs'];
const isDrawn = (screen: string) => titles.every(title => screen.includes(title));

/** How long a user looks at nothing. */
export const firstFrame: Benchmark = {
  name: 'first-frame',
  question:
    'How long is it from the start of the demonstration to its first frame, beside a Node.js that does nothing?',
  bundled: true,
  long: false,
  async run({rounds = 15}) {
    const nothing: number[] = [];
    const loaded: number[] = [];
    const drawn: number[] = [];
    // The first of each fills the disk's cache.
    for (let round = -1; round < rounds; round++) {
      const times = [
        await untilExit(['-e', '0']),
        await untilExit([bundle, '--version']),
        await untilDrawn(),
      ] as const;
      if (round < 0) continue;
      nothing.push(times[0]);
      loaded.push(times[1]);
      drawn.push(times[2]);
    }
    const row = (way: string, times: readonly number[]) => [
      way,
      spread(times, ms => ms.toFixed(0)),
      (median(times) / median(nothing)).toFixed(1),
    ];
    return {
      head: ['way', 'ms', 'ratio'],
      rows: [
        row('node -e 0, to its end', nothing),
        row('dist/cli.js --version, to its end', loaded),
        row('dist/cli.js, to its first frame', drawn),
      ],
      notes: [
        `${rounds} rounds each, in turn, all in a real terminal of 120×40 cells; a first frame is one with the titles of all panes.`,
      ],
    };
  },
};

async function untilExit(args: readonly string[]): Promise<number> {
  const startMs = performance.now();
  await using pty = await inTerminal(process.execPath, args);
  const {code} = await pty.exit;
  const endMs = performance.now();
  if (code !== 0) throw new Error(`node ${args.join(' ')} ended with ${code}:\n${pty.screen}`);
  return endMs - startMs;
}

async function untilDrawn(): Promise<number> {
  const startMs = performance.now();
  await using pty = await inTerminal(process.execPath, [bundle]);
  const drawnMs = await whenShown(pty, isDrawn);
  pty.press('q');
  await pty.exitWithin();
  return drawnMs - startMs;
}
