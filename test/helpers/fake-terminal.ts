import {closeSync, openSync} from 'node:fs';
import {devNull} from 'node:os';
import {PassThrough, Writable} from 'node:stream';
import type {ReadStream, WriteStream} from 'node:tty';
import xterm from '@xterm/headless';

/**
 * A terminal without a device: an emulator takes what is written at once and answers what it is asked; it is typed on
 * with `type`.
 */
export class FakeTerminal implements Disposable {
  readonly input: ReadStream;
  readonly output: WriteStream & {readonly fd: number};
  /** All that was written. */
  written = '';
  raw = false;
  /** What becomes of an answer: it may be changed, doubled, or lost (''). */
  answers: (answer: string) => string = answer => answer;
  readonly #emulator: xterm.Terminal;
  readonly #keys = new PassThrough();
  readonly #fd = openSync(devNull, 'w');
  /** Writes that the terminal has not taken yet: undefined while it takes all at once. */
  #stopped: (() => void)[] | undefined;

  constructor(columns: number, rows: number) {
    this.#emulator = new xterm.Terminal({
      cols: columns,
      rows,
      allowProposedApi: true,
      scrollback: 0,
      logLevel: 'off',
    });
    this.#emulator.onData(answer => {
      const given = this.answers(answer);
      if (given !== '') this.#keys.write(given);
    });
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

  /** What the eye sees: rows without styles. */
  get rows(): string[] {
    const {active} = this.#emulator.buffer;
    return Array.from({length: this.#emulator.rows}, (_, row) =>
      active
        .getLine(active.baseY + row)!
        .translateToString(true)
        .trimEnd(),
    );
  }

  get emulator(): xterm.Terminal {
    return this.#emulator;
  }

  /** Sends keys as a terminal would, all at once. */
  type(keys: string): void {
    this.#keys.write(keys);
  }

  resize(columns: number, rows: number): void {
    this.#emulator.resize(columns, rows);
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
    this.#emulator.dispose();
    closeSync(this.#fd);
  }

  /** The emulator takes writes in by and by; here all of it is taken when this returns. */
  #take(chunk: string): void {
    this.written += chunk;
    const core = (this.#emulator as unknown as {_core: {writeSync(text: string): void}})._core;
    core.writeSync(chunk);
  }
}
