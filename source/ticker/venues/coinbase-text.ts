import * as z from 'zod';

/** A number as Coinbase writes it: decimal, without an exponent. */
const decimal = /^\d{1,30}(?:\.\d{1,30})?$/;

/** A number as text. */
export const isDecimal = (value: unknown): value is string =>
  typeof value === 'string' && decimal.test(value);

/** The shapes that say the same as these, in a sentence. */
export const decimalText = z.string().refine(isDecimal, 'expected a decimal number as text');
/** A number that is left empty, or out, where it is not known. */
export const figure = z.union([z.literal(''), decimalText], 'expected a decimal number as text').optional();

/** The numbers of those that are known. */
export function figures<Name extends string>(
  texts: Readonly<Record<Name, string | undefined>>,
): {[name in Name]?: number} {
  const numbers: {[name in Name]?: number} = {};
  for (const name in texts) if (texts[name]) numbers[name] = Number(texts[name]);
  return numbers;
}

const takers = {buy: 'sell', sell: 'buy', BUY: 'sell', SELL: 'buy'} as const;

/**
 * The taker's side: both of Coinbase's feeds tell the maker's, whose order stood in the book
 * (https://docs.cdp.coinbase.com/exchange/websocket-feed/channels#match).
 */
export function takerOf(maker: keyof typeof takers): 'buy' | 'sell' {
  return takers[maker];
}
