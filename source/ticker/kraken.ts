import * as z from 'zod';
import {type Clock, systemClock} from '../streams/clock.ts';
import {decodeJson} from '../streams/decode-json.ts';
import {reject} from '../streams/reject.ts';
import type {Meta} from '../streams/status.ts';
import {websocketEvents} from '../streams/websocket-events.ts';
import type {WebSocketFrames} from '../streams/websocket-frames.ts';
import {clean} from '../terminal/clean.ts';
import type {Trade} from './trade.ts';
import type {Venue} from './venue.ts';

/** Kraken beats once a second when nothing is traded; so long without a word and the connection is dead. */
const silenceMs = 8000;
/** After so long without a frame we ask, so that a quiet connection proves itself well before that. */
const idleMs = 3000;

const trade = z.object({
  symbol: z.string(),
  side: z.enum(['buy', 'sell']),
  price: z.number(),
  qty: z.number(),
  trade_id: z.number(),
  timestamp: z.iso.datetime(),
});

/** Frames of a channel first and trades first among them: they are nearly all. Answers have no channel. */
const frameShape = z.discriminatedUnion(
  'channel',
  [
    z.object({channel: z.literal('trade'), type: z.enum(['snapshot', 'update']), data: z.array(trade)}),
    z.object({channel: z.literal(['heartbeat', 'status'])}),
    z.object({
      channel: z.undefined().optional(),
      method: z.string().optional(),
      success: z.boolean().optional(),
      error: z.string().optional(),
    }),
  ],
  {error: issue => (issue.code === 'invalid_union' ? 'a channel that was not asked for' : undefined)},
);

/**
 * Kraken's market data over WebSocket v2 (https://docs.kraken.com/exchange/api-reference/spot-websocket-v2/trade):
 * the `trade` channel without its snapshot, so that a reconnect does not tell old trades twice. What Kraken
 * refuses comes as a Reject in its own words.
 */
export const kraken: Venue = {
  address: 'wss://ws.kraken.com/v2',
  trades({source, address, symbols}, options) {
    const {clock = systemClock} = options;
    const wanted = new Set(symbols);
    return websocketEvents<Trade>(address, {
      ...options,
      source,
      policy: 'drop-oldest',
      capacity: 8192,
      silenceMs,
      decode: (frame, atMs) => decodeKraken(frame, source, wanted, atMs),
      onOpen(frames, signal) {
        const params = {channel: 'trade', symbol: symbols, snapshot: false};
        frames.send(JSON.stringify({method: 'subscribe', params, req_id: 1}));
        void pingWhenIdle(frames, clock, signal);
      },
    });
  },
};

async function pingWhenIdle(frames: WebSocketFrames, clock: Clock, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    const {received} = frames.counters;
    await clock.sleep(idleMs, signal);
    if (!signal.aborted && frames.counters.received === received) frames.send('{"method":"ping"}');
  }
}

/** One frame into events; `wanted` are the symbols that were subscribed to. Never throws. */
export function decodeKraken(
  text: string,
  source: string,
  wanted: ReadonlySet<string>,
  atMs: number,
): (Trade | Meta)[] {
  const frame = decodeJson(frameShape, text);
  if (!('value' in frame)) return [reject(source, frame.reason, text, atMs)];
  const {value} = frame;
  if (value.channel === 'trade') {
    return value.data.map(one =>
      wanted.has(one.symbol)
        ? {
            type: 'trade',
            symbol: clean(one.symbol),
            price: one.price,
            size: one.qty,
            side: one.side,
            id: one.trade_id,
            time: one.timestamp,
          }
        : reject(source, `expected a symbol that was asked for, got ${one.symbol}`, text, atMs),
    );
  }
  if (value.channel !== undefined) return [];
  if (value.error !== undefined || value.success === false) {
    return [reject(source, value.error ?? `${value.method} was refused`, text, atMs)];
  }
  if (value.method !== undefined) return [];
  return [reject(source, 'expected a channel or a method', text, atMs)];
}
