import {leastWrite} from './least-write.ts';
import {RateCap} from './rate-cap.ts';
import {TakenRate} from './taken-rate.ts';

/** Below what the line takes, so that its buffers run empty. */
const share = 0.9;
/** By so much faster, every so often, until a write has to wait again. */
const growth = 1.25;
const growMs = 500;
/** A reader that stopped for so long says nothing of the line's rate. */
const stalledMs = 2000;
/** What takes so much is no slow line. */
const fastBytesPerSecond = 2_000_000;

/**
 * Where nothing else is known of the line (a serial one, a pipe through other programs): as long as writes are taken
 * at once, there is no bound; once one has to wait, the rate at which it is taken is one.
 */
export class WritesPace {
  #taken = new TakenRate();
  #cap: RateCap | undefined;
  #rate = 0;
  #wroteMs = 0;
  #grownMs = 0;

  /** What may be written; undefined: there is no bound. */
  get bytesPerSecond(): number | undefined {
    return this.#cap ? this.#rate : undefined;
  }

  wrote(bytes: number, nowMs: number): void {
    this.#wroteMs = nowMs;
    this.#taken.wrote(bytes, nowMs);
    this.#cap?.wrote(bytes, nowMs);
  }

  /** What was written has been taken. */
  taken(nowMs: number): void {
    this.#taken.taken(nowMs);
    const waitedMs = nowMs - this.#wroteMs;
    if (waitedMs < 20) return;
    const rate = this.#taken.bytesPerSecond;
    if (waitedMs > stalledMs || rate === undefined) this.#taken = new TakenRate();
    else this.#set(rate * share, nowMs);
  }

  room(nowMs: number): number {
    if (!this.#cap) return Infinity;
    const steps = Math.floor((nowMs - this.#grownMs) / growMs);
    if (steps > 0) this.#set(this.#rate * growth ** Math.min(steps, 50), nowMs);
    return this.#cap?.room(nowMs, leastWrite) ?? Infinity;
  }

  freeAtMs(nowMs: number): number | undefined {
    return this.#cap?.freeAtMs(nowMs, leastWrite);
  }

  #set(rate: number, nowMs: number): void {
    this.#grownMs = nowMs;
    this.#rate = rate;
    this.#cap = rate < fastBytesPerSecond ? new RateCap(rate) : undefined;
  }
}
