import assert from 'node:assert/strict';
import {once} from 'node:events';
import type {AddressInfo} from 'node:net';
import {test} from 'node:test';
import {WebSocketServer} from 'ws';
import {lastRow} from '../helpers/screen.ts';
import {tailrace} from '../helpers/tailrace.ts';

test('frames that cannot be read are counted on the strip, :rejects tells the last, and the rest goes on', async () => {
  const server = new WebSocketServer({host: '127.0.0.1', port: 0});
  await once(server, 'listening');
  const record = {
    type: 'log',
    time: '2026-11-22T10:11:12Z',
    level: 'info',
    service: 's',
    partition: 0,
    offset: '7',
  };
  server.on('connection', socket => {
    socket.send('not JSON');
    socket.send(JSON.stringify([{...record, message: 'between them'}]));
    socket.send('{"an":"object"}');
    socket.send(
      JSON.stringify([
        {...record, level: 'loud'},
        {...record, message: 'after them'},
      ]),
    );
  });
  const {port} = server.address() as AddressInfo;
  try {
    await using console = await tailrace(['watch', '--logs', `ws://127.0.0.1:${port}/logs`]);
    await console.waitFor('after them');
    assert.ok(console.screen.includes('between them'));
    await console.waitFor(screen => /(rejected|unread) 3\b/.test(lastRow(screen)));
    console.press(':rejects\r');
    await console.waitFor(screen => /3 .*level/.test(lastRow(screen)));
    console.press('q');
    assert.deepEqual(await console.exit, {code: 0, signal: 0});
  } finally {
    for (const client of server.clients) client.terminate();
    server.close();
  }
});
