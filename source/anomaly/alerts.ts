import * as z from 'zod';
import {toDotPath} from 'zod/v4/core';
import {decodeJson} from '../streams/decode-json.ts';
import {UsageError} from '../streams/errors.ts';
import {publicUrl} from '../streams/public-url.ts';
import {reject} from '../streams/reject.ts';
import type {Meta} from '../streams/status.ts';
import {type StreamOptions, websocketEvents} from '../streams/websocket-events.ts';
import type {Alert} from './alert.ts';
import {alertSchema} from './alert-schema.ts';

const frameSchema = z.array(z.unknown());

/**
 * Alerts as a hub pushes them: `ws://host:port/alerts` (or wss). First those that are open or recent, then each
 * change as it happens. A frame is a JSON array of alerts; an alert that cannot be read is a Reject, the others of
 * its frame come through. Throws a UsageError for another kind of URL.
 */
export function alerts(url: string, options: StreamOptions): AsyncGenerator<(Alert | Meta)[]> {
  if (!/^wss?:$/.test(URL.parse(url)?.protocol ?? '')) {
    throw new UsageError(
      `${publicUrl(url)}: expected the WebSocket address of alerts, such as ws://127.0.0.1:7070/alerts`,
    );
  }
  const source = publicUrl(url);
  return websocketEvents<Alert>(url, {...options, decode: (frame, atMs) => decode(source, frame, atMs)});
}

function decode(source: string, frame: string, atMs: number): (Alert | Meta)[] {
  const read = decodeJson(frameSchema, frame);
  if ('reason' in read) return [reject(source, read.reason, frame, atMs)];
  return read.value.map(item => {
    const result = alertSchema.safeParse(item);
    if (result.success) return result.data;
    const issue = result.error.issues[0]!;
    const where = issue.path.length > 0 ? ` at ${toDotPath(issue.path)}` : '';
    return reject(source, `expected an alert${where}: ${issue.message}`, JSON.stringify(item), atMs);
  });
}
