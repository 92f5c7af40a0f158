import {Readable} from 'node:stream';

/** Handed over in one turn of the event loop, in UTF-16 units; one key that is longer, a paste, goes by itself. */
const turnUnits = 1024;

/**
 * The stdin that Ink reads: keys, one a `read()`, in their order and each whole. However many wait, no turn of the
 * event loop hands over more than 1 Ki UTF-16 units, so that what is not keys goes on. The terminal's modes are not
 * Ink's to set.
 */
export class KeyStream extends Readable {
  readonly isTTY = true;
  readonly #onRead: () => void;
  #keys: string[] = [];
  #next = 0;
  #waiting = 0;
  #wanted = false;
  /** Has been handed over, and not been read yet. */
  #given = 0;
  #budget = turnUnits;
  #turn: NodeJS.Immediate | undefined;

  /** `onRead` is called when keys have been read. */
  constructor(onRead: () => void = () => {}) {
    // One at a time, and only when asked for.
    super({objectMode: true, highWaterMark: 1});
    this.#onRead = onRead;
  }

  /** UTF-16 units that have not been read yet. */
  get waiting(): number {
    return this.#waiting;
  }

  /** A whole key, escape sequence or bracketed paste. */
  add(key: string): void {
    this.#keys.push(key);
    this.#waiting += key.length;
    this.#give();
  }

  /** Printable text, of which each character is a key. */
  addText(text: string): void {
    for (let at = 0; at < text.length; ) {
      // Not between the two halves of a character.
      const half = /[\ud800-\udbff]/.test(text[at + turnUnits - 1] ?? '') ? 1 : 0;
      const part = text.slice(at, at + turnUnits - half);
      this.add(part);
      at += part.length;
    }
  }

  override _read(): void {
    this.#wanted = true;
    this.#waiting -= this.#given;
    this.#given = 0;
    this.#give();
    this.#onRead();
  }

  override _destroy(error: Error | null, done: (error?: Error | null) => void): void {
    clearImmediate(this.#turn);
    done(error);
  }

  /** Keys are strings already; Readable would join those that wait. */
  override setEncoding(): this {
    return this;
  }

  setRawMode(): this {
    return this;
  }

  ref(): this {
    return this;
  }

  unref(): this {
    return this;
  }

  #give(): void {
    const key = this.#keys[this.#next];
    if (!this.#wanted || key === undefined) return;
    if (key.length > this.#budget && this.#budget < turnUnits) return;
    this.#keys[this.#next++] = '';
    if (this.#next === this.#keys.length || this.#next === turnUnits) {
      this.#keys.splice(0, this.#next);
      this.#next = 0;
    }
    this.#wanted = false;
    this.#given = key.length;
    this.#budget -= key.length;
    this.#turn ??= setImmediate(this.#nextTurn);
    this.push(key);
  }

  readonly #nextTurn = () => {
    this.#turn = undefined;
    this.#budget = turnUnits;
    this.#give();
  };
}
