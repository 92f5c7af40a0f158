import {Readable} from 'node:stream';
import type {ReadStream} from 'node:tty';

/** What the kernel holds for a program that does not read; one read takes no more. */
const kernelUnits = 4096;

/**
 * A terminal's input without a device: what was typed waits, as in the kernel, until it is read. Like Node's own, it
 * reads on when it is paused until one chunk waits.
 */
export class FakeTty extends Readable {
  readonly isTTY = true;
  #typed = Buffer.alloc(0);
  #reading = false;
  #turn: NodeJS.Immediate | undefined;

  constructor() {
    super({highWaterMark: 0});
  }

  /** As what takes a terminal has it. */
  get stream(): ReadStream {
    return this as unknown as ReadStream;
  }

  /** Typed, and not read. */
  get left(): number {
    return this.#typed.length;
  }

  type(keys: string | Uint8Array): void {
    this.#typed = Buffer.concat([this.#typed, Buffer.from(keys as string)]);
    this.#soon();
  }

  override _read(): void {
    this.#reading = true;
    this.#soon();
  }

  /** The device is read by the event loop. */
  #soon(): void {
    if (this.#reading && this.#typed.length > 0) this.#turn ??= setImmediate(this.#give);
  }

  readonly #give = () => {
    this.#turn = undefined;
    const chunk = this.#typed.subarray(0, kernelUnits);
    this.#typed = this.#typed.subarray(kernelUnits);
    this.#reading = this.push(chunk);
    this.#soon();
  };
}
