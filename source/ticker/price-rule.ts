import {readNumber} from '../streams/read-number.ts';
import {clean} from '../terminal/clean.ts';

/** When a price is worth an alert. */
export type PriceRule = PriceRuleScope & (ThresholdRule | MoveRule | JumpRule);

interface PriceRuleScope {
  /** The rule as it is written at its shortest: reads as the same rule, and is its name. */
  readonly text: string;
  /** What of the text is said of the price: `> 70000`. */
  readonly condition: string;
  /** As the venue writes it, in upper or lower case; `*` is every symbol. */
  readonly symbol: string;
  /** The name of a venue; absent: any. */
  readonly venue?: string;
  readonly severity: 'warning' | 'critical';
}

interface ThresholdRule {
  readonly kind: 'threshold';
  readonly op: '<' | '<=' | '>' | '>=';
  /** In the symbol's quote currency. */
  readonly price: number;
}

interface MoveRule {
  readonly kind: 'move';
  readonly direction: 'up' | 'down' | 'either';
  /** Of the lowest or highest price within the time. */
  readonly percent: number;
  readonly withinMs: number;
}

interface JumpRule {
  readonly kind: 'jump';
  /** From one trade to the next, up or down. */
  readonly percent: number;
}

type Condition = {readonly condition: string} & (ThresholdRule | MoveRule | JumpRule);

const mostCharacters = 200;
const longestSymbol = 100;
const longestMs = 24 * 3_600_000;
const units = {h: 3_600_000, m: 60_000, s: 1000} as const;
const examples = 'BTC/USD > 70000, BTC/USD +2% in 5m, BTC/USD jump 0.5% critical';

const directions = {'+': 'up', '-': 'down', '': 'either'} as const;

/**
 * Reads a rule: `SYMBOL CONDITION`, with `critical` behind it where it is, and `VENUE:` before it where it is meant for
 * one of the `venues` alone. A prefix that names none of them belongs to the symbol (`BINANCE:BTCUSDT`).
 *
 * Conditions are `> 70000` (also `<`, `>=`, `<=`), `+2% in 5m` (rose by so much within the time, at most 24 h; `-2%`:
 * fell; `2%`: either) and `jump 0.5%` (from one trade to the next). Returns a sentence where it cannot be read.
 */
export function readPriceRule(text: string, venues: readonly string[]): PriceRule | string {
  if (text.length > mostCharacters)
    return `a price rule has at most ${mostCharacters} characters, and this one ${text.length}: for example ${examples}`;
  const given = clean(text).trim().replace(/\s+/g, ' ');
  const bare = given.replace(/ critical$/i, '');
  const [, name, condition] = /^([^\s<>%]*[^\s<>%=]) ?([<>].*|(?<= ).+)$/.exec(bare) ?? [];
  if (name === undefined)
    return refuse(given === '' ? 'nothing is no rule' : `"${given}" is no symbol with a condition behind it`);
  const read = readThreshold(condition!) ?? readMove(condition!) ?? readJump(condition!);
  if (read === undefined) return refuse(`"${condition}" behind the symbol is no condition`);
  if (typeof read === 'string') return refuse(read);
  const venue = venues.find(one => name.toLowerCase().startsWith(`${one.toLowerCase()}:`));
  const symbol = venue === undefined ? name : name.slice(venue.length + 1);
  if (symbol === '') return refuse(`"${name}" has no symbol behind it`);
  if (symbol.length > longestSymbol)
    return refuse(`a symbol has at most ${longestSymbol} characters, and this one ${symbol.length}`);
  const isCritical = bare !== given;
  const prefix = venue === undefined ? '' : `${venue}:`;
  return {
    text: `${prefix}${symbol} ${read.condition}${isCritical ? ' critical' : ''}`,
    symbol,
    severity: isCritical ? 'critical' : 'warning',
    ...(venue === undefined ? {} : {venue}),
    ...read,
  };
}

function readThreshold(text: string): Condition | undefined {
  const [, op, number] = /^(<=|>=|<|>) ?(.*)$/.exec(text) ?? [];
  const price = op === undefined ? undefined : readNumber(number!);
  if (price === undefined) return undefined;
  return {kind: 'threshold', condition: `${op} ${price}`, op: op as ThresholdRule['op'], price};
}

function readMove(text: string): Condition | string | undefined {
  const [, sign, number, time] = /^([+-]?) ?([^\s%]*) ?% in (.*)$/.exec(text) ?? [];
  if (sign === undefined) return undefined;
  const percent = readPercent(number!);
  if (percent === undefined) return `"${number}%" is no percentage over 0`;
  const withinMs = readTime(time!);
  if (withinMs === undefined) return `"${time}" is no time from 1s to 24h`;
  const direction = directions[sign as keyof typeof directions];
  return {
    kind: 'move',
    condition: `${sign}${percent}% in ${timeText(withinMs)}`,
    direction,
    percent,
    withinMs,
  };
}

function readJump(text: string): Condition | string | undefined {
  const [, number] = /^jump ([^\s%]*) ?%$/i.exec(text) ?? [];
  if (number === undefined) return undefined;
  const percent = readPercent(number);
  if (percent === undefined) return `"${number}%" is no percentage over 0`;
  return {kind: 'jump', condition: `jump ${percent}%`, percent};
}

function readPercent(text: string): number | undefined {
  const percent = readNumber(text);
  return percent !== undefined && percent > 0 ? percent : undefined;
}

function readTime(text: string): number | undefined {
  const [, number, unit] = /^(\d{1,6}(?:\.\d{1,3})?) ?([hms])$/i.exec(text) ?? [];
  if (number === undefined) return undefined;
  const ms = Math.round(Number(number) * units[unit!.toLowerCase() as keyof typeof units]);
  return ms >= 1000 && ms <= longestMs ? ms : undefined;
}

/** In the largest unit that makes it a whole number. */
function timeText(ms: number): string {
  for (const [unit, size] of Object.entries(units)) if (ms % size === 0) return `${ms / size}${unit}`;
  return `${ms / units.s}s`;
}

/** What is wrong comes first: a strip of the terminal's width cuts off the end. */
function refuse(wrong: string): string {
  return `${wrong}; expected a rule such as ${examples}`;
}
