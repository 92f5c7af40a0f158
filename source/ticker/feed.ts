import {type Clock, systemClock} from '../streams/clock.ts';
import {RetryError, SourceError, UsageError} from '../streams/errors.ts';
import type {Status} from '../streams/status.ts';
import {type StreamOptions, websocketEvents} from '../streams/websocket-events.ts';
import type {WebSocketFrames} from '../streams/websocket-frames.ts';
import type {Subscription, TickerEvent, TickerNews} from './event.ts';
import {Listings} from './listings.ts';
import {masked} from './masked.ts';
import {PacedSender} from './paced-sender.ts';
import type {TickerUrl} from './ticker-url.ts';
import type {JsonFields, Session, Venue, Want} from './venue.ts';

export interface FeedOptions extends StreamOptions {
  /**
   * What happens to frames that come faster than they are read: `wait` holds the venue back, for who must see them
   * all; `drop-oldest` stays current, and what is dropped shows as a gap. Default `drop-oldest`.
   */
  readonly policy?: 'wait' | 'drop-oldest';
  /** The values of the venue's `keys`, in their order. */
  readonly keys?: readonly string[];
  /** For `json`: where the fields of a trade stand. */
  readonly fields?: JsonFields | undefined;
  /** For `json`: sent once connected. */
  readonly hello?: readonly string[];
}

/** Frames between the socket and the decoder. */
const capacity = 8192;

/**
 * One venue, kept connected, with symbols that can be asked for and given up while it runs. Iterating yields trades,
 * quotes, how each symbol stands, what the venue's numbers say is missing, and how the connection stands.
 */
export class Feed implements AsyncIterable<TickerNews[]> {
  /** Names it in its events: the URL without its symbols. */
  readonly source: string;
  readonly #venue: Venue;
  readonly #address: string;
  readonly #options: FeedOptions;
  readonly #clock: Clock;
  #wants: readonly Want[];
  readonly #listings: Listings;
  readonly #closed = new AbortController();
  /** The connection that stands now. */
  #connection: {readonly session: Session; readonly sender: PacedSender; asks: boolean} | undefined;

  constructor(venue: Venue, {source, address, wants}: TickerUrl, options: FeedOptions) {
    this.source = source;
    this.#venue = venue;
    this.#address = address;
    this.#options = options;
    this.#clock = options.clock ?? systemClock;
    this.#wants = wants;
    this.#listings = new Listings(source, {open: wants.length === 0});
    for (const want of wants) this.#list(want);
  }

  /**
   * Asks for more, and again for what was refused; the events tell so, and nothing of what is asked for already. Throws
   * a UsageError, and asks for none of them, where the venue cannot tell of that as well.
   */
  add(...wants: readonly Want[]): Subscription[] {
    const added = wants.filter(want => !this.#wants.some(known => isSame(known, want)));
    const objection = added.length === 0 ? undefined : this.#venue.objection?.([...this.#wants, ...added]);
    if (objection !== undefined) throw new UsageError(`${this.source}: cannot ask for ${objection}`);
    const listings = new Map(wants.map(want => [want, this.#list(want)]));
    const asked = wants.filter(want => added.includes(want) || listings.get(want)!.state === 'refused');
    this.#wants = [...this.#wants, ...added];
    if (asked.length > 0) this.#say(session => session.subscribe(asked));
    const atMs = this.#clock.now();
    // A symbol that is live stays so while one more of its channels is asked for.
    return asked
      .map(want => listings.get(want)!)
      .flatMap(listing => (listing.state === 'live' ? [] : [listing.told('asked', atMs)]));
  }

  /** Gives a symbol up, on all channels; undefined where it was not asked for. `symbol` is as in its events. */
  remove(symbol: string): Subscription | undefined {
    const listing = this.#listings.find(symbol);
    if (!listing) return undefined;
    const wants = this.#wants.filter(want => this.#shown(want) === symbol);
    this.#wants = this.#wants.filter(want => !wants.includes(want));
    this.#listings.delete(symbol);
    this.#say(session => session.unsubscribe(wants));
    return listing.told('ended', this.#clock.now());
  }

  /** True: nothing is asked for any more. */
  get isEmpty(): boolean {
    return this.#wants.length === 0 && !this.#listings.isOpen;
  }

  /** Ends it: an iteration comes to its end. */
  close(): void {
    this.#closed.abort();
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<TickerNews[], void, undefined> {
    const {failFast = false, counters, policy = 'drop-oldest', keys = []} = this.#options;
    const {silenceMs, beatsByFrames, addressOf} = this.#venue;
    const atMs = this.#clock.now();
    const asked = Array.from(this.#listings.all, listing => listing.told('asked', atMs));
    if (asked.length > 0) yield asked;
    let read: Session['read'] = () => [];
    const batches = websocketEvents<TickerEvent>(addressOf?.(this.#address, keys) ?? this.#address, {
      signal: AbortSignal.any([this.#options.signal, this.#closed.signal]),
      clock: this.#clock,
      failFast,
      ...(counters ? {counters} : {}),
      source: this.source,
      policy,
      capacity,
      silenceMs,
      heardBy: beatsByFrames ? 'frames' : 'any',
      decode: (frame, at) => read(frame, at),
      onOpen: (frames, over) => {
        const session = this.#open(frames, over);
        read = (frame, at) => session.read(frame, at);
      },
      onStatus: status => this.#missed(status),
    });
    yield* keys.length > 0 ? masked(batches, keys) : batches;
  }

  #open(frames: WebSocketFrames, over: AbortSignal): Session {
    const {asksAtOnce = true, sendsPerSecond, answerMs = 10_000, lifeMs, ping, open} = this.#venue;
    const {keys = [], fields, hello = []} = this.#options;
    const sender = new PacedSender(frames, {clock: this.#clock, signal: over, perSecond: sendsPerSecond});
    let answered = false;
    const end = (reason: string, retryMs?: number) => {
      const sentence = `${this.source}: ${reason}`;
      frames.fail(retryMs === undefined ? new SourceError(sentence) : new RetryError(sentence, retryMs));
    };
    const session = open({
      source: this.source,
      listings: this.#listings,
      keys,
      fields,
      send: frame => sender.send(frame),
      ask: () => this.#ask(),
      answered: () => (answered = true),
      end,
    });
    const connection = {session, sender, asks: false};
    this.#connection = connection;
    over.addEventListener('abort', () => {
      if (this.#connection === connection) this.#connection = undefined;
    });
    for (const frame of hello) sender.send(frame);
    if (asksAtOnce) this.#ask();
    void this.#after(answerMs, over, () => {
      if (!answered) end(`connected, but what it was asked was not answered for ${answerMs / 1000} s`);
    });
    if (lifeMs !== undefined) {
      const hours = Math.round(lifeMs / 360_000) / 10;
      void this.#after(lifeMs, over, () => end(`renewed after ${hours} h, before the venue closes it`));
    }
    if (ping) void this.#pingWhenIdle(frames, ping, over);
    return session;
  }

  #ask(): void {
    if (!this.#connection) return;
    this.#connection.asks = true;
    this.#say(session => session.subscribe(this.#wants));
  }

  /** What is said before the connection asks for anything, `#ask` will say. */
  #say(frames: (session: Session) => readonly string[]): void {
    if (!this.#connection?.asks) return;
    for (const frame of frames(this.#connection.session)) this.#connection.sender.send(frame);
  }

  /** Where no number tells what was missed, the time that was missed does. */
  #missed({state, missedSince, time}: Status): TickerEvent[] {
    const isCounted = this.#venue.countsTrades || this.#options.fields?.seq !== undefined;
    if (state !== 'connected' || missedSince === undefined || isCounted) return [];
    const sinceMs = Date.parse(missedSince);
    const before = [...this.#listings.all].filter(({askedMs}) => askedMs <= sinceMs);
    return before.map(({venue, symbol}) => ({
      type: 'sequence',
      venue,
      symbol,
      fault: 'gap',
      since: missedSince,
      time,
    }));
  }

  #list(want: Want) {
    const listing = this.#listings.add(this.#shown(want));
    if (!listing) throw new UsageError(`${this.source}: a feed has at most 1,000 symbols`);
    return listing;
  }

  #shown({symbol}: Want): string {
    return this.#venue.symbol.shown?.(symbol) ?? symbol;
  }

  async #after(ms: number, over: AbortSignal, act: () => void): Promise<void> {
    await this.#clock.sleep(ms, over);
    if (!over.aborted) act();
  }

  async #pingWhenIdle(
    frames: WebSocketFrames,
    {idleMs, frame}: NonNullable<Venue['ping']>,
    over: AbortSignal,
  ): Promise<void> {
    while (!over.aborted) {
      const {received} = frames.counters;
      await this.#clock.sleep(idleMs, over);
      if (!over.aborted && frames.counters.received === received) frames.send(frame);
    }
  }
}

function isSame(a: Want, b: Want): boolean {
  return a.symbol === b.symbol && a.channel === b.channel;
}
