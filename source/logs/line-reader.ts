import {isoTime} from '../streams/clock.ts';
import {reject} from '../streams/reject.ts';
import type {Meta} from '../streams/status.ts';
import {continues, isContinuationOf, namesException} from './continuation.ts';
import type {Found} from './formats/found.ts';
import type {Line} from './line-splitter.ts';
import {findInLine, type LineDefaults, toRecord} from './read-line.ts';
import type {LogRecord} from './record.ts';

export interface LineReaderOptions {
  /** How the source is named in rejects. */
  readonly source: string;
  readonly partition?: number;
}

/**
 * Reads the lines of one source in their order, remembering what a line may lean on:
 * - a line of a stack trace becomes a record of its own, with the time, level and service of the line it continues;
 * - any other line without a time is as much later than the last one with a time as it arrived later. So old lines
 *   that are read at once stay old, and one without a time among them does not push event time on to now.
 */
export class LineReader {
  readonly #source: string;
  readonly #partition: number;
  #previous: LogRecord | undefined;
  /** The last time that a line told, and when that line arrived. */
  #told: {readonly time: string; readonly arrivedMs: number} | undefined;

  constructor({source, partition = 0}: LineReaderOptions) {
    this.#source = source;
    this.#partition = partition;
  }

  /** A record, or why there is none; undefined for a blank line. */
  read(line: Line, arrivedMs: number): LogRecord | Meta | undefined {
    const {text} = line;
    const found = findInLine(text, {arrivedMs});
    if (found === undefined) return undefined;
    if ('reason' in found) {
      const cut = line.cutBytes > 0 ? `a line too long, ${line.cutBytes} bytes were cut off; ` : '';
      return reject(this.#source, cut + found.reason, text, arrivedMs);
    }
    if (found.time !== undefined) this.#told = {time: found.time, arrivedMs};
    const continued = this.#continuedBy(text, found);
    const {fields, ...defaults} = continued
      ? continuationOf(continued)
      : this.#defaults(text, found, arrivedMs);
    const marks = line.cutBytes > 0 ? {...fields, cutBytes: line.cutBytes} : fields;
    const record = toRecord(continued ? {message: text.trimEnd()} : found, {
      partition: this.#partition,
      offset: String(line.offset),
      arrivedMs,
      defaults: marks === undefined ? defaults : {...defaults, fields: marks},
    });
    this.#previous = record;
    return record;
  }

  #continuedBy(text: string, {time, level, fields}: Found): LogRecord | undefined {
    const previous = this.#previous;
    if (previous === undefined || time !== undefined || fields !== undefined) return undefined;
    return isContinuationOf(previous, text, level !== undefined) ? previous : undefined;
  }

  #defaults(text: string, {time, level, fields}: Found, arrivedMs: number): LineDefaults {
    if (time !== undefined) return {};
    const told = this.#told;
    return {
      ...(told && {time: laterBy(told.time, arrivedMs - told.arrivedMs)}),
      ...(level === undefined && fields === undefined && namesException(text) && {level: 'error' as const}),
    };
  }
}

function continuationOf({time, level, service, fields, offset}: LogRecord): LineDefaults {
  return {time, level, service, fields: {[continues]: fields?.[continues] ?? offset}};
}

function laterBy(time: string, ms: number): string {
  return ms === 0 ? time : isoTime(Date.parse(time) + ms);
}
