export interface Scale {
  readonly low: number;
  readonly high: number;
  /** The row of a value: 0 is that of `low`, `height` that of `high`. */
  readonly rowOf: (value: number) => number;
  /** The value of a row. */
  readonly worth: (row: number) => number;
}

/** How values become rows, from the smallest in row 0 to the largest in row `height`. */
export function scale(values: readonly number[], height: number, decimals: number): Scale {
  let low = Math.min(...values);
  let high = Math.max(...values);
  // Flat data has no range to scale by: give it one around its value.
  if (low === high) {
    const margin = Math.max(Math.abs(low) * 1e-4, 10 ** -decimals);
    low -= margin;
    high += margin;
  }
  return {
    low,
    high,
    rowOf: value => Math.round((height * (value - low)) / (high - low)),
    worth: row => low + (height === 0 ? 0.5 : row / height) * (high - low),
  };
}
