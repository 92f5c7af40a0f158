import type {Alphabet} from '../../source/terminal/cells/alphabet.ts';
import {rightHalf} from '../../source/terminal/cells/glyphs.ts';
import type {Grid} from '../../source/terminal/cells/grid.ts';
import {asSeen, HeadlessTerminal} from '../house/headless-terminal.ts';

/** Says what the cells of a grid look like in the words of HeadlessTerminal's `seen`. */
export class WantedCells implements Disposable {
  readonly #alphabet: Alphabet;
  readonly #terminal = new HeadlessTerminal(1, 1);
  /** By style, what is said of it. */
  readonly #styles = new Map<number, string>();

  constructor(alphabet: Alphabet) {
    this.#alphabet = alphabet;
  }

  /** Undefined: a cell of a glyph that terminals are of several opinions about. */
  of({glyphs, styles, columns, rows}: Grid): (string | undefined)[][] {
    return Array.from({length: rows}, (_, row) => {
      let isDoubtful = false;
      return Array.from({length: columns}, (_, column) => {
        const at = row * columns + column;
        const number = glyphs[at]!;
        const style = this.#style(styles[at]!);
        if (number === rightHalf) return isDoubtful ? undefined : `  0 ${style}`;
        isDoubtful = this.#alphabet.glyphs.reach(number) > 0;
        if (isDoubtful) return undefined;
        const {text, width} = {
          text: this.#alphabet.glyphs.text(number),
          width: this.#alphabet.glyphs.width(number),
        };
        return asSeen(`${text} ${width} ${style}`);
      });
    });
  }

  [Symbol.dispose](): void {
    this.#terminal[Symbol.dispose]();
  }

  #style(number: number): string {
    let said = this.#styles.get(number);
    if (said === undefined) {
      this.#terminal.take(
        `\u001b[?7l\u001b[H\u001b]8;;\u001b\\${this.#alphabet.styles.fromUnknown(number)}x`,
      );
      said = this.#terminal.cells()[0]![0]!.slice(4);
      this.#styles.set(number, said);
    }
    return said;
  }
}
