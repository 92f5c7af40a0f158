import {setImmediate as turn} from 'node:timers/promises';
import {type FollowFileOptions, followFile} from '../../source/logs/follow-file.ts';
import type {Line} from '../../source/logs/line-splitter.ts';
import {ManualClock} from '../../source/streams/clock.ts';
import type {Status} from '../../source/streams/status.ts';

/** Follows a real file on a clock that stands still, and keeps what came. */
export class Following implements AsyncDisposable {
  readonly clock = new ManualClock(Date.UTC(2026, 10, 22));
  readonly lines: Line[] = [];
  readonly statuses: Status[] = [];
  readonly #abort = new AbortController();
  readonly #done: Promise<void>;
  #ended = false;

  constructor(path: string, options: Partial<FollowFileOptions> = {}) {
    this.#done = this.#run(path, options).finally(() => (this.#ended = true));
    this.#done.catch(() => {});
  }

  get texts(): string[] {
    return this.lines.map(line => line.text);
  }

  get states(): string[] {
    return this.statuses.map(status => status.state);
  }

  /** Until it has read all there is and waits for its next look. */
  async rest(): Promise<this> {
    while (this.clock.sleeping === 0 && !this.#ended) await turn();
    if (this.#ended) await this.#done;
    return this;
  }

  /** Lets it look `times` times, a poll apart. */
  async look(times = 1): Promise<this> {
    for (let time = 0; time < times; time++) {
      await this.rest();
      await this.clock.advance(250);
    }
    return this.rest();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#abort.abort();
    await this.#done;
  }

  async #run(path: string, options: Partial<FollowFileOptions>): Promise<void> {
    const {signal} = this.#abort;
    for await (const batch of followFile(path, {...options, signal, clock: this.clock})) {
      for (const item of batch) {
        if (item.type === 'line') this.lines.push(item);
        else this.statuses.push(item);
      }
    }
  }
}
