import xterm from '@xterm/headless';
import type {MinimalCell} from './cell.ts';
import {MinimalStyle} from './style.ts';

/** A terminal without autowrap, to see what comes of bytes. */
export class MinimalTerminal implements Disposable {
  readonly #terminal: xterm.Terminal;

  constructor(columns: number, rows: number) {
    this.#terminal = new xterm.Terminal({cols: columns, rows, allowProposedApi: true, convertEol: false});
  }

  async write(text: string): Promise<void> {
    await new Promise<void>(resolve => this.#terminal.write(text, resolve));
  }

  /** What it shows. Its cursor is where the next print goes, so it may be behind the last column. */
  get state(): {row: number; column: number; cells: MinimalCell[][]} {
    const buffer = this.#terminal.buffer.active;
    const cells = Array.from({length: this.#terminal.rows}, (_, row) => {
      const line = buffer.getLine(buffer.baseY + row)!;
      return Array.from({length: this.#terminal.cols}, (_, column) => cellOf(line.getCell(column)!));
    });
    return {row: buffer.cursorY, column: buffer.cursorX, cells};
  }

  [Symbol.dispose](): void {
    this.#terminal.dispose();
  }
}

function cellOf(cell: xterm.IBufferCell): MinimalCell {
  const width = cell.getWidth() as 0 | 1 | 2;
  const text = width === 0 ? '' : cell.getChars() || ' ';
  const codes = [
    cell.isBold() && '1',
    cell.isDim() && '2',
    cell.isItalic() && '3',
    cell.isUnderline() && '4',
    cell.isInverse() && '7',
    cell.isStrikethrough() && '9',
    !cell.isFgDefault() && colour(cell.getFgColor(), cell.isFgRGB(), 30),
    !cell.isBgDefault() && colour(cell.getBgColor(), cell.isBgRGB(), 40),
  ];
  const style = MinimalStyle.of(codes.filter(Boolean).join(';'));
  return {text, width, style: (text === ' ' ? style.onBlank : style).name};
}

/** `base` is 30 for text and 40 for the ground. A colour of the palette that has parameters of its own gets those. */
function colour(value: number, isRgb: boolean, base: number): string {
  if (isRgb) return `${base + 8};2;${value >> 16};${(value >> 8) & 255};${value & 255}`;
  if (value < 8) return String(base + value);
  return value < 16 ? String(base + 60 + value - 8) : `${base + 8};5;${value}`;
}
