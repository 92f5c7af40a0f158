import * as z from 'zod';
import {isUtcTime, utcText} from '../utc-time.ts';
import {decimalText, figure, isDecimal} from './coinbase-text.ts';

/** `trade_id` counts the trades of a product; `side` is the maker's. */
const wireMatch = z.object({
  type: z.literal(['match', 'last_match']),
  trade_id: z.int().min(0),
  product_id: z.string(),
  price: decimalText,
  size: decimalText,
  side: z.enum(['buy', 'sell']),
  time: utcText,
});

/** `last_trade_id` is the newest trade's, told or not. */
const wireHeartbeat = z.object({
  type: z.literal('heartbeat'),
  product_id: z.string(),
  last_trade_id: z.int().min(0),
});

const wireTicker = z.object({
  type: z.literal('ticker'),
  product_id: z.string(),
  price: figure,
  best_bid: figure,
  best_bid_size: figure,
  best_ask: figure,
  best_ask_size: figure,
  open_24h: figure,
  high_24h: figure,
  low_24h: figure,
  volume_24h: figure,
  time: z.union([z.literal(''), utcText], 'expected an ISO 8601 time in UTC').optional(),
});

/** All that the connection is subscribed to, after each request. */
const wireSubscriptions = z.object({
  type: z.literal('subscriptions'),
  channels: z.array(z.object({name: z.string(), product_ids: z.array(z.string()).nullish()})),
});

const wireError = z.object({
  type: z.literal('error'),
  message: z.string().optional(),
  reason: z.string().optional(),
});

export type WireMatch = z.infer<typeof wireMatch>;
export type WireHeartbeat = z.infer<typeof wireHeartbeat>;
export type WireTicker = z.infer<typeof wireTicker>;
export type WireSubscriptions = z.infer<typeof wireSubscriptions>;
export type WireError = z.infer<typeof wireError>;

/** A message. Coinbase has more types than these, and may have new ones at any time. */
export const messageShape = z.discriminatedUnion(
  'type',
  [wireMatch, wireHeartbeat, wireTicker, wireSubscriptions, wireError],
  {error: ({code, input}) => (code === 'invalid_union' ? unasked(input) : undefined)},
);

function unasked(message: unknown): string {
  const {type} = (message ?? {}) as {readonly type?: unknown};
  return typeof type === 'string' ? `a message that was not asked for: ${type}` : 'expected a type';
}

/** The same as `messageShape` says of a match, in a tenth of the time. */
export function isWireMatch(value: unknown): value is WireMatch {
  const {type, trade_id, product_id, price, size, side, time} = (value ?? {}) as Record<string, unknown>;
  return (
    (type === 'match' || type === 'last_match') &&
    Number.isSafeInteger(trade_id) &&
    (trade_id as number) >= 0 &&
    typeof product_id === 'string' &&
    isDecimal(price) &&
    isDecimal(size) &&
    (side === 'buy' || side === 'sell') &&
    isUtcTime(time)
  );
}
