import type {Pty} from '../../helpers/pty.ts';
import {dueAt} from './app-log.ts';
import {type FixedRows, fixedRows} from './fixed-rows.ts';
import {layoutOf, type Size} from './panes.ts';
import {RowHistory} from './row-history.ts';
import {alertUnit, chatUnit, unitCount} from './units.ts';
import {wallMs} from './wall-clock.ts';
import {tickerCount} from './world.ts';

/** What the screen showed at a moment. */
export interface Look {
  readonly atMs: number;
  /** Of each unit the newest update that a whole row showed; undefined: none did. */
  readonly shown: readonly (number | undefined)[];
  /** As the last row told it. */
  readonly keys: number | undefined;
  /** What no update changes was as it should be: titles, and blanks below the ticker. */
  readonly isClean: boolean;
}

/**
 * The screen at this end of the line, looked at whenever the terminal has taken in something: all that eyes would
 * have seen of the app whose world began at `startMs`.
 */
export class FarScreen implements Disposable {
  readonly looks: Look[] = [];
  readonly #pty: Pty;
  readonly #size: Size;
  readonly #startMs: number;
  readonly #history: RowHistory;
  readonly #fixed: FixedRows;
  readonly #parsed: {dispose(): void};

  /** `size` is the app's: in tmux one row less than the terminal's. */
  constructor(pty: Pty, size: Size, startMs: number) {
    this.#pty = pty;
    this.#size = size;
    this.#startMs = startMs;
    this.#history = new RowHistory(size);
    this.#fixed = fixedRows(size);
    this.#parsed = pty.emulator.onWriteParsed(() => this.looks.push(this.#look()));
  }

  get startMs(): number {
    return this.#startMs;
  }

  [Symbol.dispose](): void {
    this.#parsed.dispose();
  }

  #look(): Look {
    const {columns, rows} = this.#size;
    const {left, chat, body} = layoutOf(this.#size);
    const atMs = wallMs();
    // One more, for a timer that fired a little early.
    const due = dueAt(this.#startMs, atMs) + 1;
    const shown = new Array<number | undefined>(unitCount).fill(undefined);
    const note = (unit: number, row: string) => {
      const update = Number(/#(\d{6})/.exec(row)?.[1] ?? Number.NaN);
      if (update > (shown[unit] ?? -1) && this.#history.isWhole(unit, update, row, due)) shown[unit] = update;
    };
    for (let row = 1; row < body; row++) {
      if (row <= tickerCount) note(row - 1, this.#text(row, 0, left));
      if (row !== chat) note(row < chat ? chatUnit : alertUnit, this.#text(row, left + 1, columns));
    }
    const isClean = this.#fixed.every(
      ({row, from, to, text}) => this.#text(row, from, to).trimEnd() === text,
    );
    const keys = /keys (\d+) /.exec(this.#text(rows - 1, 0, columns))?.[1];
    return {atMs, shown, keys: keys === undefined ? undefined : Number(keys), isClean};
  }

  #text(row: number, from: number, to: number): string {
    const {active} = this.#pty.emulator.buffer;
    return active.getLine(active.baseY + row)?.translateToString(false, from, to) ?? '';
  }
}
