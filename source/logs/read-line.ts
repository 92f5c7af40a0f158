import {isoTime} from '../streams/clock.ts';
import {clean} from '../terminal/clean.ts';
import {cleanFields, cleanText} from './clean-text.ts';
import {accessLine} from './formats/access-line.ts';
import type {Found, TimeContext} from './formats/found.ts';
import {jsonLine, looksLikeJson} from './formats/json-line.ts';
import {logfmtLine} from './formats/logfmt-line.ts';
import {plainLine} from './formats/plain-line.ts';
import {syslogLine} from './formats/syslog-line.ts';
import type {Level, LogRecord} from './record.ts';

/** What a line that does not tell it is taken to be. */
export interface LineDefaults {
  /** ISO 8601 UTC. Default when the line arrived. */
  readonly time?: string;
  /** Default `info`. */
  readonly level?: Level;
  /** Default ''. */
  readonly service?: string;
  /** Added to what the line carries. */
  readonly fields?: Readonly<Record<string, unknown>>;
}

export interface LineOptions extends TimeContext {
  readonly partition: number;
  readonly offset: string;
  readonly defaults?: LineDefaults;
}

/** Why a line is not a record, in a sentence. */
export interface Unread {
  readonly reason: string;
}

/**
 * Reads one log line: JSON, logfmt, access log, syslog, or plain text with a time and a level found in it.
 * Only what was meant as JSON can be unreadable. Undefined for a blank line. Every text in the record is clean.
 */
export function readLine(text: string, options: LineOptions): LogRecord | Unread | undefined {
  const found = findInLine(text, options);
  return found === undefined || 'reason' in found ? found : toRecord(found, options);
}

/** What the line itself tells. */
export function findInLine(text: string, context: TimeContext): Found | Unread | undefined {
  const bare = text.charCodeAt(0) === 0xfeff ? text.slice(1) : text;
  if (looksLikeJson(bare)) return jsonLine(bare, context);
  // Colours would hide a level and a time.
  const line = bare.includes('\u001b') ? clean(bare, bare.length) : bare;
  if (!/\S/.test(line)) return undefined;
  return (
    logfmtLine(line, context) ??
    accessLine(line, context) ??
    syslogLine(line, context) ??
    plainLine(line, context)
  );
}

/** Makes what was found a record, with the defaults for what was not. */
export function toRecord(
  found: Found,
  {partition, offset, arrivedMs, defaults = {}}: LineOptions,
): LogRecord {
  const record = {
    type: 'log' as const,
    time: found.time ?? defaults.time ?? isoTime(arrivedMs),
    level: found.level ?? defaults.level ?? 'info',
    service: cleanText(found.service ?? defaults.service ?? ''),
    message: cleanText(found.message),
  };
  const fields = found.fields === undefined ? undefined : cleanFields(found.fields);
  return {
    ...record,
    ...(found.user === undefined ? {} : {user: cleanText(found.user)}),
    ...(fields === undefined && defaults.fields === undefined
      ? {}
      : {fields: {...fields, ...defaults.fields}}),
    partition,
    offset,
  };
}
