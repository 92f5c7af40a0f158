import {clean} from '../../terminal/clean.ts';
import type {TickerNews} from '../event.ts';
import type {Talk, Want} from '../venue.ts';

/** No sentence is longer, in UTF-16 units. */
const mostWords = 1000;

const keyOf = (channel: string, product: string) => `${channel} ${product}`;

/**
 * What one connection to Coinbase was asked for, and what of it was answered. One product that Coinbase does not
 * know brings the whole request down, and the answer names it in a sentence at best
 * (https://github.com/coinbase/coinbase-pro-node/issues/174).
 */
export class Asked {
  readonly #talk: Talk;
  #wants: readonly Want[] = [];
  readonly #answered = new Set<string>();
  #isHeard = false;

  constructor(talk: Talk) {
    this.#talk = talk;
  }

  add(wants: readonly Want[]): void {
    this.#wants = [...this.#wants, ...wants];
  }

  /** Returns those of them that were asked for: what was refused need not be given up. */
  giveUp(wants: readonly Want[]): readonly Want[] {
    const given = new Set(wants.map(({channel, symbol}) => keyOf(channel, symbol)));
    const isGiven = ({channel, symbol}: Want) => given.has(keyOf(channel, symbol));
    const those = this.#wants.filter(isGiven);
    this.#wants = this.#wants.filter(want => !isGiven(want));
    return those;
  }

  /** On any channel, or on that one. */
  has(product: string, channel?: string): boolean {
    return this.#wants.some(
      want => want.symbol === product && (channel === undefined || want.channel === channel),
    );
  }

  /** Something that was asked for came. */
  heard(): void {
    this.#isHeard = true;
  }

  /** Coinbase says that it tells of it. */
  answered(channel: string, product: string): void {
    if (!this.has(product, channel)) return;
    this.#isHeard = true;
    this.#answered.add(keyOf(channel, product));
  }

  /**
   * An error in Coinbase's words. The products that it names are refused; returns what has to be asked for again
   * because it may have gone down with them. Where nothing was taken on, or is left, the connection ends with these
   * words: Coinbase closes it after 5 s anyway.
   */
  failed(words: string, out: TickerNews[], atMs: number): readonly Want[] {
    const named = new Set(
      words
        .slice(0, mostWords)
        .split(/[^\w.-]+/)
        .map(word => word.replace(/\.+$/, '')),
    );
    const refused = new Set(this.#wants.map(({symbol}) => symbol).filter(symbol => named.has(symbol)));
    for (const symbol of refused) this.#talk.listings.get(symbol)?.refused(words, out, atMs);
    this.#wants = this.#wants.filter(({symbol}) => !refused.has(symbol));
    const isVain = refused.size > 0 ? this.#wants.length === 0 : !this.#isHeard;
    if (isVain) this.#talk.end(clean(words, 200));
    if (refused.size === 0) return [];
    return this.#wants.filter(({channel, symbol}) => !this.#answered.has(keyOf(channel, symbol)));
  }
}
