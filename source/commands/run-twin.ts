import {once} from 'node:events';
import type {ChannelName, StreamEvent} from '../recording/entry.ts';
import {systemClock} from '../streams/clock.ts';
import {merge} from '../streams/merge.ts';
import {faultSentence} from '../ticker/fault-sentence.ts';
import type {Flags, Io} from './command.ts';
import {text} from './flags.ts';
import {type LiveOptions, liveStreams, type StreamUrls} from './live-streams.ts';
import {statusLine} from './status-line.ts';
import {untilSignal} from './until-signal.ts';

/** What a twin writes to standard output: whole lines, or nothing. */
export interface TwinOutput {
  /** For a batch of the stream that the URL of this index names. */
  lines(batch: readonly StreamEvent[], index: number): string;
  /** Writes what is due without an event, until `signal` aborts; `write` resolves when it may write more. */
  meanwhile?(write: (lines: string) => Promise<void>, signal: AbortSignal): Promise<void>;
  /** What is left to say when the streams have ended. */
  rest?(): string;
}

const none: StreamUrls = {ticker: [], chat: [], alerts: [], logs: []};

/** So long a reader may take, once a signal came, for what is left: one that stalls must not keep us from ending. */
const lastWordsMs = 500;

/**
 * Runs streams of one channel without a console, to their end or until a signal comes; resolves to the exit code.
 * Writes no faster than standard output takes it. How the connection and the symbols stand, what could not be read and
 * what is missing goes to standard error.
 */
export async function runTwin(
  channel: ChannelName,
  urls: readonly string[],
  flags: Flags,
  io: Io,
  output: TwinOutput,
  settings: Pick<LiveOptions, 'ticker'> = {},
): Promise<number> {
  const abort = new AbortController();
  const {signal} = abort;
  const failFast = flags.retry !== true;
  // The pipeline belongs to the console and the hub: the twin of a stream is that stream alone.
  const sources = urls.map((url, index) => {
    const live = liveStreams(
      {...none, [channel]: [url]},
      {signal, stdin: io.stdin, env: io.env, nick: text(flags, 'nick'), failFast, judge: false, ...settings},
    );
    const {events} = live.streams.find(stream => stream.channel === channel)!;
    return () => numbered(events, index);
  });
  const write = async (lines: string) => {
    if (lines !== '' && !io.stdout.write(lines)) await once(io.stdout, 'drain');
  };
  const print = async () => {
    for await (const batches of merge(sources, {signal})) {
      for (const {batch, index} of batches) {
        tell(batch, io);
        await write(output.lines(batch, index));
      }
    }
    return 0;
  };
  const ended = print();
  const meanwhile = output.meanwhile?.(write, signal);
  let patienceMs = Number.POSITIVE_INFINITY;
  const told = untilSignal(signal).then(code => {
    if (!signal.aborted) patienceMs = lastWordsMs;
    return code;
  });
  const finish = async () => {
    await Promise.allSettled([ended, meanwhile]);
    await write(output.rest?.() ?? '');
  };
  try {
    return await Promise.race([ended, told, failureOf(meanwhile)]);
  } finally {
    abort.abort();
    const finished = new AbortController();
    await Promise.race([finish(), systemClock.sleep(patienceMs, finished.signal)]).finally(() =>
      finished.abort(),
    );
  }
}

async function* numbered(events: AsyncIterable<StreamEvent[]>, index: number) {
  for await (const batch of events) yield [{batch, index}];
}

/** Rejects where the work does, and never resolves. */
async function failureOf(work: Promise<void> | undefined): Promise<never> {
  await work;
  return new Promise(() => {});
}

/** What is not for standard output: how the connection and the symbols stand, and what is missing. */
function tell(batch: readonly StreamEvent[], {stderr}: Io): void {
  const refusals = batch.flatMap(event => (event.type === 'subscription' ? [event.reason] : []));
  for (const event of batch) {
    // The frame in which a venue refused a symbol: it says the same.
    if (event.type === 'reject' && refusals.includes(event.reason)) continue;
    if (event.type === 'status') stderr.write(statusLine(event));
    else if (event.type === 'reject') {
      stderr.write(`tailrace: ${event.source}: could not be read: ${event.reason}: ${event.sample}\n`);
    } else if (event.type === 'sequence') {
      stderr.write(`tailrace: ${event.venue} ${event.symbol ?? 'all symbols'}: ${faultSentence(event)}\n`);
    } else if (event.type === 'subscription' && event.state === 'refused') {
      stderr.write(
        `tailrace: ${event.venue} ${event.symbol} refused: ${event.reason ?? 'no reason given'}\n`,
      );
    }
  }
}
