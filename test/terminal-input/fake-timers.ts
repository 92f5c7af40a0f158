interface Timer {
  readonly dueMs: number;
  readonly fn: () => void;
}

/** Timers on a time that goes on only when it is told to. */
export class FakeTimers {
  #nowMs = 0;
  readonly #timers = new Set<Timer>();

  readonly set = (ms: number, fn: () => void): (() => void) => {
    const timer = {dueMs: this.#nowMs + ms, fn};
    this.#timers.add(timer);
    return () => this.#timers.delete(timer);
  };

  /** How many wait. */
  get size(): number {
    return this.#timers.size;
  }

  pass(ms: number): void {
    this.#nowMs += ms;
    for (const timer of [...this.#timers]) {
      if (timer.dueMs > this.#nowMs || !this.#timers.delete(timer)) continue;
      timer.fn();
    }
  }
}
