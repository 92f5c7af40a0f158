import {isoTime} from '../../streams/clock.ts';
import type {TimeContext} from './found.ts';
import {lastCall} from './last-call.ts';

export interface TimeFound {
  /** ISO 8601 UTC, with the precision of the text. */
  readonly time: string;
  /** Where in the text it ends. */
  readonly end: number;
}

const months = 'JanFebMarAprMayJunJulAugSepOctNovDec';
const zone = String.raw`(?: ?(Z|z|UTC|GMT|[+-]\d\d:?\d\d)\b|([+-]\d\d)\b)?`;
const clockTime = String.raw`(\d\d):(\d\d):(\d\d)(?:[.,](\d{1,9}))?`;
/** 2026-11-22T10:11:12.345Z, 2026-11-22 10:11:12,345, 2026/11/22 10:11:12 +0100 */
const iso = new RegExp(String.raw`(\d{4})([-/])(\d\d)\2(\d\d)([Tt ])${clockTime}${zone}`, 'y');
/** 22/Nov/2026:10:11:12 +0000 (common log), 22-Nov-2026 10:11:12.345, 22 Nov 2026 10:11:12 */
const dayFirst = new RegExp(
  String.raw`(\d{1,2})[/ -]([A-Z][a-z]{2})[/ -](\d{4})[: T]${clockTime}${zone}`,
  'y',
);
/** Nov 22 10:11:12 (syslog), Nov 22 2026 10:11:12, Sun Nov 22 10:11:12.345 2026 (Apache) */
const monthFirst = new RegExp(
  String.raw`(?:[A-Z][a-z]{2} )?([A-Z][a-z]{2}) {1,2}(\d{1,2}) (?:(\d{4}) )?${clockTime}(?: (\d{4})\b)?`,
  'y',
);
/** Seconds, milliseconds, microseconds or nanoseconds since the epoch, at least of 2001. */
const epoch = /(\d{10}(?:\.\d{1,9})?|\d{13}(?:\.\d{1,6})?|\d{16}|\d{19})(?![\w.-])/y;
const dayMs = 86_400_000;

/** Reads the time that begins at `at`. Undefined where none does, or one that no calendar has. */
export function readTime(text: string, at: number, context: TimeContext): TimeFound | undefined {
  const first = text.charCodeAt(at);
  if (first >= 48 && first <= 57) {
    return isoAt(text, at, context) ?? dayFirstAt(text, at, context) ?? epochAt(text, at);
  }
  return first >= 65 && first <= 90 ? monthFirstAt(text, at, context) : undefined;
}

/** Reads a time that stands for itself: a text in one of the forms above, or a number since the epoch. */
export function timeOf(value: unknown, context: TimeContext): string | undefined {
  if (typeof value === 'number') return epochTime(value);
  if (typeof value !== 'string') return undefined;
  if (/^\d+(?:\.\d+)?$/.test(value)) return epochTime(Number(value));
  const found = readTime(value, 0, context);
  return found?.end === value.length ? found.time : undefined;
}

/** Since the epoch in seconds, milliseconds, micro- or nanoseconds: told apart by size, all after March 1973. */
function epochTime(value: number): string | undefined {
  if (!(value >= 1e8 && value < 1e19)) return undefined;
  if (value < 1e11) return isoOf(value * 1000);
  if (value < 1e14) return isoOf(value);
  return isoOf(value < 1e17 ? value / 1000 : value / 1e6);
}

function isoAt(text: string, at: number, context: TimeContext): TimeFound | undefined {
  const match = matchAt(iso, text, at);
  if (!match) return undefined;
  const [whole, year, dash, month, day, separator, hour, minute, second, fraction, offset, hours] = match;
  const ms = utcMs(year!, Number(month), day!, hour!, minute!, second!, fraction, offset ?? hours, context);
  if (ms === undefined) return undefined;
  const canonical =
    offset === 'Z' && separator === 'T' && dash === '-' && second !== '60' && (fraction?.length ?? 0) >= 3;
  return {
    time: canonical && whole.at(-2) !== ' ' ? whole.replace(',', '.') : isoOf(ms),
    end: at + whole.length,
  };
}

function dayFirstAt(text: string, at: number, context: TimeContext): TimeFound | undefined {
  const match = matchAt(dayFirst, text, at);
  if (!match) return undefined;
  const [whole, day, month, year, hour, minute, second, fraction, offset, hours] = match;
  const ms = utcMs(year!, monthOf(month!), day!, hour!, minute!, second!, fraction, offset ?? hours, context);
  return ms === undefined ? undefined : {time: isoOf(ms), end: at + whole.length};
}

function monthFirstAt(text: string, at: number, context: TimeContext): TimeFound | undefined {
  const match = matchAt(monthFirst, text, at);
  if (!match) return undefined;
  const [whole, month, day, yearBefore, hour, minute, second, fraction, yearAfter] = match;
  const inYear = (year: string) =>
    utcMs(year, monthOf(month!), day!, hour!, minute!, second!, fraction, undefined, context);
  const named = yearBefore ?? yearAfter;
  const thisYear = new Date(context.arrivedMs).getUTCFullYear();
  let ms = inYear(named ?? String(thisYear));
  // A line of December that is read in January.
  if (named === undefined && !(ms !== undefined && ms <= context.arrivedMs + dayMs)) {
    ms = inYear(String(thisYear - 1));
  }
  return ms === undefined ? undefined : {time: isoOf(ms), end: at + whole.length};
}

function epochAt(text: string, at: number): TimeFound | undefined {
  const match = matchAt(epoch, text, at);
  const time = match && epochTime(Number(match[1]));
  return time === undefined ? undefined : {time, end: at + match![0].length};
}

function matchAt(pattern: RegExp, text: string, at: number): RegExpExecArray | undefined {
  pattern.lastIndex = at;
  return pattern.exec(text) ?? undefined;
}

/** 1 to 12; 0 for what is no English month. */
function monthOf(name: string): number {
  const at = months.indexOf(name);
  return at % 3 === 0 ? at / 3 + 1 : 0;
}

function utcMs(
  yearText: string,
  month: number,
  dayText: string,
  hourText: string,
  minuteText: string,
  secondText: string,
  fraction: string | undefined,
  offset: string | undefined,
  context: TimeContext,
): number | undefined {
  const [year, day, hour, minute] = [Number(yearText), Number(dayText), Number(hourText), Number(minuteText)];
  // A leap second's 60 rolls over into the next minute.
  const second = Number(secondText);
  if (month < 1 || month > 12 || day < 1 || day > daysIn(year, month)) return undefined;
  if (hour > 23 || minute > 59 || second > 60 || year < 1970) return undefined;
  const fractionMs = fraction === undefined ? 0 : Number(`0.${fraction}`) * 1000;
  if (offset === undefined && context.zone !== 'utc') {
    return localMs(year, month, day, hour, minute, second) + fractionMs;
  }
  return Date.UTC(year, month - 1, day, hour, minute, second) + fractionMs - offsetMs(offset);
}

// Both are slow, and most lines are of the same second as the line before.
const localMs = lastCall((year, month, day, hour, minute, second) =>
  new Date(year!, month! - 1, day, hour, minute, second).getTime(),
);
const isoSecond = lastCall(second => isoTime(second! * 1000).slice(0, -4));

/** The same as `isoTime`. */
function isoOf(ms: number): string {
  const second = Math.floor(ms / 1000);
  const micros = Math.round((ms - second * 1000) * 1000);
  if (micros === 1_000_000) return isoTime(ms);
  const digits = String(1_000_000 + micros).slice(1);
  return `${isoSecond(second)}${digits.endsWith('000') ? digits.slice(0, 3) : digits}Z`;
}

function offsetMs(offset: string | undefined): number {
  if (offset === undefined || !/^[+-]/.test(offset)) return 0;
  const minutes = Number(offset.slice(1, 3)) * 60 + Number(offset.slice(3).replace(':', '') || 0);
  return (offset.startsWith('-') ? -minutes : minutes) * 60_000;
}

function daysIn(year: number, month: number): number {
  if (month === 2) return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0 ? 29 : 28;
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
}
