/** NaN is no time, nor is one of a year of more than four digits: no market has told of those. */
const longestMs = 2.5e14;
/** A single event so far ahead of all before has a wrong clock. A feed that has leapt tells of history, and goes faster. */
const leapMs = {usual: 60_000, fast: 3_600_000};
/** After so many events without another leap a feed goes as usual again. */
const calmEvents = 100;
/** Events so much older than the newest are not late: the feed's clock was put back. */
const putBackMs = 60_000;
/** That is believed when so many come in a row. */
const putBackEvents = 8;

/**
 * What `EventTime.observe` made of an event: `ahead`, its time is not believed (leave the event out); `none`, it has no
 * time; `put back`, the clock starts anew with it, and windows of the time before will not close: make new ones.
 */
export type Verdict = 'ok' | 'ahead' | 'none' | 'put back';

/**
 * The clock of a feed by the times of its events: it goes on while nothing comes, by how long that is on the clock that
 * is given, and does not care whether that clock is right. Milliseconds since the epoch.
 *
 * An event more than a minute ahead of now is not believed alone, but with the next where that agrees to the hour; for a
 * while the feed is then one that replays what was, and may leap up to an hour. When 8 events in a row are more than a minute older than the newest, the feed's clock was put back. The first event is
 * believed.
 */
export class EventTime {
  #newestMs = Number.NaN;
  /** When the newest came, by the given clock. */
  #cameMs = 0;
  #leapMs = leapMs.usual;
  /** Events since the last leap. */
  #sinceLeap = 0;
  /** The most by which an event's time was ahead of when it came, or the least behind it. */
  #leadMs = Number.NEGATIVE_INFINITY;
  /** The time of an event that was not believed. */
  #aheadMs = Number.NaN;
  /** How many events in a row were from before the clock was put back, and the newest of them. */
  #older = 0;
  #olderMs = Number.NEGATIVE_INFINITY;
  #olderCameMs = 0;

  /** False before the first event. */
  get isSet(): boolean {
    return !Number.isNaN(this.#newestMs);
  }

  /**
   * Takes note of an event that came at `atMs`. `ownMs` is the newest time of its own symbol before: what is late only
   * beside other symbols, as what a venue tells again of one after the other, says nothing of the clock.
   */
  observe(timeMs: number, atMs: number, ownMs = this.#newestMs): Verdict {
    // Nearly always so. What had to wait to be read is no more ahead than what came before the wait.
    if (timeMs >= this.#newestMs && timeMs <= atMs + this.#leadMs + this.#leapMs && timeMs < longestMs) {
      if (this.#sinceLeap++ > calmEvents) this.#leapMs = leapMs.usual;
      return this.#set(timeMs, atMs, 'ok');
    }
    if (!(Math.abs(timeMs) < longestMs)) return 'none';
    if (!this.isSet) return this.#set(timeMs, atMs, 'ok');
    if (timeMs > this.#newestMs) {
      if (Math.abs(timeMs - this.#aheadMs) <= leapMs.fast) {
        this.#leapMs = leapMs.fast;
        this.#sinceLeap = 0;
        return this.#set(timeMs, atMs, 'ok');
      }
      this.#aheadMs = timeMs;
      return 'ahead';
    }
    this.#aheadMs = Number.NaN;
    if (timeMs >= this.#newestMs - putBackMs) {
      this.#older = 0;
      return 'ok';
    }
    if (!(timeMs < ownMs - putBackMs)) return 'ok';
    if (this.#older++ === 0 || timeMs >= this.#olderMs) {
      this.#olderMs = timeMs;
      this.#olderCameMs = atMs;
    }
    if (this.#older < putBackEvents) return 'ok';
    this.#leadMs = Number.NEGATIVE_INFINITY;
    return this.#set(this.#olderMs, this.#olderCameMs, 'put back');
  }

  /**
   * The newest event's time, and what has passed since it came; before the first event, `atMs` itself. It may step back
   * by as much as an event was slower than the one before it.
   */
  now(atMs: number): number {
    return this.isSet ? this.#newestMs + Math.max(0, atMs - this.#cameMs) : atMs;
  }

  #set(timeMs: number, atMs: number, verdict: Verdict): Verdict {
    this.#newestMs = timeMs;
    this.#cameMs = atMs;
    this.#leadMs = Math.max(this.#leadMs, timeMs - atMs);
    this.#aheadMs = Number.NaN;
    this.#older = 0;
    return verdict;
  }
}
