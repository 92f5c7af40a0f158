import {logs} from '../../source/logs/logs.ts';
import type {LogRecord} from '../../source/logs/record.ts';
import type {Reject, Status} from '../../source/streams/status.ts';

/** Reads a log URL in the background and keeps all that came. */
export class Reading implements AsyncDisposable {
  readonly records: LogRecord[] = [];
  readonly rejects: Reject[] = [];
  readonly statuses: Status[] = [];
  readonly #abort = new AbortController();
  readonly #done: Promise<void>;
  #heard = Promise.withResolvers<void>();

  constructor(url: string, options: {readonly failFast?: boolean} = {}) {
    this.#done = this.#run(url, options).finally(() => this.#heard.resolve());
    this.#done.catch(() => {});
  }

  get messages(): string[] {
    return this.records.map(record => record.message);
  }

  get states(): string[] {
    return this.statuses.map(status => status.state);
  }

  /** Rejects after `withinMs` milliseconds with what there is. */
  async until(is: (reading: this) => boolean, withinMs = 30_000): Promise<this> {
    const late = AbortSignal.timeout(withinMs);
    const end = Promise.withResolvers<void>();
    late.addEventListener('abort', () => end.resolve(), {once: true});
    while (!is(this)) {
      if (late.aborted) {
        const {records, rejects, statuses} = this;
        throw new Error(
          `late: ${records.length} records, ${rejects.length} rejects, ${JSON.stringify(statuses.slice(-4))}`,
        );
      }
      await Promise.race([this.#heard.promise, end.promise, this.#done]);
      this.#heard = Promise.withResolvers();
    }
    return this;
  }

  connected(): Promise<this> {
    return this.until(({states}) => states.at(-1) === 'connected');
  }

  /** As ^C ends it. Resolves when it has left; rejects with what it threw. */
  async stop(): Promise<void> {
    this.#abort.abort();
    await this.#done;
  }

  /** What it threw. */
  async failure(): Promise<Error> {
    return this.#done.then(
      () => Promise.reject(new Error('it did not fail')),
      error => error as Error,
    );
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.stop().catch(() => {});
  }

  async #run(url: string, options: {readonly failFast?: boolean}): Promise<void> {
    for await (const batch of logs(url, {...options, signal: this.#abort.signal})) {
      for (const event of batch) {
        if (event.type === 'log') this.records.push(event);
        else if (event.type === 'reject') this.rejects.push(event);
        else this.statuses.push(event);
      }
      this.#heard.resolve();
    }
  }
}
