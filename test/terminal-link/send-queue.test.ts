import assert from 'node:assert/strict';
import {once} from 'node:events';
import {existsSync, readdirSync} from 'node:fs';
import {writeFile} from 'node:fs/promises';
import {type AddressInfo, connect, createServer, type Socket} from 'node:net';
import {endianness} from 'node:os';
import {test} from 'node:test';
import {setTimeout as sleep} from 'node:timers/promises';
import {SendQueue} from '../../source/terminal/link/send-queue.ts';
import {tempFolder} from '../helpers/temp-folder.ts';

const heading =
  '  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode\n';
/** A line as the kernel writes it. */
const line = (local: string, remote: string, state: string, queued: string) =>
  `   1: ${local} ${remote} ${state} ${queued}:00000000 01:00000019 00000000     0        0 1145 2 00000000b3f1f849 24 4 29 10 -1\n`;
const others =
  line('0500000A:0016', '00000000:0000', '0A', '00000000') +
  line('077100CB:C93A', '0500000A:0016', '01', '00000099') +
  line('0500000A:0016', '077100CB:C93B', '01', '00000098');
const ours = line('0500000A:0016', '077100CB:C93A', '01', '00001A2C');
const SSH_CONNECTION = '203.0.113.7 51514 10.0.0.5 22';

const bigEndian = endianness() === 'LE' ? false : 'the tables here are those of a little-endian machine';

/** What is read at first, with these tables. */
async function readFrom(
  tables: {readonly tcp?: string; readonly tcp6?: string},
  connection = SSH_CONNECTION,
): Promise<number | undefined> {
  await using folder = await tempFolder();
  for (const [name, text] of Object.entries(tables)) await writeFile(folder.file(name), text);
  using queue = await SendQueue.find({SSH_CONNECTION: connection}, {procNet: folder.path});
  return queue?.read();
}

test('the queue is that of the socket with these addresses and ports', {skip: bigEndian}, async () => {
  assert.equal(await readFrom({tcp: heading + others + ours + others}), 6700);
  assert.equal(await readFrom({tcp: heading + others}), undefined);
});

test('an IPv4 connection is found mapped to IPv6, as an sshd has it that listens to both', {
  skip: bigEndian,
}, async () => {
  const mapped = '0000000000000000FFFF0000';
  const tcp6 = heading + line(`${mapped}0500000A:0016`, `${mapped}077100CB:C93A`, '01', '00001A2C');
  assert.equal(await readFrom({tcp: heading + others, tcp6}), 6700);
  assert.equal(await readFrom({tcp6}), 6700);
  assert.equal(await readFrom({tcp6}, '::ffff:203.0.113.7 51514 ::ffff:10.0.0.5 22'), 6700);
});

test('IPv6 addresses are found however they are shortened', {skip: bigEndian}, async () => {
  const local = 'B80D0120000000000000000005000000:0016';
  const remote = 'B80D01200000010000000000EFCDAB00:C93A';
  const tcp6 = heading + line(local, remote, '01', '00000400');
  for (const client of ['2001:db8:0:1::ab:cdef', '2001:DB8:0:1:0:0:ab:cdef', '2001:db8:0:1::0.171.205.239'])
    assert.equal(
      await readFrom({tcp: heading, tcp6}, `${client} 51514 2001:db8::5 22`),
      undefined,
      'group order',
    );
  const right = 'B80D01200100000000000000EFCDAB00:C93A';
  const table = heading + line(local, right, '01', '00000400');
  for (const client of ['2001:db8:0:1::ab:cdef', '2001:DB8:0:1:0:0:ab:cdef', '2001:db8:0:1::0.171.205.239'])
    assert.equal(await readFrom({tcp: heading, tcp6: table}, `${client} 51514 2001:db8::5 22`), 1024, client);
  const linkLocal =
    heading +
    line('000080FE000000000000000001000000:0016', '000080FE000000000000000002000000:C93A', '01', '00000001');
  assert.equal(await readFrom({tcp6: linkLocal}, 'fe80::2%eth0 51514 fe80::1%eth0 22'), 1);
});

test('a socket that can send no more is gone; one whose reader has closed its half is not', {
  skip: bigEndian,
}, async () => {
  const state = (code: string) => heading + line('0500000A:0016', '077100CB:C93A', code, '00000010');
  assert.equal(await readFrom({tcp: state('08')}), 16);
  for (const code of ['04', '05', '06', '07', '09', '0B'])
    assert.equal(await readFrom({tcp: state(code)}), undefined);
});

test('a line that is cut between two reads is put together', {skip: bigEndian}, async () => {
  // 148 bytes a line, and 4,096 a read: the cut goes through each of its fields in turn.
  for (let before = 4096 - heading.length - 160; before < 4096 - heading.length; before++) {
    const tcp = `${heading}${'x'.repeat(before)}${ours}${others}`;
    assert.equal(await readFrom({tcp}), 6700, `${before}`);
  }
});

test('a table of more than a mebibyte is not searched to its end', {skip: bigEndian}, async () => {
  const filler = others.repeat(Math.ceil((1024 * 1024) / others.length));
  assert.equal(await readFrom({tcp: heading + filler + ours}), undefined);
  assert.equal(await readFrom({tcp: heading + ours + filler}), 6700);
});

test('without SSH, without tables, or with other ones there is no queue, and no file stays open', async () => {
  const before = openFiles();
  assert.equal(await SendQueue.find({}), undefined);
  assert.equal(await readFrom({}), undefined);
  assert.equal(await readFrom({tcp: heading, tcp6: heading}), undefined);
  assert.equal(openFiles(), before);
});

const noTables = existsSync('/proc/net/tcp') ? false : 'there is no /proc/net/tcp';

for (const [name, listen, to] of [
  ['an IPv4', '127.0.0.1', '127.0.0.1'],
  ['an IPv6', '::1', '::1'],
  ['a mapped IPv4', '::', '127.0.0.1'],
] as const) {
  test(`the queue of ${name} connection grows while its reader stops, and is empty when it has read on`, async t => {
    if (noTables) return t.skip(noTables);
    const server = createServer();
    try {
      await once(server.listen(0, listen), 'listening');
    } catch (error) {
      return t.skip(`cannot listen on ${listen}: ${(error as Error).message}`);
    }
    const {port} = server.address() as AddressInfo;
    const client = connect(port, to);
    const [[session]] = (await Promise.all([once(server, 'connection'), once(client, 'connect')])) as [
      [Socket],
      [],
    ];
    client.pause();
    try {
      using queue = await SendQueue.find({SSH_CONNECTION: `${to} ${client.localPort} ${to} ${port}`});
      assert.ok(queue, 'it is not found');
      assert.equal(queue.read(), 0);
      assert.ok(queue.pollMs >= 25 && queue.pollMs <= 100);
      session.write(Buffer.alloc(16_000_000));
      await until(() => queue.read()! > 10_000);
      client.resume();
      await until(() => queue.read() === 0 && session.writableLength === 0);
      const closed = [once(session, 'close'), once(client, 'close')];
      session.destroy();
      await Promise.all(closed);
      await until(() => queue.read() === undefined);
      assert.equal(queue.read(), undefined);
    } finally {
      client.destroy();
      session.destroy();
      server.close();
    }
  });
}

async function until(isSo: () => boolean): Promise<void> {
  const deadline = performance.now() + 10_000;
  while (!isSo()) {
    assert.ok(performance.now() < deadline, 'it did not happen within ten seconds');
    await sleep(5);
  }
}

/** How many of this process's files are those of a connection table. */
function openFiles(): number {
  return existsSync('/proc/self/fd') ? readdirSync('/proc/self/fd').length : 0;
}
