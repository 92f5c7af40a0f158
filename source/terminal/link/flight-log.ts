/** Bytes need so long to come through the pty and sshd (and tmux) into the socket's queue. */
const settleMs = 20;
/** A write that follows so soon is counted with the one before. */
const togetherMs = 2;
const mostWrites = 1024;
/** SSH's own in each packet: length, padding, channel number, message authentication (RFC 4253 6). */
const headerBytes = 40;
/** A write counts as arrived though so much of what is under way seems to be missing: sizes are estimates. */
const tolerance = 0.03;
/** So many bytes and more tell how writes are carried; a few are mostly headers. */
const telling = 256;

interface Write {
  /** Bytes written in all, after it. */
  end: number;
  readonly atMs: number;
}

/**
 * Which of the bytes written have not been acknowledged, and since when. If `w` bytes were written in all and `q`
 * are queued, byte `w - q` has just been acknowledged, and when it was written is known: so its time in the queue
 * is (Little's law, without the averages).
 *
 * All counts are of bytes in the queue, which are not quite those written: SSH adds to each write, a multiplexer
 * rewrites it, compression shrinks it. How many one byte becomes is seen whenever writes into an empty queue are
 * looked at before the first of them can have been acknowledged.
 */
export class FlightLog {
  /** Bytes written in all. */
  written = 0;
  /** Of those, the ones that have arrived: all but the newest. */
  acked = 0;
  /** Bytes on their way: the queue as it was last seen, and what it could not show yet. */
  queue = 0;
  /** Bytes in the queue for a byte written, headers aside. */
  carried = 1;
  readonly #writes: Write[] = [];
  /** Since the queue was empty; bytes as they were written. */
  #fresh = {bytes: 0, writes: 0, sinceMs: 0};

  wrote(bytes: number, nowMs: number): void {
    if (this.queue === 0) this.#fresh = {bytes: 0, writes: 0, sinceMs: nowMs};
    this.#fresh.bytes += bytes;
    this.#fresh.writes++;
    const queued = bytes * this.carried + headerBytes;
    this.written += queued;
    this.queue += queued;
    const last = this.#writes.at(-1);
    if (last && (nowMs - last.atMs <= togetherMs || this.#writes.length >= mostWrites))
      last.end = this.written;
    else this.#writes.push({end: this.written, atMs: nowMs});
  }

  /**
   * Takes what the send queue holds, and the line's round trip as far as it is known. Returns when the oldest byte
   * that is still queued was written, or the newest if none is any longer; undefined when none was before.
   */
  observe(queueBytes: number, nowMs: number, roundTripMs = 0): number | undefined {
    const newest = this.#writes.at(-1);
    const settled = this.#writes.findLast(({atMs}) => atMs <= nowMs - settleMs)?.end ?? this.acked;
    if (newest?.end === settled) this.#calibrate(queueBytes, nowMs, roundTripMs);
    this.acked = Math.max(this.acked, Math.min(this.written - queueBytes * (1 - tolerance), settled));
    this.queue = Math.max(queueBytes, this.written - settled);
    while (this.#writes.length > 0 && this.#writes[0]!.end <= this.acked) this.#writes.shift();
    return (this.#writes[0] ?? newest)?.atMs;
  }

  #calibrate(queueBytes: number, nowMs: number, roundTripMs: number): void {
    const {bytes, writes, sinceMs} = this.#fresh;
    if (queueBytes === 0 || bytes < telling || nowMs - sinceMs > roundTripMs * 0.75) return;
    this.carried = Math.max(0.2, Math.min(5, (queueBytes - writes * headerBytes) / bytes));
  }
}
