import type {Evidence} from '../anomaly/alert.ts';
import {isoTime} from '../streams/clock.ts';
import {isContinuation} from './continuation.ts';
import {isError, type LogRecord} from './record.ts';

/** How many different messages, and users, are counted apart in one window. */
const distinct = 64;
/** How many of them an alert carries. */
const shown = 5;

/** What one window of one service holds: its counts, and what would explain an alarm. */
export class WindowEvidence {
  count = 0;
  errors = 0;
  readonly #messages = new Frequent(distinct);
  readonly #users = new Frequent(distinct);
  readonly #offsets = new Map<number, {first: bigint; last: bigint}>();

  add(record: LogRecord): void {
    this.count++;
    if (!isError(record.level) || isContinuation(record)) return;
    this.errors++;
    this.#messages.add(foldMessage(record.message));
    if (record.user) this.#users.add(record.user);
    if (!/^\d{1,20}$/.test(record.offset)) return;
    const offset = BigInt(record.offset);
    const known = this.#offsets.get(record.partition);
    if (!known) this.#offsets.set(record.partition, {first: offset, last: offset});
    else if (offset > known.last) known.last = offset;
    else if (offset < known.first) known.first = offset;
  }

  evidence(startMs: number, endMs: number, expectedRate: number): Evidence {
    return {
      start: isoTime(startMs),
      end: isoTime(endMs),
      count: this.count,
      errors: this.errors,
      expectedRate,
      top: this.#messages.top(shown).map(([message, count]) => ({message, count})),
      users: this.#users.top(shown).map(([user, count]) => ({user, count})),
      offsets: [...this.#offsets]
        .sort(([a], [b]) => a - b)
        .map(([partition, {first, last}]) => ({partition, first: String(first), last: String(last)})),
    };
  }
}

const varying =
  /\b[\da-f]{8}-[\da-f]{4}-[\da-f]{4}-[\da-f]{4}-[\da-f]{12}\b|\b0x[\da-f]+\b|\b(?=[a-f]*\d)(?=\d*[a-f])[\da-f]{6,}\b|\d+(?:[.,:]\d+)*/gi;

/** A message without what differs from one occurrence to the next: numbers, hex and UUIDs become `#`. */
export function foldMessage(message: string): string {
  return message.slice(0, 300).replace(varying, '#');
}

/**
 * The most frequent of many names in bounded memory: Metwally's space-saving. Exact up to `capacity` different
 * names; beyond, a new one takes the place and the count of the rarest, so that what is frequent stays.
 */
class Frequent {
  readonly #capacity: number;
  readonly #counts = new Map<string, number>();

  constructor(capacity: number) {
    this.#capacity = capacity;
  }

  add(name: string): void {
    const known = this.#counts.get(name);
    if (known !== undefined) this.#counts.set(name, known + 1);
    else if (this.#counts.size < this.#capacity) this.#counts.set(name, 1);
    else {
      const [rarest, count] = [...this.#counts].reduce((a, b) => (b[1] < a[1] ? b : a));
      this.#counts.delete(rarest);
      this.#counts.set(name, count + 1);
    }
  }

  /** The most frequent first; of equally frequent ones, the one that came first. */
  top(size: number): [name: string, count: number][] {
    return [...this.#counts].sort((a, b) => b[1] - a[1]).slice(0, size);
  }
}
