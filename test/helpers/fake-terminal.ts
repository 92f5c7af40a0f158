import {closeSync, openSync} from 'node:fs';
import {devNull} from 'node:os';
import {PassThrough, Writable} from 'node:stream';
import type {ReadStream, WriteStream} from 'node:tty';

/** A terminal without a device: takes what a Screen writes as rows, and is typed on with `type`. */
export class FakeTerminal implements Disposable {
  readonly input: ReadStream;
  readonly output: WriteStream & {readonly fd: number};
  /** What the eye would see: rows without styles. */
  rows: string[] = [];
  /** All that was written. */
  written = '';
  raw = false;
  readonly #keys = new PassThrough();
  readonly #fd = openSync(devNull, 'w');
  /** Writes that the terminal has not taken yet: undefined while it takes all at once. */
  #stopped: (() => void)[] | undefined;

  constructor(columns: number, rows: number) {
    const keys = Object.assign(this.#keys, {
      isTTY: true,
      setRawMode: (raw: boolean) => {
        this.raw = raw;
        return keys;
      },
      ref() {},
      unref() {},
    });
    const output = new Writable({
      highWaterMark: 1024,
      decodeStrings: false,
      write: (chunk: string, _encoding, taken) => {
        const take = () => {
          this.#take(chunk);
          taken();
        };
        if (this.#stopped) this.#stopped.push(take);
        else take();
      },
    });
    this.input = keys as unknown as ReadStream;
    this.output = Object.assign(output, {
      isTTY: true,
      columns,
      rows,
      fd: this.#fd,
    }) as unknown as WriteStream & {
      fd: number;
    };
  }

  /** Sends keys as a terminal would, all at once. */
  type(keys: string): void {
    this.#keys.write(keys);
  }

  resize(columns: number, rows: number): void {
    Object.assign(this.output, {columns, rows});
    this.output.emit('resize');
  }

  /** Takes nothing any more, as one behind a stalled line, until `go`. */
  stop(): void {
    this.#stopped ??= [];
  }

  go(): void {
    const waiting = this.#stopped ?? [];
    this.#stopped = undefined;
    for (const take of waiting) take();
  }

  [Symbol.dispose](): void {
    this.#keys.destroy();
    this.output.destroy();
    closeSync(this.#fd);
  }

  /** Understands what a Screen writes: clear, go to the beginning of a row, erase it, text, erase below. */
  #take(chunk: string): void {
    this.written += chunk;
    let row = 0;
    for (const [, control, text] of chunk.matchAll(/\u001b\[([\d;?]*[A-Za-z])|([^\u001b]+)/g)) {
      if (text !== undefined) this.rows[row] = (this.rows[row] ?? '') + text;
      else if (control === '2J') this.rows = [];
      else if (control === 'J') this.rows.length = Math.min(this.rows.length, row);
      else if (control === 'K') this.rows[row] = '';
      else if (control!.endsWith('H')) row = Number.parseInt(control!, 10) - 1;
    }
  }
}
