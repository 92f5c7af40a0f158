import {FlightLog} from './flight-log.ts';
import {IdleTrip} from './idle-trip.ts';

/** So long may bytes wait beyond the idle line's round trip; more by the time between looks, as they tell no better. */
const targetMs = 60;
const floorBytes = 1024;
const ceilingBytes = 256 * 1024;
const firstBytes = 4096;
/** What goes into an empty queue to measure the round trip: so small that a slow line adds little to it. */
const probeBytes = 384;
/** Smaller writes would be mostly the headers of SSH and TCP. */
const smallestBytes = 256;
/** Looks further apart than this say little about when something arrived. */
const blindMs = 150;
/** What has been saved up while nothing was to be written is at most so much time's worth. */
const burstMs = 50;
/** So many windows in a row without a wait: the line has become faster. */
const fasterAfter = 4;
/** A queue that others fill, in other panes of a multiplexer, keeps us silent no longer than this. */
const silenceMs = 1000;

/**
 * Decides how much may be written to a line of which only the send queue is known: bytes written that the other side
 * has not acknowledged (`SendQueue`). A window in bytes bounds it, and is moved so that bytes are acknowledged about
 * 100 ms later than on an idle line: what the line itself holds, rate × round trip, is no queue.
 *
 * Each time that a byte which filled the window has arrived, the window is multiplied by (idle round trip + target) /
 * (time it took), within 0.5 and 1.25, and doubled at first, until something waits. That is TCP Vegas's measure and
 * FAST TCP's step (Wei, Jin, Low, Hegde 2006, eq. 1); it settles where AIMD would swing by half. Bytes that are very
 * late shrink it at once. What the window lets through is spread over the round trip, as a slow line takes no more.
 *
 * The figures may be rough: see `FlightLog`. Time is given, in milliseconds.
 */
export class QueueGate {
  readonly #flight = new FlightLog();
  readonly #idleTrip = new IdleTrip();
  #window = firstBytes;
  /** The byte that filled the window: its time decides the next. */
  #mark: {readonly end: number; readonly atMs: number} | undefined;
  /** The last byte that was written under a window that was much too large. */
  #late = {end: 0, window: 0};
  /** By what the window grows while no queue is seen; 1: one has been. */
  #rise = 2;
  #unhindered = 0;
  #wroteAtMs = Number.NEGATIVE_INFINITY;
  #lookedAtMs = Number.NEGATIVE_INFINITY;
  #gapMs = 0;
  /** By how much the queue was seen to fall since the last write. */
  #fell = 0;

  /** Nothing is known to be under way: no need to observe until there is something to write. */
  get idle(): boolean {
    return this.#flight.queue === 0;
  }

  /** How many bytes may be written now; 0: none. */
  room(nowMs: number): number {
    const room = this.#roomInQueue(nowMs);
    return room < smallestBytes ? 0 : Math.floor(room / this.#flight.carried);
  }

  /** Tell of each write, when it was made; it may be larger than there was room for. */
  wrote(bytes: number, nowMs: number): void {
    const {queue: before, acked} = this.#flight;
    if (before === 0) this.#idleTrip.began(nowMs, this.#window);
    this.#flight.wrote(bytes, nowMs);
    this.#wroteAtMs = nowMs;
    this.#fell = 0;
    const {queue, written} = this.#flight;
    if (acked < this.#late.end && before > this.#window) this.#late = {...this.#late, end: written};
    else if (!this.#mark && queue > this.#window - smallestBytes) this.#mark = {end: written, atMs: nowMs};
  }

  /** Tell what the send queue holds: every 25 ms or so while not `idle`, and before a write. */
  observe(queueBytes: number, nowMs: number): void {
    const {queue: before} = this.#flight;
    const oldestAtMs = this.#flight.observe(queueBytes, nowMs, this.#idleTrip.ms);
    const {queue} = this.#flight;
    this.#fell += Math.max(0, before - queue);
    const lookedAtMs = this.#lookedAtMs;
    this.#lookedAtMs = nowMs;
    this.#gapMs = Math.min(blindMs, nowMs - lookedAtMs);
    if (oldestAtMs === undefined) return;
    const tookMs = nowMs - oldestAtMs;
    /** The byte may have arrived so much earlier. */
    const blurMs = nowMs - Math.max(lookedAtMs, oldestAtMs);
    if (queue > 0) this.#idleTrip.waits(nowMs, this.#window);
    else if (blurMs <= blindMs) this.#idleTrip.emptied(tookMs, nowMs, this.#window);
    const tripMs = this.#idleTrip.ms ?? tookMs;
    this.#adjust(tookMs, tripMs, blurMs, nowMs);
  }

  #roomInQueue(nowMs: number): number {
    const {queue} = this.#flight;
    if (this.#idleTrip.isDue(nowMs, this.#window)) return queue === 0 ? probeBytes : 0;
    const sinceMs = nowMs - this.#wroteAtMs;
    if (sinceMs >= silenceMs && this.#fell >= floorBytes) return Math.max(floorBytes, this.#window - queue);
    const tripMs = this.#idleTrip.ms;
    if (this.#rise > 1 || !tripMs) return this.#window - queue;
    const perMs = (1.25 * this.#window) / tripMs;
    const burst = Math.max(2 * smallestBytes, perMs * Math.max(burstMs, 2 * this.#gapMs));
    return Math.min(this.#window - queue, perMs * sinceMs, burst);
  }

  #adjust(tookMs: number, tripMs: number, blurMs: number, nowMs: number): void {
    const {acked, written} = this.#flight;
    const target = targetMs + Math.min(blurMs, blindMs);
    if (tookMs > tripMs + 1.5 * target && acked >= this.#late.end) {
      this.#late = {end: written, window: this.#window};
      this.#mark = undefined;
    }
    if (acked < this.#late.end) {
      // Of what is under way nothing else is learnt than how much too large that window was.
      this.#resize(Math.min(this.#window, (this.#late.window * (tripMs + target)) / tookMs));
      return;
    }
    if (!this.#mark || acked < this.#mark.end) return;
    const markMs = nowMs - this.#mark.atMs;
    this.#mark = undefined;
    if (blurMs > blindMs) return;
    const waitedMs = markMs - tripMs;
    this.#unhindered = waitedMs < target / 4 ? this.#unhindered + 1 : 0;
    if (this.#unhindered >= fasterAfter) this.#rise = Math.max(this.#rise, 1.5);
    if (waitedMs > target / 2) this.#rise = 1;
    const factor = this.#rise > 1 ? this.#rise : Math.min(1.25, (tripMs + target) / markMs);
    this.#resize(this.#window * Math.max(0.5, factor));
  }

  #resize(window: number): void {
    if (window < this.#window) this.#rise = 1;
    this.#window = Math.max(floorBytes, Math.min(ceilingBytes, window));
  }
}
