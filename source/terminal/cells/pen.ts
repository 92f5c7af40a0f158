import type {Alphabet} from './alphabet.ts';

/** What a terminal can do, beyond what all can: see Interview. */
export interface Features {
  /** Which characters it prints again when told so (REP, `CSI n b`). tmux does it with ASCII alone. */
  readonly repeat: 'none' | 'ascii' | 'all';
}

/** Nobody knows where the cursor is. */
const nowhere = -1;

/**
 * Writes cells: where the cursor stands and which style it has is remembered from frame to frame, so that each move and
 * each change of style is the shortest there is. Rows and columns count from 0.
 */
export class Pen {
  readonly alphabet: Alphabet;
  features: Features;
  #row = nowhere;
  #column = nowhere;
  /** -1: not known. */
  #style = -1;
  #out = '';
  #bytes = 0;

  constructor(alphabet: Alphabet, features: Features) {
    this.alphabet = alphabet;
    this.features = features;
  }

  get row(): number {
    return this.#row;
  }

  get column(): number {
    return this.#column;
  }

  get style(): number {
    return this.#style;
  }

  /** Bytes written since the last `take`. */
  get bytes(): number {
    return this.#bytes;
  }

  /** What was written since the last time. */
  take(): string {
    const out = this.#out;
    this.#out = '';
    this.#bytes = 0;
    return out;
  }

  /** A sequence that leaves the cursor where it is, and its style as it is. */
  write(sequence: string): void {
    this.#out += sequence;
    this.#bytes += sequence.length;
  }

  /** Nobody knows in which column the cursor is; of the row that is known which is given. */
  lose(row = nowhere): void {
    this.#row = row;
    this.#column = nowhere;
  }

  /** A sequence that also puts the cursor into the corner (DECSTBM does). */
  writeHomed(sequence: string): void {
    this.write(sequence);
    this.#row = 0;
    this.#column = 0;
  }

  moveTo(row: number, column: number): void {
    this.write(this.moveSequence(row, column));
    this.#row = row;
    this.#column = column;
  }

  /** The shortest way to there. */
  moveSequence(row: number, column: number): string {
    const [fromRow, from] = [this.#row, this.#column];
    if (row === fromRow && column === from) return '';
    let best = `\u001b[${row > 0 || column > 0 ? row + 1 : ''}${column > 0 ? `;${column + 1}` : ''}H`;
    const consider = (other: string) => {
      if (other.length < best.length) best = other;
    };
    if (fromRow === nowhere) return best;
    const fromEdge = `\r${rightward(column)}`;
    // A line feed scrolls only on the last row, where there is none below to go to.
    if (row === fromRow + 1) consider(`\r\n${rightward(column)}`);
    const vertical = downward(row - fromRow);
    if (row === fromRow) {
      consider(`\u001b[${number(column + 1)}G`);
      consider(fromEdge);
    }
    if (from !== nowhere) consider(vertical + sideways(column - from));
    return best;
  }

  setStyle(style: number): void {
    this.write(this.styleSequence(style));
    this.#style = style;
  }

  styleSequence(style: number): string {
    const {styles} = this.alphabet;
    return this.#style < 0 ? styles.fromUnknown(style) : styles.change(this.#style, style);
  }

  /** Prints a glyph `width` cells wide, on a screen of so many columns. */
  print(glyph: number, width: number, columns: number): void {
    this.#out += this.alphabet.glyphs.text(glyph);
    this.#bytes += this.alphabet.glyphs.bytes(glyph);
    this.#advance(width, columns);
  }

  /** Whether REP would print the glyph again. */
  canRepeat(glyph: number): boolean {
    return this.features.repeat === 'all' || (this.features.repeat === 'ascii' && glyph < 0x80);
  }

  /** Prints the last glyph, one cell wide, so many times again (REP). */
  repeat(times: number, columns: number): void {
    this.write(`\u001b[${number(times)}b`);
    this.#advance(times, columns);
  }

  #advance(cells: number, columns: number): void {
    this.#column += cells;
    // On the last column the cursor stays, or waits to wrap: terminals differ in where it is then.
    if (this.#column >= columns) this.#column = nowhere;
  }
}

/** A parameter whose default is 1. */
function number(value: number): string {
  return value === 1 ? '' : String(value);
}

function rightward(columns: number): string {
  return columns === 0 ? '' : `\u001b[${number(columns)}C`;
}

function sideways(columns: number): string {
  if (columns >= 0) return rightward(columns);
  return columns >= -3 ? '\b'.repeat(-columns) : `\u001b[${-columns}D`;
}

function downward(rows: number): string {
  if (rows === 0) return '';
  return rows > 0 ? `\u001b[${number(rows)}B` : `\u001b[${number(-rows)}A`;
}
