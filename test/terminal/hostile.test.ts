import assert from 'node:assert/strict';
import {once} from 'node:events';
import {appendFile, writeFile} from 'node:fs/promises';
import type {AddressInfo} from 'node:net';
import {test} from 'node:test';
import {WebSocketServer} from 'ws';
import type {Alert} from '../../source/anomaly/alert.ts';
import corpus from '../fixtures/hostile-text.json' with {type: 'json'};
import {body, lastRow, panes} from '../helpers/screen.ts';
import {scriptedServer} from '../helpers/scripted-server.ts';
import {tailrace} from '../helpers/tailrace.ts';
import {tempFolder} from '../helpers/temp-folder.ts';

/** What would do something to a terminal, or to the eyes before it; each with a word before it to look for. */
const hostile = corpus.map(
  ({text, flood = '', times = 0}: Hostile, index) => `n${index} ${text}${flood.repeat(times)}`,
);

interface Hostile {
  readonly text: string;
  readonly flood?: string;
  readonly times?: number;
}

/** Whatever the console writes is one of these; what strangers wrote is plain text between them. */
const sequences =
  /\u001b\[[\d;]*[@ABCDGHJKLMPXbcmnr]|[\b\r\n]|\u001b\[\?(?:1049|7|25|2004|2026)[hl]|\u001b\[\?(?:2026\$p|u)|\u001b\[>q|\u001b\[2[23];0t|\u001b\]2;tailrace\u0007/g;

test('hostile log lines, chat and alerts are shown as text, and nothing else happens to the terminal', async () => {
  await using folder = await tempFolder();
  const path = folder.file('app.log');
  await writeFile(path, 'level=info msg=begin\n');
  await using chat = await scriptedServer();
  await using alerts = await alertServer();
  await using console = await tailrace(
    [
      ...['watch', '--logs', path, '--chat', `irc+ws://127.0.0.1:${chat.port}/#ops`],
      ...['--alerts', `ws://127.0.0.1:${alerts.port}/alerts`],
    ],
    {columns: 120, rows: 50},
  );
  await console.waitFor(screen => screen.includes('begin') && /#ops/.test(screen));
  await chat.until(/^JOIN/);
  for (const [index, text] of hostile.entries()) {
    // As JSON, where every character can stand, and as the bare bytes.
    await appendFile(path, `${JSON.stringify({level: 'error', service: `s${text}`, msg: `log ${text}`})}\n`);
    await appendFile(path, `ERROR raw ${text}\n`);
    const line = text
      .toWellFormed()
      .slice(0, 400)
      .replace(/[\r\n\0]/g, '');
    chat.send(`:${`nick${index}`}!e@h PRIVMSG #ops :chat ${line}`);
    chat.send(`:ada!a@h TOPIC #ops :topic ${line}`);
    alerts.send({title: `alert ${text}`, reason: `because ${text}`, id: `id ${text}`});
  }
  chat.send(`:eve!e@h PRIVMSG #ops :the last of all`);
  await appendFile(path, 'level=info msg="the end of all"\n');
  // Each has been on the screen: one pane after the other, whole.
  for (const [key, name, end] of [
    ['1', 'Chat', 'the last of all'],
    ['3', 'Logs', 'the end of all'],
    ['2', 'Alerts', `${hostile.length} open`],
  ] as const) {
    console.press(key);
    console.press('z');
    const screen = await console.waitFor(now => panes(now).join() === name && now.includes(end));
    assert.ok((screen.match(/ n\d+ /g) ?? []).length > 5, screen);
    console.press('z');
    await console.waitFor(now => panes(now).length === 3);
  }
  for (const key of ['1', '2', '3']) {
    console.press(key);
    console.press(' ');
  }
  // What alerts have opened behind a zoomed pane is said for a while where the streams stand.
  const before = await console.waitFor(
    screen => (screen.match(/frozen/g) ?? []).length === 3 && lastRow(screen).includes('● logs'),
  );
  // Drawn anew it is the same: no character was wider or narrower than it was taken for.
  console.press('\u000c');
  await console.nextFrame();
  await console.waitFor(screen => body(screen) === body(before));

  assert.deepEqual(console.titles, ['tailrace']);
  assert.equal(console.bells, 0);
  assert.deepEqual(console.modes, {
    alternateScreen: true,
    cursorShown: false,
    bracketedPaste: true,
    autowrap: false,
  });
  console.press('q');
  assert.deepEqual(await console.exit, {code: 0, signal: 0});
  const text = console.output.replace(sequences, '');
  const control =
    /[\u0000-\u001f\u007f-\u009f\u00ad\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff]|[\u{e0000}-\u{e007f}]/u;
  const found = control.exec(text);
  assert.equal(found, null, found ? JSON.stringify(text.slice(found.index - 40, found.index + 40)) : '');
});

/** Pushes alerts as a hub does. */
async function alertServer() {
  const server = new WebSocketServer({host: '127.0.0.1', port: 0});
  await once(server, 'listening');
  const time = '2026-11-22T10:11:12.000Z';
  const sent: string[] = [];
  server.on('connection', socket => {
    for (const frame of sent) socket.send(frame);
  });
  return {
    port: (server.address() as AddressInfo).port,
    send(alert: Pick<Alert, 'id' | 'title' | 'reason'> & Partial<Alert>) {
      const whole = {
        type: 'alert',
        key: alert.id.slice(0, 300),
        state: 'open',
        severity: 'critical',
        since: time,
        time,
        count: 1,
        score: 1,
        ...alert,
      };
      const frame = JSON.stringify([whole]);
      sent.push(frame);
      for (const client of server.clients) client.send(frame);
    },
    async [Symbol.asyncDispose]() {
      for (const client of server.clients) client.terminate();
      server.close();
      await once(server, 'close');
    },
  };
}
