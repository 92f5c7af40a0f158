import type {Clock} from '../streams/clock.ts';

export interface FrameClockOptions {
  readonly clock: Clock;
  /** Asked before any work is done for a frame: false while the terminal has not taken the last one. */
  readonly ready: () => boolean;
  readonly draw: () => void;
}

/** Shortest time from frame to frame, in milliseconds. */
const spacing = {stream: 34, input: 17};
/** Ages and clocks on the screen are told to the second. */
const tickMs = 1000;

/** Decides when a frame is made: streams ask for one at most 30 times a second, keys at most 60, else one a second. */
export class FrameClock implements Disposable {
  readonly #options: FrameClockOptions;
  #lastMs = -Infinity;
  #dueMs = Infinity;
  #wait = new AbortController();
  #stopped = false;

  constructor(options: FrameClockOptions) {
    this.#options = options;
  }

  /** Something to show has changed. */
  touch(by: keyof typeof spacing): void {
    this.#drawBy(this.#lastMs + spacing[by]);
  }

  [Symbol.dispose](): void {
    this.#stopped = true;
    this.#wait.abort();
  }

  #drawBy(atMs: number): void {
    if (this.#stopped || atMs >= this.#dueMs) return;
    const nowMs = this.#options.clock.now();
    this.#wait.abort();
    if (atMs <= nowMs) {
      this.#draw();
      return;
    }
    this.#dueMs = atMs;
    const wait = (this.#wait = new AbortController());
    void this.#options.clock.sleep(atMs - nowMs, wait.signal).then(() => {
      if (!wait.signal.aborted) this.#draw();
    });
  }

  #draw(): void {
    this.#dueMs = Infinity;
    this.#lastMs = this.#options.clock.now();
    // Not ready: whoever says so later asks again; a frame made now would only grow old.
    if (this.#options.ready()) this.#options.draw();
    this.#drawBy(this.#lastMs + tickMs);
  }
}
