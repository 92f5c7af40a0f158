import type {MinimalFrame} from './cell.ts';

/** A frame drawn afresh, with nothing saved: each cell at its place and after a reset. */
export function minimalDrawn(frame: MinimalFrame): string {
  let text = '\u001b[0m\u001b[2J';
  for (const [row, cells] of frame.entries())
    for (const [column, cell] of cells.entries())
      if (cell.width > 0)
        text += `\u001b[${row + 1};${column + 1}H\u001b[0${cell.style && `;${cell.style}`}m${cell.text}`;
  return text;
}
