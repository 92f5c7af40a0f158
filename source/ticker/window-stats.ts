import type {TradeSlice} from './trade-slice.ts';

/** What was traded in `startMs` <= time < `endMs`, milliseconds since the epoch. Rounded once, from exact sums. */
export interface WindowStats {
  readonly startMs: number;
  readonly endMs: number;
  /** Trades. */
  readonly count: number;
  /** The price of the earliest trade by its time; of equal ones, of the first that came. */
  readonly open: number | undefined;
  readonly high: number | undefined;
  readonly low: number | undefined;
  /** The price of the latest trade by its time; of equal ones, of the last that came. */
  readonly close: number | undefined;
  /** Of the prices, each trade counting alike. Like the other prices undefined in an empty window: none is made up. */
  readonly mean: number | undefined;
  /** The mean price by size; undefined also where all sizes are 0. */
  readonly vwap: number | undefined;
  /** The sum of the sizes. */
  readonly volume: number;
}

/** What slices together tell of the window that they make up. */
export function windowStats(total: TradeSlice, startMs: number, endMs: number): WindowStats {
  const {count, open, high, low, close, prices, sizes, turnover} = total;
  const volume = sizes.value;
  if (count === 0) {
    const none = undefined;
    return {
      startMs,
      endMs,
      count,
      open: none,
      high: none,
      low: none,
      close: none,
      mean: none,
      vwap: none,
      volume,
    };
  }
  const mean = prices.dividedBy(count);
  const vwap = volume === 0 ? undefined : turnover.dividedBy(sizes);
  return {startMs, endMs, count, open, high, low, close, mean, vwap, volume};
}
