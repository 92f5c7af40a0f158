import {timeOf} from '../streams/time-of.ts';

/** Trades with names for ids, the oldest first: of the same time by name, where the shorter number is the smaller. */
export function inOrderOfTime<T extends {readonly id: string; readonly time: string}>(
  trades: readonly T[],
): readonly T[] {
  if (trades.length < 2) return trades;
  return trades
    .map(trade => ({trade, ms: timeOf(trade.time)}))
    .sort((a, b) => a.ms - b.ms || compareNames(a.trade.id, b.trade.id))
    .map(({trade}) => trade);
}

function compareNames(a: string, b: string): number {
  return a.length - b.length || (a < b ? -1 : a > b ? 1 : 0);
}
