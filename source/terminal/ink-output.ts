import {EventEmitter} from 'node:events';

const mode = /^\u001b\[\?\d+[hl]$/;

/**
 * The stdout that Ink writes to: in its debug mode each commit is one write of the plain, whole frame, which is kept
 * here. The terminal's modes are the screen's to set, so Ink's wishes for them are dropped.
 */
export class InkOutput extends EventEmitter {
  readonly isTTY = true;
  /** In cells; Ink lays out what is rendered next by them. */
  size = {columns: 80, rows: 24};
  #frame = '';
  #frames = 0;

  get columns(): number {
    return this.size.columns;
  }

  get rows(): number {
    return this.size.rows;
  }

  /** The newest frame: styled rows joined by newlines. */
  get frame(): string {
    return this.#frame;
  }

  /** How many frames there were. */
  get frames(): number {
    return this.#frames;
  }

  write(chunk: string, ...rest: unknown[]): boolean {
    if (chunk !== '' && chunk !== '\n' && !mode.test(chunk)) {
      this.#frame = chunk;
      this.#frames++;
    }
    const done = rest.at(-1);
    if (typeof done === 'function') queueMicrotask(() => done());
    return true;
  }
}
