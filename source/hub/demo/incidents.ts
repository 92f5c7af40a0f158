/** One of the stories that the demo's log lines tell. Times are milliseconds since it began. */
export interface IncidentKind {
  /** The service that is at fault, and those that suffer from it. */
  readonly service: string;
  readonly cascade: readonly string[];
  /** Until so long after the beginning there are only warnings. */
  readonly errorsAfterMs: number;
  /** What the service says as it gets worse, with `progress` going from 0 to 1. */
  readonly warning: (vary: Vary, progress: number) => string;
  readonly error: (vary: Vary) => string;
  readonly cascadeError: (vary: Vary, service: string) => string;
  /** Said by the service when it is over. */
  readonly recovery: readonly string[];
}

/** A whole number from `from` to `to`, both included. */
export type Vary = (from: number, to: number) => number;

export const incidentKinds: readonly IncidentKind[] = [
  {
    service: 'payments',
    cascade: ['checkout'],
    errorsAfterMs: 2500,
    warning: (vary, progress) =>
      `slow query: select balance took ${Math.round(400 + 3600 * progress) + vary(0, 300)} ms (pool ${Math.min(20, Math.round(12 + 9 * progress))}/20)`,
    error: vary => `connection pool exhausted after 5000 ms (pool=20, waiting=${vary(31, 94)})`,
    cascadeError: vary =>
      `upstream payments timed out after ${vary(4900, 5100)} ms, order ${vary(48_000, 59_999)}`,
    recovery: [
      'database primary db-2 elected, replica lag 0 ms',
      'failover complete, connection pool refilled (pool=20, waiting=0)',
    ],
  },
  {
    service: 'auth',
    cascade: ['gateway'],
    errorsAfterMs: 2000,
    warning: (vary, progress) =>
      `key set is ${Math.round(240 + 60 * progress) + vary(0, 9)} s old, refresh failed`,
    error: vary => `token rejected: signing key k-${vary(17, 19)} not found in key set`,
    cascadeError: vary => `401 from auth for a valid session, request ${vary(100_000, 999_999)}`,
    recovery: ['key set refreshed from issuer, 4 keys', 'failover complete, issuer login-2 in use'],
  },
  {
    service: 'search',
    cascade: ['gateway'],
    errorsAfterMs: 3000,
    warning: (vary, progress) =>
      `shard 3 heap at ${Math.round(82 + 15 * progress)} %, collection took ${vary(300, 1900)} ms`,
    error: vary => `shard 3 unavailable: no copy answered within ${vary(1990, 2010)} ms`,
    cascadeError: vary => `502 from search after ${vary(2000, 2100)} ms, request ${vary(100_000, 999_999)}`,
    recovery: [
      'shard 3 moved to node search-5, 2 of 2 copies started',
      'failover complete, all shards available',
    ],
  },
];
