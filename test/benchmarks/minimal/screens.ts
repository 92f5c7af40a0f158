import type {MinimalCell, MinimalFrame} from './cell.ts';

const nothing: MinimalCell = {text: ' ', width: 1, style: ''};
const isSame = (a: MinimalCell, b: MinimalCell) => a.text === b.text && a.style === b.style;

/**
 * All that a small terminal may show on the way between two frames, numbered: each cell as it should be, as it was or
 * blank. Cells have one column and are counted row by row; what one may show is counted from 0, as it should be.
 */
export class MinimalScreens {
  readonly shown: readonly (readonly MinimalCell[])[];
  /** By cell, the number of a blank. */
  readonly blanks: readonly number[];
  readonly first: number;
  readonly count: number;
  readonly #weights: readonly number[];

  constructor(from: MinimalFrame, to: MinimalFrame) {
    const was = from.flat();
    this.shown = to.flat().map((cell, at) => {
      const all = [cell, was[at]!, nothing];
      return all.filter((one, index) => all.findIndex(other => isSame(one, other)) === index);
    });
    this.blanks = this.shown.map(all => all.findIndex(one => isSame(one, nothing)));
    const weights: number[] = [];
    let [count, first] = [1, 0];
    for (const [at, all] of this.shown.entries()) {
      weights.push(count);
      first += count * all.findIndex(one => isSame(one, was[at]!));
      count *= all.length;
    }
    this.#weights = weights;
    this.first = first;
    this.count = count;
  }

  put(screen: number, cell: number, value: number): number {
    return screen + (value - this.#valueOf(screen, cell)) * this.#weights[cell]!;
  }

  /** At least so many bytes are still to be written, where nothing is repeated: the texts that are not there. */
  missing(screen: number): number {
    let bytes = 0;
    for (const [at, [cell]] of this.shown.entries())
      if (cell!.text !== ' ' && this.#valueOf(screen, at) !== 0) bytes += Buffer.byteLength(cell!.text);
    return bytes;
  }

  #valueOf(screen: number, cell: number): number {
    return Math.floor(screen / this.#weights[cell]!) % this.shown[cell]!.length;
  }
}
