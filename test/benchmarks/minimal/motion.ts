const csi = '\u001b[';
const digits = (value: number) => String(value).length;
/** A parameter that is 1 can be left out. */
const given = (value: number) => (value === 1 ? '' : String(value));
const shortest = (...ways: readonly string[]) => ways.reduce((a, b) => (b.length < a.length ? b : a));

/**
 * The shortest sequences that move the cursor of a terminal without autowrap, by columns and rows from 0. Column
 * `columns` is the cursor after a print into the last column: it is in the last one, but some terminals erase
 * nothing there until it has moved.
 */
export class MinimalMotion {
  readonly #columns: number;
  readonly #rows: number;
  readonly #level: string[][];
  readonly #upright = new Map<number, {keep: string; home: string}>();

  constructor(columns: number, rows: number, tabs: boolean) {
    this.#columns = columns;
    this.#rows = rows;
    this.#level = levelMoves(columns, tabs);
  }

  /** In bytes. To `columns` is to the last one, which is at least as good. */
  length(row: number, column: number, toRow: number, toColumn: number): number {
    if (row === toRow) return this.#level[column]![toColumn]!.length;
    const {keep, home} = this.#rowMove(row, toRow);
    const kept = keep.length + this.#level[this.#within(column)]![toColumn]!.length;
    const homed = home.length + this.#level[0]![toColumn]!.length;
    const absolute = toColumn === 0 ? kept : 4 + (toRow === 0 ? 0 : digits(toRow + 1)) + digits(toColumn + 1);
    return Math.min(kept, homed, absolute);
  }

  sequence(row: number, column: number, toRow: number, toColumn: number): string {
    if (row === toRow) return this.#level[column]![toColumn]!;
    const {keep, home} = this.#rowMove(row, toRow);
    return shortest(
      keep + this.#level[this.#within(column)]![toColumn]!,
      home + this.#level[0]![toColumn]!,
      `${csi}${given(toRow + 1)};${toColumn + 1}H`,
    );
  }

  #within(column: number): number {
    return Math.min(column, this.#columns - 1);
  }

  /** To another row: in the same column, and to its first. */
  #rowMove(row: number, to: number): {keep: string; home: string} {
    const key = row * this.#rows + to;
    const known = this.#upright.get(key);
    if (known) return known;
    const by = Math.abs(to - row);
    const down = to > row;
    const keep = shortest(
      // Never from the margin, where they would scroll. On a tty that adds a CR to LF, VT is as good.
      (down ? '\n' : '\u001bM').repeat(by),
      `${csi}${given(by)}${down ? 'B' : 'A'}`,
      `${csi}${given(to + 1)}d`,
    );
    const home = shortest(`\r${keep}`, `${csi}${given(by)}${down ? 'E' : 'F'}`, `${csi}${given(to + 1)}H`);
    this.#upright.set(key, {keep, home});
    return {keep, home};
  }
}

/** `[from][to]`, from 0 to `columns` each. */
function levelMoves(columns: number, tabs: boolean): string[][] {
  const moves = Array.from({length: columns + 1}, (_, from) =>
    Array.from({length: columns}, (_, to) => {
      const at = Math.min(from, columns - 1);
      if (from === to) return '';
      const absolute = to === 0 ? '\r' : `${csi}${to + 1}G`;
      if (to > at) {
        const stop = Math.min(columns - 1, ((at >> 3) + 1) * 8);
        const next = tabs && to === stop ? ['\t'] : [];
        return shortest(absolute, `${csi}${given(to - at)}C`, ...next);
      }
      // From behind the last column, where CUF goes no further and CBT not from there in some terminals.
      if (to === at) return shortest(absolute, `${csi}C`);
      const back = tabs && from < columns && to === ((at - 1) >> 3) * 8 ? [`${csi}Z`] : [];
      return shortest(absolute, '\b'.repeat(at - to), `${csi}${given(at - to)}D`, ...back);
    }),
  );
  for (const through of moves.keys()) {
    if (through === columns) continue;
    for (const row of moves) {
      const first = row[through]!;
      // None is longer than `CSI nnnn G`.
      if (first.length > 5) continue;
      for (let to = 0; to < columns; to++)
        if (first.length + moves[through]![to]!.length < row[to]!.length)
          row[to] = first + moves[through]![to]!;
    }
  }
  // Only a print reaches it.
  for (const row of moves) row.push(row[columns - 1]!);
  return moves;
}
