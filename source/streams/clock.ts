/**
 * The time of everything that waits or stamps. Injected, so that replay is exact and tests need not sleep.
 * All times are milliseconds since the Unix epoch, with a fraction where the clock has one.
 */
export interface Clock {
  now(): number;
  /** Waits `ms` milliseconds. Resolves early when `signal` aborts: an abort is a normal end. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
}

/** A timer that is set for longer fires at once. */
const longestTimerMs = 2 ** 31 - 1;

/** The machine's clock, to the microsecond and never stepping back within a process. */
export const systemClock: Clock = {
  now: () => performance.timeOrigin + performance.now(),
  sleep(ms, signal) {
    const {promise, resolve} = Promise.withResolvers<void>();
    if (signal?.aborted) {
      resolve();
      return promise;
    }
    let timer: NodeJS.Timeout;
    const wait = (leftMs: number) => {
      if (leftMs > longestTimerMs) timer = setTimeout(wait, longestTimerMs, leftMs - longestTimerMs);
      else timer = setTimeout(wake, leftMs);
    };
    wait(Math.max(0, ms));
    signal?.addEventListener('abort', wake, {once: true});
    function wake() {
      clearTimeout(timer);
      signal?.removeEventListener('abort', wake);
      resolve();
    }
    return promise;
  },
};

interface Sleeper {
  readonly at: number;
  readonly wake: () => void;
}

/** A clock that stands still until it is told to move: for tests and for replay. */
export class ManualClock implements Clock {
  #now: number;
  #sleepers: Sleeper[] = [];

  constructor(startMs = 0) {
    this.#now = startMs;
  }

  /** How many sleeps have not ended: a test's proof that nothing was left waiting. */
  get sleeping(): number {
    return this.#sleepers.length;
  }

  now(): number {
    return this.#now;
  }

  sleep(ms: number, signal?: AbortSignal): Promise<void> {
    const {promise, resolve} = Promise.withResolvers<void>();
    if (signal?.aborted) {
      resolve();
      return promise;
    }
    const wake = () => {
      this.#sleepers = this.#sleepers.filter(one => one !== sleeper);
      signal?.removeEventListener('abort', wake);
      resolve();
    };
    const sleeper = {at: this.#now + Math.max(0, ms), wake};
    this.#sleepers.push(sleeper);
    signal?.addEventListener('abort', wake, {once: true});
    return promise;
  }

  /** Moves time on by `ms`, waking each sleeper at its own moment and letting what it does next run first. */
  async advance(ms: number): Promise<void> {
    const end = this.#now + ms;
    for (;;) {
      await settle();
      const next = this.#sleepers.filter(one => one.at <= end).sort((a, b) => a.at - b.at)[0];
      if (!next) break;
      this.#now = Math.max(this.#now, next.at);
      next.wake();
    }
    this.#now = end;
    await settle();
  }
}

/**
 * Lets every promise that is ready run, and what those make ready in turn. Several turns of the event loop: who gives
 * it one between two steps, as `breathe` does, is let run too.
 */
async function settle(): Promise<void> {
  for (let turns = 0; turns < 4; turns++) await new Promise(resolve => setImmediate(resolve));
}

/** The second that was last written, as it was written up to its `.`: streams tell of one at a time. */
let prefix = '';
let second = Number.NaN;

const threeDigits = Array.from({length: 1000}, (_, at) => String(at).padStart(3, '0'));

/** Milliseconds since the epoch as ISO 8601 UTC, to the microsecond where there is one. */
export function isoTime(ms: number): string {
  let whole = Math.floor(ms);
  let micros = Math.round((ms - whole) * 1000);
  if (micros === 1000) {
    whole++;
    micros = 0;
  }
  const begun = Math.floor(whole / 1000);
  if (begun !== second) {
    prefix = new Date(begun * 1000).toISOString().slice(0, -4);
    second = begun;
  }
  return `${prefix}${threeDigits[whole - begun * 1000]}${micros === 0 ? '' : threeDigits[micros]}Z`;
}
