import {timeOf} from '../streams/time-of.ts';

/**
 * What a number tells: `next` and `first` are as they should be; with `gap`, how many numbers were left out, and when
 * what stands before them happened, if anybody knows.
 */
export type Numbered =
  | 'first'
  | 'next'
  | 'duplicate'
  | 'reordered'
  | 'restarted'
  | {readonly gap: number; readonly since: string | undefined};

/** Numbers that are missing and may still come, from `from` to `to`. */
interface Missing {
  from: number;
  to: number;
}

/** Gaps that are remembered; what comes out of an older one is taken for a duplicate. */
const mostGaps = 64;
/** No venue loses so many: its count began anew, or the number is no count. */
const largestGap = 10_000_000;
/** A number that was passed already, on a trade so much newer than all before, in milliseconds: a new count. */
const restartMs = 1000;

/**
 * Follows a count that goes up by one: finds what is left out, comes twice, or comes late. Constant memory.
 */
export class Sequence {
  #newest: number | undefined;
  /** When the newest of what was counted happened: read only where something is amiss. */
  #newestTime: string | undefined;
  #missing: Missing[] = [];

  /** The highest number so far. */
  get newest(): number | undefined {
    return this.#newest;
  }

  /** True: it was left out, and did not come since. */
  misses(number: number): boolean {
    return this.#missing.some(({from, to}) => number >= from && number <= to);
  }

  /** Takes the next number in, and when what it counts happened (ISO 8601 UTC). */
  push(number: number, time: string): Numbered {
    const newest = this.#newest;
    if (newest !== undefined && number === newest + 1) {
      this.#go(number, time);
      return 'next';
    }
    if (newest === undefined) {
      this.#go(number, time);
      return 'first';
    }
    if (number > newest && number - newest <= largestGap) return this.#skip(newest, number, time);
    if (number <= newest && this.#fill(number, time)) return 'reordered';
    const isNewCount = number > newest || timeOf(time) > timeOf(this.#newestTime ?? '') + restartMs;
    if (!isNewCount) return 'duplicate';
    this.#missing = [];
    this.#go(number, time);
    return 'restarted';
  }

  /** The venue says that it counted as far as `number`: returns how many are missing up to it, 0 mostly. */
  reach(number: number): number {
    const newest = this.#newest;
    if (newest === undefined) this.#newest = number;
    if (newest === undefined || number <= newest || number - newest > largestGap) return 0;
    this.#leaveOut(newest + 1, number);
    this.#newest = number;
    return number - newest;
  }

  #skip(newest: number, number: number, time: string): Numbered {
    const since = this.#newestTime;
    this.#leaveOut(newest + 1, number - 1);
    this.#go(number, time);
    return {gap: number - newest - 1, since};
  }

  #go(number: number, time: string): void {
    this.#newest = number;
    this.#newestTime = time;
  }

  #leaveOut(from: number, to: number): void {
    this.#missing.push({from, to});
    if (this.#missing.length > mostGaps) this.#missing.shift();
  }

  /** True when the number was missing: it is no longer. */
  #fill(number: number, time: string): boolean {
    const at = this.#missing.findIndex(({from, to}) => number >= from && number <= to);
    if (at < 0) return false;
    const {from, to} = this.#missing[at]!;
    const left = [
      {from, to: number - 1},
      {from: number + 1, to},
    ].filter(range => range.from <= range.to);
    this.#missing.splice(at, 1, ...left);
    if (this.#missing.length > mostGaps) this.#missing.shift();
    // What `reach` counted has told its time only now.
    if (!(timeOf(time) <= timeOf(this.#newestTime ?? ''))) this.#newestTime = time;
    return true;
  }
}
