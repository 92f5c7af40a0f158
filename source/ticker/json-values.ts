import {isoTime} from '../streams/clock.ts';
import {timeOf} from '../streams/time-of.ts';
import {epochMs} from './epoch-ms.ts';

const number = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d{1,3})?$/i;
const iso = /^\d{4}-\d\d-\d\d[T ]\d\d:\d\d(?::\d\d(?:\.\d{1,9})?)?(Z|[+-]\d\d:?\d\d)?$/i;
/** As it stands in an event: nothing is to be rewritten, and no digit is lost. */
const plain = /^.{10}T\d\d:\d\d:.*Z$/;

const sides = new Map<unknown, 'buy' | 'sell'>(
  Object.entries({buy: 'buy', b: 'buy', bid: 'buy', sell: 'sell', s: 'sell', ask: 'sell'} as const),
);

/** A finite number out of one, or out of its decimal text; undefined where it is none. */
export function numberIn(value: unknown): number | undefined {
  const read = typeof value === 'string' && number.test(value) ? Number(value) : value;
  // Adding 0 makes 0 of -0, which would be recorded as another number than it was read from.
  return typeof read === 'number' && Number.isFinite(read) ? read + 0 : undefined;
}

/**
 * An ISO 8601 time in UTC out of one with or without a zone (without: it is UTC already), or out of what counts
 * seconds, milliseconds, microseconds or nanoseconds since the epoch; undefined where it is none.
 */
export function timeIn(value: unknown): string | undefined {
  const count = numberIn(value);
  if (count !== undefined) {
    const ms = epochMs(count);
    return ms === undefined ? undefined : isoTime(ms);
  }
  const [text, zone] = (typeof value === 'string' && iso.exec(value)) || [];
  if (text === undefined) return undefined;
  const zoned = `${text.replace(' ', 'T')}${zone === undefined ? 'Z' : ''}`;
  const ms = timeOf(zoned);
  if (!Number.isFinite(ms)) return undefined;
  return plain.test(zoned) ? zoned : isoTime(ms);
}

/** Buy or sell, in whatever case and however short; undefined where it is neither. */
export function sideIn(value: unknown): 'buy' | 'sell' | undefined {
  return typeof value === 'string' && value.length <= 4 ? sides.get(value.toLowerCase()) : undefined;
}

/** A whole number that can count, out of one or out of its digits; undefined where it is none. */
export function countIn(value: unknown): number | undefined {
  const read = typeof value === 'string' && /^\d{1,16}$/.test(value) ? Number(value) : value;
  return Number.isSafeInteger(read) ? (read as number) + 0 : undefined;
}

/** Text out of text or a number; undefined where it is neither. */
export function textIn(value: unknown): string | undefined {
  return typeof value === 'string' ? value : typeof value === 'number' ? String(value) : undefined;
}
