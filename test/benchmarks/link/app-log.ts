import {appendFileSync, existsSync, readFileSync} from 'node:fs';
import {setTimeout as sleep} from 'node:timers/promises';
import {wallMs} from './wall-clock.ts';

const updatesPerSecond = 20;

/** When update `update` comes, however late the app takes it: in milliseconds since the epoch. */
export function dueMs(startMs: number, update: number): number {
  return startMs + (update * 1000) / updatesPerSecond;
}

/** The newest update that has come by then. */
export function dueAt(startMs: number, atMs: number): number {
  return Math.floor(((atMs - startMs) / 1000) * updatesPerSecond);
}

/** The app's side: lines that are kept back until the next second, so that writing them is no part of a frame. */
export class AppLog {
  readonly #path: string;
  #lines = '';

  constructor(path: string) {
    this.#path = path;
  }

  start(startMs: number): void {
    this.#lines += `start ${startMs} ${process.pid}\n`;
    this.flush();
  }

  /** The app has taken an update. */
  update(update: number): void {
    this.#lines += `update ${update} ${wallMs()}\n`;
  }

  second(gapMs: number): void {
    this.#lines += `second ${wallMs()} ${process.memoryUsage.rss()} ${gapMs}\n`;
    this.flush();
  }

  /** Throws when the folder is gone: then nobody is watching any more, and the app had better end. */
  flush(): void {
    appendFileSync(this.#path, this.#lines);
    this.#lines = '';
  }
}

export interface AppSecond {
  readonly atMs: number;
  readonly rssMiB: number;
  /** The longest that a 10 ms timer was late since the last one. */
  readonly gapMs: number;
}

export interface AppRecord {
  readonly startMs: number;
  readonly pid: number;
  /** When the app took each update, by its number. */
  readonly takenMs: ReadonlyMap<number, number>;
  readonly seconds: readonly AppSecond[];
}

/** What the app wrote so far; undefined while it has not started. All times are since the epoch. */
export function readAppLog(path: string): AppRecord | undefined {
  if (!existsSync(path)) return undefined;
  const lines = readFileSync(path, 'utf8').split('\n').slice(0, -1);
  const [name, startMs, pid] = lines[0]?.split(' ') ?? [];
  if (name !== 'start') return undefined;
  const takenMs = new Map<number, number>();
  const seconds: AppSecond[] = [];
  for (const line of lines) {
    const [what, first, second, third] = line.split(' ');
    if (what === 'update') takenMs.set(Number(first), Number(second));
    else if (what === 'second')
      seconds.push({atMs: Number(first), rssMiB: Number(second) / 2 ** 20, gapMs: Number(third)});
  }
  return {startMs: Number(startMs), pid: Number(pid), takenMs, seconds};
}

/** Until the app has started. Rejects when `isOver` says that it never will. */
export async function appStarted(path: string, isOver: () => string | undefined): Promise<AppRecord> {
  for (;;) {
    const record = readAppLog(path);
    if (record) return record;
    const over = isOver();
    if (over !== undefined) throw new Error(over);
    await sleep(20);
  }
}
