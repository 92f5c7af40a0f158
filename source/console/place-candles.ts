import type {Candle} from '../ticker/candle.ts';
import {type Scale, scale} from './scale.ts';
import {stretch} from './stretch.ts';

export interface PlaceOptions {
  /** Of the whole chart. */
  readonly columns: number;
  /** The highest row: row 0 is the lowest. */
  readonly height: number;
  /** Decimals of the labels. */
  readonly decimals: number;
  readonly levels: readonly number[];
}

/** Rows of a candle's prices. */
export interface CandleRows {
  readonly low: number;
  readonly high: number;
  readonly mean: number;
  readonly close: number;
}

/** Which candles are shown, and where. */
export interface Placed {
  /** The newest, up to the right edge. */
  readonly startsMs: readonly number[];
  /** Of the same candles; undefined where there was no trade. */
  readonly candles: readonly (CandleRows | undefined)[];
  /** Column of the first candle, and how many columns wide each is. */
  readonly first: number;
  readonly each: number;
  /** Columns of the labels and the axis; 0 where there is nothing to label or no room for it. */
  readonly gutter: number;
  /** From the top row to the bottom row, equally wide, many of them blank. */
  readonly labels: readonly string[];
  /** Rows of the levels that are within the range. */
  readonly levels: readonly number[];
}

/** Labels that leave less room than this for the line are left out. */
const leastColumns = 8;

/** Places the newest candles beside the labels of their prices. */
export function placeCandles(candles: readonly Candle[], options: PlaceOptions): Placed {
  let placed = placeBeside(0, candles, options);
  // How wide the labels are hangs on the range, and that on the candles that there is room for beside them.
  for (let gutter = 0; placed.gutter > gutter; placed = placeBeside(gutter, candles, options)) {
    gutter = placed.gutter;
    if (options.columns - gutter < leastColumns)
      return {...placeBeside(0, candles, options), gutter: 0, labels: []};
  }
  return placed;
}

/** The gutter is the one that is given, or what the labels would need where that is more. */
function placeBeside(given: number, all: readonly Candle[], options: PlaceOptions): Placed {
  const {columns, height, decimals} = options;
  const room = columns - given;
  const shown = all.slice(-room);
  const each = stretch(shown.length, room);
  const place = {startsMs: shown.map(({startMs}) => startMs), first: columns - shown.length * each, each};
  const prices = shown.filter(isTraded).flatMap(({low, high, mean, close}) => [low, high, mean, close]);
  if (prices.length === 0) {
    return {...place, candles: shown.map(() => undefined), gutter: 0, labels: [], levels: []};
  }
  const scaled = scale(prices, height, decimals);
  const {rowOf, low, high} = scaled;
  // All prices are on the one row that there is: none of them is its.
  const hasScale = height > 0;
  const levels = hasScale ? options.levels.filter(level => level >= low && level <= high) : [];
  const labels = hasScale ? labelsOf(scaled, levels, options) : [];
  // A space before a label, and a space and the axis after it.
  const gutter = Math.max(given, ...labels.map(label => label.length + 3));
  return {
    ...place,
    candles: shown.map(candle => (isTraded(candle) ? rowsOf(candle, scaled) : undefined)),
    gutter,
    labels: labels.map(label => label.padStart(gutter - 2)),
    levels: levels.map(rowOf),
  };
}

/** The top and the bottom have one, about every third row between them, and the levels. */
function labelsOf(
  {rowOf, worth}: Scale,
  levels: readonly number[],
  {height, decimals}: PlaceOptions,
): string[] {
  const out = new Array<string>(height + 1).fill('');
  const spaces = Math.max(1, Math.round(height / 3));
  let last = '';
  for (let space = 0; space <= spaces; space++) {
    const row = Math.round((space * height) / spaces);
    const text = worth(height - row).toFixed(decimals);
    // One number on two rows, where they are less apart than its last digit, would be wrong on one of them.
    if (text !== last) out[row] = text;
    last = text;
  }
  for (const level of levels) out[height - rowOf(level)] = level.toFixed(decimals);
  return out;
}

function rowsOf({low, high, mean, close}: Candle, {rowOf}: Scale): CandleRows {
  return {low: rowOf(low), high: rowOf(high), mean: rowOf(mean), close: rowOf(close)};
}

function isTraded({count, low, high, mean, close}: Candle): boolean {
  // From 1e21 on numbers are not written in digits: there is no label for them.
  return count > 0 && [low, high, mean, close].every(price => Math.abs(price) < 1e21);
}
