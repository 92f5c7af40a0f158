import * as z from 'zod';
import {checkShape, type Decoded} from '../../streams/check-shape.ts';
import {timeOf} from '../../streams/time-of.ts';
import type {Quote, Trade} from '../event.ts';
import {untilFault} from '../until-fault.ts';

/** A trade, of shares or of coins: `tks`, the taker's side, is told of coins only. */
export interface WireTrade {
  readonly T: 't';
  readonly S: string;
  readonly p: number;
  readonly s: number;
  /** To the nanosecond. */
  readonly t: string;
  readonly i?: number | undefined;
  readonly tks?: string | undefined;
}

/** The best bid and ask; a price of 0 is a side that nobody is on. */
export interface WireQuote {
  readonly T: 'q';
  readonly S: string;
  readonly bp: number;
  readonly bs: number;
  readonly ap: number;
  readonly as: number;
  readonly t: string;
}

const time = z.string().refine(isTime, 'expected a time in UTC');
const symbols = z.array(z.string()).optional();

const message = z.discriminatedUnion(
  'T',
  [
    z.object({
      T: z.literal('t'),
      S: z.string(),
      p: z.number(),
      s: z.number(),
      t: time,
      i: z.number().optional(),
      tks: z.string().optional(),
    }),
    z.object({
      T: z.literal('q'),
      S: z.string(),
      bp: z.number(),
      bs: z.number(),
      ap: z.number(),
      as: z.number(),
      t: time,
    }),
    z.object({T: z.literal('success'), msg: z.string()}),
    z.object({T: z.literal('subscription'), trades: symbols, quotes: symbols}),
    z.object({T: z.literal('error'), code: z.number().optional(), msg: z.string()}),
    // Come with the trades, unasked: a trade that is corrected, and one that is cancelled.
    z.object({T: z.enum(['c', 'x'])}),
  ],
  {error: issue => (issue.code === 'invalid_union' ? 'a message that was not asked for' : undefined)},
);

export type AlpacaMessage = z.infer<typeof message>;

/** A frame is an array of messages. */
export const frameShape = z.array(message);

/** Reads a frame. What is not of the right shape is told of its first message that is not. */
export function readFrame(value: unknown): Decoded<readonly AlpacaMessage[]> {
  if (isTickFrame(value)) return {value};
  const isGood = (item: unknown) => isTick(item) || message.safeParse(item).success;
  return checkShape(frameShape, untilFault(value, isGood));
}

/** As an event. */
export function tradeOf({p, s, t, i, tks}: WireTrade, venue: string, symbol: string): Trade {
  const side = tks === 'B' ? {side: 'buy' as const} : tks === 'S' ? {side: 'sell' as const} : {};
  // As text, since a number would count. Beyond 2^53 it is no longer what Alpaca wrote.
  const id = Number.isSafeInteger(i) ? {id: String(i)} : {};
  return {type: 'trade', venue, symbol, price: p, size: s, ...side, ...id, time: t};
}

/** As an event. */
export function quoteOf({bp, bs, ap, as, t}: WireQuote, venue: string, symbol: string): Quote {
  const bid = bp > 0 ? {bid: bp, bidSize: bs} : {};
  const ask = ap > 0 ? {ask: ap, askSize: as} : {};
  return {type: 'quote', venue, symbol, ...bid, ...ask, time: t};
}

/** True for a frame of nothing but trades and quotes: the same as `frameShape` says of one, in a tenth of the time. */
export function isTickFrame(value: unknown): value is readonly (WireTrade | WireQuote)[] {
  return Array.isArray(value) && value.every(isTick);
}

function isTick(value: unknown): boolean {
  const {T} = (value ?? {}) as Partial<WireTrade | WireQuote>;
  return T === 't' ? isTrade(value as Partial<WireTrade>) : T === 'q' && isQuote(value as Partial<WireQuote>);
}

function isTrade({S, p, s, t, i, tks}: Partial<WireTrade>): boolean {
  return (
    typeof S === 'string' &&
    Number.isFinite(p) &&
    Number.isFinite(s) &&
    isTime(t) &&
    (i === undefined || Number.isFinite(i)) &&
    (tks === undefined || typeof tks === 'string')
  );
}

function isQuote({S, bp, bs, ap, as, t}: Partial<WireQuote>): boolean {
  return (
    typeof S === 'string' &&
    Number.isFinite(bp) &&
    Number.isFinite(bs) &&
    Number.isFinite(ap) &&
    Number.isFinite(as) &&
    isTime(t)
  );
}

function isTime(value: unknown): boolean {
  return (
    typeof value === 'string' &&
    /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,9})?Z$/.test(value) &&
    !Number.isNaN(timeOf(value))
  );
}
