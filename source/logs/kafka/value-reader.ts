import {reject} from '../../streams/reject.ts';
import type {Meta} from '../../streams/status.ts';
import {LineReader} from '../line-reader.ts';
import type {RawRecord} from '../partitioned.ts';
import type {LogRecord} from '../record.ts';

/** Of a longer value the rest is cut off, as of a longer line of a file. */
const maxValueBytes = 64 * 1024;

/** Reads the values of one partition, in their order, as a file's lines are read: JSON, logfmt, plain text and so on. */
export class ValueReader {
  readonly #source: string;
  readonly #partition: number;
  readonly #lines: LineReader;

  constructor(source: string, partition: number) {
    this.#source = source;
    this.#partition = partition;
    this.#lines = new LineReader({source, partition});
  }

  /**
   * A record, or why there is none. What tells no time of its own has that of the broker's record; `nowMs` is for
   * those of old producers, which have none.
   */
  read({offset, timeMs, key, value}: RawRecord, nowMs: number): LogRecord | Meta {
    const atMs = timeMs >= 0 ? timeMs : nowMs;
    const no = (reason: string) => {
      const where = `partition ${this.#partition}, offset ${offset}`;
      return reject(this.#source, reason, `${where}${key === null ? '' : `, key ${text(key)}`}`, atMs);
    };
    if (value === null) return no('a tombstone: a record without a value');
    if (value[0] === 0 && value.length > 5) {
      return no(
        `a value of a schema registry (schema ${value.readUInt32BE(1)}); expected JSON, logfmt or plain text`,
      );
    }
    if (value.includes(0))
      return no(`a binary value of ${value.length} bytes; expected JSON, logfmt or plain text`);
    const end = wholeCharacters(value, maxValueBytes);
    const line = {
      type: 'line',
      // Several lines in one value are one record.
      text: value
        .toString('utf8', 0, end)
        .trimEnd()
        .replace(/[\r\n]+/g, ' '),
      offset: Number(offset),
      cutBytes: value.length - end,
    } as const;
    return this.#lines.read(line, atMs) ?? no('an empty value');
  }
}

function text(key: Buffer): string {
  return key.toString('utf8', 0, 100);
}

/** The length, or so much of it that no UTF-8 character is cut in two. */
function wholeCharacters(bytes: Buffer, limit: number): number {
  if (bytes.length <= limit) return bytes.length;
  let end = limit;
  while (end > limit - 4 && (bytes[end]! & 0xc0) === 0x80) end--;
  return end;
}
