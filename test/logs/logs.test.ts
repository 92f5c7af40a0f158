import assert from 'node:assert/strict';
import {appendFile, mkdtemp, rm, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {Readable} from 'node:stream';
import {test} from 'node:test';
import {logs} from '../../source/logs/logs.ts';
import type {LogRecord} from '../../source/logs/record.ts';
import {ManualClock} from '../../source/streams/clock.ts';
import type {Meta} from '../../source/streams/status.ts';

const {signal} = new AbortController();
const clock = new ManualClock(Date.UTC(2026, 10, 22, 12));

test('standard input becomes records, rejects and states, named by the URL as given', async () => {
  const stdin = Readable.from(['{"level":50,"msg":"a","time":"2026-11-22T10:11:12.345Z"}\n\n{"broken\nb\n']);
  const events: (LogRecord | Meta)[] = [];
  for await (const batch of logs('-', {signal, clock, stdin})) events.push(...batch);
  assert.deepEqual(
    events.map(event => (event.type === 'log' ? [event.message, event.offset] : [event.type, event.source])),
    [
      ['status', '-'],
      ['status', '-'],
      ['a', '0'],
      ['reject', '-'],
      ['b', '67'],
      ['status', '-'],
    ],
  );
});

test('a large input comes in batches of bounded size', async () => {
  const stdin = Readable.from([Buffer.from('x\n'.repeat(10_000))]);
  const sizes: number[] = [];
  for await (const batch of logs('-', {signal, clock, stdin})) sizes.push(batch.length);
  assert.ok(Math.max(...sizes) <= 1000);
  assert.equal(
    sizes.reduce((sum, size) => sum + size),
    10_003,
  );
});

test('a file begins with its last 500 lines and is followed', async () => {
  const dir = await mkdtemp(join(tmpdir(), 'tailrace-logs-'));
  try {
    const path = join(dir, 'app.log');
    await writeFile(path, Array.from({length: 2000}, (_, index) => `line ${index}\n`).join(''));
    const abort = new AbortController();
    const messages: string[] = [];
    for await (const batch of logs(`file:${path}`, {signal: abort.signal})) {
      for (const event of batch) if (event.type === 'log') messages.push(event.message);
      if (messages.length === 500) await appendFile(path, 'last\n');
      if (messages.length > 500) abort.abort();
    }
    assert.deepEqual([messages[0], messages.length, messages.at(-1)], ['line 1500', 501, 'last']);
  } finally {
    await rm(dir, {recursive: true});
  }
});

test('a URL that is none of ours, or standard input without one, is a usage error at once', () => {
  assert.throws(() => logs('foo://bar', {signal}), {name: 'UsageError'});
  assert.throws(() => logs('-', {signal}), {name: 'UsageError'});
});

test('a missing file is a SourceError', async () => {
  await assert.rejects(drain(logs('/nowhere/app.log', {signal})), {
    name: 'SourceError',
    message: /no such file/,
  });
});

async function drain(batches: AsyncIterable<unknown>): Promise<void> {
  for await (const _ of batches);
}
