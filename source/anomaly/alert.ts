/** What made a detector raise an alert: enough to find the records behind it. */
export interface Evidence {
  /** The window, ISO 8601 UTC. */
  readonly start: string;
  readonly end: string;
  /** Records in the window, and the errors among them. */
  readonly count: number;
  readonly errors: number;
  /** The share of errors expected, 0..1. */
  readonly expectedRate: number;
  /** The most frequent error messages, most frequent first. */
  readonly top: readonly {readonly message: string; readonly count: number}[];
  /** The users most affected, most affected first. */
  readonly users: readonly {readonly user: string; readonly count: number}[];
  /** Where the errors stand: per partition the first and last offset. */
  readonly offsets: readonly {readonly partition: number; readonly first: string; readonly last: string}[];
}

/** An alert at one moment of its life; each change is a new event with the same `id`. */
export interface Alert {
  readonly type: 'alert';
  /** The same for the whole life of one alert, and on every run over the same input: `key@since`. */
  readonly id: string;
  /** What it is about, e.g. `logs/payments/error-rate`. */
  readonly key: string;
  readonly state: 'open' | 'resolved';
  readonly severity: 'warning' | 'critical';
  /** A few words: `payments: error rate`. */
  readonly title: string;
  /** A sentence with the numbers in it. */
  readonly reason: string;
  /** When it opened, ISO 8601 UTC, event time. */
  readonly since: string;
  /** When this change happened, ISO 8601 UTC, event time. */
  readonly time: string;
  /** In how many windows it fired so far. */
  readonly count: number;
  /** 0..1, 0.5 being the alarm line. */
  readonly score: number;
  readonly evidence?: Evidence;
}
