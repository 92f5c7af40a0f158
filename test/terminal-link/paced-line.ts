import {Pacer} from '../../source/terminal/link/pacer.ts';

export interface PacedLineOptions {
  readonly kilobits: number;
  /** There and back, in milliseconds. */
  readonly roundTripMs: number;
  /** Answers take up to so much longer, and keep their order. */
  readonly jitterMs?: number;
}

/** A line in simulated time whose terminal answers, and a writer who always has more: paced by a Pacer. */
export class PacedLine {
  readonly pacer = new Pacer();
  kilobits: number;
  roundTripMs: number;
  isCut = false;
  /** From a write to its end on the far screen, in milliseconds, of all writes since `forget`. */
  delays: number[] = [];
  bytes = 0;
  nowMs = 0;
  readonly #jitterMs: number;
  #freeMs = 0;
  /** The times of the answers that are to come; while the line is cut, undefined. */
  #answers: number[] = [];
  #unsent: number[] = [];
  #seed = 1;

  constructor({kilobits, roundTripMs, jitterMs = 0}: PacedLineOptions) {
    this.kilobits = kilobits;
    this.roundTripMs = roundTripMs;
    this.#jitterMs = jitterMs;
    this.write(60, false);
  }

  /** Bytes that are written and not answered for. */
  get inFlight(): number {
    return this.pacer.outstanding;
  }

  forget(): void {
    this.delays = [];
    this.bytes = 0;
  }

  /** `waits`: there is always more to write. */
  run(ms: number, waits = true): void {
    const endMs = this.nowMs + ms;
    for (; this.nowMs < endMs; this.nowMs++) {
      while (!this.isCut && this.#answers.length > 0 && this.#answers[0]! <= this.nowMs) {
        this.#answers.shift();
        this.pacer.answered(0, this.nowMs);
      }
      if ((this.pacer.patienceEndsMs ?? Infinity) <= this.nowMs) this.pacer.giveUp(this.nowMs);
      const room = this.pacer.room(this.nowMs);
      if (this.pacer.probeIsDue) this.write(11, false);
      if (waits && room > 0) this.write(Math.ceil(room), true);
    }
  }

  /** The line is there again: what was written meanwhile goes on its way. Answers that were given up are strays. */
  mend(): void {
    this.isCut = false;
    const known = this.pacer.outstanding;
    const waiting = this.#unsent;
    this.#unsent = [];
    this.#answers = [];
    this.#freeMs = this.nowMs;
    for (const [index, bytes] of waiting.entries()) {
      const at = this.#send(bytes);
      if (index >= waiting.length - known) this.#answers.push(at);
    }
  }

  write(bytes: number, full: boolean): void {
    this.pacer.sent(bytes, full, this.nowMs);
    this.bytes += bytes;
    if (this.isCut) this.#unsent.push(bytes);
    else this.#answers.push(this.#send(bytes));
  }

  /** When it is answered. */
  #send(bytes: number): number {
    this.#freeMs = Math.max(this.nowMs, this.#freeMs) + (bytes * 8) / this.kilobits;
    this.delays.push(this.#freeMs + this.roundTripMs / 2 - this.nowMs);
    this.#seed = (this.#seed * 1_103_515_245 + 12_345) % 2 ** 31;
    const late = (this.#seed / 2 ** 31) * this.#jitterMs;
    return Math.max(this.#freeMs + this.roundTripMs + late, this.#answers.at(-1) ?? 0);
  }
}
