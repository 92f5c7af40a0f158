import {setImmediate as turn} from 'node:timers/promises';
import type {Clock} from '../streams/clock.ts';
import type {Entry} from './entry.ts';

export interface PlayerOptions {
  readonly clock: Clock;
  /** When the recording begins, in milliseconds since the epoch. */
  readonly startMs: number;
  /** Recorded seconds a second; Infinity: as fast as it can be read. Default 1. */
  readonly speed?: number;
  /** Default false. */
  readonly paused?: boolean;
  /** Everything before this time (milliseconds since the epoch) comes at once. Default `startMs`. */
  readonly fromMs?: number;
}

/** Most entries that are handed over at once, so that keys are answered between. */
const batchSize = 1000;

/** Plays a recording at a pace that can be changed while it plays. */
export class Player {
  readonly #clock: Clock;
  /** At `#anchorMs` of the clock the recording stood at `#positionMs`. */
  #anchorMs: number;
  #positionMs: number;
  #speed: number;
  #paused: boolean;
  #ended = false;
  /** When the last entry that was played came. */
  #lastMs: number;
  /** Aborted when the pace changes: whoever waits for the next entry looks again. */
  #change = new AbortController();

  constructor({clock, startMs, speed = 1, paused = false, fromMs = startMs}: PlayerOptions) {
    this.#clock = clock;
    this.#anchorMs = clock.now();
    this.#positionMs = Math.max(startMs, fromMs);
    this.#lastMs = startMs;
    this.#speed = speed;
    this.#paused = paused;
  }

  get ended(): boolean {
    return this.#ended;
  }

  get speed(): number {
    return this.#speed;
  }

  set speed(speed: number) {
    this.#anchor();
    this.#speed = speed;
    this.#changed();
  }

  get paused(): boolean {
    return this.#paused;
  }

  set paused(paused: boolean) {
    this.#anchor();
    this.#paused = paused;
    this.#changed();
  }

  /** Where the recording stands, in milliseconds since the epoch: the `now` of everything that is shown. */
  get nowMs(): number {
    return this.#ended || this.#position() === Infinity ? this.#lastMs : this.#position();
  }

  /** Hands the entries on when they are due. */
  async *play(
    batches: AsyncIterable<Entry[]>,
    signal: AbortSignal,
  ): AsyncGenerator<Entry[], void, undefined> {
    for await (const batch of batches) {
      for (let next = 0; next < batch.length; ) {
        if (signal.aborted) return;
        let end = next;
        const positionMs = this.#position();
        while (end < batch.length && end - next < batchSize && batch[end]!.t / 1000 <= positionMs) end++;
        if (end > next) {
          this.#lastMs = Math.max(this.#lastMs, batch[end - 1]!.t / 1000);
          yield batch.slice(next, end);
          next = end;
          await turn();
        } else {
          await this.#sleepUntil(batch[next]!.t / 1000, signal);
        }
      }
    }
    this.#ended = true;
  }

  #position(): number {
    if (this.#paused) return this.#positionMs;
    if (this.#speed === Infinity) return Infinity;
    return this.#positionMs + (this.#clock.now() - this.#anchorMs) * this.#speed;
  }

  #anchor(): void {
    const positionMs = this.#position();
    this.#positionMs = positionMs === Infinity ? this.#lastMs : positionMs;
    this.#anchorMs = this.#clock.now();
  }

  #changed(): void {
    this.#change.abort();
    this.#change = new AbortController();
  }

  async #sleepUntil(atMs: number, signal: AbortSignal): Promise<void> {
    const waitMs = this.#paused ? 2 ** 31 - 1 : (atMs - this.#position()) / this.#speed;
    await this.#clock.sleep(Math.max(1, waitMs), AbortSignal.any([signal, this.#change.signal]));
  }
}
