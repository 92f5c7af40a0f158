import {type FileHandle, open} from 'node:fs/promises';
import {Channel} from '../streams/channel.ts';
import {SourceError, sentenceOf, UsageError} from '../streams/errors.ts';
import type {ChannelName, End, Entry, Header, StreamEvent} from './entry.ts';

/** Lines that wait for the disk; more, and the streams wait with them. */
const capacity = 65_536;

/**
 * Writes a recording: JSON lines, a header first and an end record last. Never drops: when the disk is slow,
 * `record` says to wait. When it fails (a full disk), `failed` says why, what was written stays readable, and
 * further events are let through unwritten.
 */
export class Recorder implements AsyncDisposable {
  readonly #file: FileHandle;
  readonly #path: string;
  readonly #lines = new Channel<string>({capacity, policy: 'wait'});
  readonly #written: Promise<void>;
  readonly #now: () => number;
  #bytes = 0;
  #events = 0;
  #failed: string | undefined;

  private constructor(file: FileHandle, path: string, header: Header, now: () => number) {
    this.#file = file;
    this.#path = path;
    this.#now = now;
    void this.#lines.push([`${JSON.stringify(header)}\n`]);
    this.#written = this.#write();
  }

  /** Creates the file, which must not exist: a recording is never written over. `now` is in milliseconds. */
  static async create(path: string, header: Header, now: () => number): Promise<Recorder> {
    try {
      return new Recorder(await open(path, 'wx'), path, header, now);
    } catch (error) {
      const {code} = error as NodeJS.ErrnoException;
      if (code === 'EEXIST')
        throw new UsageError(
          `${path} exists already, and a recording is never written over; name another file`,
        );
      throw new SourceError(`cannot record to ${path}: ${sentenceOf(error)}`, {cause: error});
    }
  }

  /** Bytes on the disk so far. */
  get bytes(): number {
    return this.#bytes;
  }

  /** Why it stopped recording; undefined while it records. */
  get failed(): string | undefined {
    return this.#failed;
  }

  /** Takes a batch that came at `atMs` (milliseconds since the epoch). Await what it returns, if anything. */
  record(ch: ChannelName, batch: readonly StreamEvent[], atMs: number): Promise<void> | undefined {
    if (this.#failed !== undefined || this.#lines.closed) return undefined;
    const t = Math.round(atMs * 1000);
    this.#events += batch.length;
    return this.#lines.push(batch.map(d => `${JSON.stringify({t, ch, d} satisfies Entry)}\n`));
  }

  /** Writes what is left and the end record, and closes the file. */
  async [Symbol.asyncDispose](): Promise<void> {
    if (!this.#lines.closed) {
      const end: End = {t: Math.round(this.#now() * 1000), ch: 'end', d: {events: this.#events}};
      // Closed before there is room for it: nothing must come to stand behind the end.
      void this.#lines.push([`${JSON.stringify(end)}\n`]);
      this.#lines.close();
    }
    await this.#written;
  }

  async #write(): Promise<void> {
    try {
      for await (const batch of this.#lines) {
        const text = Buffer.from(batch.join(''));
        await this.#file.writeFile(text);
        this.#bytes += text.length;
      }
      await this.#file.close();
    } catch (error) {
      this.#failed = `${this.#path}: ${sentenceOf(error)}`;
      await this.#lines.return();
      // A second close of a file that failed to close does nothing.
      await this.#file.close().catch(() => {});
    }
  }
}
