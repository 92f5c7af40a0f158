import {type MinimalOptions, minimalBytes} from './diff.ts';
import {MinimalSamples} from './samples.ts';
import {minimalSearch} from './search.ts';

export interface MinimalGrid {
  readonly rows: number;
  readonly columns: number;
  readonly styles: readonly string[];
  /** For the search, those that may help to draw the styles. */
  readonly pens: readonly string[];
  readonly rep?: boolean;
  /** Of the cells, how many change at most; default is all. */
  readonly share?: number;
}

export interface MinimalGap {
  readonly pairs: number;
  /** Of how many pairs the search finds nothing shorter. */
  readonly optimal: number;
  /** Bytes in excess of the search's, of all pairs together. */
  readonly excess: number;
  /** Bytes of the search, of all pairs together. */
  readonly bytes: number;
  /** The most bytes in excess of one pair. */
  readonly worst: number;
}

/** How much longer `minimalBytes` is than the shortest of all, on random frames of a small grid. */
export function minimalCheckSearch(
  {rows, columns, styles, pens, rep = false, share: most = 1}: MinimalGrid,
  effort: NonNullable<MinimalOptions['effort']>,
  forward: boolean,
  pairs: number,
  seed: number,
): MinimalGap {
  const samples = new MinimalSamples(seed);
  let [optimal, excess, bytes, worst] = [0, 0, 0, 0];
  for (let pair = 0; pair < pairs; pair++) {
    const texts = samples.pick([
      ['a', 'b'],
      ['a', 'b', ' '],
      ['a', ' ', ' '],
    ]);
    const longest = samples.pick([1, 1, rep ? columns : 3]);
    const share = most * samples.pick([0.3, 0.6, 1]);
    const row = () => samples.row(columns, texts, styles, longest);
    const from = Array.from({length: rows}, row);
    const to = from.map(cells => samples.mixed(cells, row(), share));
    const state = {row: samples.below(rows), column: samples.below(columns + 1), style: ''};
    const own = minimalBytes(from, to, state, {rep, effort}).bytes;
    const found = minimalSearch(from, to, state, pens, {limit: own, forward, rep}) ?? own;
    if (found === own) optimal++;
    bytes += found;
    excess += own - found;
    worst = Math.max(worst, own - found);
  }
  return {pairs, optimal, excess, bytes, worst};
}
