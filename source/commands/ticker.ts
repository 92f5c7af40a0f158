import {systemClock} from '../streams/clock.ts';
import {UsageError} from '../streams/errors.ts';
import {joinTickerUrls} from '../ticker/join-ticker-urls.ts';
import {parseTickerUrl} from '../ticker/ticker-url.ts';
import type {Command, Flags} from './command.ts';
import {duration} from './duration.ts';
import {eventLines} from './event-lines.ts';
import {runTwin} from './run-twin.ts';
import {tickerSettings} from './ticker-settings.ts';
import {windowLines} from './window-lines.ts';

const usualLatenessMs = 500;
/** As many as WindowGrid takes. */
const mostWindowsAtOnce = 10_000;

/** `tailrace ticker`: trades and prices as lines on standard output, one by one or window by window. */
export const ticker: Command = {
  summary: 'Trades and prices, a line each, or windows of time.',
  usage: 'ticker URL… [--json] [--window 5s [--every 1s] [--lateness 500ms]]',
  help: `
Options
  --json           a JSON object a line: the events that a recording holds
  --window TIME    a line a window and symbol instead: its mean price and more,
                   as soon as it is over; TIME is 500ms, 5s, 1m or 1h
  --every TIME     a window begins so often; default: when the last has ended
  --lateness TIME  how long a window waits for late trades; default: 500ms
  --field NAME=PATH, --subscribe TEXT
                   of a json feed: where a trade's price, symbol, … stand, and
                   what to send it first; may be given several times
  --retry          go on trying if the first connection fails; default: exit 1

Windows go by the time of the venue. What the last ones hold is printed at the
end, marked as partial. What becomes of the connection goes to standard error.
Ends with the stream, at ^C (130), or when nobody reads any more (0).

Example
  tailrace ticker kraken:BTC/USD,ETH/USD --window 5s --every 1s --json`,
  flags: {
    json: {type: 'boolean'},
    window: {type: 'string'},
    every: {type: 'string'},
    lateness: {type: 'string'},
    field: {type: 'string', isMultiple: true},
    subscribe: {type: 'string', isMultiple: true},
    retry: {type: 'boolean'},
  },
  args: [1, 32],
  async run(given, flags, io) {
    const json = flags.json === true;
    const sizes = sizesOf(flags);
    const urls = joinTickerUrls(given);
    const venues = urls.map(url => parseTickerUrl(url).source);
    const output = sizes
      ? windowLines({...sizes, venues, namesVenue: given.length > 1, json, clock: systemClock})
      : eventLines(json);
    // Lines and windows are of all trades: what comes too fast is waited for.
    return runTwin('ticker', urls, flags, io, output, {ticker: {...tickerSettings(flags), policy: 'wait'}});
  },
};

/** Undefined where no windows are asked for. */
function sizesOf(flags: Flags) {
  const sizeMs = duration(flags, 'window', 1);
  const everyMs = duration(flags, 'every', 1) ?? sizeMs;
  const latenessMs = duration(flags, 'lateness', 0) ?? usualLatenessMs;
  if (sizeMs === undefined || everyMs === undefined) {
    const alone = ['every', 'lateness'].find(name => flags[name] !== undefined);
    if (alone !== undefined) throw new UsageError(`--${alone} goes with --window`);
    return undefined;
  }
  if (everyMs > sizeMs) throw new UsageError('--every is at most as long as --window: no trade is left out');
  if (sizeMs > mostWindowsAtOnce * everyMs) {
    throw new UsageError(`--window is at most ${mostWindowsAtOnce} times as long as --every`);
  }
  return {sizeMs, everyMs, latenessMs};
}
