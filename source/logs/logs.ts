import type {Readable} from 'node:stream';
import {breathe} from '../streams/breathe.ts';
import {systemClock} from '../streams/clock.ts';
import {UsageError} from '../streams/errors.ts';
import {publicUrl} from '../streams/public-url.ts';
import type {Meta, Status} from '../streams/status.ts';
import type {StreamOptions} from '../streams/websocket-events.ts';
import {followFile} from './follow-file.ts';
import {hubLogs} from './hub-logs.ts';
import type {ClientLog} from './kafka.ts';
import {kafkaLogs} from './kafka-logs.ts';
import {LineReader} from './line-reader.ts';
import type {Line} from './line-splitter.ts';
import {logUrl} from './log-url.ts';
import type {LogRecord} from './record.ts';
import {standardInput} from './standard-input.ts';
import type {From} from './start-offset.ts';

export interface LogsOptions extends StreamOptions {
  /** What `-` reads: it is destroyed when the reading ends. */
  readonly stdin?: Readable;
  /** Where in a file reading begins. Default its last 500 lines. */
  readonly from?: From;
  /** Where a Kafka client logs. Default nowhere. */
  readonly log?: ClientLog;
}

/**
 * Log records from a log URL, with what became of the connection and what could not be read among them. Throws a
 * UsageError at once for a URL that is none of ours; its iterator throws a SourceError for a file that is not there
 * and for an input that fails. A hub or a Kafka cluster is tried again for ever, unless `failFast` and the first
 * attempt fails.
 */
export function logs(
  url: string,
  {stdin, from = {tailLines: 500}, log, ...options}: LogsOptions,
): AsyncGenerator<(LogRecord | Meta)[], void, undefined> {
  const where = logUrl(url);
  const source = publicUrl(url);
  const {signal, clock = systemClock} = options;
  switch (where.kind) {
    case 'hub':
      return hubLogs(where.url, {...options, source});
    case 'kafka':
      return kafkaLogs(where, {...options, source, log});
    case 'file':
      return records(followFile(where.path, {signal, clock, from, source}));
    case 'standard-input':
      if (!stdin) throw new UsageError('standard input cannot be read here; name a file');
      return records(standardInput(stdin, {signal, clock, source}));
  }

  async function* records(
    lines: AsyncIterable<(Line | Status)[]>,
  ): AsyncGenerator<(LogRecord | Meta)[], void, undefined> {
    const reader = new LineReader({source});
    for await (const batch of breathe(lines)) {
      const arrivedMs = clock.now();
      const events: (LogRecord | Meta)[] = [];
      for (const item of batch) {
        const event = item.type === 'line' ? reader.read(item, arrivedMs) : item;
        if (event !== undefined) events.push(event);
      }
      if (events.length > 0) yield events;
    }
  }
}
