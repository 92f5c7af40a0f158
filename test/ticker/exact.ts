/** Units of 2^-400: prices, sizes and their products are whole numbers of them. */
const scale = 400n;

/** A double as a whole number of units: exact. */
export function units(value: number): bigint {
  return BigInt(value * 2 ** 200) << (scale - 200n);
}

/** The product of two numbers of units, exact. */
export function times(a: bigint, b: bigint): bigint {
  const product = a * b;
  if (product & ((1n << scale) - 1n)) throw new Error('the product needs smaller units');
  return product >> scale;
}

/** The double that is nearest to the quotient of two whole numbers, the first 0 or more and the second over 0. */
export function nearest(dividend: bigint, divisor: bigint): number {
  // 200 bits more than are wanted, the last of them telling whether anything was cut off: then Number() rounds right.
  const shift = BigInt(Math.max(0, divisor.toString(2).length - dividend.toString(2).length)) + 200n;
  const quotient = (dividend << shift) / divisor;
  const exact = quotient * divisor === dividend << shift;
  // A double holds no more than 2^1023, so the scale is taken off before and after rounding, by powers of two alone.
  const surplus = BigInt(Math.max(0, quotient.toString(2).length - 120));
  const kept = quotient >> surplus;
  const cut = !exact || kept << surplus !== quotient;
  return Number(cut ? kept | 1n : kept) * 2 ** Number(surplus - shift);
}

/** What units are worth, as the nearest double. */
export function worth(of: bigint): number {
  return nearest(of, 1n << scale);
}
