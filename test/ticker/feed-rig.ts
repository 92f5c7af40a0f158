import type {TestContext} from 'node:test';
import {ManualClock} from '../../source/streams/clock.ts';
import type {TickerNews} from '../../source/ticker/event.ts';
import {type TickerOptions, ticker} from '../../source/ticker/ticker.ts';
import {until} from './until.ts';
import {VenueServer} from './venue-server.ts';

export const rigStartMs = Date.parse('2026-11-25T12:00:00Z');

/**
 * A feed on a real WebSocket server that says what the test makes it say, on a clock that stands still. `url` makes
 * the ticker URL out of the server's port: `port => \`kraken+ws://127.0.0.1:${port}/v2#BTC/USD\``.
 */
export async function feedRig(
  t: TestContext,
  url: (port: number) => string,
  options: Partial<TickerOptions> = {},
) {
  const server = await VenueServer.start();
  const abort = new AbortController();
  const clock = new ManualClock(rigStartMs);
  const counters = {received: 0, delivered: 0, dropped: 0};
  const feed = ticker(url(server.port), {signal: abort.signal, clock, counters, ...options});
  const stream = feed[Symbol.asyncIterator]();
  t.after(async () => {
    abort.abort();
    await server[Symbol.asyncDispose]();
  });
  return {
    server,
    abort,
    clock,
    counters,
    feed,
    stream,
    url: url(server.port),
    /** Everything up to the batch with an event of the given type, or one that `isIt`. */
    until: (isIt: TickerNews['type'] | ((event: TickerNews) => boolean)) =>
      until<TickerNews>(stream, typeof isIt === 'string' ? ({type}) => type === isIt : isIt),
    /** Everything up to the batch that says that the connection stands so. */
    untilState: (state: 'connected' | 'lost') =>
      until<TickerNews>(stream, event => event.type === 'status' && event.state === state),
    /** Sends a frame: an object as JSON. */
    send: (frame: unknown) => server.socket.send(typeof frame === 'string' ? frame : JSON.stringify(frame)),
  };
}
