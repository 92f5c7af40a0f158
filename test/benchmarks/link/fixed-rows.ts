import {stripVTControlCharacters} from 'node:util';
import {layoutOf, panesOf, type Size} from './panes.ts';
import {firstWorld, tickerCount} from './world.ts';

/** Parts of the screen, from a column up to another, with the text that is always there, without trailing blanks. */
export type FixedRows = readonly {
  readonly row: number;
  readonly from: number;
  readonly to: number;
  readonly text: string;
}[];

export function fixedRows(size: Size): FixedRows {
  const layout = layoutOf(size);
  const {left, body, chat} = layout;
  const panes = panesOf(firstWorld(), layout);
  const ticker = (row: number) => ({row, from: 0, to: left, text: panes.ticker[row]!});
  const right = (row: number, text: string) => ({row, from: left + 1, to: size.columns, text});
  const blanks = Array.from({length: Math.max(0, body - 1 - tickerCount)}, (_, at) => 1 + tickerCount + at);
  return [
    ...[0, ...blanks].map(ticker),
    ...[right(0, panes.chat[0]!), ...panes.alerts.slice(0, 1).map(title => right(chat, title))],
  ].map(part => ({...part, text: stripVTControlCharacters(part.text).trimEnd()}));
}
