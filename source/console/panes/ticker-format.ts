import type {BoardRow} from '../../ticker/board-row.ts';
import {count} from '../format.ts';
import type {PaneFrame} from './pane.ts';

/** A text in the colour of a rise, a fall, or neither. */
export function painted(by: number | undefined, text: string, {theme}: PaneFrame): string {
  return (by !== undefined && by > 0 ? theme.good : by !== undefined && by < 0 ? theme.bad : theme.dim)(text);
}

/** A price with as many decimals as its symbol's have; `-` where there is none. */
export function price(value: number | undefined, {decimals}: BoardRow): string {
  return value === undefined ? '-' : value.toFixed(decimals);
}

/** A change in percent, at most eight characters, up and down told by a mark. */
export function change(by: number | undefined, {theme}: PaneFrame): string {
  if (by === undefined) return '-';
  const mark = by > 0 ? theme.up : by < 0 ? theme.down : theme.same;
  const percent = Math.abs(by);
  return `${mark}${percent < 1000 ? percent.toFixed(2) : percent < 1e5 ? percent.toFixed(0) : '>99999'}%`;
}

/** Trades a second, in at most five characters. */
export function rate(perSecond: number): string {
  return perSecond === 0 ? '0' : perSecond < 9.95 ? perSecond.toFixed(1) : count(perSecond);
}

/** A venue's name without its address. */
export function shortVenue(venue: string): string {
  return venue.split('+', 1)[0]!;
}

/** A length of time as one would set it. */
export function seconds(ms: number): string {
  return ms % 3_600_000 === 0
    ? `${ms / 3_600_000}h`
    : ms % 60_000 === 0
      ? `${ms / 60_000}m`
      : `${ms / 1000}s`;
}
