/** How much there was in the last whole second. */
export class Meter {
  #second = 0;
  #now = 0;
  #last = 0;

  add(amount: number, nowMs: number): void {
    this.#moveTo(nowMs);
    this.#now += amount;
  }

  perSecond(nowMs: number): number {
    this.#moveTo(nowMs);
    return this.#last;
  }

  #moveTo(nowMs: number): void {
    const second = Math.floor(nowMs / 1000);
    if (second === this.#second) return;
    this.#last = second === this.#second + 1 ? this.#now : 0;
    this.#now = 0;
    this.#second = second;
  }
}
