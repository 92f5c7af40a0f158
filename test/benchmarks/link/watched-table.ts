import type {Table} from '../benchmark.ts';
import {short} from '../figures.ts';
import type {Size} from './panes.ts';
import {attempted, type Plan} from './plan.ts';
import type {SessionOptions} from './session.ts';
import {typicalBytes} from './typical-bytes.ts';
import {type Figure, type Watched, watchLine} from './watch-line.ts';

export interface Case extends Omit<SessionOptions, 'app' | 'way'> {
  readonly name: string;
}

const seconds = ({ms, atLeast}: Figure) => `${atLeast ? '≥ ' : ''}${short(ms / 1000)}`;
/** An average that grew by half and a quarter of a second. */
const grows = ({firstThird, lastThird}: Watched['age']) => lastThird > firstThird * 1.5 + 250;

type Column = readonly [
  title: string,
  show: (watched: Watched, plain: Watched | undefined, one: Omit<Case, 'name'>) => string,
];

/**
 * What the screen may be behind, in milliseconds: the round trip, and one and a half times the time that the line
 * needs for one update's frame of ours.
 */
function aimOf({bitsPerSecond, delayMs}: Case['line'], size: Size): number {
  return 2 * delayMs + 1.5 * ((typicalBytes(size) * 8 * 1000) / bitsPerSecond);
}

const columns: readonly Column[] = [
  ['stale s', ({staleness}) => seconds(staleness.median)],
  ['99 %', ({staleness}) => seconds(staleness.p99)],
  ['99 % aim', (_, __, {line, columns, rows}) => short(aimOf(line, {columns, rows}) / 1000)],
  ['behind s', ({age}) => `${short(age.firstThird / 1000)} → ${short(age.lastThird / 1000)}`],
  ['grows', ({age}) => (grows(age) ? 'yes' : 'no')],
  ['echo s', ({echo}) => seconds(echo.median)],
  ['99 %', ({echo}) => seconds(echo.p99)],
  ['stale : plain', ({staleness}, plain) => ratio(staleness.median, plain?.staleness.median)],
  ['echo : plain', ({echo}, plain) => ratio(echo.median, plain?.echo.median)],
  ['KB/s', ({bytesPerSecond}) => short(bytesPerSecond / 1000)],
  ['seen/s', ({updatesPerSecond}) => short(updatesPerSecond)],
  ['gap ms', ({gapMs}) => gapMs.toFixed(0)],
  ['MiB', ({rssMiB}) => rssMiB.toFixed(0)],
];

/** A row for each case and way, watched for so long. */
export async function watchedTable(plan: Plan, cases: readonly Case[]): Promise<Table> {
  const rows: string[][] = [];
  for (const {name, ...options} of cases) {
    let plain: Watched | undefined;
    for (const way of plan.ways) {
      const watched = await attempted(plan, `${name}, ${way}`, () => watchLine({...options, ...plan, way}));
      if (way === 'plain') plain = watched;
      rows.push([
        `${name}, ${way}`,
        ...columns.map(([, show]) => (watched ? show(watched, plain, options) : '-')),
      ]);
    }
  }
  return {head: ['line and way', ...columns.map(([title]) => title)], rows};
}

/** To a reference that took at least so long it is at most so much. */
function ratio(figure: Figure, reference: Figure | undefined): string {
  if (!reference || (figure.atLeast && reference.atLeast)) return '-';
  return `${reference.atLeast ? '≤ ' : figure.atLeast ? '≥ ' : ''}${short(figure.ms / reference.ms)}`;
}
