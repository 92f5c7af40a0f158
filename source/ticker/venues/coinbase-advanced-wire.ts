import * as z from 'zod';
import {isUtcTime, utcText} from '../utc-time.ts';
import {decimalText, figure, isDecimal} from './coinbase-text.ts';

/** An id that is printed as it stands: a number in text so far, which the documentation does not promise. */
const tradeId = /^[\w-]{1,40}$/;
const sides = ['BUY', 'SELL', 'UNKNOWN_ORDER_SIDE'] as const;

/** `side` is the maker's. */
const wireTrade = z.object({
  trade_id: z.string().regex(tradeId, 'expected up to 40 letters and digits'),
  product_id: z.string(),
  price: decimalText,
  size: decimalText,
  side: z.enum(sides),
  time: utcText,
});

/** All of it empty, the product too, has been seen. */
const wireTicker = z.object({
  product_id: z.string(),
  price: figure,
  best_bid: figure,
  best_bid_quantity: figure,
  best_ask: figure,
  best_ask_quantity: figure,
  high_24_h: figure,
  low_24_h: figure,
  volume_24_h: figure,
});

const type = z.enum(['snapshot', 'update']);
/** `sequence_num` counts the messages of a connection, whatever their channel. */
const envelope = {timestamp: utcText, sequence_num: z.int().min(0)};

const wireTrades = z.object({
  channel: z.literal('market_trades'),
  ...envelope,
  events: z.array(z.object({type, trades: z.array(wireTrade)})),
});
const wireTickers = z.object({
  channel: z.literal('ticker'),
  ...envelope,
  events: z.array(z.object({type, tickers: z.array(wireTicker)})),
});
/** All that the connection is subscribed to, by channel, after each request. */
const wireSubscriptions = z.object({
  channel: z.literal('subscriptions'),
  events: z.array(z.object({subscriptions: z.record(z.string(), z.array(z.string()).nullish())})),
});
const wireError = z.object({
  channel: z.undefined().optional(),
  type: z.literal('error'),
  message: z.string().optional(),
});

export type WireTrade = z.infer<typeof wireTrade>;
export type WireTrades = z.infer<typeof wireTrades>;
export type WireTickers = z.infer<typeof wireTickers>;
export type WireSubscriptions = z.infer<typeof wireSubscriptions>;

/** A message. An error alone has no channel. */
export const messageShape = z.discriminatedUnion(
  'channel',
  [wireTrades, wireTickers, z.object({channel: z.literal('heartbeats')}), wireSubscriptions, wireError],
  {error: ({code, input}) => (code === 'invalid_union' ? unasked(input) : undefined)},
);

function unasked(message: unknown): string {
  const {channel} = (message ?? {}) as {readonly channel?: unknown};
  return typeof channel === 'string' ? `a channel that was not asked for: ${channel}` : 'expected a channel';
}

/** The message's number; undefined where it has none. */
export function numberOf(message: unknown): number | undefined {
  const {sequence_num} = (message ?? {}) as {readonly sequence_num?: unknown};
  return Number.isSafeInteger(sequence_num) ? (sequence_num as number) : undefined;
}

/** The same as `messageShape` says of a message of trades, in a tenth of the time. */
export function isWireTrades(value: unknown): value is WireTrades {
  const {channel, timestamp, sequence_num, events} = (value ?? {}) as Record<string, unknown>;
  return (
    channel === 'market_trades' &&
    isUtcTime(timestamp) &&
    Number.isSafeInteger(sequence_num) &&
    (sequence_num as number) >= 0 &&
    Array.isArray(events) &&
    events.every(isTradesEvent)
  );
}

function isTradesEvent(value: unknown): boolean {
  const {type, trades} = (value ?? {}) as Record<string, unknown>;
  return (type === 'update' || type === 'snapshot') && Array.isArray(trades) && trades.every(isTrade);
}

function isTrade(value: unknown): boolean {
  const {trade_id, product_id, price, size, side, time} = (value ?? {}) as Record<string, unknown>;
  return (
    typeof trade_id === 'string' &&
    tradeId.test(trade_id) &&
    typeof product_id === 'string' &&
    isDecimal(price) &&
    isDecimal(size) &&
    (side === 'BUY' || side === 'SELL' || side === 'UNKNOWN_ORDER_SIDE') &&
    isUtcTime(time)
  );
}
