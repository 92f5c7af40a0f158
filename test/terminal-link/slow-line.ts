export interface SlowLineOptions {
  readonly bytesPerSecond: number;
  /** Milliseconds to the other side and back. */
  readonly roundTripMs: number;
  /** Milliseconds from a write until its bytes are in the send queue (pty, sshd, tmux). */
  readonly lagMs?: number;
  /** Up to so many milliseconds more until an acknowledgement; they keep their order. */
  readonly jitterMs?: number;
  /** What the queue gets for a write of so many bytes: SSH adds to it, tmux changes it. */
  readonly carried?: (bytes: number) => number;
}

interface Segment {
  readonly bytes: number;
  readonly writtenAtMs: number;
  readonly inQueueAtMs: number;
}

/** A line in simulated time: first in, first out at a rate, then a delay; acknowledged a delay later. */
export class SlowLine {
  bytesPerSecond: number;
  roundTripMs: number;
  readonly #options: Required<SlowLineOptions>;
  #waiting: Segment[] = [];
  #flying: {readonly bytes: number; readonly ackedAtMs: number}[] = [];
  #freeAtMs = 0;
  #ackedAtMs = 0;
  readonly #random = pseudoRandom(1);
  #waits: {readonly bytes: number; readonly ms: number}[] = [];

  constructor(options: SlowLineOptions) {
    this.bytesPerSecond = options.bytesPerSecond;
    this.roundTripMs = options.roundTripMs;
    this.#options = {lagMs: 2, jitterMs: 0, carried: bytes => bytes + 40, ...options};
  }

  write(bytes: number, nowMs: number): void {
    // TCP's segments; fast lines are offered a millisecond's worth at once.
    const most = Math.max(1448, Math.min(65_536, this.bytesPerSecond / 1000));
    const inQueueAtMs = nowMs + this.#options.lagMs;
    for (let left = Math.round(this.#options.carried(bytes)); left > 0; left -= most)
      this.#waiting.push({bytes: Math.min(left, most), writtenAtMs: nowMs, inQueueAtMs});
  }

  /** Bytes not acknowledged: what /proc/net/tcp would show. */
  queued(nowMs: number): number {
    this.#advance(nowMs);
    const inQueue = this.#waiting.filter(({inQueueAtMs}) => inQueueAtMs <= nowMs);
    return [...this.#flying, ...inQueue].reduce((sum, {bytes}) => sum + bytes, 0);
  }

  /**
   * What has been sent since this was asked last, in bytes, and what 95 % of them waited at most: from the write until
   * the last bit was on the line, so beyond the propagation.
   */
  takeSent(): {readonly bytes: number; readonly p95Ms: number} {
    const waits = this.#waits.sort((a, b) => a.ms - b.ms);
    this.#waits = [];
    const bytes = waits.reduce((sum, wait) => sum + wait.bytes, 0);
    let left = bytes * 0.95;
    return {bytes, p95Ms: waits.find(wait => (left -= wait.bytes) <= 0)?.ms ?? 0};
  }

  #advance(nowMs: number): void {
    for (let next = this.#waiting[0]; next; next = this.#waiting[0]) {
      const begin = Math.max(this.#freeAtMs, next.inQueueAtMs);
      const end = begin + (next.bytes / this.bytesPerSecond) * 1000;
      if (end > nowMs) break;
      this.#freeAtMs = end;
      this.#waiting.shift();
      const lateMs = this.#random() * this.#options.jitterMs;
      this.#ackedAtMs = Math.max(this.#ackedAtMs, end + this.roundTripMs + lateMs);
      this.#flying.push({bytes: next.bytes, ackedAtMs: this.#ackedAtMs});
      this.#waits.push({bytes: next.bytes, ms: end - next.writtenAtMs});
    }
    this.#flying = this.#flying.filter(({ackedAtMs}) => ackedAtMs > nowMs);
  }
}

/** 0 <= x < 1, the same ones each time (Park and Miller 1988). */
export function pseudoRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 48_271) % 2_147_483_647;
    return state / 2_147_483_647;
  };
}
