import {LogFile} from '../logs/log-file.ts';
import {logUrl} from '../logs/log-url.ts';

/**
 * Throws a SourceError where a log URL names a file that cannot be read, and a UsageError where it is none of ours:
 * that is likelier a slip than a plan, and said before a screen is taken or a port is opened.
 */
export async function checkLogFile(url: string): Promise<void> {
  const where = logUrl(url);
  if (where.kind !== 'file') return;
  const file = await LogFile.open(where.path, 'end');
  await file[Symbol.asyncDispose]();
}
