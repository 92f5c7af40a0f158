import {Listing} from './listing.ts';

/** Where a venue tells of any symbol, it may not fill the memory with them. */
const mostSymbols = 1000;

/** The symbols of one feed, by the name that stands in its events. */
export class Listings {
  readonly #venue: string;
  readonly #bySymbol = new Map<string, Listing>();
  readonly #givenUp = new Set<string>();
  /** True: a symbol that was not asked for is taken in as well. */
  readonly isOpen: boolean;

  constructor(venue: string, {open}: {readonly open: boolean}) {
    this.#venue = venue;
    this.isOpen = open;
  }

  get all(): Iterable<Listing> {
    return this.#bySymbol.values();
  }

  /** Undefined: nobody asked for it, or it was given up. */
  get(symbol: string): Listing | undefined {
    const known = this.#bySymbol.get(symbol);
    return known || !this.isOpen || this.#givenUp.has(symbol) ? known : this.add(symbol);
  }

  /** The same, but none is taken in. */
  find(symbol: string): Listing | undefined {
    return this.#bySymbol.get(symbol);
  }

  /** Undefined: there are too many. */
  add(symbol: string): Listing | undefined {
    const known = this.#bySymbol.get(symbol);
    if (known || this.#bySymbol.size >= mostSymbols) return known;
    this.#givenUp.delete(symbol);
    const listing = new Listing(this.#venue, symbol);
    this.#bySymbol.set(symbol, listing);
    return listing;
  }

  delete(symbol: string): void {
    if (this.#bySymbol.delete(symbol) && this.#givenUp.size < mostSymbols) this.#givenUp.add(symbol);
  }

  /** True: the venue was never asked for it. What was given up is still told of until the venue has heard so. */
  isStranger(symbol: string): boolean {
    return !this.#bySymbol.has(symbol) && !this.#givenUp.has(symbol);
  }
}
