import type {Venue} from './venue.ts';
import {alpaca, alpacaCrypto} from './venues/alpaca.ts';
import {binance} from './venues/binance.ts';
import {coinbase} from './venues/coinbase.ts';
import {coinbaseAdvanced} from './venues/coinbase-advanced.ts';
import {finnhub} from './venues/finnhub.ts';
import {json} from './venues/json.ts';
import {kraken} from './venues/kraken.ts';

/** The venues that are spoken, by the name that begins their URLs. */
export const venues = {
  kraken,
  coinbase,
  'coinbase-advanced': coinbaseAdvanced,
  binance,
  json,
  finnhub,
  alpaca,
  'alpaca-crypto': alpacaCrypto,
} satisfies Record<string, Venue>;

export type VenueName = keyof typeof venues;
