import {cleanText} from './clean-text.ts';
import {isContinuation} from './continuation.ts';
import {isError, type LogRecord} from './record.ts';

/** A place in the tail where lines were missed. */
export interface GapLine {
  readonly type: 'gap';
  readonly text: string;
  /** ISO 8601 UTC. */
  readonly time: string;
}

export type TailLine = LogRecord | GapLine;

export interface SecondCount {
  readonly total: number;
  readonly errors: number;
}

export interface ServiceCount extends SecondCount {
  readonly service: string;
}

export interface TailView {
  /** The newest 5,000, oldest first. */
  readonly records: readonly TailLine[];
  /** Records ever, gaps not counted. */
  readonly total: number;
  readonly errors: number;
  /** The newest 120 seconds of event time, oldest first, without holes. */
  readonly perSecond: readonly SecondCount[];
  /** In order of first appearance; `…` holds those beyond the first 1,000. */
  readonly services: readonly ServiceCount[];
}

const maxRecords = 5000;
const maxSeconds = 120;
const maxServices = 1000;
const nothing: SecondCount = {total: 0, errors: 0};

/**
 * The newest lines of the logs and how many there were. A further line of a stack trace is a line like any other,
 * but only its first line is an error. Snapshots are the same object while nothing came.
 */
export class Tail {
  readonly #ring: TailLine[] = [];
  #head = 0;
  #total = 0;
  #errors = 0;
  /** Second since the epoch → its counts, at most `maxSeconds` of them. */
  readonly #seconds = new Map<number, SecondCount>();
  #newest: number | undefined;
  #oldest = 0;
  /** A second far ahead of all others, that only one record has told so far. */
  #ahead: number | undefined;
  #lastTime = '';
  #lastSecond = Number.NaN;
  readonly #services = new Map<string, ServiceCount>();
  #view: TailView | undefined;

  apply(record: LogRecord): void {
    const errors = isError(record.level) && !isContinuation(record) ? 1 : 0;
    this.#add(record);
    this.#total++;
    this.#errors += errors;
    this.#countSecond(this.#secondOf(record.time), errors);
    const known = this.#services.has(record.service) || this.#services.size < maxServices;
    const service = known ? record.service : '…';
    const count = this.#services.get(service) ?? nothing;
    this.#services.set(service, {service, total: count.total + 1, errors: count.errors + errors});
  }

  /** Marks that lines were missed here. `time` is ISO 8601 UTC. */
  gap(text: string, time: string): void {
    this.#add({type: 'gap', text: cleanText(text), time});
  }

  snapshot(): TailView {
    this.#view ??= {
      records: this.#ring.slice(this.#head).concat(this.#ring.slice(0, this.#head)),
      total: this.#total,
      errors: this.#errors,
      perSecond: this.#perSecond(),
      services: [...this.#services.values()],
    };
    return this.#view;
  }

  #add(line: TailLine): void {
    this.#view = undefined;
    if (this.#ring.length < maxRecords) {
      this.#ring.push(line);
      return;
    }
    this.#ring[this.#head] = line;
    this.#head = (this.#head + 1) % maxRecords;
  }

  #countSecond(told: number, errors: number): void {
    if (Number.isNaN(told)) return;
    const second = this.#believed(told);
    if (this.#newest === undefined || second > this.#newest) {
      this.#oldest = this.#newest === undefined ? second : Math.max(this.#oldest, second - maxSeconds + 1);
      this.#newest = second;
      for (const old of this.#seconds.keys()) if (old < this.#oldest) this.#seconds.delete(old);
    }
    if (second <= this.#newest - maxSeconds) return;
    this.#oldest = Math.min(this.#oldest, second);
    const count = this.#seconds.get(second) ?? nothing;
    this.#seconds.set(second, {total: count.total + 1, errors: count.errors + errors});
  }

  /** One record with a clock far ahead must not push all others out: two that agree may. */
  #believed(second: number): number {
    if (this.#newest === undefined || second <= this.#newest + maxSeconds) return second;
    const confirmed = this.#ahead !== undefined && Math.abs(second - this.#ahead) <= maxSeconds;
    this.#ahead = confirmed ? undefined : second;
    return confirmed ? second : this.#newest;
  }

  #secondOf(time: string): number {
    if (!time.startsWith(this.#lastTime) || this.#lastTime === '') {
      this.#lastTime = time.slice(0, 19);
      this.#lastSecond = Math.floor(Date.parse(time) / 1000);
    }
    return this.#lastSecond;
  }

  #perSecond(): SecondCount[] {
    if (this.#newest === undefined) return [];
    const counts: SecondCount[] = [];
    for (let second = this.#oldest; second <= this.#newest; second++) {
      counts.push(this.#seconds.get(second) ?? nothing);
    }
    return counts;
  }
}
