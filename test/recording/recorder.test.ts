import assert from 'node:assert/strict';
import {execFile} from 'node:child_process';
import {readFile, stat, writeFile} from 'node:fs/promises';
import {join} from 'node:path';
import {test} from 'node:test';
import {promisify} from 'node:util';
import fc from 'fast-check';
import type {Entry} from '../../source/recording/entry.ts';
import {Recorder} from '../../source/recording/recorder.ts';
import {SourceError, UsageError} from '../../source/streams/errors.ts';
import {tempFolder} from '../helpers/temp-folder.ts';
import {anyBatch} from './any-event.ts';
import {entryAt, header, readRecording, startMs} from './sample.ts';

const now = () => startMs;

test('what was recorded is read again, every kind of event, and nothing is wrong with it', async () => {
  await using folder = await tempFolder();
  let file = 0;
  const timed = fc.record({
    batch: anyBatch,
    afterMs: fc.integer({min: 0, max: 1e9}).map(micros => micros / 1000),
  });
  await fc.assert(
    fc.asyncProperty(fc.array(timed, {maxLength: 8}), async batches => {
      const path = folder.file(`${file++}.jsonl`);
      const recorder = await Recorder.create(path, header, now);
      const expected: Entry[] = [];
      for (const {batch, afterMs} of batches) {
        const {ch, events} = batch;
        const atMs = startMs + afterMs;
        await recorder.record(ch, events, atMs);
        expected.push(...events.map(d => ({t: Math.round(atMs * 1000), ch, d})));
      }
      await recorder[Symbol.asyncDispose]();
      assert.deepEqual(await readRecording(path), {header, entries: expected, flaws: []});
      assert.equal(recorder.bytes, (await stat(path)).size);
    }),
    {numRuns: 60},
  );
});

test('a recording is JSON lines: the header first, the end with the count of events last', async () => {
  await using folder = await tempFolder();
  const path = folder.file('a.jsonl');
  {
    await using recorder = await Recorder.create(path, header, () => startMs + 2.5);
    await recorder.record('logs', [entryAt(1).d, entryAt(2).d], startMs + 1.25);
  }
  const lines = (await readFile(path, 'utf8')).split('\n');
  assert.equal(lines.length, 5);
  assert.deepEqual(JSON.parse(lines[0]!), header);
  assert.match(lines[1]!, /^\{"t":\d+,"ch":"logs","d":\{"type":"log",/);
  assert.equal(JSON.parse(lines[2]!).t, startMs * 1000 + 1250);
  assert.equal(lines[3], `{"t":${startMs * 1000 + 2500},"ch":"end","d":{"events":2}}`);
  assert.equal(lines[4], '');
});

test('a file that exists is never written over', async () => {
  await using folder = await tempFolder();
  const path = folder.file('a.jsonl');
  await writeFile(path, 'precious');
  await assert.rejects(
    Recorder.create(path, header, now),
    new UsageError(`${path} exists already, and a recording is never written over; name another file`),
  );
  assert.equal(await readFile(path, 'utf8'), 'precious');
});

test('a file that cannot be made is told with its name', async () => {
  await using folder = await tempFolder();
  const path = join(folder.path, 'no', 'such', 'folder.jsonl');
  await assert.rejects(Recorder.create(path, header, now), (error: Error) => {
    assert.ok(error instanceof SourceError);
    assert.ok(error.message.startsWith(`cannot record to ${path}: ENOENT`));
    return true;
  });
});

test('when more comes than is held, record says to wait, and nothing is lost', async () => {
  await using folder = await tempFolder();
  const path = folder.file('a.jsonl');
  const recorder = await Recorder.create(path, header, now);
  const {d} = entryAt(0);
  const waited = recorder.record('logs', Array(100_000).fill(d), startMs);
  assert.ok(waited);
  await waited;
  await recorder[Symbol.asyncDispose]();
  const {entries, flaws} = await readRecording(path);
  assert.equal(entries.length, 100_000);
  assert.deepEqual(flaws, []);
});

test('what comes while it is being closed does not come to stand behind the end', async () => {
  await using folder = await tempFolder();
  const path = folder.file('a.jsonl');
  const recorder = await Recorder.create(path, header, now);
  const {d} = entryAt(0);
  const waited = recorder.record('logs', Array(150_000).fill(d), startMs);
  const closed = recorder[Symbol.asyncDispose]();
  assert.equal(recorder.record('logs', [d], startMs), undefined);
  await Promise.all([waited, closed, recorder[Symbol.asyncDispose]()]);
  const lines = (await readFile(path, 'utf8')).trimEnd().split('\n');
  assert.equal(lines.length, 150_002);
  assert.deepEqual(JSON.parse(lines.at(-1)!).d, {events: 150_000});
  assert.equal(recorder.failed, undefined);
});

test('when the disk is full it says why, lets everything through, and what was written stays readable', {
  skip: process.platform === 'win32' && 'no ulimit',
  timeout: 30_000,
}, async () => {
  await using folder = await tempFolder();
  const path = folder.file('a.jsonl');
  const child = join(import.meta.dirname, 'record-until-full.ts');
  // No file of the child may grow over 32 KiB: a write beyond fails, as on a full disk.
  const shell = ['-c', 'ulimit -f 64 && exec "$@"', 'sh', process.execPath, '--import=tsx', child, path];
  const {stdout} = await promisify(execFile)('sh', shell, {env: {...process.env, TSX_DISABLE_CACHE: '1'}});
  const told = JSON.parse(stdout) as {failed: string; bytes: number; passed: number; after: string};
  assert.match(told.failed, /^.*a\.jsonl: EFBIG: file too large, write$/);
  assert.ok(told.failed.startsWith(`${path}: `));
  assert.equal(told.passed, 2000);
  assert.equal(told.after, 'undefined');
  const {size} = await stat(path);
  assert.ok(told.bytes > 0 && told.bytes <= size && size <= 64 * 1024, `${told.bytes} of ${size} bytes`);
  const {entries, flaws} = await readRecording(path);
  assert.ok(entries.length > 50 && entries.length < 2000);
  assert.deepEqual(
    entries,
    entries.map((_, index) => entryAt(index)),
  );
  assert.equal(flaws.at(-1)?.reason, 'no end record: the recording was cut off here');
});
