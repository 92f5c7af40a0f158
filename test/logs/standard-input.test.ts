import assert from 'node:assert/strict';
import {PassThrough, Readable} from 'node:stream';
import {test} from 'node:test';
import type {Line} from '../../source/logs/line-splitter.ts';
import {standardInput} from '../../source/logs/standard-input.ts';
import type {Status} from '../../source/streams/status.ts';

const {signal} = new AbortController();

async function collect(batches: AsyncIterable<(Line | Status)[]>): Promise<string[]> {
  const items: string[] = [];
  for await (const batch of batches) {
    for (const item of batch) items.push(item.type === 'line' ? item.text : `<${item.state}>`);
  }
  return items;
}

test('lines are read to the end of the input, the unfinished last one too', async () => {
  const bytes = Buffer.from('one\r\ntwö\nthr');
  const input = Readable.from([bytes.subarray(0, 8), bytes.subarray(8)], {objectMode: false});
  const items = await collect(standardInput(input, {signal}));
  assert.deepEqual(items, ['<connecting>', '<connected>', 'one', 'twö', 'thr', '<ended>']);
  assert.ok(input.destroyed);
});

test('an empty input ends', async () => {
  assert.deepEqual(await collect(standardInput(Readable.from([]), {signal})), [
    '<connecting>',
    '<connected>',
    '<ended>',
  ]);
});

test('an abort ends it while it waits, and leaves no listener', async () => {
  const input = new PassThrough();
  const abort = new AbortController();
  const collected = collect(standardInput(input, {signal: abort.signal}));
  input.write('one\ntw');
  setImmediate(() => abort.abort());
  assert.deepEqual(await collected, ['<connecting>', '<connected>', 'one']);
  assert.ok(input.destroyed);
});

test('whoever leaves the loop has the input destroyed', async () => {
  const input = new PassThrough();
  input.write('one\n');
  for await (const batch of standardInput(input, {signal})) if (batch[0]?.type === 'line') break;
  assert.ok(input.destroyed);
});

test('a failing input is a SourceError with its cause', async () => {
  const cause = new Error('EIO: i/o error, read');
  const input = new Readable({read: () => input.destroy(cause)});
  await assert.rejects(collect(standardInput(input, {signal})), {
    name: 'SourceError',
    message: 'standard input: EIO: i/o error, read',
    cause,
  });
});

test('an input is read no faster than its lines are taken', async () => {
  let produced = 0;
  const input = new Readable({
    highWaterMark: 1024,
    read() {
      produced++;
      this.push(Buffer.alloc(1024, 'x\n'));
    },
  });
  const lines = standardInput(input, {signal});
  for (let index = 0; index < 4; index++) await lines.next();
  assert.ok(produced < 10, `${produced} chunks were produced for two that were taken`);
  await lines.return();
});
