import assert from 'node:assert/strict';
import {execFileSync} from 'node:child_process';
import {
  appendFile,
  chmod,
  mkdir,
  mkdtemp,
  open,
  readdir,
  rename,
  rm,
  truncate,
  writeFile,
} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {afterEach, beforeEach, test} from 'node:test';
import {followFile} from '../../source/logs/follow-file.ts';
import {SourceError} from '../../source/streams/errors.ts';
import {Following} from './following.ts';

let dir: string;
let path: string;
const {signal} = new AbortController();

beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'tailrace-logs-'));
  path = join(dir, 'app.log');
});

afterEach(() => rm(dir, {recursive: true, force: true}));

/** How many of our file descriptors lead into the test's directory. */
async function openHandles(): Promise<number> {
  const {readlink} = await import('node:fs/promises');
  const links = (await readdir('/proc/self/fd')).map(fd => readlink(`/proc/self/fd/${fd}`).catch(() => ''));
  return (await Promise.all(links)).filter(link => link.startsWith(dir)).length;
}

test('a file is read from its start and followed, with the byte at which each line begins', async () => {
  await writeFile(path, 'one\ntwö\n');
  await using following = new Following(path);
  await following.rest();
  assert.deepEqual(following.texts, ['one', 'twö']);
  await appendFile(path, 'three\n');
  await following.look();
  assert.deepEqual(
    following.lines.map(line => [line.text, line.offset]),
    [
      ['one', 0],
      ['twö', 4],
      ['three', 9],
    ],
  );
  assert.deepEqual(following.states, ['connecting', 'connected']);
});

test('a last line that is not finished waits for its end', async () => {
  await writeFile(path, 'one\ntw');
  await using following = new Following(path);
  await following.look();
  assert.deepEqual(following.texts, ['one']);
  await appendFile(path, 'o\n');
  await following.look();
  assert.deepEqual(following.texts, ['one', 'two']);
});

test('an empty file is waited on', async () => {
  await writeFile(path, '');
  await using following = new Following(path);
  await following.look(3);
  assert.deepEqual([following.texts, following.states], [[], ['connecting', 'connected']]);
  await appendFile(path, 'first\n');
  await following.look();
  assert.deepEqual(following.texts, ['first']);
});

for (const [name, from, texts] of [
  ['end', 'end', ['four']],
  ['two last lines', {tailLines: 2}, ['two', 'three', 'four']],
  ['more lines than there are', {tailLines: 99}, ['one', 'two', 'three', 'four']],
  ['so many last bytes', {tailBytes: 11}, ['three', 'four']],
  ['more bytes than there are', {tailBytes: 999}, ['one', 'two', 'three', 'four']],
] as const) {
  test(`reading from ${name} begins at the beginning of a line`, async () => {
    await writeFile(path, 'one\ntwo\nthree\nfo');
    await using following = new Following(path, {from});
    await following.rest();
    await appendFile(path, 'ur\n');
    await following.look();
    assert.deepEqual(following.texts, texts);
  });
}

test('the last lines of a large file are found without reading the rest', async () => {
  const lines = Array.from({length: 100_000}, (_, index) => `line ${index} ${'x'.repeat(index % 90)}`);
  await writeFile(path, `${lines.join('\n')}\n`);
  await using following = new Following(path, {from: {tailLines: 5000}});
  await following.rest();
  assert.deepEqual(following.texts, lines.slice(-5000));
});

test('a large file comes whole, in batches of bounded size', async () => {
  const lines = Array.from({length: 50_000}, (_, index) => `line ${index} ÄÖ€😀`);
  await writeFile(path, `${lines.join('\n')}\n`);
  const abort = new AbortController();
  const texts: string[] = [];
  for await (const batch of followFile(path, {signal: abort.signal})) {
    let bytes = 0;
    for (const item of batch) {
      if (item.type !== 'line') continue;
      bytes += Buffer.byteLength(item.text) + 1;
      texts.push(item.text);
    }
    assert.ok(bytes <= 2 * 64 * 1024, `a batch of ${bytes} bytes`);
    if (texts.length === lines.length) abort.abort();
  }
  assert.deepEqual(texts, lines);
});

test('after a rotation the old file is read to its end, then the new one from its start, and nothing is lost', async () => {
  await writeFile(path, 'a1\n');
  await using following = new Following(path);
  await following.rest();
  const writer = await open(path, 'a');
  await rename(path, join(dir, 'app.log.1'));
  await writeFile(path, 'b1\n');
  await following.look();
  await writer.write('a2\na3 without an end');
  await writer.close();
  await following.look(5);
  await appendFile(path, 'b2\n');
  await following.look();
  assert.deepEqual(following.texts, ['a1', 'a2', 'a3 without an end', 'b1', 'b2']);
  assert.deepEqual(
    following.lines.map(line => line.offset),
    [0, 3, 6, 0, 3],
  );
  assert.deepEqual(following.states, ['connecting', 'connected']);
  assert.equal(await openHandles(), 1);
});

test('a file that is rotated away while its forerunner is still read is read too', async () => {
  await writeFile(path, 'a1\n');
  await using following = new Following(path);
  await following.rest();
  await rename(path, join(dir, 'app.log.1'));
  await writeFile(path, 'b1\n');
  await following.look();
  await rename(path, join(dir, 'app.log.2'));
  await writeFile(path, 'c1\n');
  await following.look(12);
  assert.deepEqual(following.texts, ['a1', 'b1', 'c1']);
});

test('a name that is missing for a moment of a rotation is no loss', async () => {
  await writeFile(path, 'a1\n');
  await using following = new Following(path);
  await following.rest();
  await rename(path, join(dir, 'app.log.1'));
  await following.look(2);
  await writeFile(path, 'b1\n');
  await following.look(6);
  assert.deepEqual(following.texts, ['a1', 'b1']);
  assert.deepEqual(following.states, ['connecting', 'connected']);
});

test('a truncated file is read from its start', async () => {
  await writeFile(path, 'one\ntwo\nhalf');
  await using following = new Following(path);
  await following.rest();
  await truncate(path, 0);
  await following.look();
  await appendFile(path, 'new\n');
  await following.look();
  assert.deepEqual(
    following.lines.map(line => [line.text, line.offset]),
    [
      ['one', 0],
      ['two', 4],
      ['half', 8],
      ['new', 0],
    ],
  );
});

test('the hole that a truncation leaves under a writer at its old place is not part of a line', async () => {
  await writeFile(path, '');
  await using following = new Following(path);
  const writer = await open(path, 'r+');
  await writer.write('x'.repeat(99_999).concat('\n'));
  await following.look();
  await truncate(path, 0);
  await following.look();
  await writer.write('after\n');
  await writer.close();
  await following.look();
  assert.deepEqual(following.texts.slice(1), ['after']);
  assert.equal(following.lines[1]?.offset, 100_000);
});

test('a file that is deleted is told as lost, its handle let go, and its return told with since when', async () => {
  await writeFile(path, 'one\nhalf');
  await using following = new Following(path, {source: 'file:app.log'});
  await following.rest();
  const goneFrom = following.clock.now();
  await rm(path);
  await following.look(6);
  assert.deepEqual(following.texts, ['one', 'half']);
  const lost = following.statuses.at(-1);
  assert.equal(lost?.state, 'lost');
  assert.equal(lost.source, 'file:app.log');
  assert.match(lost.reason ?? '', /app\.log: the file is gone/);
  assert.equal(lost.retryMs, 250);
  assert.equal(await openHandles(), 0);
  await writeFile(path, 'back\n');
  await following.look(2);
  const back = following.statuses.at(-1);
  assert.deepEqual(following.texts, ['one', 'half', 'back']);
  assert.equal(back?.state, 'connected');
  assert.ok(Math.abs(Date.parse(back.missedSince ?? '') - goneFrom) <= 250);
  assert.deepEqual(following.states, ['connecting', 'connected', 'lost', 'connected']);
});

test('a directory in the place of the file is told as lost, and the file that follows it is read', async () => {
  await writeFile(path, 'one\n');
  await using following = new Following(path);
  await following.rest();
  await rm(path);
  await mkdir(path);
  await following.look(6);
  assert.match(following.statuses.at(-1)?.reason ?? '', /found a directory/);
  await rm(path, {recursive: true});
  await writeFile(path, 'two\n');
  await following.look(2);
  assert.deepEqual(following.texts, ['one', 'two']);
});

test('a file that is not there is an error that names it and says what to do', async () => {
  await assert.rejects(new Following(path).rest(), error => {
    assert.ok(error instanceof SourceError);
    assert.match(error.message, /app\.log: no such file; check the path/);
    return true;
  });
});

test('a directory is an error', async () => {
  await assert.rejects(new Following(dir).rest(), {
    name: 'SourceError',
    message: /expected a file, found a directory/,
  });
  assert.equal(await openHandles(), 0);
});

test('a pipe is an error, and does not hang', async () => {
  execFileSync('mkfifo', [path]);
  await assert.rejects(new Following(path).rest(), {name: 'SourceError', message: /tailrace logs - </});
  assert.equal(await openHandles(), 0);
});

test('a file that may not be read is an error', {
  skip: process.getuid?.() === 0 && 'root may read any file',
}, async () => {
  await writeFile(path, 'secret\n');
  await chmod(path, 0);
  await assert.rejects(new Following(path).rest(), {name: 'SourceError', message: /not allowed to read it/});
});

test('nothing is opened before the first line is asked for, or when the signal has aborted', async () => {
  await writeFile(path, 'one\n');
  const lines = followFile(path, {signal});
  assert.equal(await openHandles(), 0);
  await lines.return();
  for await (const _ of followFile(path, {signal: AbortSignal.abort()})) assert.fail('nothing is expected');
  assert.equal(await openHandles(), 0);
});

test('whoever leaves the loop leaves no handle and no sleep', async () => {
  await writeFile(path, 'one\n');
  for await (const batch of followFile(path, {signal})) if (batch[0]?.type === 'line') break;
  assert.equal(await openHandles(), 0);
  const following = await new Following(path).rest();
  assert.equal(await openHandles(), 1);
  await following[Symbol.asyncDispose]();
  assert.equal(await openHandles(), 0);
  assert.equal(following.clock.sleeping, 0);
});

test('an abort during a rotation closes both files', async () => {
  await writeFile(path, 'a1\n');
  const following = await new Following(path).rest();
  await rename(path, join(dir, 'app.log.1'));
  await writeFile(path, 'b1\n');
  await following.look();
  assert.equal(await openHandles(), 2);
  await following[Symbol.asyncDispose]();
  assert.equal(await openHandles(), 0);
});
