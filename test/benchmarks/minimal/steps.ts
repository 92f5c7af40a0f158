/**
 * By place, which is row × (columns + 1) + column, the places that one control sequence moves the cursor to and the
 * bytes of the shortest; written apart from `MinimalMotion`, to check it.
 */
export function minimalSteps(
  columns: number,
  rows: number,
  tabs = false,
): (readonly [place: number, bytes: number])[][] {
  return Array.from({length: rows * (columns + 1)}, (_, place) => {
    const row = Math.floor(place / (columns + 1));
    const column = Math.min(place % (columns + 1), columns - 1);
    const best = new Map<number, number>();
    const step = (toRow: number, toColumn: number, bytes: number) => {
      if (toRow < 0 || toRow >= rows || toColumn < 0 || toColumn >= columns) return;
      const to = toRow * (columns + 1) + toColumn;
      best.set(to, Math.min(best.get(to) ?? Number.POSITIVE_INFINITY, bytes));
    };
    step(row, 0, 1); // CR
    step(row, column - 1, 1); // BS
    step(row + 1, column, 1); // LF
    step(row - 1, column, 2); // RI
    step(row + 1, 0, 2); // NEL
    if (tabs && place % (columns + 1) < columns) {
      step(row, Math.min(columns - 1, column - (column % 8) + 8), 1); // HT
      step(row, column % 8 === 0 ? column - 8 : column - (column % 8), csi(1)); // CBT
    }
    for (let toRow = 0; toRow < rows; toRow++) {
      step(toRow, column, csi(toRow + 1)); // VPA
      for (let toColumn = 0; toColumn < columns; toColumn++)
        step(toRow, toColumn, csi(toRow + 1, toColumn + 1)); // CUP
    }
    for (let toColumn = 0; toColumn < columns; toColumn++) step(row, toColumn, csi(toColumn + 1)); // CHA
    for (let by = 1; by < Math.max(columns, rows); by++) {
      step(row, Math.min(columns - 1, column + by), csi(by)); // CUF
      step(row, column - by, csi(by)); // CUB
      step(row + by, column, csi(by)); // CUD
      step(row - by, column, csi(by)); // CUU
      step(row + by, 0, csi(by)); // CNL
      step(row - by, 0, csi(by)); // CPL
    }
    return [...best];
  });
}

/** Bytes of a sequence, without the parameters that are 1 where they can be left out. */
function csi(...parameters: readonly number[]): number {
  const given = parameters.map(value => (value === 1 ? '' : String(value)));
  while (given.at(-1) === '') given.pop();
  return 3 + given.join(';').length;
}
