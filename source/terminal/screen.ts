import {EventEmitter} from 'node:events';
import {writeSync} from 'node:fs';
import {setTimeout as sleep} from 'node:timers/promises';
import type {ReadStream, WriteStream} from 'node:tty';
import {rowDiff} from './row-diff.ts';

export interface ScreenOptions {
  readonly input: ReadStream;
  readonly output: WriteStream & {readonly fd?: number};
  /** The window's title while the screen is ours. */
  readonly title: string;
}

interface ScreenEvents {
  resize: [];
  /** Output is free again after it was not: a good moment to draw. */
  ready: [];
  /** The terminal has gone: hang-up, closed pty. */
  gone: [];
}

// Alternate screen, no autowrap (a row never spills), no cursor, bracketed paste.
const modesSequence = '\u001b[?1049h\u001b[?7l\u001b[?25l\u001b[?2004h';
const titleSequence = (title: string) => `\u001b[22;0t\u001b]2;${title}\u0007`;
/** How long a slow line may take for the last frame, so that what gives the terminal back comes after it. */
const finishMs = 1500;
const leaveSequence = '\u001b[?2004l\u001b[?25h\u001b[?7h\u001b[0m\u001b[23;0t\u001b[?1049l';

/**
 * The terminal while it is ours: taken by `enter`, given back as it was by `leave`, which any way out may call,
 * as often as it likes. Draws frames as differences, and only when what was drawn before has been taken.
 */
export class Screen extends EventEmitter<ScreenEvents> implements AsyncDisposable {
  readonly input: ReadStream;
  readonly #output: ScreenOptions['output'];
  readonly #title: string;
  #entered = false;
  #sent: string[] | undefined;
  /** The newest frame that has not been drawn. */
  #pending: string | undefined;
  #gone = false;
  #finished = false;
  /** Node told of a new size since the last SIGWINCH; it does so before we hear of that signal. */
  #resizedSince = false;
  #bytes = 0;

  constructor({input, output, title}: ScreenOptions) {
    super();
    this.input = input;
    this.#output = output;
    this.#title = title;
    output.on('resize', this.#resized);
    process.on('SIGWINCH', this.#dragged);
    output.on('error', this.#lost);
    output.on('drain', this.#drained);
    input.on('error', this.#lost);
    input.on('end', this.#lost);
  }

  /** In cells; at least 1 × 1. */
  get size(): {readonly columns: number; readonly rows: number} {
    return {columns: Math.max(1, this.#output.columns || 80), rows: Math.max(1, this.#output.rows || 24)};
  }

  /** Bytes written for frames so far. */
  get bytes(): number {
    return this.#bytes;
  }

  /** False while the terminal has not taken what was written: a frame drawn now would only grow old. */
  get ready(): boolean {
    return !this.#output.writableNeedDrain;
  }

  enter(): void {
    if (this.#entered || this.#gone) return;
    this.#entered = true;
    this.#sent = undefined;
    this.input.setRawMode(true);
    setBlocking(this.#output, false);
    this.#output.write(modesSequence + titleSequence(this.#title));
  }

  /** After the process was stopped: takes the terminal, which may have been a shell's since, and draws it anew. */
  retake(): void {
    if (this.#entered) {
      this.#sent = undefined;
      // Off and on: Node sets nothing where it believes that nothing changes.
      this.input.setRawMode(false).setRawMode(true);
      this.#output.write(modesSequence);
    } else {
      this.enter();
    }
    this.emit('resize');
  }

  /** The last frame has been drawn; waits until the terminal has taken what was written, but no longer than 1.5 s. */
  async finish(): Promise<void> {
    this.#finished = true;
    const deadline = performance.now() + finishMs;
    while (this.#output.writableLength > 0 && !this.#gone && performance.now() < deadline) await sleep(10);
  }

  /** Safe to call at any time and from an 'exit' handler: what it writes is written when it returns. */
  leave(): void {
    if (!this.#entered) return;
    this.#entered = false;
    try {
      this.input.setRawMode(false);
    } catch {
      // The terminal is gone: there is nothing left to give back.
    }
    // CAN ends a sequence that was cut in the middle because the terminal had stopped taking bytes.
    const backlog = this.#output.writableLength > 0;
    writeFully(this.#output.fd ?? 1, (backlog ? '\u0018' : '') + leaveSequence);
    // What a stopped reader has not taken yet must not block the process, which is about to end.
    if (!backlog) setBlocking(this.#output, true);
  }

  /** Shows a frame: styled rows joined by newlines. Rows beyond the screen are left out. */
  draw(frame: string): void {
    this.#pending = frame;
    this.#flush();
  }

  /** Forgets what the terminal shows, so that the next frame is drawn whole. */
  forget(): void {
    this.#sent = undefined;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.leave();
    this.#output.off('resize', this.#resized);
    process.off('SIGWINCH', this.#dragged);
    this.#output.off('drain', this.#drained);
    this.input.off('end', this.#lost);
    // The 'error' listeners stay: a terminal that goes away later must not become an uncaught error.
  }

  /** A window that is dragged to and fro may have its old size again when we look, but not its old cells. */
  readonly #dragged = () => {
    if (!this.#resizedSince) this.#resized();
    this.#resizedSince = false;
  };

  readonly #resized = () => {
    this.#resizedSince = true;
    this.forget();
    this.emit('resize');
  };

  readonly #drained = () => {
    this.#flush();
    this.emit('ready');
  };

  readonly #lost = () => {
    if (this.#gone) return;
    this.#gone = true;
    this.emit('gone');
  };

  #flush(): void {
    if (this.#pending === undefined || !this.#entered || this.#gone || this.#finished || !this.ready) return;
    const rows = this.#pending.split('\n').slice(0, this.size.rows);
    this.#pending = undefined;
    const out = rowDiff(this.#sent, rows);
    this.#sent = rows;
    if (out === '') return;
    this.#bytes += Buffer.byteLength(out);
    this.#output.write(out);
  }
}

/**
 * A terminal's stdout blocks by default, so that one reader who stops would stop the whole process. Node offers
 * this switch on the handle alone; where it is missing, writes stay blocking.
 */
function setBlocking(output: WriteStream, blocking: boolean): void {
  const handle = (output as {_handle?: {setBlocking?: (blocking: boolean) => void}})._handle;
  handle?.setBlocking?.(blocking);
}

function writeFully(fd: number, text: string): void {
  const bytes = Buffer.from(text);
  const deadline = performance.now() + 200;
  for (let at = 0; at < bytes.length; ) {
    try {
      at += writeSync(fd, bytes, at);
    } catch (error) {
      // EAGAIN: a full pipe to a stopped reader; wait a little, not for ever. Anything else: it is gone.
      if ((error as NodeJS.ErrnoException).code !== 'EAGAIN' || performance.now() > deadline) return;
    }
  }
}
