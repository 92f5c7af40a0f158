import {createReadStream} from 'node:fs';
import {stat} from 'node:fs/promises';
import type {Decoded} from '../streams/check-shape.ts';
import {decodeJson} from '../streams/decode-json.ts';
import {SourceError, sentenceOf} from '../streams/errors.ts';
import {clean} from '../terminal/clean.ts';
import type {End, Entry, Header} from './entry.ts';
import {entrySchema, headerSchema} from './event-schema.ts';

/** A line longer than this (in UTF-16 units) was never written by a recorder: it is not read to its end. */
const longestLine = 4 << 20;

/** What is wrong with a recording: said, never hidden. */
export interface Flaw {
  /** From 1. */
  readonly line: number;
  readonly reason: string;
}

/**
 * A recording that is being read, in constant memory. `header` is there at once; `entries()` reads the rest, once.
 * What cannot be read is passed over and told to `onFlaw`; so is a missing end record.
 */
export class Recording implements AsyncDisposable {
  readonly header: Header;
  readonly #lines: AsyncGenerator<string[], void, undefined>;
  readonly #rest: readonly string[];
  readonly #onFlaw: (flaw: Flaw) => void;

  private constructor(
    header: Header,
    lines: AsyncGenerator<string[]>,
    rest: readonly string[],
    onFlaw: (flaw: Flaw) => void,
  ) {
    this.header = header;
    this.#lines = lines;
    this.#rest = rest;
    this.#onFlaw = onFlaw;
  }

  /** Throws a SourceError that names the file where it is missing, a folder, empty, or not a recording. */
  static async open(
    path: string,
    {onFlaw = () => {}}: {readonly onFlaw?: (flaw: Flaw) => void} = {},
  ): Promise<Recording> {
    const found = await stat(path).catch((error: NodeJS.ErrnoException) => {
      const why = error.code === 'ENOENT' ? 'there is no such file' : sentenceOf(error);
      throw new SourceError(`cannot replay ${path}: ${why}`, {cause: error});
    });
    if (found.isDirectory())
      throw new SourceError(`cannot replay ${path}: it is a folder; name the recording in it`);
    const lines = readLines(path);
    const first = await lines.next();
    if (first.done) throw new SourceError(`cannot replay ${path}: it is empty`);
    const [head = '', ...rest] = first.value;
    const header = decodeJson(headerSchema, head);
    if ('value' in header) return new Recording(header.value, lines, rest, onFlaw);
    await lines.return();
    throw new SourceError(
      `cannot replay ${path}: expected a tailrace recording, whose first line is {"format":"tailrace","version":1,…}; ` +
        `it begins with ${JSON.stringify(clean(head, 60))}`,
    );
  }

  async *entries(): AsyncGenerator<Entry[], void, undefined> {
    let number = 1;
    let good = 0;
    let bad = 0;
    let ended = false;
    const flaw = (reason: string) => {
      bad++;
      this.#onFlaw({line: number, reason});
    };
    for await (const batch of this.#batches()) {
      const out: Entry[] = [];
      for (const line of batch) {
        number++;
        if (line === '') continue;
        const read = readEntry(line);
        if ('reason' in read) flaw(read.reason);
        else if (read.value.ch === 'end') {
          ended = true;
          const {events} = read.value.d;
          // Damage that was told already explains the difference.
          if (bad === 0 && events !== good)
            flaw(`the end record tells of ${events} events, and ${good} stand before it`);
        } else {
          good++;
          out.push(read.value);
        }
      }
      if (out.length > 0) yield out;
    }
    if (!ended) flaw('no end record: the recording was cut off here');
  }

  /** Closes the file: for who does not read it to its end. */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.#lines.return();
  }

  async *#batches(): AsyncGenerator<readonly string[], void, undefined> {
    try {
      yield this.#rest;
      yield* this.#lines;
    } finally {
      await this.#lines.return();
    }
  }
}

function readEntry(line: string): Decoded<Entry | End> {
  if (line.length > longestLine) return {reason: `a line longer than ${longestLine} characters`};
  return decodeJson(entrySchema, line);
}

/** Of a line that is too long, only as much as shows it. */
async function* readLines(path: string): AsyncGenerator<string[], void, undefined> {
  let rest = '';
  let passing = false;
  try {
    for await (const chunk of createReadStream(path, {encoding: 'utf8', highWaterMark: 256 << 10})) {
      const lines = (rest + chunk).split('\n');
      rest = lines.pop()!;
      if (passing && lines.length > 0) {
        lines.shift();
        passing = false;
      }
      if (passing) rest = '';
      else if (rest.length > longestLine) {
        lines.push(rest);
        rest = '';
        passing = true;
      }
      if (lines.length > 0) yield lines;
    }
  } catch (error) {
    throw new SourceError(`cannot replay ${path}: ${sentenceOf(error)}`, {cause: error});
  }
  if (rest !== '') yield [rest];
}
