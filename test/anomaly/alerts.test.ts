import assert from 'node:assert/strict';
import {once} from 'node:events';
import type {AddressInfo} from 'node:net';
import {describe, it} from 'node:test';
import {WebSocketServer} from 'ws';
import type {Alert} from '../../source/anomaly/alert.ts';
import {alerts} from '../../source/anomaly/alerts.ts';
import {UsageError} from '../../source/streams/errors.ts';
import type {Meta} from '../../source/streams/status.ts';

const opened: Alert = {
  type: 'alert',
  id: 'logs/payments/error-rate@2026-11-22T21:00:16.000Z',
  key: 'logs/payments/error-rate',
  state: 'open',
  severity: 'warning',
  title: 'payments: error rate',
  reason: 'error rate 45.0 % of 20 lines, expected 1.1 %',
  since: '2026-11-22T21:00:16.000Z',
  time: '2026-11-22T21:00:18.000Z',
  count: 1,
  score: 0.55,
  evidence: {
    start: '2026-11-22T21:00:16.000Z',
    end: '2026-11-22T21:00:18.000Z',
    count: 20,
    errors: 9,
    expectedRate: 0.011,
    top: [{message: 'connection pool exhausted', count: 9}],
    users: [{user: 'u-1042', count: 4}],
    offsets: [{partition: 2, first: '120', last: '141'}],
  },
};

/** What comes of frames that a real server sends at once, until `enough` events came that are no status. */
async function receive(frames: readonly string[], enough: number): Promise<(Alert | Meta)[]> {
  const server = new WebSocketServer({host: '127.0.0.1', port: 0});
  await once(server, 'listening');
  server.on('connection', socket => {
    for (const frame of frames) socket.send(frame);
  });
  const stop = new AbortController();
  const events: (Alert | Meta)[] = [];
  try {
    const {port} = server.address() as AddressInfo;
    for await (const batch of alerts(`ws://127.0.0.1:${port}/alerts`, {signal: stop.signal})) {
      events.push(...batch.filter(({type}) => type !== 'status'));
      if (events.length >= enough) break;
    }
  } finally {
    stop.abort();
    for (const client of server.clients) client.terminate();
    server.close();
  }
  return events;
}

describe('alerts from a hub', () => {
  it('come as they were sent, a frame being an array', async () => {
    const second: Alert = {...opened, state: 'resolved', count: 9};
    const bare: Alert = {...opened};
    delete (bare as {evidence?: unknown}).evidence;
    const events = await receive([JSON.stringify([opened, second]), JSON.stringify([bare])], 3);
    assert.deepEqual(events, [opened, second, bare]);
  });

  it('are rejected one by one, with the place and the reason, and the others come through', async () => {
    const frames = [
      'not json',
      '{"type":"alert"}',
      JSON.stringify([{...opened, score: 7}, opened, {...opened, state: 'gone'}, null]),
    ];
    const events = await receive(frames, 6);
    assert.deepEqual(
      events.map(({type}) => type),
      ['reject', 'reject', 'reject', 'alert', 'reject', 'reject'],
    );
    const reasons = events.map(event => (event.type === 'reject' ? event.reason : ''));
    assert.match(reasons[0]!, /^expected JSON/);
    assert.match(reasons[2]!, /^expected an alert at score: /);
    assert.match(reasons[4]!, /^expected an alert at state: /);
  });

  it('have their texts cleaned of control sequences', async () => {
    const hostile = {...opened, title: 'pay\u001b[31mments\u0007', reason: 'a\u202eb\nc'};
    const [alert] = await receive([JSON.stringify([hostile])], 1);
    assert.ok(alert?.type === 'alert');
    assert.deepEqual([alert.title, alert.reason], ['payments', 'abc']);
  });

  it('need a WebSocket address', () => {
    const {signal} = new AbortController();
    for (const url of ['http://127.0.0.1/alerts', 'alerts', 'irc+ws://host/chat', '']) {
      assert.throws(
        () => alerts(url, {signal}),
        (error: Error) => {
          assert.ok(error instanceof UsageError);
          assert.match(error.message, /such as ws:\/\/127\.0\.0\.1:7070\/alerts/);
          return true;
        },
      );
    }
  });
});
