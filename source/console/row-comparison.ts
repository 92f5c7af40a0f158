import {readNumber} from '../streams/read-number.ts';
import {clean} from '../terminal/clean.ts';
import type {FilterToken} from './filter-tokens.ts';
import type {FilterFields, RowFilter} from './row-filter.ts';
import {textPattern} from './text-pattern.ts';

type TextField = 'symbol' | 'venue' | 'group';
type NumberField = Exclude<keyof FilterFields, TextField>;

/** What a comparison wanted instead, and of which of its three tokens. */
export interface NoComparison {
  readonly expected: string;
  readonly part: 0 | 1 | 2;
}

const isText: Readonly<Record<keyof FilterFields, boolean>> = {
  symbol: true,
  venue: true,
  group: true,
  last: false,
  change: false,
  open: false,
  high: false,
  low: false,
  mean: false,
  vwap: false,
  volume: false,
  trades: false,
  rate: false,
  spread: false,
  bid: false,
  ask: false,
  age: false,
  missed: false,
  late: false,
};

const numberSigns: Readonly<Record<string, (left: number, right: number) => boolean>> = {
  '<': (left, right) => left < right,
  '<=': (left, right) => left <= right,
  '>': (left, right) => left > right,
  '>=': (left, right) => left >= right,
  '==': (left, right) => left === right,
  '=': (left, right) => left === right,
  '!=': (left, right) => left !== right,
};

/**
 * A comparison of a row filter out of its three tokens: a field, a sign, and a value. A number is compared with a number
 * or with another field that is one, a text with a text. It is false where a side is not known.
 */
export function rowComparison(
  field: FilterToken,
  sign: FilterToken,
  value: FilterToken,
): RowFilter | NoComparison {
  const name = field.text.toLowerCase();
  if (field.kind !== 'word' || !isField(name))
    return {expected: `expected one of ${Object.keys(isText).join(', ')}`, part: 0};
  const how = sign.kind === 'sign' ? sign.text : '';
  return isText[name]
    ? compareText(name as TextField, how, value)
    : compareNumber(name as NumberField, how, value);
}

function isField(name: string): name is keyof FilterFields {
  return Object.hasOwn(isText, name);
}

function compareText(name: TextField, sign: string, {kind, text}: FilterToken): RowFilter | NoComparison {
  if (!['==', '=', '!=', '~='].includes(sign))
    return {expected: `expected ==, != or ~= after "${name}", which is a text`, part: 1};
  if (kind !== 'word' && kind !== 'text')
    return {expected: `expected a text after "${name} ${sign}"`, part: 2};
  if (sign === '~=') {
    const isLike = textPattern(text);
    if (typeof isLike === 'string') return {expected: clean(`expected a pattern without ${isLike}`), part: 2};
    return fields => fields[name] !== undefined && isLike(fields[name]);
  }
  const wanted = text.toLowerCase();
  return fields => {
    const known = fields[name]?.toLowerCase();
    if (known === undefined) return false;
    const isEqual = known === wanted || (name === 'venue' && known.split('+', 1)[0] === wanted);
    return isEqual === (sign !== '!=');
  };
}

function compareNumber(name: NumberField, sign: string, {kind, text}: FilterToken): RowFilter | NoComparison {
  const holds = Object.hasOwn(numberSigns, sign) ? numberSigns[sign]! : undefined;
  if (!holds)
    return {expected: `expected <, <=, >, >=, == or != after "${name}", which is a number`, part: 1};
  const word = kind === 'word' ? text.toLowerCase() : '';
  const other = isField(word) && !isText[word] ? (word as NumberField) : undefined;
  const number = readValue(name, word);
  if (other === undefined && number === undefined)
    return {expected: `expected a number, or a field that is one, after "${name} ${sign}"`, part: 2};
  return fields => {
    const left = fields[name] ?? Number.NaN;
    const right = (other === undefined ? number : fields[other]) ?? Number.NaN;
    return !Number.isNaN(left) && !Number.isNaN(right) && holds(left, right);
  };
}

/** The units of a time are not those of a number: `5m` are five minutes, or five millions. */
function readValue(name: NumberField, text: string): number | undefined {
  const [, number, unit] = /^(\d+(?:\.\d+)?)([smhd])$/.exec(text) ?? [];
  if (name === 'age' && number !== undefined)
    return Number(number) * {s: 1, m: 60, h: 3600, d: 86_400}[unit as 's' | 'm' | 'h' | 'd'];
  return readNumber(text.replace(/%$/, ''));
}
