import {Glyphs} from './glyphs.ts';
import {Styles} from './styles.ts';

/** So many clusters or styles have numbers that strangers' text must be bringing them. */
const mostNumbers = 20_000;

/** What the cells of one screen are made of. */
export class Alphabet {
  readonly glyphs = new Glyphs();
  readonly styles = new Styles();

  /** Time for a new one: numbers are never given back. */
  get isFull(): boolean {
    return this.glyphs.clusters > mostNumbers || this.styles.count > mostNumbers;
  }
}
