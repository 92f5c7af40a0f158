import {writeFile} from 'node:fs/promises';
import type {ChannelName, Entry, Header, StreamEvent} from '../../source/recording/entry.ts';

const startMs = Date.UTC(2026, 10, 22, 12, 0, 0);

/** Seconds that the sample recording lasts. */
export const sampleSeconds = 120;

/**
 * Writes a small recording of all four streams: each second two trades, a log line ("line 7") and a message
 * ("message 7"); at 5 s an alert opens ("checkout: error rate").
 */
export async function sampleRecording(path: string): Promise<void> {
  const iso = (second: number) => new Date(startMs + second * 1000).toISOString();
  const lines: (Header | Entry | {t: number; ch: 'end'; d: {events: number}})[] = [
    {
      format: 'tailrace',
      version: 1,
      writer: 'tailrace/test',
      start: iso(0),
      streams: [
        {ch: 'ticker', url: 'kraken:BTC/USD,ETH/USD'},
        {ch: 'chat', url: 'irc+ws://127.0.0.1:7070/chat#ops'},
        {ch: 'alerts', url: 'ws://127.0.0.1:7070/alerts'},
        {ch: 'logs', url: 'ws://127.0.0.1:7070/logs'},
      ],
    },
  ];
  const add = (second: number, ch: ChannelName, d: StreamEvent) =>
    lines.push({t: (startMs + second * 1000) * 1000, ch, d});
  for (const ch of ['ticker', 'chat', 'alerts', 'logs'] as const)
    add(0, ch, {type: 'status', source: ch, state: 'connected', time: iso(0)});
  add(0, 'chat', {type: 'presence', room: '#ops', nick: 'ada', change: 'join', self: true, time: iso(0)});
  for (let second = 0; second <= sampleSeconds; second++) {
    const time = iso(second);
    add(second, 'ticker', {type: 'trade', symbol: 'BTC/USD', price: 97_000 + second, size: 0.5, time});
    add(second, 'ticker', {type: 'trade', symbol: 'ETH/USD', price: 3400 - second, size: 2, time});
    add(second, 'chat', {type: 'message', room: '#ops', nick: 'bob', text: `message ${second}`, time});
    add(second, 'logs', {
      type: 'log',
      time,
      level: 'info',
      service: 'checkout',
      message: `line ${second}`,
      partition: 0,
      offset: String(second),
    });
    if (second !== 5) continue;
    add(second, 'alerts', {
      type: 'alert',
      id: 'checkout-1',
      key: 'checkout',
      state: 'open',
      severity: 'critical',
      title: 'checkout: error rate',
      reason: 'error rate 40 %, expected 2 %',
      since: time,
      time,
      count: 1,
      score: 0.99,
    });
  }
  lines.push({t: (startMs + sampleSeconds * 1000) * 1000, ch: 'end', d: {events: lines.length - 1}});
  await writeFile(path, lines.map(line => `${JSON.stringify(line)}\n`).join(''));
}
