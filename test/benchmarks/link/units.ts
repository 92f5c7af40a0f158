import {type Changes, changesOf, tickerCount} from './world.ts';

/** What can be stale: each row of the ticker, then the newest line of chat, then the newest alert. */
export const chatUnit = tickerCount;
export const alertUnit = tickerCount + 1;
export const unitCount = tickerCount + 2;

const known: (readonly number[])[] = [];

/** The units that an update, from 1 on, changes. */
export function unitsOf(update: number): readonly number[] {
  return (known[update] ??= list(changesOf(update)));
}

function list({tickers, alert}: Changes): readonly number[] {
  return [...tickers, chatUnit, ...(alert ? [alertUnit] : [])];
}

/** The newest update, not after `update`, that changed a unit; 0: none did. */
export function newestOf(unit: number, update: number): number {
  let newest = update;
  while (newest > 0 && !unitsOf(newest).includes(unit)) newest--;
  return Math.max(0, newest);
}
