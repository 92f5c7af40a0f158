import assert from 'node:assert/strict';
import {mkdir, readdir, readlink, writeFile} from 'node:fs/promises';
import {test} from 'node:test';
import fc from 'fast-check';
import {Recording} from '../../source/recording/read-recording.ts';
import {SourceError} from '../../source/streams/errors.ts';
import {type TempFolder, tempFolder} from '../helpers/temp-folder.ts';
import {entryAt, header, readRecording, startMs} from './sample.ts';

const cutOff = 'no end record: the recording was cut off here';
const entries = ['plain', 'größer', '値が高い 🚀', 'a "quoted" \\ word', ''].map((message, index) =>
  entryAt(index * 1000, message),
);
const headerLine = JSON.stringify(header);
const entryLines = entries.map(entry => JSON.stringify(entry));
const endLine = JSON.stringify({t: (startMs + 9000) * 1000, ch: 'end', d: {events: entries.length}});

async function write({file}: TempFolder, content: string | Uint8Array): Promise<string> {
  const path = file('a.jsonl');
  await writeFile(path, content);
  return path;
}

/** A recording of these lines, the header and the end around them. */
const recordingOf = (lines: readonly string[]) => `${[headerLine, ...lines, endLine].join('\n')}\n`;

test('a recording cut off at any byte is read up to there, and that it was cut off is told', async () => {
  await using folder = await tempFolder();
  const whole = Buffer.from(recordingOf(entryLines));
  const lengths = [headerLine, ...entryLines].map(line => Buffer.byteLength(line) + 1);
  const ends = lengths.map((_, index) =>
    lengths.slice(0, index + 1).reduce((sum, length) => sum + length, 0),
  );
  let file = 0;
  const check = async (cut: number) => {
    const path = folder.file(`${file++}.jsonl`);
    await writeFile(path, whole.subarray(0, cut));
    if (cut < ends[0]! - 1) {
      await assert.rejects(Recording.open(path), (error: Error) => {
        const why = cut === 0 ? 'it is empty' : 'expected a tailrace recording';
        return error instanceof SourceError && error.message.startsWith(`cannot replay ${path}: ${why}`);
      });
      return;
    }
    const read = await readRecording(path);
    // A line whose line feed alone is missing is whole.
    const complete = ends.filter(end => end - 1 <= cut).length - 1;
    assert.deepEqual(read.header, header);
    assert.deepEqual(read.entries, entries.slice(0, complete));
    if (cut >= whole.length - 1) assert.deepEqual(read.flaws, []);
    else assert.equal(read.flaws.at(-1)?.reason, cutOff, `cut at ${cut}`);
  };
  const edges = [0, 1, ...ends.flatMap(end => [end - 1, end, end + 1]), whole.length - 1, whole.length];
  for (const cut of edges) await check(cut);
  await fc.assert(fc.asyncProperty(fc.integer({min: 0, max: whole.length}), check), {numRuns: 150});
});

test('a damaged line is passed over, and told with its number', async () => {
  const damages: Readonly<Record<string, RegExp>> = {
    'not JSON at all': /^expected JSON: /,
    '{"t":1,"ch":"logs"': /^expected JSON: /,
    '{"t":1,"ch":"logs","d":{"type":"log"}}': /^expected another shape: at d: /,
    '{"t":1.5,"ch":"logs","d":{}}': /^expected another shape: at t: /,
    '{"t":1,"ch":"radio","d":{}}': /^expected another shape: at ch: /,
    [JSON.stringify({...entries[0], ch: 'ticker'})]: /^expected another shape: at d: /,
    '{"t":1,"ch":"end","d":{"events":-1}}': /^expected another shape: at d\.events: /,
    null: /^expected another shape: /,
    '\u001b[2J\u009b31m': /^expected JSON: [^\p{Cc}]*$/u,
  };
  await using folder = await tempFolder();
  let file = 0;
  for (const [damage, reason] of Object.entries(damages)) {
    for (const at of [0, 2, entryLines.length]) {
      const path = folder.file(`${file++}.jsonl`);
      await writeFile(path, recordingOf(entryLines.toSpliced(at, 0, damage)));
      const read = await readRecording(path);
      assert.deepEqual(read.entries, entries);
      assert.equal(read.flaws.length, 1);
      assert.equal(read.flaws[0]!.line, at + 2);
      assert.match(read.flaws[0]!.reason, reason);
    }
  }
});

test('bytes that were flipped never throw, and every entry read is one that could be written', async () => {
  await using folder = await tempFolder();
  const whole = Buffer.from(recordingOf(entryLines));
  const from = Buffer.byteLength(headerLine) + 1;
  let file = 0;
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.tuple(fc.integer({min: from, max: whole.length - 1}), fc.integer({min: 1, max: 255})), {
        minLength: 1,
        maxLength: 5,
      }),
      async flips => {
        const bytes = Buffer.from(whole);
        for (const [at, bits] of flips) bytes[at]! ^= bits;
        const path = folder.file(`${file++}.jsonl`);
        await writeFile(path, bytes);
        const read = await readRecording(path);
        for (const {ch, d} of read.entries) {
          assert.equal(ch, 'logs');
          assert.equal(d.type, 'log');
          assert.doesNotMatch(JSON.stringify(d), /[\u007f-\u009f\u202a-\u202e]/);
        }
      },
    ),
    {numRuns: 100},
  );
});

test('texts that were not clean are, when they are read', async () => {
  await using folder = await tempFolder();
  const dirty = entryAt(0, 'a\u001b[31mb\u202ec\u0007');
  const stained = JSON.stringify({
    ...header,
    writer: 'x\u001b]0;y\u0007',
    streams: [{ch: 'logs', url: 'ws://\u009b2J'}],
  });
  const path = await write(folder, `${stained}\n${JSON.stringify(dirty)}\n${endLine}\n`);
  const read = await readRecording(path);
  assert.deepEqual(read.entries, [entryAt(0, 'abc')]);
  assert.deepEqual(read.header, {...header, writer: 'x', streams: [{ch: 'logs', url: 'ws://'}]});
});

test('a line longer than any that was written is passed over without being kept, and the numbers stay right', async () => {
  await using folder = await tempFolder();
  const long = `{"t":1,"ch":"logs","d":"${'x'.repeat(12 << 20)}"}`;
  const lines = [
    ...entryLines.slice(0, 2),
    long,
    ...entryLines.slice(2, 4),
    'rubbish',
    ...entryLines.slice(4),
  ];
  const {entries: read, flaws} = await readRecording(await write(folder, recordingOf(lines)));
  assert.deepEqual(read, entries);
  assert.deepEqual(
    flaws.map(({line}) => line),
    [4, 7],
  );
  assert.equal(flaws[0]!.reason, 'a line longer than 4194304 characters');
});

test('a long last line that was cut off is told', async () => {
  await using folder = await tempFolder();
  const {entries: read, flaws} = await readRecording(
    await write(folder, `${headerLine}\n${'x'.repeat(5 << 20)}`),
  );
  assert.deepEqual(read, []);
  assert.deepEqual(
    flaws.map(({line}) => line),
    [2, 2],
  );
});

test('blank lines are no flaw', async () => {
  await using folder = await tempFolder();
  const {entries: read, flaws} = await readRecording(
    await write(folder, recordingOf(['', ...entryLines, '', ''])),
  );
  assert.deepEqual(read, entries);
  assert.deepEqual(flaws, []);
});

test('what is missing, a folder, empty or not a recording is told with its name', async () => {
  await using folder = await tempFolder();
  const path = (name: string) => folder.file(name);
  await mkdir(path('folder'));
  await writeFile(path('empty'), '');
  await writeFile(path('table.csv'), `time,\u001b[31mvalue\n1,2\n`);
  await writeFile(path('other.jsonl'), '{"format":"tailrace","version":2}\n');
  await writeFile(path('binary'), Buffer.alloc(20 << 20, 0xfe));
  const begins = (what: string) =>
    `expected a tailrace recording, whose first line is {"format":"tailrace","version":1,…}; it begins with ${what}`;
  const sentences: Readonly<Record<string, string>> = {
    missing: 'there is no such file',
    folder: 'it is a folder; name the recording in it',
    empty: 'it is empty',
    'empty/inside': `ENOTDIR: not a directory, stat '${path('empty/inside')}'`,
    'table.csv': begins('"time,value"'),
    'other.jsonl': begins(JSON.stringify('{"format":"tailrace","version":2}')),
    binary: begins(JSON.stringify(`${'\ufffd'.repeat(59)}…`)),
  };
  for (const [name, sentence] of Object.entries(sentences)) {
    await assert.rejects(
      Recording.open(path(name)),
      (error: Error) => {
        assert.ok(error instanceof SourceError);
        assert.equal(error.message, `cannot replay ${path(name)}: ${sentence}`);
        return true;
      },
      name,
    );
  }
});

test('who leaves before the end, or never begins, leaves no open file', {
  skip: process.platform !== 'linux' && 'looks into /proc',
}, async () => {
  await using folder = await tempFolder();
  const path = await write(folder, recordingOf(Array(10_000).fill(entryLines[0])));
  const open = async () => {
    const files = await Promise.all(
      (await readdir('/proc/self/fd')).map(fd => readlink(`/proc/self/fd/${fd}`).catch(() => '')),
    );
    return files.filter(file => file === path).length;
  };
  // A stream that is destroyed closes its file a moment later.
  const closed = async () => {
    while ((await open()) > 0);
  };
  for (const batches of [1, 2]) {
    let left = batches;
    for await (const _ of (await Recording.open(path)).entries()) if (--left === 0) break;
    await closed();
  }
  {
    await using _never = await Recording.open(path);
    assert.equal(await open(), 1);
  }
  await closed();
  await writeFile(path, 'not a recording\n'.repeat(100_000));
  await assert.rejects(Recording.open(path));
  await closed();
});

test('entries that were taken out of the middle are missed, by the count of the end record', async () => {
  await using folder = await tempFolder();
  const path = await write(folder, [headerLine, ...entryLines.slice(2), endLine, ''].join('\n'));
  const {flaws} = await readRecording(path);
  assert.deepEqual(flaws, [{line: 5, reason: 'the end record tells of 5 events, and 3 stand before it'}]);
});
