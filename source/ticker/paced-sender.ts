import type {Clock} from '../streams/clock.ts';

export interface PacedSenderOptions {
  readonly clock: Clock;
  /** Ends it: what was not sent is let go. */
  readonly signal: AbortSignal;
  /** Most frames a second. */
  readonly perSecond: number;
}

/** Sends frames no faster than a venue allows: the first at once, each of the others when its turn has come. */
export class PacedSender {
  readonly #connection: {send(frame: string): boolean};
  readonly #options: PacedSenderOptions;
  readonly #frames: string[] = [];
  #isRunning = false;

  constructor(connection: {send(frame: string): boolean}, options: PacedSenderOptions) {
    this.#connection = connection;
    this.#options = options;
  }

  send(frame: string): void {
    this.#frames.push(frame);
    if (!this.#isRunning) void this.#run();
  }

  async #run(): Promise<void> {
    const {clock, signal, perSecond} = this.#options;
    this.#isRunning = true;
    while (!signal.aborted && this.#frames.length > 0) {
      this.#connection.send(this.#frames.shift()!);
      await clock.sleep(1000 / perSecond, signal);
    }
    this.#isRunning = false;
  }
}
