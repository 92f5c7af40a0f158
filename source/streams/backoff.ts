export interface BackoffOptions {
  /** The first delay is between half of this and this, in milliseconds. Default 500. */
  readonly minMs?: number;
  /** No delay is longer, in milliseconds. Default 15,000. */
  readonly maxMs?: number;
  /** 0 <= random() < 1. */
  readonly random?: () => number;
}

/**
 * Milliseconds to wait before retry number `attempt` (from 0): doubling up to a cap, each between half and the
 * whole of its step, so that many clients of a server that comes back do not all come at once.
 */
export function backoff(
  attempt: number,
  {minMs = 500, maxMs = 15_000, random = Math.random}: BackoffOptions = {},
): number {
  const step = Math.min(maxMs, minMs * 2 ** Math.min(attempt, 30));
  return Math.round(step / 2 + (step / 2) * random());
}
