import {formatIrcLine, formatTags, type IrcLine} from '../irc-line.ts';
import {shows} from './capabilities.ts';

/** What is told of a line beside its words, to those who asked for it. */
export interface Stamp {
  /** When it was said, milliseconds since the epoch. */
  readonly timeMs?: number;
  /** The server's id for it. */
  readonly id?: string;
  /** The sender's client-only tags, names beginning with `+`. */
  readonly tags?: ReadonlyMap<string, string>;
}

/** A line on its way to any number of clients: written out once for each variant, whoever and how many get it. */
export class Outgoing {
  readonly #line: string;
  readonly #stamp: Stamp;
  readonly #frames: Buffer[] = [];

  constructor(line: Pick<IrcLine, 'source' | 'command' | 'params'>, stamp: Stamp = {}) {
    this.#line = formatIrcLine(line);
    this.#stamp = stamp;
  }

  /** The bytes for clients of a variant, without a line ending. */
  encode(variant: number): Buffer {
    return (this.#frames[variant] ??= Buffer.from(this.#tags(variant) + this.#line));
  }

  #tags(variant: number): string {
    const {timeMs, id, tags} = this.#stamp;
    const wants = shows(variant);
    const shown = new Map<string, string>();
    if (wants.time && timeMs !== undefined) shown.set('time', new Date(timeMs).toISOString());
    if (wants.tags && id !== undefined) shown.set('msgid', id);
    if (wants.tags && tags) for (const [key, value] of tags) shown.set(key, value);
    return formatTags(shown);
  }
}
