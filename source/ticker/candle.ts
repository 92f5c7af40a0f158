/** The trades of one stretch of time, drawn as one column of a chart. */
export interface Candle {
  /** Milliseconds since the epoch. */
  readonly startMs: number;
  readonly count: number;
  /** Prices; NaN where there was no trade. */
  readonly open: number;
  readonly high: number;
  readonly low: number;
  readonly close: number;
  readonly mean: number;
}
