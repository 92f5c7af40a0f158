import type {Quote, Subscription} from './event.ts';
import type {WindowStats} from './trade-windows.ts';

/** What is known to be missing or wrong in what a venue told of a symbol. */
export interface Faults {
  /** Trades that are known to be missing. */
  readonly missed: number;
  /** Gaps of which nobody knows how many trades they cost, in milliseconds altogether. */
  readonly blindMs: number;
  readonly gaps: number;
  readonly duplicates: number;
  readonly reordered: number;
  /** When the newest gap was found, milliseconds since the epoch; -Infinity: never. */
  readonly lastMs: number;
}

/** One symbol of one venue. Prices are in its quote currency, sizes in its base currency. */
export interface BoardRow {
  /** Of this row alone: `venue symbol`. */
  readonly key: string;
  readonly venue: string;
  readonly symbol: string;
  readonly state: Subscription['state'];
  /** Why it was refused, in the venue's words. */
  readonly reason: string | undefined;
  /** The price of the newest trade, by its time; of equally new ones, of the one that came last. */
  readonly last: number | undefined;
  /** The most decimals that a price had, at most 12. */
  readonly decimals: number;
  /** The first price that was seen. */
  readonly open: number | undefined;
  readonly high: number | undefined;
  readonly low: number | undefined;
  readonly trades: number;
  /** The sum of the sizes. */
  readonly volume: number;
  readonly quote: Quote | undefined;
  /** The moving window that ends now: it may be empty. */
  readonly window: WindowStats;
  /** Over the moving window. */
  readonly tradesPerSecond: number;
  /** Trades that came too late for the moving window. */
  readonly late: number;
  readonly faults: Faults;
  /** The last price of each of the last 120 seconds of the symbol's own time or fewer, oldest first. */
  readonly spark: readonly number[];
  /** When the newest trade came, by the clock of who looks on; undefined: none has. */
  readonly heardMs: number | undefined;
  /** The connection is lost: since when nothing was heard, in milliseconds since the epoch, and why. */
  readonly stale: {readonly sinceMs: number; readonly reason: string} | undefined;
}
