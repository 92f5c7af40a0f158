import {EventEmitter} from 'node:events';
import type {Screen} from './screen.ts';

const mode = /^\u001b\[\?\d+[hl]$/;

/**
 * The stdout that Ink writes to: in its debug mode each commit is one write of the plain, whole frame, which goes
 * to the screen to be compared. The terminal's modes are the screen's to set, so Ink's wishes for them are dropped.
 */
export class InkOutput extends EventEmitter {
  readonly isTTY = true;
  readonly #screen: Screen;
  readonly #paint: (frame: string) => string;

  /** `paint` has the last word on each frame (ASCII fallback). */
  constructor(screen: Screen, paint: (frame: string) => string = frame => frame) {
    super();
    this.#screen = screen;
    this.#paint = paint;
    screen.on('resize', () => this.emit('resize'));
  }

  get columns(): number {
    return this.#screen.size.columns;
  }

  get rows(): number {
    return this.#screen.size.rows;
  }

  write(chunk: string, ...rest: unknown[]): boolean {
    if (chunk !== '' && chunk !== '\n' && !mode.test(chunk)) this.#screen.draw(this.#paint(chunk));
    const done = rest.at(-1);
    if (typeof done === 'function') queueMicrotask(() => done());
    return true;
  }
}
