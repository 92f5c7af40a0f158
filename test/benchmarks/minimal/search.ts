import type {MinimalFrame} from './cell.ts';
import type {MinimalState} from './diff.ts';
import {MinimalScreens} from './screens.ts';
import {minimalSteps} from './steps.ts';
import {MinimalStyle} from './style.ts';

/** In what order a search writes. Forward: nothing is written yet, nothing in this row, or something. */
const [begun, entered, written] = [0, 1, 2];

export interface MinimalSearchOptions {
  /** Only what takes fewer bytes is of interest. */
  readonly limit: number;
  /** Only down, and in a row only right once something is written there. */
  readonly forward: boolean;
  readonly rep: boolean;
}

/**
 * The fewest bytes, if they are fewer than the limit, by Dijkstra's algorithm over all that a small terminal may show
 * (`MinimalScreens`), the places of its cursor and these pens. At each it moves, changes the pen, prints and repeats
 * what may be shown there, or erases; in any order, as often as it likes.
 */
export function minimalSearch(
  from: MinimalFrame,
  to: MinimalFrame,
  state: MinimalState,
  pens: readonly string[],
  {limit, forward, rep}: MinimalSearchOptions,
): number | undefined {
  const columns = to[0]!.length;
  const screens = new MinimalScreens(from, to);
  const styles = pens.map(MinimalStyle.of);
  const changes = styles.map(one => styles.map(other => one.to(other).length));
  const moves = minimalSteps(columns, to.length);
  const [places, legs] = [moves.length, forward ? 3 : 1];
  // By pen and cell, what the pen can print there.
  const prints = styles.map(pen =>
    screens.shown.map(all =>
      all.flatMap(({text, style}, value) =>
        (text === ' ' ? pen.onBlank : pen).name === style
          ? [{text, value, size: Buffer.byteLength(text)}]
          : [],
      ),
    ),
  );

  const size = screens.count * places * styles.length * legs;
  if (size > 2e7) throw new Error(`too much to search: ${size} states`);
  const known = new Uint16Array(size).fill(limit);
  const queue: number[][] = Array.from({length: limit}, () => []);
  const reach = (screen: number, place: number, pen: number, leg: number, bytes: number) => {
    const at = ((screen * places + place) * styles.length + pen) * legs + (forward ? leg : 0);
    if (bytes >= known[at]!) return;
    known[at] = bytes;
    queue[bytes]!.push(at);
  };
  reach(screens.first, state.row * (columns + 1) + state.column, pens.indexOf(state.style), begun, 0);

  for (let bytes = 0; bytes < limit; bytes++) {
    for (const at of queue[bytes]!) {
      if (known[at]! < bytes) continue;
      const leg = at % legs;
      const pen = Math.floor(at / legs) % styles.length;
      const place = Math.floor(at / legs / styles.length) % places;
      const screen = Math.floor(at / legs / styles.length / places);
      if (screen === 0) return bytes;
      if (!rep && bytes + screens.missing(screen) >= limit) continue;

      for (const [next, cost] of moves[place]!) {
        const then = forward ? legAfter(leg, place, next, columns) : begun;
        if (then !== undefined) reach(screen, next, pen, then, bytes + cost);
      }
      for (const [other, cost] of changes[pen]!.entries()) reach(screen, place, other, leg, bytes + cost);

      const [row, column] = [Math.floor(place / (columns + 1)), place % (columns + 1)];
      const cell = row * columns + column;
      // Nothing is printed or erased behind the last column.
      for (const {text, value, size} of column < columns ? prints[pen]![cell]! : []) {
        let after = screens.put(screen, cell, value);
        reach(after, place + 1, pen, written, bytes + size);
        for (let more = 1; rep && column + more < columns; more++) {
          const same = prints[pen]![cell + more]!.find(print => print.text === text);
          if (!same) break;
          after = screens.put(after, cell + more, same.value);
          reach(after, place + 1 + more, pen, written, bytes + size + counted(more));
        }
      }
      if (!styles[pen]!.erasesToDefault) continue;
      let erased = screen;
      for (let count = 1; column + count <= columns; count++) {
        erased = screens.put(erased, cell + count - 1, screens.blanks[cell + count - 1]!);
        reach(erased, place, pen, written, bytes + counted(count));
      }
      if (column < columns) reach(erased, place, pen, written, bytes + 3);
    }
  }
  return undefined;
}

/** Bytes of ECH or REP. */
function counted(count: number): number {
  return count === 1 ? 3 : 3 + String(count).length;
}

function legAfter(leg: number, place: number, to: number, columns: number): number | undefined {
  if (leg === begun) return begun;
  const [row, toRow] = [Math.floor(place / (columns + 1)), Math.floor(to / (columns + 1))];
  if (toRow > row) return entered;
  return toRow < row || (leg === written && to < place) ? undefined : leg;
}
