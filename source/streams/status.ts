/** How a stream's connection stands; one is yielded at each change. */
export interface Status {
  readonly type: 'status';
  /** The stream's URL, without credentials. */
  readonly source: string;
  readonly state: 'connecting' | 'connected' | 'lost' | 'ended';
  /** Why it was lost or ended, in a sentence. */
  readonly reason?: string;
  /** How long until the next attempt, in milliseconds: with `lost`. */
  readonly retryMs?: number;
  /**
   * Since when nothing was heard, ISO 8601: with `lost` where something was heard before, and with `connected` after
   * that. What came between was missed.
   */
  readonly missedSince?: string;
  /** ISO 8601 UTC. */
  readonly time: string;
}

/** Something came that could not be read: counted and shown; the stream goes on. */
export interface Reject {
  readonly type: 'reject';
  /** The stream's URL, without credentials. */
  readonly source: string;
  /** What was expected and what came, in a sentence. */
  readonly reason: string;
  /** How it began, cleaned, at most 200 characters. */
  readonly sample: string;
  /** ISO 8601 UTC. */
  readonly time: string;
}

/** What any stream may yield beside its own events. */
export type Meta = Status | Reject;
