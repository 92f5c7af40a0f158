import {monitorEventLoopDelay} from 'node:perf_hooks';

/** How late the event loop runs its timers: what keys and sockets wait for at the worst. */
export class LoopWatch implements Disposable {
  readonly #histogram = monitorEventLoopDelay({resolution: 10});

  constructor() {
    this.#histogram.enable();
  }

  /** The longest delay since the last call, in milliseconds. */
  take(): number {
    // The histogram measures the interval between two timer runs, which is the resolution when nothing is late.
    const ms = Math.max(0, this.#histogram.max / 1e6 - 10);
    this.#histogram.reset();
    return Number.isFinite(ms) ? ms : 0;
  }

  [Symbol.dispose](): void {
    this.#histogram.disable();
  }
}
