import * as z from 'zod';
import {clean} from '../terminal/clean.ts';

const text = z.string().transform(value => clean(value));
const price = z.number();

/** Trade, as it stands in a recording. */
export const tradeSchema = z.object({
  type: z.literal('trade'),
  venue: text.exactOptional(),
  symbol: text,
  price,
  size: z.number(),
  side: z.enum(['buy', 'sell']).exactOptional(),
  id: z.union([text, z.number()]).exactOptional(),
  time: text,
});

/** TickerEvent, as it stands in a recording. */
export const tickerEventSchema = z.discriminatedUnion('type', [
  tradeSchema,
  z.object({
    type: z.literal('quote'),
    venue: text,
    symbol: text,
    bid: price.exactOptional(),
    bidSize: price.exactOptional(),
    ask: price.exactOptional(),
    askSize: price.exactOptional(),
    last: price.exactOptional(),
    open: price.exactOptional(),
    high: price.exactOptional(),
    low: price.exactOptional(),
    volume: price.exactOptional(),
    time: text,
  }),
  z.object({
    type: z.literal('subscription'),
    venue: text,
    symbol: text,
    state: z.enum(['asked', 'live', 'refused', 'ended']),
    reason: text.exactOptional(),
    decimals: z.int().min(0).max(30).exactOptional(),
    time: text,
  }),
  z.object({
    type: z.literal('sequence'),
    venue: text,
    symbol: text.exactOptional(),
    fault: z.enum(['gap', 'duplicate', 'reordered', 'restarted']),
    missed: z.int().min(0).exactOptional(),
    since: text.exactOptional(),
    time: text,
  }),
]);
