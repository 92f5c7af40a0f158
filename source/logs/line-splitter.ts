/** One line of a source. */
export interface Line {
  readonly type: 'line';
  /** Without its line break; bytes that are not UTF-8 are U+FFFD. */
  readonly text: string;
  /** The byte at which it begins. */
  readonly offset: number;
  /** How many bytes of it were left out because it is too long; mostly 0. */
  readonly cutBytes: number;
}

export interface LineSplitterOptions {
  /** Where the first byte stands in its source. Default 0. */
  readonly offset?: number;
  /** Of a longer line the rest is cut off. Default 64 KiB. */
  readonly maxLineBytes?: number;
}

const newline = 10;
const carriageReturn = 13;

/**
 * Cuts bytes into lines. Lines are cut out as bytes and then decoded one by one, so that a character may lie across
 * two chunks, and so that no line keeps its whole chunk in memory. Holds at most one unfinished line of bounded length.
 */
export class LineSplitter {
  readonly #maxLineBytes: number;
  /** What there is of an unfinished line, and how much of that is its own. */
  #held = Buffer.alloc(0);
  #heldBytes = 0;
  #cutBytes = 0;
  /** Where the unfinished line begins. */
  #lineStart: number;
  /** Where the next byte stands. */
  #position: number;
  #cutLines = 0;

  constructor({offset = 0, maxLineBytes = 64 * 1024}: LineSplitterOptions = {}) {
    this.#maxLineBytes = maxLineBytes;
    this.#lineStart = offset;
    this.#position = offset;
  }

  /** How many lines were too long. */
  get cutLines(): number {
    return this.#cutLines;
  }

  /** The lines that end in this chunk. The chunk may be used again afterwards. */
  push(chunk: Uint8Array): Line[] {
    const bytes = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.length);
    const lines: Line[] = [];
    const chunkStart = this.#position;
    let start = 0;
    while (start < bytes.length) {
      if (this.#heldBytes === 0 && bytes[start] === 0) {
        // The hole that truncating leaves under a writer that goes on at its old place: not part of a line.
        start++;
        this.#lineStart++;
        continue;
      }
      const end = bytes.indexOf(newline, start);
      if (end === -1) {
        this.#hold(bytes.subarray(start));
        break;
      }
      lines.push(this.#line(bytes.subarray(start, end)));
      start = end + 1;
      this.#lineStart = chunkStart + start;
    }
    this.#position = chunkStart + bytes.length;
    return lines;
  }

  /** The unfinished line, at the end of the source; what comes next begins at byte `offset`. */
  flush(offset = this.#position): Line[] {
    const lines = this.#heldBytes + this.#cutBytes === 0 ? [] : [this.#line(Buffer.alloc(0))];
    this.#position = offset;
    this.#lineStart = offset;
    this.#held = Buffer.alloc(0);
    return lines;
  }

  #hold(bytes: Buffer): void {
    const kept = Math.min(bytes.length, this.#maxLineBytes + 1 - this.#heldBytes);
    if (this.#heldBytes + kept > this.#held.length) {
      const larger = Buffer.allocUnsafeSlow(Math.min(this.#maxLineBytes + 1, 2 * (this.#heldBytes + kept)));
      this.#held.copy(larger, 0, 0, this.#heldBytes);
      this.#held = larger;
    }
    bytes.copy(this.#held, this.#heldBytes, 0, kept);
    this.#heldBytes += kept;
    this.#cutBytes += bytes.length - kept;
  }

  /** Ends the unfinished line with `rest`. */
  #line(rest: Buffer): Line {
    let bytes = rest;
    if (this.#heldBytes > 0) {
      this.#hold(rest);
      bytes = this.#held.subarray(0, this.#heldBytes);
    }
    let end = bytes.length;
    let cutBytes = this.#cutBytes;
    const fits = cutBytes === 0 && end <= this.#maxLineBytes + 1;
    if (fits && end > 0 && bytes[end - 1] === carriageReturn) end--;
    if (end > this.#maxLineBytes) {
      const whole = wholeCharacters(bytes, this.#maxLineBytes);
      cutBytes += end - whole;
      end = whole;
    }
    if (cutBytes > 0) this.#cutLines++;
    const line: Line = {
      type: 'line',
      text: bytes.toString('utf8', 0, end),
      offset: this.#lineStart,
      cutBytes,
    };
    this.#heldBytes = 0;
    this.#cutBytes = 0;
    return line;
  }
}

/** `end`, or a little less so that no UTF-8 character is cut in two. */
function wholeCharacters(bytes: Buffer, end: number): number {
  let whole = end;
  while (whole > end - 4 && whole > 0 && (bytes[whole]! & 0xc0) === 0x80) whole--;
  return whole;
}
