import {clockTime} from './format.ts';

export interface TimeAxisOptions {
  /** Oldest first. */
  readonly startsMs: readonly number[];
  /** Of the whole row. */
  readonly columns: number;
  /** The column of the first time, and how many there are from one to the next. */
  readonly first: number;
  readonly each: number;
  /** Milliseconds from one time to the next. */
  readonly windowMs: number;
  readonly tick: string;
}

const second = 1000;
const minute = 60 * second;
const hour = 60 * minute;
const steps = [
  ...[1, 2, 5, 10, 15, 30].map(seconds => seconds * second),
  ...[1, 2, 5, 10, 15, 30].map(minutes => minutes * minute),
  ...[1, 2, 3, 6, 12, 24].map(hours => hours * hour),
];
/** A label, its mark, and two spaces. */
const [longColumns, shortColumns] = ['12:04:30|  '.length, '12:04|  '.length];

/**
 * A row of times, in UTC, each left of a mark that is in the column where its time begins: the newest, and as many
 * round ones before it as there is room for. Exactly `columns` wide.
 */
export function timeAxis(options: TimeAxisOptions): string {
  const {startsMs, columns, first, each, windowMs, tick} = options;
  const stepMs = stepOf(options);
  const newest = startsMs.length - 1;
  let out = '';
  // From the right to the left, for the newest is the one that is always there.
  let free = columns;
  for (let index = newest; index >= 0; index--) {
    const startMs = startsMs[index]!;
    const before = startsMs[index - 1] ?? startMs - windowMs;
    if (index < newest && Math.floor(startMs / stepMs) === Math.floor(before / stepMs)) continue;
    const text = label(startMs, index === newest ? windowMs : stepMs);
    const end = first + index * each + 1;
    const start = end - text.length - tick.length;
    if (text === '' || start < 0 || end > free) continue;
    out = text + tick + ' '.repeat(columns - end - out.length) + out;
    // A space at least from one to the next.
    free = start - 1;
  }
  return out.padStart(columns);
}

/** The least round step whose labels stand apart. */
function stepOf({each, windowMs}: TimeAxisOptions): number {
  const found = steps.find(stepMs => {
    // Only where the times are on the minute are the seconds left out.
    const short = stepMs >= minute && stepMs % windowMs === 0;
    return (stepMs / windowMs) * each >= (short ? shortColumns : longColumns);
  });
  return found ?? Infinity;
}

/** Without the seconds where ticks are minutes apart and this one is on the minute; nothing for what is no time. */
function label(startMs: number, apartMs: number): string {
  const date = new Date(startMs);
  if (Number.isNaN(date.getTime())) return '';
  const time = clockTime(date.toISOString());
  return apartMs >= minute && startMs % minute === 0 ? time.slice(0, 'HH:MM'.length) : time;
}
