import * as z from 'zod';
import {checkShape, type Decoded} from '../../streams/check-shape.ts';
import {untilFault} from '../until-fault.ts';
import {isUtcTime, utcText} from '../utc-time.ts';

export interface WireTrade {
  readonly symbol: string;
  readonly side: 'buy' | 'sell';
  readonly price: number;
  readonly qty: number;
  readonly trade_id: number;
  readonly timestamp: string;
}

const wireTrade: z.ZodType<WireTrade> = z.object({
  symbol: z.string(),
  side: z.enum(['buy', 'sell']),
  price: z.number(),
  qty: z.number(),
  trade_id: z.int(),
  timestamp: utcText,
});

const wireTicker = z.object({
  symbol: z.string(),
  bid: z.number(),
  bid_qty: z.number(),
  ask: z.number(),
  ask_qty: z.number(),
  last: z.number(),
  volume: z.number(),
  low: z.number(),
  high: z.number(),
  change: z.number(),
  timestamp: utcText.optional(),
});

const type = z.enum(['snapshot', 'update']);

const answer = z.object({
  channel: z.undefined().optional(),
  method: z.string().optional(),
  success: z.boolean().optional(),
  error: z.string().optional(),
  symbol: z.string().optional(),
  result: z.object({symbol: z.string().optional()}).optional(),
});

export type WireAnswer = z.infer<typeof answer>;

/** Frames of a channel first and trades first among them: they are nearly all. Answers have no channel. */
const frameShape = z.discriminatedUnion(
  'channel',
  [
    z.object({channel: z.literal('trade'), type, data: z.array(wireTrade)}),
    z.object({channel: z.literal('ticker'), type, data: z.array(wireTicker)}),
    z.object({channel: z.literal('heartbeat')}),
    z.object({channel: z.literal('status'), data: z.array(z.object({system: z.string()})).optional()}),
    answer,
  ],
  {error: issue => (issue.code === 'invalid_union' ? 'a channel that was not asked for' : undefined)},
);

export type WireTicker = z.infer<typeof wireTicker>;

type KrakenFrame = z.infer<typeof frameShape>;

export interface TradeFrame {
  readonly channel: 'trade';
  readonly type: 'snapshot' | 'update';
  readonly data: readonly WireTrade[];
}

/** One frame, checked. */
export function readFrame(value: unknown): Decoded<KrakenFrame | TradeFrame> {
  return isTradeFrame(value) ? {value} : checkShape(frameShape, untilFirstFault(value));
}

/** The same as `frameShape` says of a frame of trades, in a tenth of the time. */
function isTradeFrame(value: unknown): value is TradeFrame {
  const {channel, type, data} = (value ?? {}) as Partial<TradeFrame>;
  return (
    channel === 'trade' &&
    (type === 'update' || type === 'snapshot') &&
    Array.isArray(data) &&
    data.every(isTrade)
  );
}

/** Of a frame of trades only as much as shows what is wrong with it. */
function untilFirstFault(value: unknown): unknown {
  const {channel, data} = (value ?? {}) as Partial<TradeFrame>;
  return channel === 'trade' ? {...(value as object), data: untilFault(data, isTrade)} : value;
}

function isTrade(value: unknown): boolean {
  const {symbol, side, price, qty, trade_id, timestamp} = (value ?? {}) as Partial<WireTrade>;
  return (
    typeof symbol === 'string' &&
    (side === 'buy' || side === 'sell') &&
    Number.isFinite(price) &&
    Number.isFinite(qty) &&
    Number.isSafeInteger(trade_id) &&
    isUtcTime(timestamp)
  );
}
