import assert from 'node:assert/strict';
import {once} from 'node:events';
import {writeFile} from 'node:fs/promises';
import {type AddressInfo, createServer} from 'node:net';
import {test} from 'node:test';
import {IrcClient} from '../helpers/irc-client.ts';
import {ran, run} from '../helpers/run.ts';
import {tempFolder} from '../helpers/temp-folder.ts';

test('serve says where it is, and answers there until SIGTERM, which is 143', async () => {
  await using hub = await run(['serve', '--listen', '127.0.0.1:0']);
  await hub.until(({lines}) => lines.length === 2);
  const [first = '', second = ''] = hub.lines;
  const address = /^demonstration hub on (127\.0\.0\.1:\d+); watch it with:$/.exec(first)?.[1];
  assert.ok(address, first);
  assert.equal(
    second.replace(/#(\w+\/USD,?)+/, '#SYMBOLS'),
    `  tailrace watch --ticker 'kraken+ws://${address}/market#SYMBOLS'` +
      ` --chat 'irc+ws://${address}/chat#ops,trading,random' --logs ws://${address}/logs --alerts ws://${address}/alerts`,
  );
  const health = await fetch(`http://${address}/healthz`);
  assert.equal(health.status, 200);
  assert.equal(await health.text(), 'ok\n');
  hub.signal('SIGTERM');
  assert.equal(await hub.exit(), 143);
  await assert.rejects(fetch(`http://${address}/healthz`));
});

for (const [name, code] of [
  ['SIGINT', 130],
  ['SIGHUP', 129],
] as const) {
  test(`serve ends at ${name} with ${code}, with clients connected`, async () => {
    await using hub = await run(['serve', '--listen', '127.0.0.1:0', '--chat-only']);
    await hub.until(({lines}) => lines.length === 2);
    const address = /hub on (\S+);/.exec(hub.lines[0]!)![1];
    await using client = await IrcClient.connect(`ws://${address}/chat`);
    hub.signal(name);
    assert.equal(await hub.exit(), code);
    if (client.socket.readyState !== client.socket.CLOSED) await once(client.socket, 'close');
  });
}

test('a port that something else listens on is told, with 1', async () => {
  const other = createServer().listen(0, '127.0.0.1');
  await once(other, 'listening');
  const {port} = other.address() as AddressInfo;
  const {code, stdout, stderr} = await ran(['serve', '--listen', `127.0.0.1:${port}`]);
  other.close();
  assert.equal(
    stderr,
    `tailrace: cannot listen on 127.0.0.1:${port}: something else does already; name another port, or 0 for a free one\n`,
  );
  assert.equal(stdout, '');
  assert.equal(code, 1);
});

test('serve --chat-only has no logs, and says nothing of them', async () => {
  await using hub = await run(['serve', '--listen', '127.0.0.1:0', '--chat-only']);
  await hub.until(({lines}) => lines.length === 2);
  const address = /^hub on (\S+); watch it with:$/.exec(hub.lines[0]!)![1]!;
  assert.equal(hub.lines[1], `  tailrace watch --chat 'irc+ws://${address}/chat#ops,trading,random'`);
  const {code, stderr} = await ran(['logs', `ws://${address}/logs`]);
  assert.match(stderr, /the server answered HTTP 404/);
  assert.equal(code, 1);
});

test('serve --logs pushes a file to whoever watches, and reads standard input too', async () => {
  await using folder = await tempFolder();
  await writeFile(folder.file('app.log'), 'level=info service=shop msg="from the file"\n');
  for (const [source, input] of [
    [folder.file('app.log'), ''],
    ['-', 'level=info service=shop msg="from the file"\n'],
  ] as const) {
    await using hub = await run(['serve', '--listen', '127.0.0.1:0', '--logs', source], {input});
    await hub.until(({lines}) => lines.length === 2);
    const url = /--logs (\S+)/.exec(hub.lines[1]!)![1]!;
    await using logs = await run(['logs', url]);
    await logs.until(({stdout}) => stdout.includes('INFO shop from the file'));
  }
});

test('serve on an IPv6 address prints addresses that work', async t => {
  const probe = createServer();
  probe.on('error', () => {});
  probe.listen(0, '::1');
  if ((await Promise.race([once(probe, 'listening').then(() => 'on'), once(probe, 'error')])) !== 'on')
    return t.skip('this machine has no ::1');
  probe.close();
  await using hub = await run(['serve', '--listen', '[::1]:0']);
  await hub.until(({lines}) => lines.length === 2);
  const url = /--logs (\S+)/.exec(hub.lines[1]!)![1]!;
  assert.match(url, /^ws:\/\/\[::1\]:\d+\/logs$/);
  await using logs = await run(['logs', url]);
  await logs.until(({lines}) => lines.length > 0);
});
