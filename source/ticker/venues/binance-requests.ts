import type {Want} from '../venue.ts';

/** So many streams in a request, far from any limit on its length. */
const mostParams = 100;

/** A symbol as it stands in events, and in Binance's own. */
export function shown(symbol: string): string {
  return symbol.toUpperCase();
}

/** Names what is wanted as Binance does. */
export function streamOf({symbol, channel}: Want): string {
  return `${symbol.toLowerCase()}@${channel}`;
}

/** What a connection asked of Binance, until it is answered. */
export class BinanceRequests {
  /** The symbols that a request asked for, by its number; none where it gave them up. */
  readonly #open = new Map<number, readonly string[]>();
  #newest = 0;

  /** The frames that ask for these, or give them up: each stream once. */
  frames(method: 'SUBSCRIBE' | 'UNSUBSCRIBE', wants: readonly Want[]): string[] {
    const byStream = new Map(wants.map(want => [streamOf(want), shown(want.symbol)]));
    const all = [...byStream];
    const frames: string[] = [];
    for (let at = 0; at < all.length; at += mostParams) {
      const some = all.slice(at, at + mostParams);
      const id = ++this.#newest;
      this.#open.set(id, method === 'SUBSCRIBE' ? some.map(([, symbol]) => symbol) : []);
      frames.push(JSON.stringify({method, params: some.map(([stream]) => stream), id}));
    }
    return frames;
  }

  /** The symbols that the request asked for, which is answered by this. */
  answered(id: string | number | null | undefined): readonly string[] {
    // Binance's documented errors mostly name no request: it is the one that was sent, where there is only one.
    const request = id ?? (this.#open.size === 1 ? [...this.#open.keys()][0] : undefined);
    const symbols = this.#open.get(Number(request ?? Number.NaN)) ?? [];
    this.#open.delete(Number(request));
    return [...new Set(symbols)];
  }
}
