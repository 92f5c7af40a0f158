/** The last step into a state of a row; `pass` prints spaces over what is still to be written. */
export const ways = {start: 0, print: 1, jump: 2, erase: 3, repeat: 4, pass: 5} as const;

/** By state: the bytes and one, the step before and its way, whether there was work. */
const fields = 3;

/**
 * The states of a row on the way from left to right: by column, layer (see `MinimalNeeds`) and pen, the fewest bytes
 * that lead to it and the last step of those.
 */
export class MinimalTable {
  readonly #layers: number;
  readonly #pens: number;
  readonly #states: Int32Array;
  /** By column, whether anything leads to it. */
  readonly reached: Uint8Array;

  constructor(columns: number, layers: number, pens: number) {
    this.#layers = layers;
    this.#pens = pens;
    this.#states = new Int32Array((columns + 1) * layers * pens * fields);
    this.reached = new Uint8Array(columns + 1);
  }

  state(column: number, layer: number, pen: number): number {
    return (column * this.#layers + layer) * this.#pens + pen;
  }

  columnOf(state: number): number {
    return Math.floor(state / (this.#layers * this.#pens));
  }

  layerOf(state: number): number {
    return Math.floor(state / this.#pens) % this.#layers;
  }

  penOf(state: number): number {
    return state % this.#pens;
  }

  /** Since the frame's begin; -1 if nothing leads to it. */
  bytes(state: number): number {
    return this.#states[state * fields]! - 1;
  }

  /** The state before the last step; for the first, the index of the start. */
  before(state: number): number {
    return this.#states[state * fields + 1]! >> 3;
  }

  way(state: number): number {
    return this.#states[state * fields + 1]! & 7;
  }

  /** Whether a step leads to it that did more than print what is as it should be. */
  isWorked(state: number): boolean {
    return this.#states[state * fields + 2] === 1;
  }

  reach(state: number, bytes: number, before: number, way: number, isWork: boolean): void {
    const at = state * fields;
    if (isWork) this.#states[at + 2] = 1;
    const known = this.#states[at]! - 1;
    if (known >= 0 && known <= bytes) return;
    this.#states[at] = bytes + 1;
    this.#states[at + 1] = (before << 3) | way;
    this.reached[this.columnOf(state)] = 1;
  }
}
