/** The newest `capacity` events of a stream, to begin with for who comes late. */
export class Recent<T> {
  readonly #capacity: number;
  #events: T[] = [];

  constructor(capacity = 200) {
    this.#capacity = capacity;
  }

  push(batch: readonly T[]): void {
    this.#events = this.#events.concat(batch.slice(-this.#capacity)).slice(-this.#capacity);
  }

  /** Oldest first. */
  get events(): readonly T[] {
    return this.#events;
  }
}
