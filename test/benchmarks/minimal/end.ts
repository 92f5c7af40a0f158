/** How the terminal may be left when something has been written: where, with which pen and after how many bytes. */
export class MinimalEnd {
  readonly row: number;
  /** `columns` after a print into the last one. */
  readonly column: number;
  /** By its number in `MinimalPens`. */
  readonly pen: number;
  readonly bytes: number;
  readonly #table: {traced(state: number): string} | undefined;
  readonly #state: number;

  /** Without a table nothing has been written. */
  constructor(
    row: number,
    column: number,
    pen: number,
    bytes: number,
    table?: {traced(state: number): string},
    state = 0,
  ) {
    this.row = row;
    this.column = column;
    this.pen = pen;
    this.bytes = bytes;
    this.#table = table;
    this.#state = state;
  }

  /** All that has been written until then. */
  written(): string {
    return this.#table?.traced(this.#state) ?? '';
  }
}
