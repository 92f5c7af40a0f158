import assert from 'node:assert/strict';
import {once} from 'node:events';
import type {AddressInfo} from 'node:net';
import {afterEach, beforeEach, test} from 'node:test';
import {type WebSocket, WebSocketServer} from 'ws';
import {hubLogs} from '../../source/logs/hub-logs.ts';
import type {LogRecord} from '../../source/logs/record.ts';
import type {Meta} from '../../source/streams/status.ts';

const record: LogRecord = {
  type: 'log',
  time: '2026-11-22T10:11:12.345Z',
  level: 'error',
  service: 'pay',
  message: 'no',
  user: 'u7',
  fields: {host: 'h'},
  partition: 3,
  offset: '42',
};

let server: WebSocketServer;
let url: string;

beforeEach(async () => {
  server = new WebSocketServer({port: 0, host: '127.0.0.1'});
  await once(server, 'listening');
  url = `ws://127.0.0.1:${(server.address() as AddressInfo).port}/logs`;
});

afterEach(() => {
  for (const client of server.clients) client.terminate();
  server.close();
});

/** Sends the frames to whoever connects, and collects `count` events that are not about the connection. */
async function receive(frames: readonly string[], count: number): Promise<(LogRecord | Meta)[]> {
  server.on('connection', (socket: WebSocket) => {
    for (const frame of frames) socket.send(frame);
  });
  const abort = new AbortController();
  const events: (LogRecord | Meta)[] = [];
  for await (const batch of hubLogs(url, {signal: abort.signal})) {
    events.push(...batch.filter(event => event.type !== 'status'));
    if (events.length >= count) abort.abort();
  }
  return events;
}

test('records come as the hub sent them, in order', async () => {
  const {user: _, fields: __, ...bare} = record;
  const events = await receive(
    [JSON.stringify([record, bare]), '[]', JSON.stringify([{...record, offset: '43'}])],
    3,
  );
  assert.deepEqual(events, [record, bare, {...record, offset: '43'}]);
});

test('a bad record is a reject, and the others of its frame go on', async () => {
  const bad = [
    {...record, level: 'loud'},
    {...record, time: 'yesterday'},
    {...record, partition: -1},
    7,
    null,
  ];
  const events = await receive([JSON.stringify([...bad, record])], 6);
  assert.deepEqual(
    events.map(event => event.type),
    ['reject', 'reject', 'reject', 'reject', 'reject', 'log'],
  );
  const [first] = events;
  assert.ok(first?.type === 'reject');
  assert.match(first.reason, /^expected a log record: at level: /);
  assert.equal(first.source, url);
});

test('a frame that is not JSON, or no array, is a reject, and the stream goes on', async () => {
  const events = await receive(['not JSON', '{"type":"log"}', JSON.stringify([record])], 3);
  assert.deepEqual(
    events.map(event => event.type),
    ['reject', 'reject', 'log'],
  );
});

test('hostile text from a hub is clean', async () => {
  const evil = '\u001b]0;owned\u0007x\u202e';
  const sent = {...record, service: evil, message: evil, user: evil, offset: evil, fields: {[evil]: [evil]}};
  const [event] = await receive([JSON.stringify([sent])], 1);
  assert.deepEqual(event, {
    ...record,
    service: 'x',
    message: 'x',
    user: 'x',
    offset: 'x',
    fields: {x: ['x']},
  });
});

test('where nobody listens, failing fast is a SourceError', async () => {
  await new Promise(resolve => server.close(resolve));
  const {signal} = new AbortController();
  const opening = (async () => {
    for await (const _ of hubLogs(url, {signal, failFast: true}));
  })();
  await assert.rejects(opening, {name: 'SourceError', message: /nobody listens there/});
});
