import {quantile} from '../figures.ts';
import type {AppRecord} from './app-log.ts';
import type {Look} from './far-screen.ts';
import {ages, echoes, type Late, type Press, staleness} from './lateness.ts';
import {openSession, type Session, type SessionOptions} from './session.ts';
import {chatUnit} from './units.ts';
import {wallMs} from './wall-clock.ts';

export interface WatchOptions extends SessionOptions {
  readonly seconds: number;
}

/** A quantile of latenesses; `atLeast`: some that it counts had not come when the watch ended. */
export interface Figure {
  readonly ms: number;
  readonly atLeast: boolean;
}

export interface Watched {
  /** From a change to the screen that shows it or a newer one of the same row. */
  readonly staleness: {readonly median: Figure; readonly p99: Figure};
  /** How far behind the rows on the screen were, on average, in milliseconds. */
  readonly age: {readonly firstThird: number; readonly lastThird: number};
  /** From a key's press to its echo. */
  readonly echo: {readonly median: Figure; readonly p99: Figure};
  readonly bytesPerSecond: number;
  /** Different newest lines of chat that were seen. */
  readonly updatesPerSecond: number;
  /** The app's: the longest that its event loop was blocked, in milliseconds. */
  readonly gapMs: number;
  readonly rssMiB: number;
}

/** Start-up is not what is asked: measured from the start of the app's world on. */
export const warmUpMs = 3000;
/** What came last gets so long to be seen. */
const tailMs = 3000;

/** Runs the app over a line, presses keys, and measures from the screen at this end and the times of the world. */
export async function watchLine({seconds, ...options}: WatchOptions): Promise<Watched> {
  await using session = await openSession(options);
  const {startMs, looks} = session.far;
  const fromMs = startMs + warmUpMs;
  const toMs = fromMs + seconds * 1000;
  await until(session, fromMs);
  const before = await session.bytes();
  const presses = await pressKeys(session, toMs);
  const bytes = (await session.bytes()) - before;
  await session.pause(tailMs);
  const endMs = wallMs();
  const third = (seconds * 1000) / 3;
  const world = {looks, startMs};
  return {
    staleness: figures(staleness(world, {fromMs, toMs, endMs})),
    age: {
      firstThird: mean(ages(world, {fromMs, toMs: fromMs + third})),
      lastThird: mean(ages(world, {fromMs: toMs - third, toMs})),
    },
    echo: figures(echoes(looks, presses, endMs)),
    bytesPerSecond: bytes / seconds,
    updatesPerSecond: updatesSeen(looks, fromMs, toMs) / seconds,
    ...appFigures(session.record(), fromMs, endMs),
  };
}

/** Longest gap of the app's event loop in a span, and its largest memory. A loop that is blocked now tells nothing. */
export function appFigures({seconds}: AppRecord, fromMs: number, endMs: number) {
  const within = seconds.filter(({atMs}) => atMs >= fromMs && atMs - 1000 <= endMs);
  const silentMs = endMs - (seconds.at(-1)?.atMs ?? fromMs) - 1000;
  return {
    gapMs: Math.max(0, silentMs, ...within.map(({gapMs}) => gapMs)),
    rssMiB: Math.max(0, ...within.map(({rssMiB}) => rssMiB)),
  };
}

export async function until(session: Session, atMs: number): Promise<void> {
  await session.pause(Math.max(0, atMs - wallMs()));
}

/** About one a second, without waiting for the last one's echo. */
async function pressKeys(session: Session, toMs: number): Promise<Press[]> {
  const presses: Press[] = [];
  for (;;) {
    const waitMs = 600 + Math.random() * 800;
    if (wallMs() + waitMs > toMs) break;
    await session.pause(waitMs);
    presses.push({atMs: wallMs(), count: presses.length + 1});
    session.pty.press('x');
  }
  await until(session, toMs);
  return presses;
}

function figures(lates: readonly Late[]) {
  return {median: figure(lates, 0.5), p99: figure(lates, 0.99)};
}

function figure(lates: readonly Late[], at: number): Figure {
  const ms = quantile(
    lates.map(late => late.ms),
    at,
  );
  return {ms, atLeast: lates.some(late => !late.seen && late.ms <= ms)};
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function updatesSeen(looks: readonly Look[], fromMs: number, toMs: number): number {
  const within = looks.filter(({atMs}) => atMs >= fromMs && atMs < toMs);
  return new Set(within.map(({shown}) => shown[chatUnit])).size;
}
