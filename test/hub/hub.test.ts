import assert from 'node:assert/strict';
import {once} from 'node:events';
import {test} from 'node:test';
import WebSocket from 'ws';
import type {Alert} from '../../source/anomaly/alert.ts';
import {Hub} from '../../source/hub/hub.ts';
import type {LogRecord} from '../../source/logs/record.ts';
import {Channel} from '../../source/streams/channel.ts';
import {isoTime} from '../../source/streams/clock.ts';

const anywhere = {host: '127.0.0.1', port: 0};

test('answers /healthz over HTTP, and says what else there is', async () => {
  await using hub = await Hub.start(anywhere);
  const get = async (path: string) => {
    const response = await fetch(`http://${hub.address}${path}`);
    return [response.status, await response.text()];
  };
  assert.deepEqual(await get('/healthz'), [200, 'ok\n']);
  assert.deepEqual(await get('/chat'), [426, '/chat speaks WebSocket\n']);
  assert.deepEqual(await get('/elsewhere'), [404, 'not found\n']);
});

test('refuses a WebSocket at a path where nothing is, and at /logs and /market when it has none', async () => {
  await using hub = await Hub.start(anywhere);
  for (const path of ['/elsewhere', '/logs', '/market']) {
    assert.match(await refusal(`ws://${hub.address}${path}`), /404/);
  }
});

test('refuses a WebSocket from a web page of another host', async () => {
  await using hub = await Hub.start(anywhere);
  const url = `ws://${hub.address}/alerts`;
  assert.match(await refusal(url, {origin: 'https://evil.example'}), /403/);
  assert.match(await refusal(url, {origin: 'null'}), /403/);
  const own = new WebSocket(url, {origin: `http://${hub.address}`});
  await once(own, 'open');
  own.terminate();
});

test('says why it cannot listen where something else does', async () => {
  await using hub = await Hub.start(anywhere);
  const port = Number(hub.address.split(':')[1]);
  await assert.rejects(Hub.start({host: '127.0.0.1', port}), {
    name: 'SourceError',
    message: `cannot listen on 127.0.0.1:${port}: something else does already; name another port, or 0 for a free one`,
  });
});

test('pushes every record, and the alert that they make, to who watches', async () => {
  const records = new Channel<LogRecord>({capacity: 1000, policy: 'wait'});
  await using hub = await Hub.start({
    ...anywhere,
    records: signal => {
      signal.addEventListener('abort', () => records.close(), {once: true});
      return records;
    },
  });
  const seen: LogRecord[] = [];
  await using logs = await subscribe<LogRecord>(`ws://${hub.address}/logs`, batch => seen.push(...batch));
  const alerted = Promise.withResolvers<Alert>();
  await using _alerts = await subscribe<Alert>(`ws://${hub.address}/alerts`, ([first]) =>
    alerted.resolve(first!),
  );
  // A minute of a calm service, then seconds in which every second line is an error.
  const sent: LogRecord[] = [];
  for (let second = 0; second < 80; second++) {
    for (let line = 0; line < 10; line++)
      sent.push(record(second * 1000 + line * 100, second > 60 && line % 2 === 0));
  }
  await records.push(sent);
  const alert = await alerted.promise;
  assert.equal(alert.key, 'logs/shop/error-rate');
  assert.equal(alert.state, 'open');
  assert.match(alert.reason, /^error rate \d/);
  assert.equal(alert.evidence?.top[0]?.message, 'boom');
  await logs.until(() => seen.length === sent.length);
  assert.deepEqual(seen, sent);

  // Who comes late is told first what is open now, and the last lines.
  const late: Alert[] = [];
  await using latecomer = await subscribe<Alert>(`ws://${hub.address}/alerts`, batch => late.push(...batch));
  await latecomer.until(() => late.length > 0);
  assert.equal(late[0]?.id, alert.id);
});

test('ends with all its connections, at once', async () => {
  const hub = await Hub.start(anywhere);
  const {address} = hub;
  const sockets = ['/chat', '/alerts'].map(
    path => new WebSocket(`ws://${hub.address}${path}`, ['text.ircv3.net']),
  );
  await Promise.all(sockets.map(socket => once(socket, 'open')));
  const closed = Promise.all(sockets.map(socket => once(socket, 'close')));
  await hub[Symbol.asyncDispose]();
  await closed;
  assert.match(await refusal(`ws://${address}/alerts`), /ECONNREFUSED/);
});

function record(ms: number, isError: boolean): LogRecord {
  return {
    type: 'log',
    time: isoTime(Date.UTC(2026, 0, 1) + ms),
    level: isError ? 'error' : 'info',
    service: 'shop',
    message: isError ? 'boom' : 'fine',
    partition: 0,
    offset: String(ms),
  };
}

/** The message of the error that opening a WebSocket ends in. */
async function refusal(url: string, options: WebSocket.ClientOptions = {}): Promise<string> {
  const socket = new WebSocket(url, options);
  const [error] = await once(socket, 'error');
  return (error as NodeJS.ErrnoException).code ?? (error as Error).message;
}

interface Subscription extends AsyncDisposable {
  /** Resolves at the first frame after which this is so. */
  until(isSo: () => boolean): Promise<void>;
}

async function subscribe<T>(url: string, onBatch: (batch: T[]) => void): Promise<Subscription> {
  const socket = new WebSocket(url);
  socket.on('message', data => onBatch(JSON.parse(String(data))));
  await once(socket, 'open');
  return {
    async until(isSo) {
      while (!isSo()) await once(socket, 'message');
    },
    async [Symbol.asyncDispose]() {
      socket.terminate();
    },
  };
}
