import type {MinimalCell} from './cell.ts';
import {MinimalStyle} from './style.ts';

/** Frames at random, the same for the same seed. */
export class MinimalSamples {
  #state: number;

  constructor(seed: number) {
    this.#state = seed;
  }

  /** From 0 up to 1: the generator mulberry32. */
  random(): number {
    this.#state = (this.#state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(this.#state ^ (this.#state >>> 15), this.#state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  }

  below(count: number): number {
    return Math.floor(this.random() * count);
  }

  pick<Item>(items: readonly Item[]): Item {
    return items[this.below(items.length)]!;
  }

  /** Runs of cells of these texts and styles; a text of more than one column is a wide one. */
  row(columns: number, texts: readonly string[], styles: readonly string[], longest: number): MinimalCell[] {
    const cells: MinimalCell[] = [];
    while (cells.length < columns) {
      const [text, style] = [this.pick(texts), MinimalStyle.of(this.pick(styles))];
      for (let more = 1 + this.below(longest); more > 0; more--) {
        const isWide = /\p{Script=Han}/u.test(text) && cells.length + 2 <= columns;
        const shown = /\p{Script=Han}/u.test(text) && !isWide ? ' ' : text;
        const {name} = shown === ' ' ? style.onBlank : style;
        if (cells.length < columns) cells.push({text: shown, width: isWide ? 2 : 1, style: name});
        if (isWide) cells.push({text: '', width: 0, style: name});
      }
    }
    return cells;
  }

  /** A row that has some of the cells of one and some of another. */
  mixed(one: readonly MinimalCell[], other: readonly MinimalCell[], share: number): MinimalCell[] {
    const cells: MinimalCell[] = [];
    while (cells.length < one.length) {
      const cell = (this.random() < share ? other : one)[cells.length]!;
      const isCut = cell.width === 0 || cells.length + cell.width > one.length;
      cells.push(isCut ? {text: ' ', width: 1, style: ''} : cell);
      if (!isCut && cell.width === 2) cells.push({text: '', width: 0, style: cell.style});
    }
    return cells;
  }
}
