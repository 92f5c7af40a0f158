/** One column of a frame's row. */
export interface MinimalCell {
  /** A grapheme; a blank is `' '`, the right half of a wide one is `''`. */
  readonly text: string;
  /** In columns; 0 is the right half of the wide cell before it. */
  readonly width: 0 | 1 | 2;
  /** SGR parameters that set it on a default pen, in the order of `minimal-style.ts`; default is `''`. */
  readonly style: string;
}

/** Rows from the top, all of as many cells as the terminal has columns. */
export type MinimalFrame = readonly (readonly MinimalCell[])[];

/** What an erased cell is. */
export const blankCell: MinimalCell = {text: ' ', width: 1, style: ''};
