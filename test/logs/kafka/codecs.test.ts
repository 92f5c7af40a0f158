import assert from 'node:assert/strict';
import {randomBytes} from 'node:crypto';
import {describe, it} from 'node:test';
import zlib from 'node:zlib';
import {codecs} from '../../../source/logs/kafka/codecs.ts';
import {unframeSnappy} from '../../../source/logs/kafka/unframe-snappy.ts';

const names = new Map([
  [1, 'gzip'],
  [2, 'snappy'],
  [3, 'lz4'],
  [4, 'zstd'],
]);
const text = Buffer.from('a log line that repeats itself; '.repeat(20_000));

describe('codecs', () => {
  for (const [type, name] of names) {
    const codec = codecs.get(type)!;
    it(`${name} unpacks what it packed`, async () => {
      for (const bytes of [text, randomBytes(100_000), Buffer.from('x')]) {
        assert.deepEqual(await codec.decompress(await codec.compress({buffer: bytes})), bytes);
      }
      assert.ok((await codec.compress({buffer: text})).length < text.length / 10);
    });

    it(`${name} says what it cannot unpack, and goes on`, async () => {
      const packed = await codec.compress({buffer: text});
      for (const bytes of [randomBytes(100), packed.subarray(0, packed.length / 2)]) {
        await assert.rejects(codec.decompress(bytes), {
          name: 'Error',
          message: new RegExp(`^a ${name} batch of ${bytes.length} bytes cannot be unpacked`),
        });
      }
      assert.deepEqual(await codec.decompress(packed), text);
    });
  }

  it('unpack no batch that is too large', async () => {
    const zeros = Buffer.alloc((256 << 20) + 1);
    for (const [type, packed] of [
      [1, zlib.gzipSync(zeros, {level: 1})],
      [4, zlib.zstdCompressSync(zeros)],
    ] as const) {
      await assert.rejects(codecs.get(type)!.decompress(packed), /cannot be unpacked/);
    }
  });
});

describe('snappy', () => {
  const unpack = (block: Buffer) => Buffer.from(block.subarray(1));
  const header = Buffer.from('82534e41505059000000000100000001', 'hex');
  const frame = (block: Buffer) => Buffer.concat([Buffer.from([0, 0, 0, block.length]), block]);
  /** A stand-in for a raw block: its unpacked length, then itself. */
  const block = (words: string) => Buffer.from([words.length, ...Buffer.from(words)]);

  it('comes as one raw block or in frames', () => {
    assert.equal(String(unframeSnappy(block('one'), unpack, 100)), 'one');
    const framed = Buffer.concat([header, frame(block('one ')), frame(block('two'))]);
    assert.equal(String(unframeSnappy(framed, unpack, 100)), 'one two');
    assert.equal(String(unframeSnappy(header, unpack, 100)), '');
  });

  it('that is cut short, or unpacks to too much, is refused', () => {
    const framed = Buffer.concat([header, frame(block('one ')), frame(block('two'))]);
    assert.throws(() => unframeSnappy(framed.subarray(0, -1), unpack, 100), /cut short/);
    assert.throws(() => unframeSnappy(framed.subarray(0, header.length + 2), unpack, 100));
    assert.throws(() => unframeSnappy(framed, unpack, 6), /would unpack to 7 bytes/);
    const bomb = Buffer.from([0xff, 0xff, 0xff, 0xff, 0x0f, 0]);
    assert.throws(() => unframeSnappy(bomb, unpack, 1 << 28), /would unpack to 4294967295 bytes/);
  });
});
