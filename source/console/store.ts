import {AlertBoard, type AlertsView} from '../anomaly/alert-board.ts';
import {Rooms, type RoomsView} from '../chat/rooms.ts';
import {Tail, type TailView} from '../logs/tail.ts';
import {type ChannelName, channels, type StreamEvent} from '../recording/entry.ts';
import type {Counters} from '../streams/counters.ts';
import type {Reject, Status} from '../streams/status.ts';
import {Board, type BoardView} from '../ticker/board.ts';
import {span} from './format.ts';
import {Rate} from './rate.ts';

/** How one stream's connection stands. */
export interface StreamView {
  readonly channel: ChannelName;
  readonly source: string;
  readonly state: Status['state'];
  /** Since when it stands so, ISO 8601: for `lost`, since when nothing was heard. */
  readonly since: string;
  readonly reason?: string;
}

/** Everything that a frame shows of the streams. Parts that have not changed are the same objects as before. */
export interface Snapshot {
  /** Milliseconds since the epoch: the clock's now, or where a replay stands. */
  readonly nowMs: number;
  readonly ticker: BoardView;
  readonly chat: RoomsView;
  readonly alerts: AlertsView;
  readonly logs: TailView;
  /** In the order of the channels, whichever spoke first. */
  readonly streams: readonly StreamView[];
  /** The channels of which anything was told. */
  readonly heard: ReadonlySet<ChannelName>;
  readonly eventsPerSecond: number;
  readonly received: number;
  readonly dropped: number;
  readonly rejects: {readonly count: number; readonly last: Reject | undefined};
}

export interface StoreOptions {
  /** Length of the ticker's moving window, in milliseconds. */
  readonly windowMs?: number | undefined;
}

/** The one mutable state of a console: events go in as they come, a snapshot comes out once a frame. */
export class Store {
  readonly #board: Board;
  readonly #rooms = new Rooms();
  readonly #alerts = new AlertBoard();
  readonly #tail = new Tail();
  readonly #streams = new Map<string, StreamView>();
  #streamViews: readonly StreamView[] | undefined;
  readonly #rate = new Rate();
  readonly #counters: Readonly<Counters>[] = [];
  readonly #heard = new Set<ChannelName>();
  #received = 0;
  #rejects: Snapshot['rejects'] = {count: 0, last: undefined};

  constructor({windowMs}: StoreOptions = {}) {
    this.#board = new Board(windowMs === undefined ? {} : {windowMs});
  }

  /** Counts what this crossing drops into the snapshot's `dropped`. */
  watch(counters: Readonly<Counters>): void {
    this.#counters.push(counters);
  }

  /** Takes a batch of one channel in. `atMs` is when it came, in milliseconds since the epoch. */
  apply(channel: ChannelName, batch: readonly StreamEvent[], atMs: number): void {
    this.#received += batch.length;
    if (batch.length > 0) this.#heard.add(channel);
    this.#rate.add(batch.length, atMs);
    for (const event of batch) this.#one(channel, event, atMs);
  }

  markRead(room: string): void {
    this.#rooms.markRead(room);
  }

  /** `chart` is the key of the ticker's row of which the chart is open. */
  snapshot(nowMs: number, chart?: string): Snapshot {
    return {
      nowMs,
      ticker: this.#board.snapshot(nowMs, chart),
      chat: this.#rooms.snapshot(),
      alerts: this.#alerts.snapshot(),
      logs: this.#tail.snapshot(),
      streams: (this.#streamViews ??= [...this.#streams.values()].sort(byChannel)),
      heard: this.#heard,
      eventsPerSecond: this.#rate.perSecond(nowMs),
      received: this.#received,
      dropped: this.#counters.reduce((sum, counters) => sum + counters.dropped, 0),
      rejects: this.#rejects,
    };
  }

  #one(channel: ChannelName, event: StreamEvent, atMs: number): void {
    switch (event.type) {
      case 'trade':
      case 'quote':
      case 'subscription':
      case 'sequence':
        return this.#board.apply(event, atMs);
      case 'log':
        return this.#tail.apply(event);
      case 'alert':
        return this.#alerts.apply(event);
      case 'status':
        return this.#status(channel, event);
      case 'reject':
        this.#rejects = {count: this.#rejects.count + 1, last: event};
        return;
      default:
        this.#rooms.apply(event);
    }
  }

  #status(channel: ChannelName, status: Status): void {
    const {source, state, time, reason, missedSince} = status;
    if (channel === 'ticker') this.#board.status(status);
    const key = `${channel} ${source}`;
    const before = this.#streams.get(key);
    // While it is lost, attempts come and go: what matters is since when, and why.
    const stillLost = before?.state === 'lost' && (state === 'lost' || state === 'connecting');
    const why = reason ?? (stillLost ? before.reason : undefined);
    this.#streamViews = undefined;
    // One that ended for no reason is no longer wanted: there is nothing to say of it.
    if (state === 'ended' && reason === undefined) return void this.#streams.delete(key);
    this.#streams.set(key, {
      channel,
      source,
      state: stillLost ? 'lost' : state,
      since: stillLost ? before.since : state === 'lost' ? (missedSince ?? time) : time,
      ...(why === undefined ? {} : {reason: why}),
    });
    if (state !== 'connected' || missedSince === undefined) return;
    const text = `not connected for ${span(Date.parse(time) - Date.parse(missedSince))}: what came meanwhile was missed`;
    if (channel === 'chat') this.#rooms.gap(text, time);
    if (channel === 'logs') this.#tail.gap(text, time);
  }
}

function byChannel(a: StreamView, b: StreamView): number {
  return channels.indexOf(a.channel) - channels.indexOf(b.channel);
}
