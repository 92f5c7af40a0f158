import * as z from 'zod';
import {toDotPath} from 'zod/v4/core';
import {decodeJson} from '../streams/decode-json.ts';
import {publicUrl} from '../streams/public-url.ts';
import {reject} from '../streams/reject.ts';
import type {Meta} from '../streams/status.ts';
import {type StreamOptions, websocketEvents} from '../streams/websocket-events.ts';
import type {LogRecord} from './record.ts';
import {recordSchema} from './record-schema.ts';

const frameSchema = z.array(z.unknown());

/**
 * Log records from a hub: each text frame is a JSON array of them. A record of another shape is a Reject, and the
 * others of its frame go on. The buffer's policy is `wait`: TCP carries it back to the hub, which has a bounded queue
 * for each client and counts what it drops there. A short buffer, so that what is shown is not old.
 */
export function hubLogs(
  url: string,
  {signal, clock, failFast, source = publicUrl(url)}: StreamOptions & {readonly source?: string},
): AsyncGenerator<(LogRecord | Meta)[], void, undefined> {
  return websocketEvents<LogRecord>(url, {
    signal,
    source,
    policy: 'wait',
    capacity: 64,
    decode: (frame, atMs) => decodeFrame(frame, source, atMs),
    ...(clock === undefined ? {} : {clock}),
    ...(failFast === undefined ? {} : {failFast}),
  });
}

function decodeFrame(frame: string, source: string, atMs: number): (LogRecord | Meta)[] {
  const decoded = decodeJson(frameSchema, frame);
  if ('reason' in decoded) return [reject(source, decoded.reason, frame, atMs)];
  return decoded.value.map(item => {
    const {success, data, error} = recordSchema.safeParse(item);
    if (success) return data;
    const issue = error.issues[0]!;
    const where = issue.path.length > 0 ? `at ${toDotPath(issue.path)}: ` : '';
    return reject(source, `expected a log record: ${where}${issue.message}`, JSON.stringify(item), atMs);
  });
}
