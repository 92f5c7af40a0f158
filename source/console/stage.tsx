import {type Instance, type Key, measureElement, render} from 'ink';
import type {Canvas} from '../terminal/cells/canvas.ts';
import {InkOutput} from '../terminal/ink-output.ts';
import {toAscii} from '../terminal/to-ascii.ts';
import {App, type SurfaceName, type Surfaces} from './app.tsx';
import {type Frame, planOf} from './frame.ts';
import type {Layout} from './layout.ts';
import {surfaceRows} from './surface-rows.ts';

export interface StageOptions {
  readonly stdin: NodeJS.ReadStream;
  readonly onKey: (input: string, key: Key) => void;
  readonly onPaste: (text: string) => void;
}

/** Where not all can be shown at once: what the user looks at, and all else. */
const ranks = {first: 1, other: 2};

/**
 * Puts frames on a canvas. React and Ink are asked only when the structure changes (a pane is zoomed, the window
 * has another size); else the rows of each surface go straight to where Ink has put it.
 */
export class Stage implements Disposable {
  readonly #options: StageOptions;
  readonly #output = new InkOutput();
  readonly #surfaces: Surfaces = new Map();
  #ink: Instance | undefined;
  #structure = '';
  /** Ink's frame that is on the canvas, and which canvas that is. */
  #ground: {readonly canvas: Canvas; readonly frames: number} | undefined;

  constructor(options: StageOptions) {
    this.#options = options;
  }

  /** How often Ink has rendered. */
  get renders(): number {
    return this.#output.frames;
  }

  draw(frame: Frame, canvas: Canvas): void {
    const plan = planOf(frame);
    this.#layOut(frame, plan);
    const {unicode} = frame.theme;
    const text = (row: string) => (unicode ? row : toAscii(row));
    if (this.#ground?.canvas !== canvas || this.#ground.frames !== this.#output.frames) {
      this.#ground = {canvas, frames: this.#output.frames};
      canvas.clear();
      for (const [row, line] of this.#output.frame.split('\n').entries()) canvas.putGround(row, text(line));
    }
    for (const [name, box] of this.#surfaces) {
      const {x, y, width} = measureElement(box);
      const rank =
        name === frame.ui.focus || name === 'last row' || name === 'help' ? ranks.first : ranks.other;
      for (const [row, line] of surfaceRows(name, frame, plan).entries())
        canvas.put(y + row, x, width, text(line), rank);
    }
  }

  /** Which surface the cell belongs to, from 0; undefined: none. */
  surfaceAt(row: number, column: number): SurfaceName | undefined {
    for (const [name, box] of this.#surfaces) {
      const {x, y, width, height} = measureElement(box);
      if (column >= x && column < x + width && row >= y && row < y + height) return name;
    }
    return undefined;
  }

  [Symbol.dispose](): void {
    this.#ink?.unmount();
  }

  #layOut(frame: Frame, plan: Layout): void {
    const {columns, rows, theme} = frame;
    const {help} = frame.ui;
    const separator = theme.dim(theme.vertical);
    const structure = JSON.stringify([columns, rows, help, plan.columns, separator]);
    if (structure === this.#structure) return;
    this.#structure = structure;
    this.#output.size = {columns, rows};
    const {onKey, onPaste, stdin} = this.#options;
    const app = <App {...{columns, rows, help, plan, separator, onKey, onPaste}} surfaces={this.#surfaces} />;
    if (this.#ink) return this.#ink.rerender(app);
    this.#ink = render(app, {
      stdout: this.#output as unknown as NodeJS.WriteStream,
      stdin,
      // Each commit is one write of the whole frame: see InkOutput.
      debug: true,
      interactive: true,
      exitOnCtrlC: false,
      patchConsole: false,
    });
    // Rejects when a component threw: nobody catches it here, so that it ends the program as any other bug does.
    void this.#ink.waitUntilExit();
  }
}
