export interface InstrumentOptions {
  readonly symbol: string;
  /** Where the price begins and what it reverts to, in the quote currency. */
  readonly price: number;
  readonly priceDecimals: number;
  readonly sizeDecimals: number;
  /** Trades a second when the market is calm. */
  readonly rate: number;
  /** Standard deviation of the price's logarithm over one second, when the market is calm. */
  readonly volatility: number;
  /** How much of the movement is the whole market's, from 0 to 1. */
  readonly correlation: number;
}

/** What the demonstration trades: made-up prices of a believable size, in the decimals that Kraken uses. */
export const instruments: readonly InstrumentOptions[] = [
  instrument('BTC/USD', 97_412.5, 1, 3.6, 1.6e-4, 0.9),
  instrument('ETH/USD', 3412.08, 2, 2.8, 2.1e-4, 0.8),
  instrument('SOL/USD', 184.37, 2, 2.2, 2.8e-4, 0.7),
  instrument('XRP/USD', 2.31407, 5, 1.6, 2.6e-4, 0.6),
  instrument('DOGE/USD', 0.2143852, 7, 1.2, 3.2e-4, 0.6),
  instrument('ADA/USD', 0.714208, 6, 1, 2.8e-4, 0.65),
  instrument('LINK/USD', 18.4127, 4, 0.7, 2.7e-4, 0.55),
  instrument('LTC/USD', 96.31, 2, 0.6, 2.4e-4, 0.5),
];

function instrument(
  symbol: string,
  price: number,
  priceDecimals: number,
  rate: number,
  volatility: number,
  correlation: number,
): InstrumentOptions {
  return {symbol, price, priceDecimals, sizeDecimals: 8, rate, volatility, correlation};
}
