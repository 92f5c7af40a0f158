import type {Meta} from '../streams/status.ts';

/** One trade, as the venue told it. */
export interface Trade {
  readonly type: 'trade';
  /** Who told it: the ticker URL without its symbols (`kraken`, `kraken+ws://127.0.0.1:9000/v2`). */
  readonly venue?: string;
  readonly symbol: string;
  /** In the quote currency, the shortest decimal that is the venue's number. */
  readonly price: number;
  /** In the base currency. */
  readonly size: number;
  /** The taker's side. */
  readonly side?: 'buy' | 'sell';
  /** The venue's own number or name for it. */
  readonly id?: string | number;
  /** When the venue says it happened, ISO 8601 UTC. */
  readonly time: string;
}

/** What is bid and asked for a symbol, and how it stood over the last 24 hours, as far as the venue tells. */
export interface Quote {
  readonly type: 'quote';
  readonly venue: string;
  readonly symbol: string;
  readonly bid?: number;
  readonly bidSize?: number;
  readonly ask?: number;
  readonly askSize?: number;
  /** The price of the newest trade. */
  readonly last?: number;
  /** Of the last 24 hours. */
  readonly open?: number;
  readonly high?: number;
  readonly low?: number;
  readonly volume?: number;
  /** When the venue says it was so, ISO 8601 UTC; where it says nothing, when it came. */
  readonly time: string;
}

/** How a symbol that was asked for stands with its venue: told at each change. */
export interface Subscription {
  readonly type: 'subscription';
  readonly venue: string;
  readonly symbol: string;
  /** `asked`: nothing was answered yet; `live`: the venue tells of it; `ended`: it is no longer asked for. */
  readonly state: 'asked' | 'live' | 'refused' | 'ended';
  /** In the venue's words: with `refused`. */
  readonly reason?: string;
  /** How many decimals the venue writes the prices with, where it writes them as text: with `live`. */
  readonly decimals?: number;
  /** ISO 8601 UTC. */
  readonly time: string;
}

/** What the venue's numbers tell of what came: that something is missing, came twice, or came in another order. */
export interface SequenceFault {
  readonly type: 'sequence';
  readonly venue: string;
  /** Missing: of which symbols is not known. */
  readonly symbol?: string;
  /**
   * `gap`: what stands before this was not told. `duplicate`: told before, and not told again. `reordered`: a trade
   * that was missing came after all. `restarted`: the venue counts anew, and what is missing cannot be told.
   */
  readonly fault: 'gap' | 'duplicate' | 'reordered' | 'restarted';
  /** How many trades are missing; absent: not known. With `gap`. */
  readonly missed?: number;
  /** When the trade before the gap happened, or when the venue was last heard, ISO 8601 UTC. With `gap`. */
  readonly since?: string;
  /** When it was found, ISO 8601 UTC. */
  readonly time: string;
}

/** What a ticker yields. */
export type TickerEvent = Trade | Quote | Subscription | SequenceFault;

/** The same, with how the connection stands, and what could not be read. */
export type TickerNews = TickerEvent | Meta;
