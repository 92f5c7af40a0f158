import type {Clock} from '../streams/clock.ts';
import {FeedWindows, type FeedWindowsOptions} from '../ticker/feed-windows.ts';
import type {SymbolWindow} from '../ticker/symbol-windows.ts';
import type {TwinOutput} from './run-twin.ts';
import {windowLine} from './window-line.ts';

export interface WindowLinesOptions extends FeedWindowsOptions {
  /** The venue of each stream, as its events name it. */
  readonly venues: readonly string[];
  /** Whether lines name it. */
  readonly namesVenue: boolean;
  readonly json: boolean;
  readonly clock: Clock;
}

/** Who wakes so much later than was meant stood still (^Z, a paused container), and what came meanwhile is unread. */
const stoodStillMs = 250;
/** So long what is unread is given to be read. */
const catchUpMs = 250;

/** Each window of each symbol as a line, as soon as it is over: with an event of its feed, or by the clock. */
export function windowLines({
  venues,
  namesVenue,
  json,
  clock,
  ...sizes
}: WindowLinesOptions): Required<TwinOutput> {
  const feeds = venues.map(() => new FeedWindows(sizes));
  let wakesMs = Number.POSITIVE_INFINITY;
  /** By the clock windows are over, but what belongs in them may be here and not have been read. */
  let isBehind = false;
  let wake = () => {};
  const write = (windows: readonly SymbolWindow[], index: number) => {
    const venue = namesVenue ? venues[index] : undefined;
    return windows.map(window => windowLine(window, {json, venue})).join('');
  };
  const dueMs = (atMs: number) => Math.min(...feeds.map(feed => feed.dueMs(atMs)));
  const closed = (atMs: number) => feeds.map((feed, index) => write(feed.close(atMs), index)).join('');
  return {
    lines(batch, index) {
      const atMs = clock.now();
      const feed = feeds[index]!;
      let out = '';
      for (const event of batch) {
        if (event.type === 'trade') feed.add(event, atMs);
        else if (event.type === 'subscription') out += write(feed.subscription(event, atMs), index);
        else if (event.type === 'status' && event.state === 'connected') feed.connected(atMs);
      }
      // Sockets may be read before the timer that is overdue.
      isBehind ||= atMs - wakesMs > stoodStillMs;
      if (isBehind) return out;
      out += write(feed.close(atMs), index);
      if (dueMs(atMs) < wakesMs) wake();
      return out;
    },
    async meanwhile(print, signal) {
      signal.addEventListener('abort', () => wake());
      while (!signal.aborted) {
        const atMs = clock.now();
        wakesMs = isBehind ? atMs + catchUpMs : dueMs(atMs);
        const slept = new AbortController();
        wake = () => slept.abort();
        // A timer keeps no fractions.
        await clock.sleep(Math.ceil(wakesMs - atMs), slept.signal);
        const wokenMs = clock.now();
        isBehind = wokenMs - wakesMs > stoodStillMs;
        // Our own pause is not the market's silence.
        if (!isBehind) await print(closed(wokenMs));
      }
    },
    rest: () => feeds.map((feed, index) => write(feed.flush(), index)).join(''),
  };
}
