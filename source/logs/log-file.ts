import {constants} from 'node:fs';
import {type FileHandle, open, stat} from 'node:fs/promises';
import {SourceError, sentenceOf} from '../streams/errors.ts';
import {type Line, LineSplitter} from './line-splitter.ts';
import {type From, startOffset} from './start-offset.ts';

const chunkBytes = 64 * 1024;

/** An open log file and how far it has been read. Held open, it is the same file whatever happens to its name. */
export class LogFile implements AsyncDisposable {
  readonly #path: string;
  readonly #handle: FileHandle;
  readonly #chunk = Buffer.allocUnsafe(chunkBytes);
  readonly #splitter: LineSplitter;
  #position: number;

  private constructor(path: string, handle: FileHandle, position: number) {
    this.#path = path;
    this.#handle = handle;
    this.#position = position;
    this.#splitter = new LineSplitter({offset: position});
  }

  /** Throws a SourceError that says what stands in the way. */
  static async open(path: string, from: From): Promise<LogFile> {
    let handle: FileHandle | undefined;
    try {
      // Without O_NONBLOCK, opening a pipe that nobody writes to would never return.
      handle = await open(path, constants.O_RDONLY | constants.O_NONBLOCK);
      const stats = await handle.stat();
      if (!stats.isFile()) throw new SourceError(kindSentence(path, stats.isDirectory()));
      return new LogFile(path, handle, await startOffset(handle, stats.size, from));
    } catch (error) {
      await handle?.close();
      throw error instanceof SourceError ? error : new SourceError(openSentence(path, error), {cause: error});
    }
  }

  /** The lines that end in the next chunk; undefined at the end of what is there. */
  async read(): Promise<Line[] | undefined> {
    const {bytesRead} = await this.#handle.read(this.#chunk, 0, chunkBytes, this.#position);
    if (bytesRead === 0) return undefined;
    this.#position += bytesRead;
    return this.#splitter.push(this.#chunk.subarray(0, bytesRead));
  }

  /** Whether it has become shorter than what was read of it. */
  async isTruncated(): Promise<boolean> {
    return (await this.#handle.stat()).size < this.#position;
  }

  /** Reads from the start again; returns the last line of what was there before, if it was not finished. */
  restart(): Line[] {
    this.#position = 0;
    return this.#splitter.flush(0);
  }

  /** The last line, if it was not finished: it never will be. */
  flush(): Line[] {
    return this.#splitter.flush();
  }

  /** Whether its path still leads to it. */
  async isAtItsPath(): Promise<boolean> {
    const here = await this.#handle.stat({bigint: true});
    const there = await stat(this.#path, {bigint: true}).catch(() => undefined);
    return there?.ino === here.ino && there.dev === here.dev;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#handle.close();
  }
}

function kindSentence(path: string, isDirectory: boolean): string {
  return isDirectory
    ? `${path}: expected a file, found a directory; name a file in it`
    : `${path}: expected a file, found a pipe or a device; read it from standard input, as in "tailrace logs - < ${path}"`;
}

function openSentence(path: string, error: unknown): string {
  const code = (error as NodeJS.ErrnoException).code;
  if (code === 'ENOENT') return `${path}: no such file; check the path, or wait until it has been created`;
  if (code === 'ENOTDIR')
    return `${path}: no such file, a part of the path is not a directory; check the path`;
  if (code === 'EACCES' || code === 'EPERM') {
    return `${path}: not allowed to read it (${code}); run as a user who may, or pipe it in: sudo tail -F ${path} | tailrace logs -`;
  }
  if (code === 'ENXIO') return kindSentence(path, false);
  return `${path}: ${sentenceOf(error)}`;
}
