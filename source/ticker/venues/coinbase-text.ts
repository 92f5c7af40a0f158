import * as z from 'zod';
import {timeOf} from '../../streams/time-of.ts';

/** A number as Coinbase writes it: decimal, without an exponent. */
const decimal = /^\d{1,30}(?:\.\d{1,30})?$/;
/** What Date.parse takes besides is no time of Coinbase's. */
const utcTime = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,9})?Z$/;

/** A number as text. */
export const isDecimal = (value: unknown): value is string =>
  typeof value === 'string' && decimal.test(value);

/** An ISO 8601 time in UTC. */
export const isUtcTime = (value: unknown): value is string =>
  typeof value === 'string' && utcTime.test(value) && !Number.isNaN(timeOf(value));

/** The shapes that say the same as these, in a sentence. */
export const decimalText = z.string().refine(isDecimal, 'expected a decimal number as text');
export const utcText = z.string().refine(isUtcTime, 'expected an ISO 8601 time in UTC');
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
