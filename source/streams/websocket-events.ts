import {breathe} from './breathe.ts';
import {type Clock, systemClock} from './clock.ts';
import type {Counters} from './counters.ts';
import {publicUrl} from './public-url.ts';
import {reconnect} from './reconnect.ts';
import type {Meta, Status} from './status.ts';
import {type FramesOptions, WebSocketFrames} from './websocket-frames.ts';

/** What every stream is opened with. */
export interface StreamOptions {
  readonly signal: AbortSignal;
  readonly clock?: Clock;
  /** Throws when the first connection fails, rather than trying on. Default false. */
  readonly failFast?: boolean;
  /** The stream adds to it what came over its buffer, connection after connection: start it with zeros. */
  readonly counters?: Counters;
}

export interface WebSocketEventsOptions<T> extends StreamOptions, Omit<FramesOptions, 'signal' | 'clock'> {
  /** One frame into events; never throws: what cannot be read is a Reject. `atMs` is when it is read. */
  readonly decode: (frame: string, atMs: number) => readonly (T | Meta)[];
  /** Runs at each connect, before the first frame is read: subscribe here. `signal` aborts when it is over. */
  readonly onOpen?: (frames: WebSocketFrames, signal: AbortSignal) => void;
  /** What else is to be told when the connection's standing has changed: comes right after the status. */
  readonly onStatus?: (status: Status) => readonly (T | Meta)[];
  /** How the stream is named in its status events. Default the URL without credentials. */
  readonly source?: string;
}

/** Events from a WebSocket that is kept connected: batches of decoded frames, with the status events between. */
export async function* websocketEvents<T>(
  url: string,
  {
    signal,
    clock = systemClock,
    failFast = false,
    counters,
    decode,
    onOpen,
    onStatus,
    source = publicUrl(url),
    ...frames
  }: WebSocketEventsOptions<T>,
): AsyncGenerator<(T | Meta | Status)[], void, undefined> {
  const connect = async (inner: AbortSignal) => {
    const socket = await WebSocketFrames.open(url, {...frames, signal: inner, clock});
    const over = new AbortController();
    onOpen?.(socket, AbortSignal.any([inner, over.signal]));
    return decoded(socket, over);
  };
  async function* decoded(socket: WebSocketFrames, over: AbortController) {
    const count = counters && addTo(counters, socket.counters);
    try {
      for await (const batch of breathe(socket)) {
        count?.();
        const atMs = clock.now();
        // Not flatMap, which takes a tenth of the time of the whole way.
        const events: (T | Meta)[] = [];
        for (const frame of batch) for (const event of decode(frame, atMs)) events.push(event);
        if (events.length > 0) yield events;
      }
    } finally {
      over.abort();
      count?.();
    }
  }
  for await (const batch of reconnect<T | Meta>(connect, {source, signal, clock, failFast})) {
    const [first] = batch;
    const more = onStatus && isStatus(first) ? onStatus(first) : [];
    yield more.length > 0 ? [...batch, ...more] : batch;
  }
}

function isStatus(event: unknown): event is Status {
  return (event as Partial<Status> | undefined)?.type === 'status';
}

/** Returns a function that adds to `total` what was counted since it was last called. */
function addTo(total: Counters, counters: Readonly<Counters>): () => void {
  let added: Counters = {received: 0, delivered: 0, dropped: 0};
  return () => {
    total.received += counters.received - added.received;
    total.delivered += counters.delivered - added.delivered;
    total.dropped += counters.dropped - added.dropped;
    added = {...counters};
  };
}
