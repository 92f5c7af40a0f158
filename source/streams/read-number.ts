const written = /^([+-]?)(\d+(?:_\d+)*|\d{1,3}(?:,\d{3})+)?(\.\d+)?(e[+-]?\d{1,3})?([km]?)$/i;
const times: Readonly<Record<string, number>> = {'': 1, k: 1e3, m: 1e6};

/**
 * A decimal number as people write it: `70000`, `70_000`, `70,000`, `70k`, `1.5M`, `.5`, `-2`, `1e-7`. Undefined where
 * it is none. A comma stands before three digits: what `70,5` means is not guessed.
 */
export function readNumber(text: string): number | undefined {
  const [, sign, whole, fraction, exponent = '', unit] = written.exec(text) ?? [];
  if (whole === undefined && fraction === undefined) return undefined;
  const digits = (whole ?? '0').replace(/[_,]/g, '');
  const value = Number(`${sign}${digits}${fraction ?? ''}${exponent}`) * times[unit!.toLowerCase()]!;
  // Adding 0 makes 0 of -0, which would be written as another number than it was read from.
  return Number.isFinite(value) ? value + 0 : undefined;
}
