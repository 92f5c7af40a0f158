/** Unmasked WebSocket text frames (RFC 6455, 5.2), one after the other in one buffer. */
export class Wire {
  #buffer: Buffer;
  #length = 0;

  constructor(bytes: number) {
    this.#buffer = Buffer.allocUnsafe(bytes);
  }

  /** `text` is ASCII, shorter than 64 KiB. */
  add(text: string): void {
    const needed = this.#length + 4 + text.length;
    if (needed > this.#buffer.length) {
      const larger = Buffer.allocUnsafe(Math.max(needed, this.#buffer.length * 2));
      this.#buffer.copy(larger, 0, 0, this.#length);
      this.#buffer = larger;
    }
    // Final fragment, text.
    this.#buffer[this.#length++] = 0x81;
    if (text.length < 126) this.#buffer[this.#length++] = text.length;
    else {
      this.#buffer[this.#length++] = 126;
      this.#length = this.#buffer.writeUInt16BE(text.length, this.#length);
    }
    this.#length += this.#buffer.write(text, this.#length, 'latin1');
  }

  get bytes(): Buffer {
    return this.#buffer.subarray(0, this.#length);
  }
}
