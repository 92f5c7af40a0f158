import type {BoardRow} from '../../ticker/board-row.ts';
import {count, span} from '../format.ts';
import {fit, width} from '../text.ts';
import type {PaneFrame} from './pane.ts';

export interface Badge {
  /** Worst first; none where all is well. Each is a word, with a number behind it or not. */
  readonly parts: readonly string[];
  /** It is so now, and not only of some time ago. */
  readonly urgent: boolean;
  readonly paint: (text: string) => string;
}

/** A gap so old is history: still told, no longer shouted. In milliseconds. */
const freshMs = 60_000;

/** Told in steps: an age that ticks would cost the line a row a second. In milliseconds. */
const idle = [10, 20, 30, 60, 120, 300, 600, 1800, 3600, 7200, 21_600, 86_400].map(seconds => seconds * 1000);

/**
 * What is wrong with a row in a few words: refused by its venue, stale since the connection was lost, without a trade,
 * trades that were missed, came twice or out of order, no trade for so long.
 */
export function badge(row: BoardRow, {theme, nowMs}: Pick<PaneFrame, 'theme' | 'nowMs'>): Badge {
  const {state, stale, faults, last, heardMs} = row;
  const parts: string[] = [];
  if (state === 'refused') parts.push('refused');
  if (stale) parts.push(`stale ${span(nowMs - stale.sinceMs)}`);
  if (parts.length === 0 && last === undefined) parts.push(state === 'asked' ? 'asked' : 'no trade');
  const urgent = parts.length > 0;
  const idleMs = stale || heardMs === undefined ? 0 : idle.findLast(ms => nowMs - heardMs >= ms);
  if (faults.missed > 0) parts.push(`missed ${count(faults.missed)}`);
  if (faults.blindMs > 0) parts.push(`gap ${span(faults.blindMs)}`);
  if (faults.duplicates > 0) parts.push(`twice ${count(faults.duplicates)}`);
  if (faults.reordered > 0) parts.push(`moved ${count(faults.reordered)}`);
  if (idleMs) parts.push(`idle ${span(idleMs)}`);
  const isBad = state === 'refused' || stale !== undefined;
  const isFresh = nowMs - faults.lastMs < freshMs;
  return {
    parts,
    urgent: urgent || (isFresh && parts.length > 0),
    paint: isBad ? theme.bad : isFresh ? theme.warn : theme.dim,
  };
}

/** What of a badge there is room for, exactly `columns` wide: a part is told whole, or without its number. */
export function badgeText({parts}: Badge, columns: number, ellipsis: string): string {
  const [first = ''] = parts;
  if (width(first) > columns) return fit(first.replace(/ \d.*$/, ''), columns, ellipsis);
  let shown = first;
  for (const part of parts.slice(1)) {
    if (width(shown) + 1 + width(part) > columns) {
      if (width(shown) + width(ellipsis) <= columns) shown += ellipsis;
      break;
    }
    shown += ` ${part}`;
  }
  return fit(shown, columns);
}
