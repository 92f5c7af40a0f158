import type {Benchmark} from './benchmark.ts';
import {median, quantile, short} from './figures.ts';
import {type Watched, watchedConsole} from './watched-console.ts';

const reference = {tradesPerSecond: 100, tradesPerFrame: 1};
const floods = [
  {tradesPerSecond: 100_000, tradesPerFrame: 1},
  {tradesPerSecond: 100_000, tradesPerFrame: 10},
];
/** Many symbols: more rows than the screen has. */
const wide = {tradesPerSecond: 200_000, tradesPerFrame: 10, symbols: 500};
/** More than it can take: it has to drop, not to queue. */
const tooMuch = {tradesPerSecond: 300_000, tradesPerFrame: 1};

/** Whether a flood of trades drowns the console. */
export const flood: Benchmark = {
  name: 'flood',
  question:
    'At 100,000 trades a second, do keys answer, is the screen current and does memory stay flat, beside 100 a second?',
  bundled: true,
  long: true,
  async run({seconds = 20}) {
    const briefly = Math.max(10, Math.round(seconds / 4));
    const calm = await watchedConsole({...reference, seconds: briefly});
    const columns: Column[] = [{title: '100/s', watched: calm}];
    for (const {tradesPerSecond, tradesPerFrame} of floods) {
      const watched = await watchedConsole({tradesPerSecond, tradesPerFrame, seconds});
      columns.push({title: `100,000/s by ${tradesPerFrame}`, watched});
    }
    columns.push({
      title: '200,000/s of 500 symbols by 10',
      watched: await watchedConsole({...wide, seconds}),
    });
    columns.push({title: '300,000/s by 1', watched: await watchedConsole({...tooMuch, seconds: briefly})});
    const rows = measures.map(([name, show]) => [name, ...columns.map(({watched}) => show(watched, calm))]);
    return {
      head: ['', ...columns.map(({title}) => title)],
      rows,
      notes: [
        'The console, dist/cli.js watch at 120×40 under a terminal emulator; the venue and the emulator are other processes on the same cores.',
        'In brackets: the ratio to 100/s in the same run. A key is z, until the screen has zoomed. Age: from the send time that a price tells to the screen.',
        'Dropped counts frames: a frame by 10 is ten trades. What was sent and is neither on the ticker nor dropped was on its way. Sent, ticker and dropped count from the start, which is before the watch.',
        ...columns.map(
          ({title, watched}) => `${title}, RSS in MiB about every ${every(watched)} s: ${course(watched)}.`,
        ),
      ],
    };
  },
};

interface Column {
  readonly title: string;
  readonly watched: Watched;
}

type Measure = readonly [name: string, show: (watched: Watched, calm: Watched) => string];

const beside = (of: (watched: Watched) => number) => (watched: Watched, calm: Watched) =>
  `${short(of(watched))} (${(of(watched) / of(calm)).toFixed(1)})`;

const measures: readonly Measure[] = [
  ['seconds watched', ({seconds}) => seconds.toFixed(0)],
  ['key → screen, median ms', beside(({keyMs}) => median(keyMs))],
  ['key → screen, 99 % ms', beside(({keyMs}) => quantile(keyMs, 0.99))],
  ['key → screen, worst ms', beside(({keyMs}) => Math.max(...keyMs))],
  ['keys pressed', ({keyMs}) => String(keyMs.length)],
  ['age on the screen, median ms', beside(({ageMs}) => median(ageMs))],
  ['age on the screen, 99 % ms', beside(({ageMs}) => quantile(ageMs, 0.99))],
  ['age on the screen, worst ms', beside(({ageMs}) => Math.max(...ageMs))],
  ['loop delay, 99 % ms', beside(({loopDelay}) => loopDelay.p99)],
  ['loop delay, worst ms', beside(({loopDelay}) => loopDelay.max)],
  ['seconds with a loop delay of 100 ms and more', ({loopMs}) => String(loopMs.filter(ms => ms > 0).length)],
  ['worst loop delay on the strip, ms', ({loopMs}) => String(Math.max(...loopMs))],
  ['cores used by the console', beside(({cores}) => cores)],
  ['cores used by the venue', ({feedCores}) => short(feedCores)],
  ['trades sent', ({sent}) => String(sent)],
  ['trades on the ticker', ({applied}) => applied],
  ['dropped before, on the strip', ({dropped}) => dropped[0]],
  ['dropped at the end, on the strip', ({dropped}) => dropped[1]],
  ['most that waited at the venue, KiB', ({mostWaiting}) => (mostWaiting / 1024).toFixed(0)],
  ['RSS at the start, MiB', ({rssMiB}) => (rssMiB[0] ?? Number.NaN).toFixed(0)],
  ['RSS at the end, MiB', ({rssMiB}) => (rssMiB.at(-1) ?? Number.NaN).toFixed(0)],
  [
    'RSS slope of the later half, MiB/min',
    ({rssMiB}) => (rssMiB.length < 60 ? 'too short' : slopePerMinute(rssMiB).toFixed(1)),
  ],
];

/** Least squares over the later half: the young generation has grown to its size by then. */
function slopePerMinute(perSecond: readonly number[]): number {
  const values = perSecond.slice(Math.floor(perSecond.length / 2));
  const middle = (values.length - 1) / 2;
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  let above = 0;
  let below = 0;
  for (const [second, value] of values.entries()) {
    above += (second - middle) * (value - mean);
    below += (second - middle) ** 2;
  }
  return (above / below) * 60;
}

/** Seconds between the values that are told: ten values or so. */
function every({rssMiB}: Watched): number {
  return Math.max(1, Math.round(rssMiB.length / 10));
}

function course(watched: Watched): string {
  const step = every(watched);
  return watched.rssMiB
    .filter((_, second) => second % step === 0)
    .map(value => value.toFixed(0))
    .join(' ');
}
