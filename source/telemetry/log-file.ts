import {mkdirSync, renameSync, statSync} from 'node:fs';
import {dirname, join} from 'node:path';
import envPaths from 'env-paths';
import {type Logger, pino} from 'pino';

const rotateBytes = 4 << 20;

/** Where the program writes its own log: `TAILRACE_LOG`, else the user's log folder (XDG on Linux). */
export function logPath(env: Readonly<Record<string, string | undefined>> = process.env): string {
  return env.TAILRACE_LOG || join(envPaths('tailrace', {suffix: ''}).log, 'tailrace.log');
}

/**
 * The program's own log: JSON lines in a file, never on the screen. A log that has grown over 4 MiB is set aside
 * as `.1` at the start. Where the file cannot be written there is no log, and the program runs on.
 */
export function openLog(path = logPath()): Logger {
  try {
    mkdirSync(dirname(path), {recursive: true});
    if ((statSync(path, {throwIfNoEntry: false})?.size ?? 0) > rotateBytes) renameSync(path, `${path}.1`);
    // Synchronous: few lines, and the last ones before a crash are the ones that matter.
    const destination = pino.destination({dest: path, sync: true});
    destination.on('error', () => {});
    return pino({name: 'tailrace', base: {pid: process.pid}}, destination);
  } catch {
    return pino({enabled: false});
  }
}

export type {Logger};
