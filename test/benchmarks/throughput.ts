import WebSocket from 'ws';
import {Store} from '../../source/console/store.ts';
import type {Counters} from '../../source/streams/counters.ts';
import {ticker} from '../../source/ticker/ticker.ts';
import type {Benchmark} from './benchmark.ts';
import {median, short, spread} from './figures.ts';
import {feedSymbols, type VenueFeed, venueFeed} from './venue-feed.ts';

interface Round {
  /** Trades that were handled: all that were sent. */
  readonly handled: number;
  readonly seconds: number;
  readonly cpuMicroseconds: number;
}

const burst = 200_000;
const symbols = feedSymbols();
const cases = [1, 10];

/** How fast trades come from a socket through decoder and windows into the store. */
export const throughput: Benchmark = {
  name: 'throughput',
  question:
    'How many trades a second come from a real WebSocket through decoder and windows, beside ws and JSON.parse alone?',
  bundled: false,
  long: false,
  async run({rounds = 7}) {
    const rows: string[][] = [];
    for (const tradesPerFrame of cases) {
      await using feed = await venueFeed({tradesPerFrame, burst});
      const ours: Round[] = [];
      const theirs: Round[] = [];
      await wsAlone(feed);
      await intoTheStore(feed);
      for (let round = 0; round < rounds; round++) {
        theirs.push(await wsAlone(feed));
        ours.push(await intoTheStore(feed));
      }
      rows.push(row(`ws + JSON.parse, ${tradesPerFrame} a frame`, theirs, theirs));
      rows.push(row(`ticker() → Store, ${tradesPerFrame} a frame`, ours, theirs));
    }
    return {
      head: ['way', 'trades/s', 'ratio', 'CPU µs a trade', 'ratio'],
      rows,
      notes: [
        `${burst} trades a round, sent by another process as fast as they are taken; ${rounds} rounds each, in turn.`,
        'Every trade is seen: the venue is held back, nothing is dropped, or the benchmark fails. CPU is that of this whole process.',
      ],
    };
  },
};

function row(way: string, rounds: readonly Round[], reference: readonly Round[]): string[] {
  const rate = ({handled, seconds}: Round) => handled / seconds;
  const cost = ({handled, cpuMicroseconds}: Round) => cpuMicroseconds / handled;
  const ratio = (of: (round: Round) => number) =>
    (median(rounds.map(of)) / median(reference.map(of))).toFixed(2);
  return [way, spread(rounds.map(rate), short), ratio(rate), spread(rounds.map(cost), short), ratio(cost)];
}

async function intoTheStore({tickerUrl}: VenueFeed): Promise<Round> {
  const store = new Store();
  const counters: Counters = {received: 0, delivered: 0, dropped: 0};
  store.watch(counters);
  const abort = new AbortController();
  const stop = stopwatch();
  for await (const batch of ticker(tickerUrl, {signal: abort.signal, counters, policy: 'wait'})) {
    store.apply('ticker', batch, performance.now());
    // The newest is never dropped.
    const last = batch.at(-1);
    if (last?.type === 'trade' && last.symbol === symbols.at(-1) && last.id === burst / symbols.length) break;
  }
  const measured = stop();
  abort.abort();
  const {ticker: board, rejects, dropped} = store.snapshot(performance.now());
  const handled = board.trades;
  if (rejects.count > 0) throw new Error(`a frame could not be read: ${rejects.last?.reason}`);
  if (handled !== burst || dropped > 0) {
    throw new Error(`${burst} trades were sent, ${handled} handled, ${dropped} frames dropped`);
  }
  return {handled, ...measured};
}

async function wsAlone({address}: VenueFeed): Promise<Round> {
  const {promise, resolve, reject} = Promise.withResolvers<void>();
  let handled = 0;
  const stop = stopwatch();
  const socket = new WebSocket(address, {perMessageDeflate: false});
  socket.on('open', () => socket.send('subscribe'));
  socket.on('error', reject);
  socket.on('message', data => {
    const {data: trades} = JSON.parse(String(data)) as {readonly data: readonly unknown[]};
    handled += trades.length;
    if (handled === burst) resolve();
  });
  await promise;
  const measured = stop();
  socket.terminate();
  return {handled, ...measured};
}

function stopwatch(): () => Pick<Round, 'seconds' | 'cpuMicroseconds'> {
  const startMs = performance.now();
  const startCpu = process.cpuUsage();
  return () => {
    const {user, system} = process.cpuUsage(startCpu);
    return {seconds: (performance.now() - startMs) / 1000, cpuMicroseconds: user + system};
  };
}
