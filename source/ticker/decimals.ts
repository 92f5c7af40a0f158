/** The most decimals that a number had so far: what all of them are then written with, so that `0.50` stays. */
export class Decimals {
  readonly #limit: number;
  #most = 0;
  /** 10 ** most. */
  #scale = 1;

  /** No more than `limit` are ever counted. */
  constructor(limit = 18) {
    this.#limit = limit;
  }

  observe(value: number): void {
    while (Math.round(value * this.#scale) / this.#scale !== value && this.#most < this.#limit) {
      this.expect(this.#most + 1);
    }
  }

  /** Numbers are said to be written with so many. */
  expect(decimals: number): void {
    this.#most = Math.max(this.#most, Math.min(decimals, this.#limit));
    this.#scale = 10 ** this.#most;
  }

  get most(): number {
    return this.#most;
  }
}
