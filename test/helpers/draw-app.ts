import {PassThrough} from 'node:stream';
import type {Frame} from '../../source/console/frame.ts';
import {Stage} from '../../source/console/stage.tsx';
import {Alphabet} from '../../source/terminal/cells/alphabet.ts';
import {Canvas} from '../../source/terminal/cells/canvas.ts';
import {rightHalf} from '../../source/terminal/cells/glyphs.ts';

/** Draws frames as the console does, onto a canvas. Rows come as styled text without the blanks at their ends. */
export class AppDrawer implements Disposable {
  readonly #alphabet = new Alphabet();
  readonly #stdin = Object.assign(new PassThrough(), {
    isTTY: true,
    setRawMode() {},
    ref() {},
    unref() {},
  });
  readonly #stage = new Stage({
    stdin: this.#stdin as unknown as NodeJS.ReadStream,
    onKey() {},
    onPaste() {},
  });

  draw(frame: Frame): string[] {
    const canvas = new Canvas(frame.columns, frame.rows, this.#alphabet, () => 0);
    this.#stage.draw(frame, canvas);
    return rowsOf(canvas, this.#alphabet);
  }

  [Symbol.dispose](): void {
    this.#stage[Symbol.dispose]();
    this.#stdin.destroy();
  }
}

function rowsOf({grid}: Canvas, {glyphs, styles}: Alphabet): string[] {
  return Array.from({length: grid.rows}, (_, row) => {
    let out = '';
    let style = 0;
    for (let at = row * grid.columns; at < (row + 1) * grid.columns; at++) {
      const glyph = grid.glyphs[at]!;
      if (glyph === rightHalf) continue;
      out += styles.change(style, grid.styles[at]!) + glyphs.text(glyph);
      style = grid.styles[at]!;
    }
    return (out + styles.change(style, 0)).replace(/ +$/, '');
  });
}
