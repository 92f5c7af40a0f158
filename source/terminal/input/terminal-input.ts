import {EventEmitter} from 'node:events';
import type {ReadStream} from 'node:tty';
import {type Answer, readAnswer} from './answer.ts';
import {inkKey} from './ink-key.ts';
import {KeyStream} from './key-stream.ts';
import {type Mouse, readMouse} from './mouse.ts';
import {readWaiting} from './read-waiting.ts';
import {type Dropped, type Token, Tokens} from './tokens.ts';

export interface TerminalInputOptions {
  /** Whether the cursor's position is expected just there, from 1: see readAnswer. */
  readonly expects?: (row: number, column: number) => boolean;
  /** After how long Esc is known to be alone (default 50): too short, and a line that stutters splits sequences. */
  readonly escapeMs?: number;
  /** Calls `fn` once after `ms`, unless what it returns is called before. Default: setTimeout, unref'd. */
  readonly setTimer?: (ms: number, fn: () => void) => () => void;
  /** The device that `drain` reads: by default /dev/tty, the process's own terminal. */
  readonly device?: string;
}

export interface TerminalInputEvents {
  answer: [Answer];
  mouse: [Mouse];
  /** Something was typed or pasted; `keys` has it. */
  typed: [];
  /** The terminal sends no more. */
  end: [];
  /** Reading the terminal failed; as with any emitter, one that nobody hears is thrown. */
  error: [Error];
}

const esc = '\u001b';
/** Of keys that Ink has not read, in UTF-16 units: with more, the terminal is not read, and the kernel holds the rest. */
const waitingUnits = 4096;
/**
 * After how long the rest will not come. Of an introducer, which is Alt+[ or the like then: these are rare keys, and
 * an answer whose beginning was taken for one would be typed. With kitty's keyboard an ESC is no key either.
 */
const introducerMs = 500;
/** The same of a sequence or of a paste. */
const silenceMs = 5000;

/**
 * What the terminal sends, told apart: its answers and the mouse are events, at once; keys and pastes go to `keys`,
 * Ink's stdin, in their order, each whole, and as fast as Ink reads them. Beside what waits there, which is 4 Ki
 * UTF-16 units and what one read and one paste may add, it holds no more than a sequence or a paste that is not
 * whole yet. Raw mode is the owner's to set.
 */
export class TerminalInput extends EventEmitter<TerminalInputEvents> implements Disposable {
  readonly keys = new KeyStream(() => this.#keysRead());
  /** Whether the terminal spells Esc as `CSI 27 u`, once it has been asked to: an ESC byte is waited for longer then. */
  kittyKeyboard = false;
  readonly #input: ReadStream;
  readonly #options: TerminalInputOptions;
  readonly #tokens = new Tokens();
  #started = false;
  /** Too many keys wait: the terminal is not read. */
  #flooded = false;
  #cancelTimer = () => {};
  #disposed = false;

  constructor(input: ReadStream, options: TerminalInputOptions = {}) {
    const {escapeMs = 50} = options;
    if (!(escapeMs > 0))
      throw new RangeError(`escapeMs is a number of milliseconds above 0, not ${escapeMs}`);
    super();
    this.#input = input;
    this.#options = options;
    input.on('end', this.#ended);
    input.on('error', this.#failed);
  }

  /** What was given up since the beginning, because it was too long or had no end. */
  get dropped(): Dropped {
    return this.#tokens.dropped;
  }

  /** Begins to read, anew after `stop`: a sequence that was not whole then is forgotten. */
  start(): void {
    if (this.#started || this.#disposed) return;
    this.#started = true;
    this.#tokens.reset();
    this.#input.on('data', this.#accept);
    if (!this.#flooded) this.#input.resume();
  }

  /** Reads no more, so that another program may. Keys that wait are still Ink's. */
  stop(): void {
    if (!this.#started) return;
    this.#started = false;
    this.#cancelTimer();
    this.#input.off('data', this.#accept);
    this.#input.pause();
  }

  /**
   * Stops, and then, synchronously, reads on until `isDone` or for `deadlineMs`: answers that are still on their way
   * would land in the shell. Answers are events as ever, keys are discarded. Never throws, so that an 'exit' handler
   * may call it.
   */
  drain(deadlineMs: number, isDone: () => boolean): void {
    const heed = (bytes: Uint8Array | string) => {
      for (const token of this.#tokens.write(bytesOf(bytes))) this.#tell(token);
      return !isDone();
    };
    try {
      this.stop();
      // What came when the terminal was not read any more.
      if (this.#input.readableLength > 0) heed(this.#input.read() ?? '');
      if (!isDone()) readWaiting(this.#options.device ?? '/dev/tty', deadlineMs, heed);
    } catch {
      // There is no one left to be told of it.
    }
  }

  [Symbol.dispose](): void {
    this.stop();
    this.#disposed = true;
    this.#input.off('end', this.#ended);
    this.keys.destroy();
    // The 'error' listener stays: a terminal that goes away later must not become an uncaught error.
  }

  readonly #ended = () => {
    this.#cancelTimer();
    this.#hand([...this.#tokens.flush(), ...this.#tokens.endPaste()]);
    this.emit('end');
  };

  readonly #failed = (error: Error) => {
    if (!this.#disposed) this.emit('error', error);
  };

  readonly #accept = (chunk: Buffer | string) => {
    this.#hand(this.#tokens.write(bytesOf(chunk)));
    this.#await();
  };

  #hand(tokens: readonly Token[]): void {
    const before = this.keys.waiting;
    for (const token of tokens) {
      const {type, text} = token;
      if (type === 'text') this.keys.addText(text);
      else if (type === 'paste') this.keys.add(`${esc}[200~${text}${esc}[201~`);
      else if (!this.#tell(token)) this.keys.add(inkKey(text));
      // Esc was pressed just before the answer came: it is no Alt and a key that has a sequence.
      else if (isDoubled(text)) this.keys.add(inkKey(esc));
    }
    if (this.keys.waiting > before) this.emit('typed');
    if (this.#flooded || !this.#started || this.keys.waiting <= waitingUnits) return;
    this.#flooded = true;
    this.#input.pause();
  }

  /** Tells of an answer or the mouse; false when the token is something else. */
  #tell({type, text}: Token): boolean {
    if (type !== 'csi' && type !== 'string') return false;
    const sequence = isDoubled(text) ? text.slice(1) : text;
    const mouse = readMouse(sequence);
    const answer = mouse ? undefined : readAnswer(sequence, this.#options.expects);
    if (mouse) this.emit('mouse', mouse);
    if (answer) this.emit('answer', answer);
    return mouse !== undefined || answer !== undefined;
  }

  #keysRead(): void {
    if (!this.#flooded || this.keys.waiting > waitingUnits / 2) return;
    this.#flooded = false;
    if (!this.#started) return;
    this.#input.resume();
    this.#await();
  }

  /** What is pending is given up after a while in which nothing came. */
  #await(): void {
    this.#cancelTimer();
    const {waiting} = this.#tokens;
    // While nothing is read, what follows may be there.
    if (waiting === undefined || this.#flooded || !this.#started) return;
    const {setTimer = systemTimer, escapeMs = 50} = this.#options;
    const isKey = waiting === 'escape' && !this.kittyKeyboard;
    const introducer = waiting === 'escape' || waiting === 'introducer';
    const ms = isKey ? escapeMs : introducer ? Math.max(escapeMs, introducerMs) : silenceMs;
    let turn: NodeJS.Immediate | undefined;
    const cancel = setTimer(ms, () => {
      // When the event loop was held up, what follows may be there too, and is read before this is called.
      turn = setImmediate(() =>
        this.#hand(waiting === 'paste' ? this.#tokens.endPaste() : this.#tokens.flush()),
      );
    });
    this.#cancelTimer = () => {
      cancel();
      clearImmediate(turn);
    };
  }
}

function isDoubled(sequence: string): boolean {
  return sequence.startsWith(esc + esc);
}

function bytesOf(chunk: Uint8Array | string): Uint8Array {
  return typeof chunk === 'string' ? Buffer.from(chunk) : chunk;
}

function systemTimer(ms: number, fn: () => void): () => void {
  const timer = setTimeout(fn, ms).unref();
  return () => clearTimeout(timer);
}
