import type {Entry, Header} from '../../source/recording/entry.ts';
import {type Flaw, Recording} from '../../source/recording/read-recording.ts';
import {isoTime} from '../../source/streams/clock.ts';

export const startMs = Date.parse('2026-11-22T12:00:00Z');

export const header: Header = {
  format: 'tailrace',
  version: 1,
  writer: 'tailrace/0.1.0',
  start: isoTime(startMs),
  streams: [
    {ch: 'ticker', url: 'kraken:BTC/USD'},
    {ch: 'logs', url: 'ws://127.0.0.1:7070/logs'},
  ],
};

/** A log entry that came so many milliseconds after the start. */
export function entryAt(afterMs: number, message = `after ${afterMs} ms`): Entry {
  return {
    t: (startMs + afterMs) * 1000,
    ch: 'logs',
    d: {
      type: 'log',
      time: isoTime(startMs + afterMs),
      level: 'info',
      service: 'test',
      message,
      partition: 0,
      offset: String(afterMs),
    },
  };
}

/** Reads a recording to its end. */
export async function readRecording(path: string) {
  const flaws: Flaw[] = [];
  const recording = await Recording.open(path, {onFlaw: flaw => flaws.push(flaw)});
  const entries = (await Array.fromAsync(recording.entries())).flat();
  return {header: recording.header, entries, flaws};
}
