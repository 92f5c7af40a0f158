const marker = '\u001b[201~';
/** Of a paste that is kept, in UTF-16 units. */
const limit = 64 << 10;

/**
 * The text of one bracketed paste as it comes in, up to its end marker `ESC[201~`. All of it is literal. It keeps
 * the first 64 Ki UTF-16 units, and counts the rest.
 */
export class PasteText {
  #kept = '';
  /** The end of what came, where it may be the beginning of the marker. */
  #tail = '';
  #cut = 0;

  /** What has been kept. */
  get text(): string {
    return this.#kept;
  }

  /** UTF-16 units that were dropped because the paste is too long. */
  get cut(): number {
    return this.#cut;
  }

  /** How much of `text` belongs to the paste, its marker included; undefined: all of it, and the paste goes on. */
  add(text: string): number | undefined {
    const all = this.#tail + text;
    const end = all.indexOf(marker);
    if (end >= 0) {
      const used = end + marker.length - this.#tail.length;
      this.#tail = '';
      this.#keep(all.slice(0, end));
      return used;
    }
    const last = all.lastIndexOf('\u001b');
    const tail = last >= 0 && marker.startsWith(all.slice(last)) ? all.slice(last) : '';
    this.#tail = tail;
    this.#keep(all.slice(0, all.length - tail.length));
    return undefined;
  }

  /** No more will come: what looked like the beginning of the marker was text. */
  end(): void {
    this.#keep(this.#tail);
    this.#tail = '';
  }

  #keep(text: string): void {
    let room = this.#cut > 0 ? 0 : limit - this.#kept.length;
    if (text.length <= room) {
      this.#kept += text;
      return;
    }
    // Not between the two halves of a character.
    if (room > 0 && /[\ud800-\udbff]/.test(text[room - 1]!)) room--;
    this.#kept += text.slice(0, room);
    this.#cut += text.length - room;
  }
}
