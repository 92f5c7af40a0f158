import {setImmediate as turn} from 'node:timers/promises';
import type {Source} from '../../source/streams/merge.ts';

type Step<T> = {readonly batch: T[]} | {readonly thrown: unknown} | 'end';

/** A source in a test's hand: it yields, ends and fails when it is told to, and hangs in between. */
export class HandSource<T> {
  readonly #steps: Step<T>[] = [];
  #wake = () => {};
  opened = 0;
  closed = 0;
  /** Batches that somebody took. */
  taken = 0;

  readonly source: Source<T> = signal => this.#run(signal);

  give(...batches: T[][]): this {
    return this.#add(...batches.map(batch => ({batch})));
  }

  end(): this {
    return this.#add('end');
  }

  fail(thrown: unknown): this {
    return this.#add({thrown});
  }

  #add(...steps: Step<T>[]): this {
    this.#steps.push(...steps);
    this.#wake();
    return this;
  }

  async *#run(signal: AbortSignal): AsyncGenerator<T[], void, undefined> {
    const wake = () => this.#wake();
    this.opened++;
    signal.addEventListener('abort', wake, {once: true});
    try {
      while (!signal.aborted) {
        const step = this.#steps.shift();
        if (step === 'end') return;
        if (step && 'thrown' in step) throw step.thrown;
        if (step) {
          this.taken++;
          yield step.batch;
        } else await new Promise<void>(resolve => (this.#wake = resolve));
      }
    } finally {
      signal.removeEventListener('abort', wake);
      this.closed++;
    }
  }
}

/** Lets all that is ready to run do so, several turns of the event loop over. */
export async function settle(): Promise<void> {
  for (let count = 0; count < 5; count++) await turn();
}
