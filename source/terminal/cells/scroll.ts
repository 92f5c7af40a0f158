import {blank} from './glyphs.ts';
import type {Grid} from './grid.ts';
import type {Pen} from './pen.ts';

/** Rows that a scrolled block must save, and cells: less is written as quickly. */
const least = {rows: 2, cells: 60};
/** Panes that scroll in one frame. */
const mostBlocks = 4;

interface Block {
  /** The block's rows as they are wanted, from `top` to before `end`. */
  readonly top: number;
  readonly end: number;
  /** They stand so many rows further down on the screen; negative: further up. */
  readonly by: number;
}

/**
 * Where rows have moved up or down as whole rows (a log or a room that scrolls over the screen's whole width), moves
 * them on the terminal: in a region (DECSTBM), lines are deleted at its top, or inserted (DL, IL: the Linux console has
 * no SU and SD). Returns the rows that it has touched.
 */
export function scroll(shown: Grid, wanted: Grid, pen: Pen): ReadonlySet<number> {
  const touched = new Set<number>();
  for (let count = 0; count < mostBlocks; count++) {
    const block = bestBlock(shown, wanted);
    if (!block) break;
    const {top, end, by} = block;
    const [first, past] = by > 0 ? [top, end + by] : [top + by, end];
    if (pen.style < 0 || !pen.alphabet.styles.erasesPlainly(pen.style)) pen.setStyle(0);
    pen.writeHomed(`\u001b[${first + 1};${past}r`);
    pen.moveTo(first, 0);
    pen.write(`\u001b[${Math.abs(by)}${by > 0 ? 'M' : 'L'}`);
    pen.writeHomed('\u001b[r');
    move(shown, block);
    for (let row = first; row < past; row++) touched.add(row);
  }
  return touched;
}

function move(shown: Grid, {top, end, by}: Block): void {
  const {columns} = shown;
  for (const cells of [shown.glyphs, shown.styles]) {
    cells.copyWithin(top * columns, (top + by) * columns, (end + by) * columns);
  }
  if (by > 0) shown.erase(Math.max(end, 0) * columns, (end + by) * columns);
  else shown.erase((top + by) * columns, top * columns);
}

/** The block that saves most cells; undefined where none saves enough. */
function bestBlock(shown: Grid, wanted: Grid): Block | undefined {
  const {rows} = wanted;
  const wantedHashes = hashes(wanted);
  const shownHashes = hashes(shown);
  const places = new Map<number, number[]>();
  for (const [row, hash] of shownHashes.entries()) {
    if (hash !== 0) places.set(hash, [...(places.get(hash) ?? []), row]);
  }
  let best: Block | undefined;
  let most = least.cells;
  const seen = new Set<number>();
  for (let row = 0; row < rows; row++) {
    if (wantedHashes[row] === 0 || wantedHashes[row] === shownHashes[row]) continue;
    for (const place of places.get(wantedHashes[row]!) ?? []) {
      const by = place - row;
      if (seen.has(row * 4096 + by)) continue;
      let end = row;
      let saved = 0;
      while (end < rows && end + by < rows && wantedHashes[end] === shownHashes[end + by]) {
        seen.add(end * 4096 + by);
        saved += differing(shown, wanted, end);
        end++;
      }
      // Rows that are moved away but were right have to be written again.
      const lost = spoiled(shown, wanted, by > 0 ? end : row + by, by > 0 ? end + by : row);
      if (end - row >= least.rows && saved - lost > most && isMoved(shown, wanted, {top: row, end, by})) {
        most = saved - lost;
        best = {top: row, end, by};
      }
    }
  }
  return best;
}

/** Hashes may lie: compares the cells. */
function isMoved(shown: Grid, wanted: Grid, {top, end, by}: Block): boolean {
  const {columns} = wanted;
  for (let at = top * columns; at < end * columns; at++) {
    const from = at + by * columns;
    if (wanted.glyphs[at] !== shown.glyphs[from] || wanted.styles[at] !== shown.styles[from]) return false;
  }
  return true;
}

/** Cells of rows that are right where they are, and not blank. */
function spoiled(shown: Grid, wanted: Grid, top: number, end: number): number {
  const {columns} = wanted;
  let count = 0;
  for (let at = top * columns; at < end * columns; at++) {
    if (
      wanted.glyphs[at] !== blank &&
      wanted.glyphs[at] === shown.glyphs[at] &&
      wanted.styles[at] === shown.styles[at]
    )
      count++;
  }
  return count;
}

function differing(shown: Grid, wanted: Grid, row: number): number {
  const {columns} = wanted;
  let count = 0;
  for (let at = row * columns; at < (row + 1) * columns; at++) {
    if (wanted.glyphs[at] !== shown.glyphs[at] || wanted.styles[at] !== shown.styles[at]) count++;
  }
  return count;
}

/** A number for each row's cells; 0: the row is blank. */
function hashes({glyphs, styles, columns, rows}: Grid): number[] {
  return Array.from({length: rows}, (_, row) => {
    let hash = 0;
    for (let at = row * columns; at < (row + 1) * columns; at++) {
      if (glyphs[at] === blank && styles[at] === 0) {
        hash = Math.imul(hash, 31);
      } else {
        hash = Math.imul(hash ^ glyphs[at]!, 0x9e37_79b1) ^ Math.imul(styles[at]! + 1, 0x85eb_ca6b);
        hash = (hash << 13) | (hash >>> 19);
      }
    }
    return hash;
  });
}
