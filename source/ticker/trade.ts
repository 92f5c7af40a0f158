/** One trade, as the venue told it. */
export interface Trade {
  readonly type: 'trade';
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
