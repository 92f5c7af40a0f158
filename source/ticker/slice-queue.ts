import {TradeSlice} from './trade-slice.ts';

/**
 * Slices in the order of time, and what they hold together: nothing is ever taken off a sum, so nothing drifts, and
 * each slice is merged three times at most, however many windows it is part of.
 *
 * Two stacks: the older slices lie in front, each merged with all newer ones there, so that the oldest can be taken
 * away; the newer ones lie behind, with one total. When the front is empty, the back is turned over into it. See
 * Tangwongsan, Hirzel and Schneider, Low-latency sliding-window aggregation in worst-case constant time (2017).
 */
export class SliceQueue {
  /** Newest first; each with all that stand before it here. */
  readonly #front: TradeSlice[] = [];
  /** Oldest first. */
  readonly #back: TradeSlice[] = [];
  #backTotal = new TradeSlice(0);

  /** How many slices there are. */
  get size(): number {
    return this.#front.length + this.#back.length;
  }

  /** The slice is newer than all here, and does not change any more. */
  push(slice: TradeSlice): void {
    this.#back.push(slice);
    this.#backTotal.merge(slice);
  }

  /** Drops the slices that begin before a time. */
  dropBefore(startMs: number): void {
    for (;;) {
      if (this.#front.length === 0) this.#turnOver();
      const oldest = this.#front.at(-1);
      if (oldest === undefined || oldest.startMs >= startMs) return;
      this.#front.pop();
    }
  }

  /** What the slices hold that begin at a time or later. The further that is from the oldest, the longer it takes. */
  totalFrom(startMs: number): TradeSlice {
    const total = new TradeSlice(startMs);
    const from = this.#front.findLast(slice => slice.startMs >= startMs);
    if (from) {
      total.merge(from);
      total.merge(this.#backTotal);
    } else for (const slice of this.#back) if (slice.startMs >= startMs) total.merge(slice);
    return total;
  }

  #turnOver(): void {
    for (let newer: TradeSlice | undefined, slice = this.#back.pop(); slice; slice = this.#back.pop()) {
      const together = new TradeSlice(slice.startMs);
      together.merge(slice);
      if (newer) together.merge(newer);
      this.#front.push(together);
      newer = together;
    }
    this.#backTotal = new TradeSlice(0);
  }
}
