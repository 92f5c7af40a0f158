import {reject} from '../streams/reject.ts';
import type {TickerNews} from './event.ts';
import type {Talk} from './venue.ts';

/**
 * Symbols that a venue tells of though nobody asked for them. That is said once a frame, of the first: a frame of them
 * would be answered by thousands. What was given up is no stranger: the venue may not have heard so yet.
 */
export class Strangers {
  readonly #talk: Pick<Talk, 'source' | 'listings'>;
  #first: string | undefined;

  constructor(talk: Pick<Talk, 'source' | 'listings'>) {
    this.#talk = talk;
  }

  /** Takes note of a symbol that has no listing. */
  note(symbol: string): void {
    if (this.#first === undefined && this.#talk.listings.isStranger(symbol)) this.#first = symbol;
  }

  /** At the end of a frame. */
  tell(out: TickerNews[], text: string, atMs: number): void {
    if (this.#first === undefined) return;
    const reason = `expected a symbol that was asked for, got ${this.#first}`;
    this.#first = undefined;
    out.push(reject(this.#talk.source, reason, text, atMs));
  }
}
