import {type Clock, isoTime, systemClock} from '../streams/clock.ts';
import type {Status} from '../streams/status.ts';
import {FollowedFile} from './followed-file.ts';
import type {Line} from './line-splitter.ts';
import type {From} from './start-offset.ts';

export interface FollowFileOptions {
  readonly signal: AbortSignal;
  readonly clock?: Clock;
  /** Where in the file that is there at first reading begins. Default `start`. A file that comes later is read whole. */
  readonly from?: From;
  /** How it is named in status events. Default its path. */
  readonly source?: string;
  /** How often a quiet file is looked at, in milliseconds; one that grows, five times as often. Default 250. */
  readonly pollMs?: number;
  /** For how long a file that was renamed or deleted is still read: its writer may not know yet. Default 1,000. */
  readonly graceMs?: number;
}

/**
 * The lines of a file, what is there and then what is added, until `signal` aborts. It looks rather than being told,
 * so that it works on every file system. It follows the name: after a rotation (rename and create) the old file is
 * read to its end, then the new one from its start; a file that was truncated is read from its start. When there has
 * been no file for `graceMs` a Status `lost` says so, and `connected` when there is one again. A last line that is
 * not finished waits for its end. Throws a SourceError when at first there is no file, or none that can be read.
 */
export async function* followFile(
  path: string,
  {
    signal,
    clock = systemClock,
    from = 'start',
    source = path,
    pollMs = 250,
    graceMs = 1000,
  }: FollowFileOptions,
): AsyncGenerator<(Line | Status)[], void, undefined> {
  if (signal.aborted) return;
  yield [{type: 'status', source, state: 'connecting', time: isoTime(clock.now())}];
  await using file = await FollowedFile.open(path, {clock, from, source, graceMs, retryMs: pollMs});
  yield [{type: 'status', source, state: 'connected', time: isoTime(clock.now())}];
  while (!signal.aborted) {
    let grew = false;
    for (let lines = await file.read(); lines; lines = await file.read()) {
      grew = true;
      if (lines.length > 0) yield lines;
      if (signal.aborted) return;
    }
    const news = await file.look();
    if (news.length > 0) yield news;
    await clock.sleep(grew ? pollMs / 5 : pollMs, signal);
  }
}
