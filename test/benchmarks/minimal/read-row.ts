import stringWidth from 'string-width';
import type {MinimalCell} from './cell.ts';
import {MinimalStyle} from './style.ts';

const graphemes = new Intl.Segmenter(undefined, {granularity: 'grapheme'});
const sequences = /\u001b\[([\d;]*)m/g;
const blank: MinimalCell = {text: ' ', width: 1, style: ''};

/**
 * The cells of a row as chalk styles it, cut or filled with blanks to `columns`. A wide grapheme that is cut leaves
 * a blank; one without width goes to the cell before it. Control characters and sequences other than SGR throw.
 */
export function readRow(text: string, columns: number): MinimalCell[] {
  const cells: MinimalCell[] = [];
  let style = MinimalStyle.plain;
  for (const [index, piece] of text.split(sequences).entries()) {
    // Split by an expression with a group: text and parameters in turn.
    if (index % 2 === 1) style = style.after(piece);
    else for (const {segment} of graphemes.segment(piece)) add(cells, segment, style, columns);
  }
  while (cells.length < columns) cells.push(blank);
  return cells;
}

function add(cells: MinimalCell[], text: string, style: MinimalStyle, columns: number): void {
  if (/\p{Cc}/u.test(text)) throw new Error(`a row has no ${JSON.stringify(text)}`);
  const width = Math.min(2, stringWidth(text)) as 0 | 1 | 2;
  if (width === 0) {
    const owner = cells.findLastIndex(cell => cell.width > 0);
    const cell = cells[owner];
    if (cell && cells.length < columns) cells[owner] = {...cell, text: cell.text + text};
    return;
  }
  if (cells.length + width > columns) return;
  cells.push({text, width, style: (text === ' ' ? style.onBlank : style).name});
  if (width === 2) cells.push({text: '', width: 0, style: style.name});
}
