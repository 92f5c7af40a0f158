import type {Clock} from '../streams/clock.ts';

export interface FrameClockOptions {
  readonly clock: Clock;
  /** Asked before any work is done for a frame: false while the line has no room for one. `free` is told when it has. */
  readonly mayDraw: (by: Asker) => boolean;
  readonly draw: (by: Asker) => void;
}

/** Who wants a frame: `input` is a key's effect, which goes ahead; `time` shows that time has passed. */
export type Asker = 'stream' | 'input' | 'time';

/** Shortest time from frame to frame, in milliseconds. */
const spacing = {stream: 34, input: 17, time: 1000};
const order: readonly Asker[] = ['input', 'stream', 'time'];

/**
 * Decides when a frame is made: streams ask for one at most 30 times a second, keys at most 60, else one a second; and
 * whoever asks while the line has no room is heard as soon as it has.
 */
export class FrameClock implements Disposable {
  readonly #options: FrameClockOptions;
  #lastMs = -Infinity;
  #dueMs = Infinity;
  #asker: Asker = 'time';
  /** Since when a frame has been due that the line has no room for; undefined: none is. */
  #heldMs: number | undefined;
  #skipped = 0;
  #wait = new AbortController();
  #stopped = false;

  constructor(options: FrameClockOptions) {
    this.#options = options;
  }

  /** Frames that were due and not made, because the line had no room. */
  get skipped(): number {
    return this.#skipped;
  }

  /** For how long a frame has been due that the line has no room for, in milliseconds. */
  get heldForMs(): number {
    return this.#heldMs === undefined ? 0 : this.#options.clock.now() - this.#heldMs;
  }

  /** Something to show has changed. */
  touch(by: Asker): void {
    if (order.indexOf(by) < order.indexOf(this.#asker)) this.#asker = by;
    // A key's effect may be let through where a stream's was not.
    if (this.#heldMs === undefined || by === 'input') this.#drawBy(this.#lastMs + spacing[by]);
  }

  /** The line has room. */
  free(): void {
    if (this.#heldMs !== undefined) this.#drawBy(this.#lastMs + spacing[this.#asker]);
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
    const by = this.#asker;
    const nowMs = this.#options.clock.now();
    if (!this.#options.mayDraw(by)) {
      this.#heldMs ??= nowMs;
      return;
    }
    if (this.#heldMs !== undefined)
      this.#skipped += Math.max(1, Math.floor((nowMs - this.#heldMs) / spacing.stream));
    this.#heldMs = undefined;
    this.#lastMs = nowMs;
    this.#asker = 'time';
    this.#options.draw(by);
    this.#drawBy(this.#lastMs + spacing.time);
  }
}
