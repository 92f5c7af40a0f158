/** Events a second, over the last few whole seconds. */
export class Rate {
  static readonly #seconds = 4;
  readonly #counts = new Array<number>(Rate.#seconds + 1).fill(0);
  #second = 0;

  add(events: number, atMs: number): void {
    this.#moveTo(Math.floor(atMs / 1000));
    this.#counts[this.#second % this.#counts.length]! += events;
  }

  /** The mean of the last whole seconds before `nowMs`. */
  perSecond(nowMs: number): number {
    this.#moveTo(Math.floor(nowMs / 1000));
    const now = this.#second % this.#counts.length;
    let sum = 0;
    for (let slot = 0; slot < this.#counts.length; slot++) if (slot !== now) sum += this.#counts[slot]!;
    return sum / Rate.#seconds;
  }

  #moveTo(second: number): void {
    if (second <= this.#second) return;
    const empty = Math.min(second - this.#second, this.#counts.length);
    for (let step = 0; step < empty; step++) this.#counts[(second - step) % this.#counts.length] = 0;
    this.#second = second;
  }
}
