import {EventEmitter} from 'node:events';
import {PassThrough} from 'node:stream';
import {render} from 'ink';
import {App} from '../../source/console/app.tsx';
import type {Frame} from '../../source/console/frame.ts';

/**
 * Draws frames through Ink as the console does: each is one write of the whole screen. Rows come without the spaces
 * at their ends, which Ink leaves out.
 */
export class AppDrawer implements Disposable {
  #frame = '';
  readonly #stdin = Object.assign(new PassThrough(), {
    isTTY: true,
    setRawMode() {},
    ref() {},
    unref() {},
  });
  readonly #stdout = Object.assign(new EventEmitter(), {
    isTTY: true,
    columns: 80,
    rows: 24,
    write: (chunk: string) => {
      if (!/^\u001b\[\?\d+[hl]$/.test(chunk)) this.#frame = chunk;
      return true;
    },
  });
  #ink: ReturnType<typeof render> | undefined;

  draw(frame: Frame): string[] {
    this.#stdout.columns = frame.columns;
    this.#stdout.rows = frame.rows;
    const app = <App frame={frame} onKey={() => {}} onPaste={() => {}} />;
    if (this.#ink) this.#ink.rerender(app);
    else {
      this.#ink = render(app, {
        stdout: this.#stdout as unknown as NodeJS.WriteStream,
        stdin: this.#stdin as unknown as NodeJS.ReadStream,
        debug: true,
        interactive: true,
        exitOnCtrlC: false,
        patchConsole: false,
      });
    }
    return this.#frame.split('\n');
  }

  [Symbol.dispose](): void {
    this.#ink?.unmount();
    this.#stdin.destroy();
  }
}
