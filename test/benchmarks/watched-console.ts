import {readFileSync, writeFileSync} from 'node:fs';
import {setTimeout as sleep} from 'node:timers/promises';
import {bundle, inTerminal, type Tailrace} from '../helpers/tailrace.ts';
import {tempFolder} from '../helpers/temp-folder.ts';
import {processUsage} from './process-usage.ts';
import {venueFeed} from './venue-feed.ts';
import {whenShown} from './when-shown.ts';

export interface Watched {
  readonly seconds: number;
  /** From a key's press to the screen that it asks for, each time, in milliseconds. */
  readonly keyMs: readonly number[];
  /** How old the newest trade on the screen was, ten times a second, in milliseconds since the venue sent it. */
  readonly ageMs: readonly number[];
  /** What the strip said of the event loop's delay, once a second; 0: nothing, for it was below 100 ms. */
  readonly loopMs: readonly number[];
  /** How late the event loop was, looked at every millisecond, over the whole run: milliseconds. */
  readonly loopDelay: {readonly p50: number; readonly p99: number; readonly max: number};
  /** Once a second. */
  readonly rssMiB: readonly number[];
  /** Share of one core. */
  readonly cores: number;
  readonly feedCores: number;
  /** Trades that the venue sent, and those that the ticker's title counts, at the end. */
  readonly sent: number;
  readonly applied: string;
  /** As the strip said it at the start of the watch and at its end, in frames. */
  readonly dropped: readonly [string, string];
  /** The most that waited at the venue for the console to read it, in bytes. */
  readonly mostWaiting: number;
}

export interface WatchedOptions {
  readonly seconds: number;
  readonly tradesPerSecond: number;
  readonly tradesPerFrame: number;
  readonly symbols?: number;
}

/** Start-up and the first compilations are not what is asked. */
const warmUpSeconds = 3;

/**
 * The real console in a real terminal of 120×40 cells, on a paced feed (and a quiet log, so that there is more
 * than one pane): pressed keys, watched its screen, and measured from outside.
 */
export async function watchedConsole({
  seconds,
  tradesPerSecond,
  tradesPerFrame,
  symbols = 8,
}: WatchedOptions): Promise<Watched> {
  const epochMs = Date.now();
  await using feed = await venueFeed({tradesPerFrame, symbols, paced: tradesPerSecond, epochMs});
  await using folder = await tempFolder();
  const log = folder.file('quiet.log');
  writeFileSync(log, '{"time":"2026-11-22T10:00:00Z","level":"info","msg":"quiet"}\n');
  const probed = folder.file('loop.json');
  await using pty = await inTerminal(
    process.execPath,
    [
      `--import=${new URL('loop-probe.mjs', import.meta.url)}`,
      bundle,
      'watch',
      '--ticker',
      feed.tickerUrl,
      '--logs',
      log,
    ],
    {env: {LOOP_PROBE: probed}},
  );
  await whenShown(pty, screen => isUnzoomed(screen) && newestPrice(screen) !== undefined);
  await sleep(warmUpSeconds * 1000);
  const over = new AbortController();
  const started = {atMs: performance.now(), ...processUsage(pty.pid), feed: await feed.state()};
  const droppedBefore = droppedOn(pty.screen);
  const watching = watchScreen(pty, epochMs, over.signal);
  let keyMs: readonly number[];
  try {
    keyMs = await pressKeys(pty, seconds);
  } finally {
    over.abort();
  }
  const watched = await watching;
  const elapsed = (performance.now() - started.atMs) / 1000;
  const {cpuSeconds} = processUsage(pty.pid);
  const end = await feed.state();
  const result = {
    seconds: elapsed,
    keyMs,
    ...watched,
    cores: (cpuSeconds - started.cpuSeconds) / elapsed,
    feedCores: (end.cpuMs - started.feed.cpuMs) / 1000 / elapsed,
    mostWaiting: end.mostWaiting,
    sent: end.sent,
    applied: /(\S+) trades/.exec(pty.screen)?.[1] ?? '?',
    dropped: [droppedBefore, droppedOn(pty.screen)],
  } satisfies Omit<Watched, 'loopDelay'>;
  pty.press('q');
  await pty.exitWithin();
  return {...result, loopDelay: JSON.parse(readFileSync(probed, 'utf8')) as Watched['loopDelay']};
}

const isUnzoomed = (screen: string) => screen.includes('1 Ticker') && /\d Logs/.test(screen);
const isZoomed = (screen: string) => screen.includes('1 Ticker') && !/\d Logs/.test(screen);

/** `z` back and forth, at times that keep no step with the console's frames. */
async function pressKeys(pty: Tailrace, seconds: number): Promise<readonly number[]> {
  const latencies: number[] = [];
  const endMs = performance.now() + seconds * 1000;
  for (let zoom = true; performance.now() < endMs; zoom = !zoom) {
    await sleep(150 + Math.random() * 100);
    const pressedMs = performance.now();
    pty.press('z');
    latencies.push((await whenShown(pty, zoom ? isZoomed : isUnzoomed)) - pressedMs);
  }
  return latencies;
}

async function watchScreen(pty: Tailrace, epochMs: number, signal: AbortSignal) {
  const ageMs: number[] = [];
  const loopMs: number[] = [];
  const rssMiB: number[] = [];
  for (let look = 0; !signal.aborted; look++) {
    const {screen} = pty;
    const price = newestPrice(screen);
    if (price !== undefined) ageMs.push(Date.now() - (epochMs + price * 1000));
    if (look % 10 === 0) {
      rssMiB.push(processUsage(pty.pid).rssMiB);
      loopMs.push(Number(/loop (\d+)ms/.exec(screen)?.[1] ?? 0));
    }
    await sleep(100, undefined, {signal}).catch(() => {});
  }
  return {ageMs, loopMs, rssMiB};
}

/** In the table of the ticker's pane: prices are the seconds since the feed's epoch. */
function newestPrice(screen: string): number | undefined {
  const prices = [...screen.matchAll(/[A-Z]+\/USD +(\d+\.\d{1,3}) /g)].map(([, price]) => Number(price));
  return prices.length === 0 ? undefined : Math.max(...prices);
}

function droppedOn(screen: string): string {
  return /dropped (\S+)/.exec(screen)?.[1] ?? '?';
}
