export interface PartitionOffset {
  readonly partition: number;
  readonly offset: string;
}

export interface CommitsOptions {
  /** Writes the offsets to the broker: once, without trying again. Takes them in before its first `await`. */
  readonly write: (offsets: readonly PartitionOffset[]) => Promise<void>;
  /** Told what will not become better by itself. */
  readonly onFailure: (error: unknown) => void;
}

/** The group moves on, and with the next assignment positions are looked up anew. */
const passing = new Set([
  'REBALANCE_IN_PROGRESS',
  'ILLEGAL_GENERATION',
  'UNKNOWN_MEMBER_ID',
  'NOT_COORDINATOR_FOR_GROUP',
]);

/** The positions that are to be kept at the broker, of the present assignment alone; written one flush after the other. */
export class Commits {
  readonly #options: CommitsOptions;
  #due = new Map<number, bigint>();
  #flushing: Promise<void> | undefined;

  constructor(options: CommitsOptions) {
    this.#options = options;
  }

  add(partition: number, nextOffset: bigint): void {
    this.#due.set(partition, nextOffset);
  }

  /** A new assignment: what was due belongs to another generation now. */
  reset(): void {
    this.#due = new Map();
  }

  /** Writes what is due. What cannot be written now is due again. Never rejects. */
  async flush(): Promise<void> {
    // Without a flush under way the offsets are taken here and now, and carry the generation that they belong to.
    while (this.#flushing !== undefined) await this.#flushing;
    if (this.#due.size === 0) return;
    const due = this.#due;
    this.#due = new Map();
    this.#flushing = this.#write(due).finally(() => (this.#flushing = undefined));
    await this.#flushing;
  }

  async #write(due: ReadonlyMap<number, bigint>): Promise<void> {
    const next = this.#due;
    try {
      await this.#options.write([...due].map(([partition, offset]) => ({partition, offset: String(offset)})));
    } catch (error) {
      for (const [partition, offset] of due) {
        if (this.#due === next && !next.has(partition)) next.set(partition, offset);
      }
      const {type, retriable} = error as {type?: string; retriable?: boolean};
      if (retriable === false && !passing.has(type ?? '')) this.#options.onFailure(error);
    }
  }
}
