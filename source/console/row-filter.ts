import {clean} from '../terminal/clean.ts';
import {type FilterToken, filterTokens} from './filter-tokens.ts';
import {rowComparison} from './row-comparison.ts';

/** What a filter may ask of a row. What is not known is undefined, and no comparison with it is true. */
export interface FilterFields {
  readonly symbol: string;
  /** `kraken`, or with its address `kraken+ws://127.0.0.1:9000/v2`. */
  readonly venue?: string | undefined;
  readonly group?: string | undefined;
  readonly last?: number | undefined;
  /** Against the anchor, in percent. */
  readonly change?: number | undefined;
  readonly open?: number | undefined;
  readonly high?: number | undefined;
  readonly low?: number | undefined;
  readonly mean?: number | undefined;
  readonly vwap?: number | undefined;
  readonly volume?: number | undefined;
  readonly trades?: number | undefined;
  /** Trades a second. */
  readonly rate?: number | undefined;
  readonly spread?: number | undefined;
  readonly bid?: number | undefined;
  readonly ask?: number | undefined;
  /** Seconds since the last trade. */
  readonly age?: number | undefined;
  readonly missed?: number | undefined;
  readonly late?: number | undefined;
}

/** Whether a row is shown. Never throws. */
export type RowFilter = (fields: FilterFields) => boolean;

const mostCharacters = 500;
const example = 'for example change < -2 and (rate > 5 or symbol ~= "USD$")';

/**
 * Reads what rows are wanted: comparisons of fields (`change < -2`, `last > vwap`, `venue == kraken`, and by a pattern
 * `symbol ~= "USD$"`; see `textPattern`) with `and`, `or`, `not` and brackets. A word alone is a part of the symbol.
 * A `!` before all turns all of it round. Numbers may be written `2%`, `70_000`, `70k`; `age` also `5m`. Texts are
 * compared without regard to case. Returns a sentence for the user where it cannot be read; never throws.
 */
export function readRowFilter(text: string): RowFilter | string {
  if (text.length > mostCharacters)
    return `a filter has at most ${mostCharacters} characters, and this one ${text.length}; ${example}`;
  const tokens = filterTokens(text);
  const isInverse = tokens[0]!.text === '!' && tokens[0]!.kind === 'sign';
  try {
    const filter = new FilterReader(isInverse ? tokens.slice(1) : tokens).read();
    return isInverse ? fields => !filter(fields) : filter;
  } catch (error) {
    if (error instanceof Refusal) return error.message;
    throw error;
  }
}

class Refusal extends Error {}

class FilterReader {
  readonly #tokens: readonly FilterToken[];
  #at = 0;

  constructor(tokens: readonly FilterToken[]) {
    this.#tokens = tokens;
  }

  read(): RowFilter {
    const filter = this.#either();
    return this.#next.kind === 'end' ? filter : this.#refuse('expected "and", "or" or the end');
  }

  #either(): RowFilter {
    let filter = this.#both();
    while (this.#takeWord('or')) {
      const [left, right] = [filter, this.#both()];
      filter = fields => left(fields) || right(fields);
    }
    return filter;
  }

  #both(): RowFilter {
    let filter = this.#one();
    while (this.#takeWord('and')) {
      const [left, right] = [filter, this.#one()];
      filter = fields => left(fields) && right(fields);
    }
    return filter;
  }

  #one(): RowFilter {
    if (this.#takeWord('not')) {
      const filter = this.#one();
      return fields => !filter(fields);
    }
    if (this.#takeSign('(')) {
      const filter = this.#either();
      return this.#takeSign(')') ? filter : this.#refuse('expected ")"');
    }
    const {kind, text} = this.#next;
    const word = text.toLowerCase();
    if ((kind !== 'word' && kind !== 'text') || (kind === 'word' && /^(?:and|or)$/.test(word)))
      return this.#refuse('expected a comparison or a part of a symbol');
    if (kind === 'word') {
      const [sign, value] = [this.#token(1), this.#token(2)];
      const comparison = rowComparison(this.#next, sign, value);
      if (typeof comparison === 'function') {
        this.#at += 3;
        return comparison;
      }
      const isCompared = sign.kind === 'sign' && /^(?:[<>=]|[<>=!~]=)$/.test(sign.text);
      if (comparison.part > 0 || isCompared) {
        this.#at += comparison.part;
        return this.#refuse(comparison.expected);
      }
    }
    this.#at++;
    return fields => fields.symbol.toLowerCase().includes(word);
  }

  get #next(): FilterToken {
    return this.#token(0);
  }

  /** So many tokens ahead; behind the last one, the last one. */
  #token(ahead: number): FilterToken {
    return this.#tokens[Math.min(this.#at + ahead, this.#tokens.length - 1)]!;
  }

  #takeWord(word: string): boolean {
    return this.#takeIf(this.#next.kind === 'word' && this.#next.text.toLowerCase() === word);
  }

  #takeSign(sign: string): boolean {
    return this.#takeIf(this.#next.kind === 'sign' && this.#next.text === sign);
  }

  #takeIf(fits: boolean): boolean {
    if (fits) this.#at++;
    return fits;
  }

  #refuse(expected: string): never {
    const {kind, text, at} = this.#next;
    const isOpen = kind === 'sign' && /^["']/.test(text);
    const got = isOpen ? 'a quote that is not closed' : `"${clean(text, 40)}"`;
    throw new Refusal(
      `${expected}, got ${kind === 'end' ? 'nothing more' : `${got} at character ${at}`}; ${example}`,
    );
  }
}
