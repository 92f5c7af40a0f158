import {isoTime} from '../streams/clock.ts';
import {clean} from '../terminal/clean.ts';
import type {Trade} from './event.ts';
import type {FieldName} from './json-fields.ts';
import type {JsonRow, JsonRows} from './json-rows.ts';
import {countIn, numberIn, sideIn, textIn, timeIn} from './json-values.ts';

/** What a row says of a trade. */
export type JsonTrade = Omit<Trade, 'type' | 'venue' | 'symbol'>;

/**
 * A row with a price as a trade, or what is wrong with it in a sentence. Where nothing tells the time it is when it
 * came, and where nothing tells the size it is 0.
 */
export function readJsonTrade(rows: JsonRows, row: JsonRow, atMs: number): JsonTrade | string {
  const price = numberIn(rows.at(row, 'price'));
  if (price === undefined) return expected('a number', 'price', rows, row);
  const size = optional('size', numberIn, rows, row);
  if (size === wrong) return expected('a number', 'size', rows, row);
  const time = optional('time', timeIn, rows, row);
  if (time === wrong) return expected('a time', 'time', rows, row);
  const seq = optional('seq', countIn, rows, row);
  if (seq === wrong) return expected('a whole number', 'seq', rows, row);
  const side = sideIn(rows.at(row, 'side'));
  // As text: a number would be taken for a count, which only `seq` is.
  const id = seq ?? clean(textIn(rows.at(row, 'id')) ?? '', 100);
  return {
    price,
    size: size ?? 0,
    ...(side && {side}),
    ...(id !== '' && {id}),
    time: time ?? isoTime(atMs),
  };
}

/** A sentence that says what was expected where, and what stands there. */
export function expected(what: string, name: FieldName, rows: JsonRows, row: JsonRow): string {
  return `expected ${what} at ${JSON.stringify(rows.pathOf(name))} for the ${name}, got ${inWords(rows.at(row, name))}`;
}

const wrong = Symbol('wrong');

function optional<T>(
  name: FieldName,
  read: (value: unknown) => T | undefined,
  rows: JsonRows,
  row: JsonRow,
): T | undefined | typeof wrong {
  const value = rows.at(row, name);
  return value === undefined ? undefined : (read(value) ?? wrong);
}

function inWords(value: unknown): string {
  if (value === undefined) return 'nothing';
  if (typeof value === 'string') return JSON.stringify(value.slice(0, 40));
  if (typeof value !== 'object') return String(value);
  return Array.isArray(value) ? 'an array' : 'an object';
}
