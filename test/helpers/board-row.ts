import {isoTime} from '../../source/streams/clock.ts';
import {Board} from '../../source/ticker/board.ts';
import type {BoardRow} from '../../source/ticker/board-row.ts';
import type {Quote, Trade} from '../../source/ticker/event.ts';
import {startMs} from './sample-world.ts';

export function tradeOf(symbol: string, price: number, more: Partial<Trade> = {}): Trade {
  const time = isoTime(startMs);
  return {type: 'trade', venue: 'kraken', symbol, price, size: 1, time, ...more};
}

/** A row for each symbol, of the trades at these prices, one a second; of none: asked for, and not answered. */
export function boardRow(symbol: string, prices: readonly number[], more: Partial<BoardRow> = {}): BoardRow {
  const board = new Board();
  const of = {venue: 'kraken', symbol, time: isoTime(startMs)} as const;
  board.apply({type: 'subscription', ...of, state: 'asked'}, startMs);
  for (const [second, price] of prices.entries()) {
    const atMs = startMs + 1000 * second;
    board.apply(tradeOf(symbol, price, {time: isoTime(atMs)}), atMs);
  }
  const [row] = board.snapshot(startMs + 1000 * prices.length).rows;
  return {...row!, ...more, key: `${more.venue ?? 'kraken'} ${symbol}`};
}

export function quoteOf(bid: number, ask: number, more: Partial<Quote> = {}): Quote {
  return {type: 'quote', venue: 'kraken', symbol: 'BTC/USD', bid, ask, time: isoTime(startMs), ...more};
}
