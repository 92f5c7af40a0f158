type Paint = (text: string) => string;

/** Cells of one column each, drawn over one another and painted at the end. */
export class CellGrid {
  readonly #glyphs: string[][];
  readonly #paints: (Paint | undefined)[][];

  constructor(columns: number, rows: number) {
    this.#glyphs = Array.from({length: rows}, () => new Array<string>(columns).fill(' '));
    this.#paints = Array.from({length: rows}, () => new Array<undefined>(columns).fill(undefined));
  }

  set(row: number, column: number, glyph: string, paint: Paint): void {
    this.#glyphs[row]![column] = glyph;
    this.#paints[row]![column] = paint;
  }

  /** Each as wide as the grid. What stands together and is painted alike is painted at once. */
  rows(): string[] {
    return this.#glyphs.map((glyphs, row) => {
      const paints = this.#paints[row]!;
      let out = '';
      for (let start = 0, end = 0; start < glyphs.length; start = end) {
        const paint = paints[start];
        while (end < glyphs.length && paints[end] === paint) end++;
        const run = glyphs.slice(start, end).join('');
        out += paint ? paint(run) : run;
      }
      return out;
    });
  }
}
