import * as z from 'zod';
import type {Trade} from '../ticker/event.ts';

// Kraken's WebSocket v2, the part of it that market data needs:
// https://docs.kraken.com/exchange/api-reference/spot-websocket-v2/trade

/** What a client may ask for. */
export const requestShape = z.discriminatedUnion(
  'method',
  [
    z.object({
      method: z.enum(['subscribe', 'unsubscribe']),
      params: z.object({
        channel: z.literal('trade', {error: 'Channel not supported: expected trade'}),
        symbol: z.array(z.string().max(40)).min(1).max(100),
        snapshot: z.boolean().default(false),
      }),
      req_id: z.int().optional(),
    }),
    z.object({method: z.literal('ping'), req_id: z.int().optional()}),
  ],
  {
    error: issue =>
      issue.code === 'invalid_union'
        ? 'Method not supported: expected subscribe, unsubscribe or ping'
        : undefined,
  },
);

export type MarketRequest = z.infer<typeof requestShape>;

/** A trade as Kraken writes it; `trade_id` counts the trades of its symbol. */
export interface WireTrade {
  readonly symbol: string;
  readonly side: 'buy' | 'sell';
  readonly price: number;
  readonly qty: number;
  readonly ord_type: 'market';
  readonly trade_id: number;
  readonly timestamp: string;
}

export function wireTrade({symbol, side = 'buy', price, size, time}: Trade, tradeId: number): WireTrade {
  return {symbol, side, price, qty: size, ord_type: 'market', trade_id: tradeId, timestamp: time};
}

export function tradeFrame(type: 'snapshot' | 'update', data: readonly WireTrade[]): string {
  return JSON.stringify({channel: 'trade', type, data});
}

export const heartbeatFrame = JSON.stringify({channel: 'heartbeat'});

/** What a client is greeted with. */
export function statusFrame(connectionId: number): string {
  const data = [{version: '2.0.0', system: 'online', api_version: 'v2', connection_id: connectionId}];
  return JSON.stringify({channel: 'status', type: 'update', data});
}
