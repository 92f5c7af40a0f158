import {isoTime} from '../streams/clock.ts';
import type {SymbolWindow} from '../ticker/symbol-windows.ts';

/** So many decimals more than its prices a mean is written with. */
const meanDecimals = 2;

export interface WindowLineOptions {
  readonly json: boolean;
  /** Named in the line where there are several. */
  readonly venue: string | undefined;
}

/** A window as a line: for people, or as a JSON object, in which null is what an empty window does not have. */
export function windowLine(window: SymbolWindow, {json, venue}: WindowLineOptions): string {
  const {symbol, stats, isPartial, late, priceDecimals, sizeDecimals} = window;
  const {startMs, endMs, count} = stats;
  const price = (value: number | undefined) => value?.toFixed(priceDecimals) ?? 'null';
  const mean = (value: number | undefined) => value?.toFixed(priceDecimals + meanDecimals) ?? 'null';
  const volume = stats.volume.toFixed(sizeDecimals);
  if (json) {
    const more = `${isPartial ? ',"partial":true' : ''}${venue === undefined ? '' : `,"venue":${JSON.stringify(venue)}`}`;
    return (
      `{"symbol":${JSON.stringify(symbol)},"start":"${isoTime(startMs)}","end":"${isoTime(endMs)}","count":${count},` +
      `"open":${price(stats.open)},"high":${price(stats.high)},"low":${price(stats.low)},"close":${price(stats.close)},` +
      `"mean":${mean(stats.mean)},"vwap":${mean(stats.vwap)},"volume":${volume},"late":${late}${more}}\n`
    );
  }
  const time = isoTime(endMs).replace('.000Z', 'Z');
  const name = venue === undefined ? symbol : `${venue} ${symbol}`;
  const lateWords = late === 0 ? '' : `  ${late} too late`;
  const soFar = isPartial ? ' (so far)' : '';
  if (count === 0) return `${time} ${name} no trade in ${lengthOf(endMs - startMs)}${lateWords}${soFar}\n`;
  const vwap = stats.vwap === undefined ? '-' : mean(stats.vwap);
  return (
    `${time} ${name} mean ${mean(stats.mean)} of ${count} ${count === 1 ? 'trade' : 'trades'}  ` +
    `open ${price(stats.open)} high ${price(stats.high)} low ${price(stats.low)} close ${price(stats.close)}  ` +
    `vwap ${vwap} volume ${volume}${lateWords}${soFar}\n`
  );
}

/** As it would be given to `--window`: in the longest unit that divides it. */
function lengthOf(ms: number): string {
  if (ms % 1000 !== 0) return `${ms}ms`;
  if (ms % 60_000 !== 0) return `${ms / 1000}s`;
  return ms % 3_600_000 === 0 ? `${ms / 3_600_000}h` : `${ms / 60_000}m`;
}
