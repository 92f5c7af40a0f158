import * as z from 'zod';

/** A number as Binance writes it: decimal, without an exponent, padded with zeros. */
const decimal = /^\d{1,30}(?:\.\d{1,30})?$/;

const decimalText = z.string().regex(decimal, 'expected a decimal number as text');
const epochCount = z.int().min(0);

const common = {
  s: z.string(),
  p: decimalText,
  q: decimalText,
  T: epochCount,
  m: z.boolean(),
};

/** `t` counts the trades of a symbol; `s` is the symbol, `m`: the buyer's order was there first. */
const wireTrade = z.object({e: z.literal('trade'), t: z.int(), ...common});
/** `a` counts the aggregate trades of a symbol. Its first and last trade, `f` and `l`, are not asked for. */
const wireAggTrade = z.object({e: z.literal('aggTrade'), a: z.int(), ...common});

const wireMiniTicker = z.object({
  e: z.literal('24hrMiniTicker'),
  E: epochCount,
  s: z.string(),
  c: decimalText,
  o: decimalText,
  h: decimalText,
  l: decimalText,
  v: decimalText,
});

const id = z.union([z.number(), z.string()]).nullish();
const fault = {code: z.number().optional(), msg: z.string().optional()};

/** An error is told in either of two ways: in the frame itself, or in its `error`. */
const answer = z.object({
  e: z.undefined().optional(),
  id,
  result: z.unknown().optional(),
  ...fault,
  error: z.object(fault).optional(),
});

export type WireTrade = z.infer<typeof wireTrade> | z.infer<typeof wireAggTrade>;
export type WireMiniTicker = z.infer<typeof wireMiniTicker>;
export type WireAnswer = z.infer<typeof answer>;

/** A frame, or what a combined frame carries. Answers have no event type. */
export const frameShape = z.discriminatedUnion(
  'e',
  [wireTrade, wireAggTrade, wireMiniTicker, z.object({e: z.literal('serverShutdown')}), answer],
  {error: issue => (issue.code === 'invalid_union' ? 'an event that was not asked for' : undefined)},
);

/** The same as `frameShape` says of a trade, in a tenth of the time. */
export function isWireTrade(value: unknown): value is WireTrade {
  const {e, t, a, s, p, q, T, m} = (value ?? {}) as Record<string, unknown>;
  return (
    (e === 'trade' ? Number.isSafeInteger(t) : e === 'aggTrade' && Number.isSafeInteger(a)) &&
    typeof s === 'string' &&
    typeof p === 'string' &&
    typeof q === 'string' &&
    decimal.test(p) &&
    decimal.test(q) &&
    Number.isSafeInteger(T) &&
    (T as number) >= 0 &&
    typeof m === 'boolean'
  );
}

/**
 * What a combined frame carries: whether frames are combined is decided by the path of the address (`/stream` or
 * `/ws`), so both are read.
 */
export function payloadOf(value: unknown): unknown {
  const {stream, data} = (value ?? {}) as {readonly stream?: unknown; readonly data?: unknown};
  return typeof stream === 'string' && data !== undefined ? data : value;
}

/** Without the zeros at its end, which Binance writes up to the 8th decimal whatever the symbol's prices have. */
export function withoutPadding(price: string): string {
  let end = price.length;
  if (!price.includes('.')) return price;
  while (price.charCodeAt(end - 1) === 48) end--;
  return price.slice(0, price.charCodeAt(end - 1) === 46 ? end - 1 : end);
}
