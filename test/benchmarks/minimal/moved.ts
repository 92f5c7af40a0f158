import type {MinimalFrame} from './cell.ts';
import type {MinimalEnd} from './end.ts';
import {MinimalPasses} from './passes.ts';
import {minimalScrolled} from './scrolled.ts';
import {minimalScrolls} from './scrolls.ts';
import type {MinimalTools} from './tools.ts';

/** At most so many scrolls, one after the other. */
const most = 3;

/** What the terminal shows and how it is left after the scrolls that make one pass over the rest the shortest. */
export function minimalMoved(
  from: MinimalFrame,
  to: MinimalFrame,
  start: MinimalEnd,
  tools: MinimalTools,
): {frame: MinimalFrame; end: MinimalEnd} {
  const passes = new MinimalPasses(to, {...tools, shift: false}, 0);
  const rest = (frame: MinimalFrame, end: MinimalEnd) =>
    Math.min(...passes.down(frame, [end]).map(({bytes}) => bytes));
  let best = {frame: from, end: start, bytes: rest(from, start)};
  for (let more = 0; more < most; more++) {
    const {frame, end, bytes} = best;
    for (const scroll of minimalScrolls(frame, to)) {
      const next = minimalScrolled(frame, end, scroll, tools);
      const all = rest(next.frame, next.end);
      if (all < best.bytes) best = {...next, bytes: all};
    }
    if (best.bytes === bytes) break;
  }
  return best;
}
