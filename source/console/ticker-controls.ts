import type {BoardRow} from '../ticker/board-row.ts';
import type {Command} from './command-line.ts';
import type {KeyAction} from './keymap.ts';
import {readRowFilter} from './row-filter.ts';
import type {Snapshot} from './store.ts';
import {type SortKey, sortKeys, type TickerUi} from './ticker-list.ts';
import {chosenRow, type Ui, type UiAction} from './ui.ts';

/** What became of what the user asked for, and a sentence about it. */
export interface Outcome {
  readonly done: boolean;
  readonly says: string;
}

/** What the ticker can ask of the outside. */
export interface TickerActions {
  /** Asks for one more symbol: `SOL/USD` of the venue `near`, or `venue:SYMBOL`. */
  add(symbol: string, near: string | undefined): Outcome;
  /** Gives a symbol up. */
  remove(venue: string, symbol: string): Outcome;
  /** Adds a rule for alerts; without one, tells the rules that there are. */
  alert(rule: string): Outcome;
  /** The prices of the rules for a symbol that have one. */
  levels(venue: string, symbol: string): readonly number[];
  /** Takes a rule away, by its number or its text. */
  unalert(rule: string): Outcome;
}

export interface TickerControlsOptions {
  readonly ui: () => Ui;
  readonly snapshot: () => Snapshot;
  readonly dispatch: (action: UiAction) => void;
  readonly notify: (sentence: string) => void;
  /** Opens the command line with a command begun. */
  readonly begin: (command: string) => void;
  readonly actions: TickerActions;
}

export type TickerCommand = Extract<
  Command,
  {readonly name: 'add' | 'remove' | 'filter' | 'alert' | 'unalert' | 'sort' | 'group'}
>;
export type TickerKey = Extract<
  KeyAction,
  {readonly does: 'sort' | 'reverse' | 'filter' | 'anchor' | 'braille' | 'group'}
>['does'];

/** The ticker's own keys and commands. */
export class TickerControls {
  readonly #options: TickerControlsOptions;

  constructor(options: TickerControlsOptions) {
    this.#options = options;
  }

  /** The row of which the chart is open. */
  get charted(): BoardRow | undefined {
    return this.#ui.chart ? this.#selected : undefined;
  }

  /** The prices that the chart marks: those that raise an alert. */
  get levels(): readonly number[] {
    const row = this.charted;
    return row ? this.#options.actions.levels(row.venue, row.symbol) : [];
  }

  press(key: TickerKey): void {
    const {sort, reversed, anchor, braille} = this.#ui;
    switch (key) {
      case 'sort':
        return this.#sort(sortKeys[(sortKeys.indexOf(sort) + 1) % sortKeys.length]!);
      case 'reverse':
        return this.#change({reversed: !reversed});
      case 'filter':
        return this.#options.begin(`filter ${this.#ui.filter?.text ?? ''}`);
      case 'anchor':
        this.#change({anchor: anchor === 'session' ? 'window' : 'session'});
        return this.#options.notify(
          anchor === 'session' ? 'change: within the moving window' : 'change: since the first price',
        );
      case 'braille':
        return this.#change({braille: !braille});
      case 'group':
        return this.#nextGroup();
    }
  }

  run(command: TickerCommand): boolean {
    const {actions} = this.#options;
    switch (command.name) {
      case 'add':
        return this.#tell(actions.add(command.text, this.#selected?.venue));
      case 'remove':
        return this.remove(command.text);
      case 'alert':
        return this.#tell(actions.alert(command.text));
      case 'unalert':
        return this.#tell(actions.unalert(command.text));
      case 'filter':
        return this.#filter(command.text);
      case 'sort':
        this.#sort(command.by);
        return true;
      case 'group':
        this.#change({group: command.group});
        return true;
    }
  }

  /** The selected row, or the one of the symbol. */
  remove(symbol = ''): boolean {
    const wanted = symbol.toLowerCase();
    const selected = this.#selected;
    const isIt = (one: {readonly symbol: string}) => wanted === '' || one.symbol.toLowerCase() === wanted;
    // Of several venues' the selected one is meant.
    const row = selected && isIt(selected) ? selected : this.#options.snapshot().ticker.rows.find(isIt);
    if (row) return this.#tell(this.#options.actions.remove(row.venue, row.symbol));
    return this.#tell({done: false, says: symbol === '' ? 'no row to remove' : `there is no row ${symbol}`});
  }

  toggleChart(): void {
    if (this.#ui.chart) this.#change({chart: false});
    else if (this.#selected) this.#change({chart: true, selected: this.#selected.key});
    else this.#options.notify('no row to draw a chart of');
  }

  get #ui(): TickerUi {
    return this.#options.ui().ticker;
  }

  get #selected() {
    return chosenRow(this.#options.ui(), this.#options.snapshot());
  }

  #sort(sort: SortKey): void {
    this.#change({sort, reversed: false});
  }

  #filter(text: string): boolean {
    if (text.trim() === '') {
      this.#change({filter: undefined});
      return true;
    }
    const keeps = readRowFilter(text);
    if (typeof keeps === 'string') return this.#tell({done: false, says: keeps});
    this.#change({filter: {text: text.trim(), keeps}});
    return true;
  }

  #nextGroup(): void {
    const names = Object.keys(this.#ui.groups);
    if (names.length === 0) return this.#options.notify('groups are named in the [groups] of --config FILE');
    const at = this.#ui.group === undefined ? -1 : names.indexOf(this.#ui.group);
    this.#change({group: names[at + 1]});
  }

  #change(change: Partial<TickerUi>): void {
    this.#options.dispatch({type: 'ticker', change});
  }

  #tell({done, says}: Outcome): boolean {
    this.#options.notify(says);
    return done;
  }
}
