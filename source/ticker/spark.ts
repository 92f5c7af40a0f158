/**
 * The last value of each second of event time, for the last `seconds` seconds: oldest first, a second in which
 * nothing came holding the value before it.
 */
export class Spark {
  readonly #seconds: number;
  #values: number[] = [];
  #newest = -Infinity;

  constructor(seconds: number) {
    this.#seconds = seconds;
  }

  /** Times go forward: the caller leaves out what is late. */
  add(timeMs: number, value: number): void {
    const second = Math.floor(timeMs / 1000);
    const ahead = this.#values.length === 0 ? 1 : second - this.#newest;
    if (ahead <= 0) {
      this.#values[this.#values.length - 1] = value;
      return;
    }
    this.#newest = second;
    const before = this.#values.at(-1);
    if (before !== undefined) {
      for (let empty = Math.min(ahead - 1, this.#seconds); empty > 0; empty--) this.#values.push(before);
    }
    this.#values.push(value);
    if (this.#values.length > this.#seconds) this.#values.splice(0, this.#values.length - this.#seconds);
  }

  values(): readonly number[] {
    return this.#values.slice();
  }
}
