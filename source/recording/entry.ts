import type {Alert} from '../anomaly/alert.ts';
import type {ChatEvent} from '../chat/event.ts';
import type {LogRecord} from '../logs/record.ts';
import type {Reject, Status} from '../streams/status.ts';
import type {TickerEvent} from '../ticker/event.ts';

/** The kinds of stream: the channels of a recording, and the panes of the console, in their order. */
export const channels = ['ticker', 'chat', 'alerts', 'logs'] as const;
export type ChannelName = (typeof channels)[number];

/** What any of the streams yields. */
export type StreamEvent = TickerEvent | ChatEvent | LogRecord | Alert | Status | Reject;

/** One line of a recording. */
export interface Entry {
  /** When it came, in microseconds since the epoch. */
  readonly t: number;
  readonly ch: ChannelName;
  readonly d: StreamEvent;
}

/** The first line of a recording. */
export interface Header {
  readonly format: 'tailrace';
  /** Of the format. */
  readonly version: 1;
  /** What wrote it, e.g. `tailrace/0.1.0`. */
  readonly writer: string;
  /** ISO 8601 UTC. */
  readonly start: string;
  /** The streams' URLs, without credentials. */
  readonly streams: readonly {readonly ch: ChannelName; readonly url: string}[];
}

/** The last line of a recording that was closed in order. */
export interface End {
  readonly t: number;
  readonly ch: 'end';
  readonly d: {readonly events: number};
}
