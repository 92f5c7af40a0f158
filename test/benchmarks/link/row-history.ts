import {stripVTControlCharacters} from 'node:util';
import {alertRow, chatRow, type Layout, layoutOf, type Size, tickerRow} from './panes.ts';
import {alertUnit, chatUnit, unitCount} from './units.ts';
import {firstWorld, nextWorld, tickerCount} from './world.ts';

/**
 * Every text that a row of a ticker, chat or alerts had up to an update, by what it is of and the number that it bears:
 * so a row on the screen that is half drawn is told from one that is whole.
 */
export class RowHistory {
  readonly #layout: Layout;
  readonly #texts = Array.from({length: unitCount}, () => new Map<number, string>());
  #world = firstWorld();

  constructor(size: Size) {
    this.#layout = layoutOf(size);
    for (let ticker = 0; ticker < tickerCount; ticker++) this.#addTicker(ticker);
  }

  /** Whether a row of a unit that bears the number of an update (not of one later than `newest`) is as it was. */
  isWhole(unit: number, update: number, row: string, newest: number): boolean {
    if (update > newest) return false;
    while (this.#world.update < update) this.#step();
    return this.#texts[unit]!.get(update) === row.trimEnd();
  }

  #step(): void {
    const last = this.#world.alerts;
    this.#world = nextWorld(this.#world);
    const {update, tickers, chat, alerts} = this.#world;
    for (const [index, {changed}] of tickers.entries()) if (changed === update) this.#addTicker(index);
    this.#add(chatUnit, update, chatRow(chat.at(-1)!, this.#layout.right));
    if (alerts !== last) this.#add(alertUnit, update, alertRow(alerts.at(-1)!, this.#layout.right));
  }

  #addTicker(index: number): void {
    const ticker = this.#world.tickers[index]!;
    this.#add(index, ticker.changed, tickerRow(ticker, this.#layout.left));
  }

  #add(unit: number, update: number, row: string): void {
    this.#texts[unit]!.set(update, stripVTControlCharacters(row).trimEnd());
  }
}
