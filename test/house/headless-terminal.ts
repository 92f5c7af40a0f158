import xterm from '@xterm/headless';

/** A terminal without a window, as a Screen has set it up: no autowrap. */
export class HeadlessTerminal implements Disposable {
  readonly #terminal: xterm.Terminal;
  /** What it would have typed back, rung or named itself: nothing, when all that is written is harmless. */
  readonly said: string[] = [];

  constructor(cols: number, rows: number) {
    this.#terminal = new xterm.Terminal({cols, rows, allowProposedApi: true, logLevel: 'off'});
    this.#terminal.onData(data => this.said.push(`data ${JSON.stringify(data)}`));
    this.#terminal.onBell(() => this.said.push('bell'));
    this.#terminal.onTitleChange(title => this.said.push(`title ${title}`));
    this.#terminal.onResize(() => this.said.push('resize'));
  }

  /** What a code point's cells are to it, joined to what came before or not: by default, as in Unicode 6. */
  set widths(charProperties: xterm.IUnicodeVersionProvider['charProperties']) {
    const wcwidth = () => 1 as const;
    this.#terminal.unicode.register({version: 'of the test', wcwidth, charProperties});
    this.#terminal.unicode.activeVersion = 'of the test';
  }

  /** All of it has been understood when this returns. */
  take(text: string): void {
    this.#core.writeSync(text);
  }

  /** Resolves when all of it has been understood. */
  write(text: string): Promise<void> {
    return new Promise(resolve => this.#terminal.write(text, resolve));
  }

  /** Every cell of every row: characters, width and style. */
  cells(): string[][] {
    const {active} = this.#terminal.buffer;
    return Array.from({length: this.#terminal.rows}, (_, row) => {
      const line = active.getLine(active.baseY + row)!;
      return Array.from({length: line.length}, (_, column) => {
        const cell = line.getCell(column)!;
        const style = [
          cell.getFgColorMode(),
          cell.getFgColor(),
          cell.getBgColorMode(),
          cell.getBgColor(),
          cell.isBold(),
          cell.isInverse(),
          cell.isUnderline(),
          cell.isInvisible(),
          cell.isDim(),
          cell.isItalic(),
          cell.isStrikethrough(),
          cell.isOverline(),
          cell.isBlink(),
          this.#linkOf(cell),
        ];
        return `${cell.getChars() || ' '} ${cell.getWidth()} ${style}`;
      });
    });
  }

  /** The same as eyes see them: of a blank cell, no colour or weight of the letter that it has not. */
  seen(): string[][] {
    return this.cells().map(row => row.map(asSeen));
  }

  /** The cursor, from 0. */
  get place(): {readonly row: number; readonly column: number} {
    const {active} = this.#terminal.buffer;
    return {row: active.cursorY, column: active.cursorX};
  }

  /** What writing text alone must not change. */
  state(): object {
    const {active} = this.#terminal.buffer;
    return {
      modes: {...this.#terminal.modes},
      buffer: active.type,
      row: active.cursorY,
      scrolledBack: active.baseY,
      columns: this.#terminal.cols,
      rows: this.#terminal.rows,
    };
  }

  [Symbol.dispose](): void {
    this.#terminal.dispose();
  }

  get #core(): Core {
    return (this.#terminal as unknown as {_core: Core})._core;
  }

  #linkOf(cell: xterm.IBufferCell): string {
    const {extended} = cell as unknown as {extended: {urlId: number}};
    const link = this.#core._oscLinkService.getLinkData(extended.urlId);
    return link ? `${link.id ?? ''} ${link.uri}` : '';
  }
}

/** What the emulator's types do not tell of. */
interface Core {
  writeSync(text: string): void;
  readonly _oscLinkService: {
    getLinkData(id: number): {readonly id?: string; readonly uri: string} | undefined;
  };
}

/** Of a blank cell, eyes see no colour or weight of the letter that it has not. */
export function asSeen(cell: string): string {
  const blank = /^ {2}1 \d+,-?\d+,(\d+,-?\d+),\d+,0,0,\d+,\d+,\d+,0,0,0,$/.exec(cell);
  return blank ? `  1 ${blank[1]}` : cell;
}
