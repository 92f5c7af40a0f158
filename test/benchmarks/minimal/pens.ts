import type {MinimalCell} from './cell.ts';
import {MinimalStyle} from './style.ts';

/** A style under a number, with what is asked of it often. */
interface Pen {
  readonly style: MinimalStyle;
  readonly onBlank: string;
  readonly erases: boolean;
  /** By number, the sequence to another. */
  readonly to: (string | undefined)[];
  /** By what is to be left on a blank, the pen next to this one that leaves it. */
  readonly forBlank: Map<string, number>;
}

/** The pens of a frame, by number. */
export class MinimalPens {
  readonly #pens: Pen[] = [];
  readonly #numbers = new Map<string, number>();

  number(name: string): number {
    const known = this.#numbers.get(name);
    if (known !== undefined) return known;
    const style = MinimalStyle.of(name);
    this.#pens.push({
      style,
      onBlank: style.onBlank.name,
      erases: style.erasesToDefault,
      to: [],
      forBlank: new Map(),
    });
    this.#numbers.set(name, this.#pens.length - 1);
    return this.#pens.length - 1;
  }

  name(pen: number): string {
    return this.#pens[pen]!.style.name;
  }

  erases(pen: number): boolean {
    return this.#pens[pen]!.erases;
  }

  sequence(from: number, to: number): string {
    return (this.#pens[from]!.to[to] ??= this.#pens[from]!.style.to(this.#pens[to]!.style));
  }

  /** By column, the indices of those of `pens` that draw its cell. */
  drawers(cells: readonly MinimalCell[], pens: readonly number[]): number[][] {
    const known = new Map<string, number[]>();
    return cells.map(({text, style}) => {
      const key = `${text === ' '} ${style}`;
      const found = known.get(key);
      if (found) return found;
      const drawers = [...pens.keys()].filter(index => {
        const pen = this.#pens[pens[index]!]!;
        return (text === ' ' ? pen.onBlank : pen.style.name) === style;
      });
      known.set(key, drawers);
      return drawers;
    });
  }

  /**
   * Those that can be of use in a row: what it comes with, the styles of its cells, default, and what these need to
   * change by to leave its blanks.
   */
  ofRow(cells: readonly MinimalCell[], incoming: Iterable<number>): number[] {
    const pens = new Set([this.number(''), ...incoming]);
    const blanks = new Set<string>(['']);
    for (const {text, width, style} of cells) {
      if (text === ' ') blanks.add(style);
      else if (width > 0) pens.add(this.number(style));
    }
    for (const pen of [...pens]) for (const blank of blanks) pens.add(this.#forBlank(pen, blank));
    return [...pens];
  }

  #forBlank(pen: number, blank: string): number {
    const {style, forBlank} = this.#pens[pen]!;
    const known = forBlank.get(blank) ?? this.number(style.forBlank(MinimalStyle.of(blank)).name);
    forBlank.set(blank, known);
    return known;
  }
}
