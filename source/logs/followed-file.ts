import {type Clock, isoTime} from '../streams/clock.ts';
import {sentenceOf} from '../streams/errors.ts';
import type {Status} from '../streams/status.ts';
import type {Line} from './line-splitter.ts';
import {LogFile} from './log-file.ts';
import type {From} from './start-offset.ts';

export interface FollowedFileOptions {
  readonly clock: Clock;
  readonly from: From;
  /** How it is named in status events. */
  readonly source: string;
  /** For how long a file that lost its name is still read. */
  readonly graceMs: number;
  /** When the next look will be, in milliseconds: told with `lost`. */
  readonly retryMs: number;
}

/** The file, or one file after another, that a path leads to. */
export class FollowedFile implements AsyncDisposable {
  readonly #path: string;
  readonly #options: FollowedFileOptions;
  #file: LogFile | undefined;
  /** What has taken the name of the one that is still read. Held open: it may lose the name again. */
  #next: LogFile | undefined;
  /** Since when the path does not lead to the file that is read, and why. */
  #gone: {readonly atMs: number; readonly reason: string} | undefined;
  #broken: string | undefined;

  private constructor(path: string, file: LogFile, options: FollowedFileOptions) {
    this.#path = path;
    this.#file = file;
    this.#options = options;
  }

  static async open(path: string, options: FollowedFileOptions): Promise<FollowedFile> {
    return new FollowedFile(path, await LogFile.open(path, options.from), options);
  }

  /** The lines that end in the next chunk; undefined at the end of what there is now. */
  async read(): Promise<Line[] | undefined> {
    try {
      return await this.#file?.read();
    } catch (error) {
      this.#broken = sentenceOf(error);
      return undefined;
    }
  }

  /** To be called at the end of what there is: sees whether the file was truncated, replaced or deleted, or is back. */
  async look(): Promise<(Line | Status)[]> {
    const file = this.#file;
    if (!file) return this.#comeBack();
    try {
      if (await file.isTruncated()) return file.restart();
      if (!this.#next) await this.#lookAtPath(file);
    } catch (error) {
      this.#broken = sentenceOf(error);
    }
    const {clock, graceMs} = this.#options;
    if (this.#broken !== undefined) this.#gone = {atMs: clock.now(), reason: this.#broken};
    if (!this.#gone) return [];
    if (this.#broken === undefined && clock.now() - this.#gone.atMs < graceMs) return [];
    return this.#leave(file, this.#gone.reason);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#file?.[Symbol.asyncDispose]();
    await this.#next?.[Symbol.asyncDispose]();
  }

  async #lookAtPath(file: LogFile): Promise<void> {
    if (await file.isAtItsPath()) {
      this.#gone = undefined;
      return;
    }
    const atMs = this.#gone?.atMs ?? this.#options.clock.now();
    try {
      this.#next = await LogFile.open(this.#path, 'start');
      this.#gone = {atMs, reason: 'replaced'};
    } catch (error) {
      const code = ((error as Error).cause as NodeJS.ErrnoException | undefined)?.code;
      const reason = code === 'ENOENT' ? `${this.#path}: the file is gone` : sentenceOf(error);
      this.#gone = {atMs, reason};
    }
  }

  /** Goes over to the next file, where there is one. */
  async #leave(file: LogFile, reason: string): Promise<(Line | Status)[]> {
    const rest = file.flush();
    this.#file = this.#next;
    this.#next = undefined;
    this.#broken = undefined;
    await file[Symbol.asyncDispose]();
    if (!this.#file) return [...rest, this.#status('lost', {reason, retryMs: this.#options.retryMs})];
    this.#gone = undefined;
    return rest;
  }

  async #comeBack(): Promise<Status[]> {
    try {
      this.#file = await LogFile.open(this.#path, 'start');
    } catch {
      return [];
    }
    const missedSince = isoTime(this.#gone!.atMs);
    this.#gone = undefined;
    return [this.#status('connected', {missedSince})];
  }

  #status(state: Status['state'], more: Partial<Status>): Status {
    const {source, clock} = this.#options;
    return {type: 'status', source, state, ...more, time: isoTime(clock.now())};
  }
}
