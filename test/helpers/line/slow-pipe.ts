import {setTimeout as later} from 'node:timers';

export interface LineSettings {
  /** Of each direction; Infinity: as fast as it goes. */
  readonly bitsPerSecond: number;
  /** From the sender's end to the receiver's. */
  readonly delayMs: number;
}

/** An Ethernet packet's worth: it arrives when its last bit has. */
const pieceBytes = 1400;
/** What is taken in before the line is free, so that a timer that is late does not leave it idle. */
const aheadMs = 20;
const mostFlyingBytes = 256 << 10;

interface Piece {
  readonly bytes: Buffer;
  arrivesMs: number;
}

export interface PipeEnds {
  /** Returns whether the receiver takes more. */
  write(bytes: Buffer): boolean;
  /** The line takes more. */
  resume(): void;
}

/** One direction of a line: first in, first out, one piece on it at a time, each on its way for the delay. */
export class SlowPipe {
  readonly #settings: LineSettings;
  readonly #ends: PipeEnds;
  readonly #flying: Piece[] = [];
  #flyingBytes = 0;
  #freeMs = 0;
  #cutMs: number | undefined;
  #isFull = false;
  #isDammed = false;
  #timer: NodeJS.Timeout | undefined;
  #whenEmpty: (() => void) | undefined;

  constructor(settings: LineSettings, ends: PipeEnds) {
    this.#settings = settings;
    this.#ends = ends;
  }

  /** Takes bytes; false: no more, please, until `resume`. */
  offer(bytes: Buffer): boolean {
    const {bitsPerSecond, delayMs} = this.#settings;
    for (let at = 0; at < bytes.length; at += pieceBytes) {
      const piece = bytes.subarray(at, at + pieceBytes);
      this.#freeMs = Math.max(this.#cutMs ?? performance.now(), this.#freeMs);
      this.#freeMs += (piece.length * 8 * 1000) / bitsPerSecond;
      this.#flying.push({bytes: piece, arrivesMs: this.#freeMs + delayMs});
      this.#flyingBytes += piece.length;
    }
    this.#isFull = !this.#hasRoom();
    this.#run();
    return !this.#isFull;
  }

  /** The receiver takes more again. */
  drained(): void {
    this.#isDammed = false;
    this.#run();
  }

  /** Calls back when all that was offered has arrived. */
  finish(whenEmpty: () => void): void {
    this.#whenEmpty = whenEmpty;
    this.#run();
  }

  cut(): void {
    this.#cutMs ??= performance.now();
    clearTimeout(this.#timer);
  }

  mend(): void {
    if (this.#cutMs === undefined) return;
    const lostMs = performance.now() - this.#cutMs;
    if (this.#freeMs > this.#cutMs) this.#freeMs += lostMs;
    for (const piece of this.#flying) piece.arrivesMs += lostMs;
    this.#cutMs = undefined;
    this.#run();
  }

  close(): void {
    clearTimeout(this.#timer);
    this.#flying.length = 0;
    this.#cutMs = performance.now();
  }

  #hasRoom(): boolean {
    return (
      this.#cutMs === undefined &&
      this.#freeMs - performance.now() <= aheadMs &&
      this.#flyingBytes < mostFlyingBytes
    );
  }

  #run(): void {
    clearTimeout(this.#timer);
    if (this.#cutMs !== undefined) return;
    while (!this.#isDammed && this.#flying.length > 0 && this.#flying[0]!.arrivesMs <= performance.now()) {
      const {bytes} = this.#flying.shift()!;
      this.#flyingBytes -= bytes.length;
      this.#isDammed = !this.#ends.write(bytes);
    }
    if (this.#flying.length === 0) this.#whenEmpty?.();
    if (this.#isFull && this.#hasRoom()) {
      this.#isFull = false;
      this.#ends.resume();
    }
    const nextMs = Math.min(
      this.#isDammed ? Infinity : (this.#flying[0]?.arrivesMs ?? Infinity),
      this.#isFull ? this.#freeMs - aheadMs : Infinity,
    );
    if (nextMs === Infinity) return;
    this.#timer = later(() => this.#run(), Math.max(1, Math.ceil(nextMs - performance.now())));
  }
}
