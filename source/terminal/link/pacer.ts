import {leastWrite} from './least-write.ts';
import {ShortestLately} from './shortest-lately.ts';

/** Written before anything is known of the line: a slow one takes a third of a second for it. */
const firstWindow = 2048;
/** What may wait at the line beyond what is on its way, in such writes: with less, it idles now and then. */
const slackChunks = 1.5;
/** What one write may take of the line's time, in milliseconds. */
const chunkMs = 20;
/** Nothing is sooner believed to be lost, in milliseconds. */
const leastPatienceMs = 2000;
/** A terminal that has answered nothing yet may be one that does not. */
const firstPatienceMs = 1000;
const mostPatienceMs = 30_000;
/** In bytes a millisecond: after answers were lost, until one comes. */
const probingRate = 20;
/** For so long the shortest round trip counts: by then the line may be another one. */
const memoryMs = 30_000;
/** The first round trips were those of a session that had just begun. */
const firstDrainMs = 1500;
/** A round trip that is longer by this is told from noise. */
const noiseMs = 15;

interface Flight {
  readonly bytes: number;
  readonly sentMs: number;
  /** More was to be written than the window let through. */
  readonly full: boolean;
  /** What had been answered for when it was sent, and when that was. */
  readonly deliveredBytes: number;
  readonly deliveredMs: number;
}

/**
 * How much may be on its way to the terminal. Each write ends with a question, so its answer tells when the terminal
 * had got so far. Answers tell the line's rate and its shortest round trip; the window is what fills the line for
 * that long, and two small writes more, so that it never idles and hardly queues. Time is given, in milliseconds.
 *
 * The idea is that of congestion control by delay: Vegas (Brakmo, Peterson 1995), LEDBAT (RFC 6817), BBR (Cardwell et
 * al. 2016).
 */
export class Pacer {
  #flights: Flight[] = [];
  #inFlight = 0;
  #deliveredBytes = 0;
  #deliveredMs = 0;
  /** Bytes a millisecond; undefined until a write has been answered. */
  #rate: number | undefined;
  /** It was never seen to queue: it may be much faster. */
  #starting = true;
  readonly #shortest = new ShortestLately(memoryMs);
  #smoothMs: number | undefined;
  #lostInARow = 0;
  /** Writes are held back until all is answered, to see the shortest round trip again. */
  #draining = false;
  #drainedMs = 0;
  #drains = 0;
  /** What was sent until then was on its way while the line was cut; Infinity: it is cut. */
  #cutMs = -Infinity;
  /** The rate before it was cut. */
  #rateBefore: number | undefined;
  #probing = false;

  /** The round trip lately, in milliseconds; undefined before the first answer. */
  get roundTripMs(): number | undefined {
    return this.#smoothMs;
  }

  /** The round trip without a queue, in milliseconds. */
  get shortestMs(): number | undefined {
    return this.#shortest.ms;
  }

  /** What the line was seen to carry; undefined before the first answer. */
  get bytesPerSecond(): number | undefined {
    return this.#rate === undefined ? undefined : this.#rate * 1000;
  }

  /** When the oldest write that has not been answered was made; undefined: all are. */
  get oldestMs(): number | undefined {
    return this.#flights[0]?.sentMs;
  }

  /** Questions that have not been answered. */
  get outstanding(): number {
    return this.#flights.length;
  }

  /** How often in a row an answer was given up. */
  get lostInARow(): number {
    return this.#lostInARow;
  }

  /**
   * Bytes that may be written now; 0: none, perhaps because the line is to run empty from now on. `urgent`: for a key's
   * effect, a small write is let through sooner.
   */
  room(nowMs: number, urgent = false): number {
    this.#drainIfDue(nowMs);
    if (this.#draining) {
      if (this.#inFlight > 0) return 0;
      this.#draining = false;
      this.#probing = true;
    }
    if (this.#probing) return 0;
    const chunk = this.#chunk();
    const room = this.#window() + (urgent ? chunk : 0) - this.#inFlight;
    // A few bytes of room are not worth a write, but when nothing is on its way; and one write does not take it all:
    // it would be a queue by itself.
    if (room < chunk && this.#inFlight > 0) return 0;
    return Math.floor(this.#starting ? Math.max(chunk, this.#window() / 2) : chunk);
  }

  /** A question by itself is to be sent, of as few bytes as there are: it takes no time of its own. */
  get probeIsDue(): boolean {
    return this.#probing && this.#inFlight === 0;
  }

  /** `full`: more was to be written. */
  sent(bytes: number, full: boolean, nowMs: number): void {
    if (this.#inFlight === 0) {
      this.#deliveredMs = nowMs;
      this.#drainedMs = nowMs;
    }
    this.#inFlight += bytes;
    this.#flights.push({
      bytes,
      sentMs: nowMs,
      full,
      deliveredBytes: this.#deliveredBytes,
      deliveredMs: this.#deliveredMs,
    });
  }

  /** The answer to the flight at `index` of those outstanding; those before it have arrived as well. */
  answered(index: number, nowMs: number): void {
    const flight = this.#flights[index];
    if (!flight) return;
    for (const {bytes} of this.#flights.splice(0, index + 1)) {
      this.#inFlight -= bytes;
      this.#deliveredBytes += bytes;
    }
    // Sums of fractions leave a rest.
    if (this.#flights.length === 0) this.#inFlight = 0;
    this.#deliveredMs = nowMs;
    this.#lostInARow = 0;
    this.#probing = false;
    this.#learn(flight, nowMs);
  }

  /** When to give up the oldest answer; undefined: none is awaited. */
  get patienceEndsMs(): number | undefined {
    const oldest = this.oldestMs;
    if (oldest === undefined) return undefined;
    const least =
      this.#smoothMs === undefined ? firstPatienceMs : Math.max(leastPatienceMs, 4 * this.#smoothMs);
    const patience = least * 2 ** this.#lostInARow;
    return oldest + Math.min(mostPatienceMs, patience);
  }

  /** The answers that are out will not come: a probe may be sent. */
  giveUp(nowMs: number): void {
    this.#lostInARow++;
    this.#flights = [];
    this.#inFlight = 0;
    this.#probing = false;
    this.#deliveredMs = nowMs;
    // What is known of the line may be wrong now; small writes find out.
    this.#rateBefore ??= this.#rate;
    this.#rate = this.#rate === undefined ? undefined : Math.min(this.#rate, probingRate);
    this.#cutMs = Infinity;
  }

  /** An answer has come that was given up: the terminal does answer. */
  heard(): void {
    this.#lostInARow = 0;
  }

  #learn(flight: Flight, nowMs: number): void {
    if (this.#cutMs === Infinity) {
      // The line is back, and as likely as not the one that it was.
      this.#cutMs = nowMs;
      if (this.#rateBefore !== undefined) this.#rate = Math.max(this.#rate ?? 0, this.#rateBefore / 2);
      this.#rateBefore = undefined;
    }
    // How long the line was away says nothing of how fast it is.
    if (flight.sentMs <= this.#cutMs) return;
    const tripMs = Math.max(0.05, nowMs - flight.sentMs);
    this.#smoothMs = this.#smoothMs === undefined ? tripMs : this.#smoothMs + (tripMs - this.#smoothMs) / 4;
    this.#shortest.saw(tripMs, nowMs);
    const shortest = this.#shortest.ms!;
    const queueMs = tripMs - shortest;
    const passed = this.#deliveredBytes - flight.deliveredBytes;
    const sample = passed / Math.max(0.05, nowMs - flight.deliveredMs);
    if (this.#rate === undefined) {
      // A few bytes tell how far it is, not how wide.
      if (flight.full) this.#rate = sample;
      return;
    }
    const noise = Math.max(noiseMs, shortest / 8);
    if (sample > this.#rate) {
      // Without a queue the line has shown what it can; with one, answers that were held up may come all at once.
      this.#rate += (sample - this.#rate) / (queueMs < noise ? 1 : 8);
    } else if (flight.full && queueMs > (2 * this.#chunk()) / this.#rate + noise) {
      // More waits than was meant to: the line was busy all the while, and this is its rate.
      this.#rate += (sample - this.#rate) / 4;
    }
    // The time that it took of the line itself is no queue.
    const hasWaited = queueMs >= noise + flight.bytes / this.#rate;
    if (flight.full && hasWaited) this.#starting = false;
    else if (flight.full) {
      // Nothing waits, and there was more to write: it may carry more. By so much a round trip.
      this.#rate *= 1 + ((this.#starting ? 1 : 0.25) * flight.bytes) / this.#window();
    }
  }

  #chunk(): number {
    return this.#rate === undefined ? leastWrite : Math.max(leastWrite, this.#rate * chunkMs);
  }

  #window(): number {
    if (this.#rate === undefined) return firstWindow;
    return this.#rate * (this.#shortest.ms ?? 0) + slackChunks * this.#chunk();
  }

  /** A line that is never idle shows no round trip without a queue: now and then it is let run empty. */
  #drainIfDue(nowMs: number): void {
    if (this.#inFlight === 0) this.#drainedMs = nowMs;
    const sinceMs = nowMs - Math.max(this.#drainedMs, this.#shortest.seenMs);
    if (sinceMs > (this.#drains === 0 ? firstDrainMs : memoryMs) && this.#inFlight > 0) {
      this.#drains++;
      this.#draining = true;
      this.#drainedMs = nowMs;
    }
  }
}
