/** So many names at least are known of what was told last, and at most twice as many. */
const generation = 256;

/** The trades of a symbol that were told last, where they have names and no numbers. Constant memory. */
export class ToldTrades {
  #newestMs = -Infinity;
  #young = new Set<string>();
  #old: ReadonlySet<string> = new Set();

  /** Takes a trade in, and when it happened. False: it was told before. */
  add(id: string, timeMs: number): boolean {
    if (this.#has(id)) return false;
    if (this.#young.size >= generation) {
      this.#old = this.#young;
      this.#young = new Set();
    }
    this.#young.add(id);
    if (timeMs > this.#newestMs) this.#newestMs = timeMs;
    return true;
  }

  /** True: it happened after all that were told, or at the same time as the newest and was not told. */
  isAfter(id: string, timeMs: number): boolean {
    return timeMs > this.#newestMs || (timeMs === this.#newestMs && !this.#has(id));
  }

  #has(id: string): boolean {
    return this.#young.has(id) || this.#old.has(id);
  }
}
