import {readJsonFields} from '../ticker/json-fields.ts';
import type {Flags} from './command.ts';
import {texts} from './flags.ts';
import type {TickerSettings} from './live-streams.ts';

/** What tickers are opened with, out of the flags `--field` and `--subscribe`. */
export function tickerSettings(flags: Flags): TickerSettings {
  const fields = texts(flags, 'field');
  return {
    hello: texts(flags, 'subscribe'),
    ...(fields.length > 0 ? {fields: readJsonFields(fields.join(','))} : {}),
  };
}
