import assert from 'node:assert/strict';
import {test} from 'node:test';
import fc from 'fast-check';
import {type Line, LineSplitter} from '../../source/logs/line-splitter.ts';

/** Splits `bytes` in chunks that end at `cuts`, each through the same buffer, as a reader of files does. */
function split(bytes: Buffer, cuts: readonly number[], maxLineBytes?: number): Line[] {
  const splitter = new LineSplitter(maxLineBytes === undefined ? {} : {maxLineBytes});
  const shared = Buffer.alloc(bytes.length);
  const ends = [...new Set([...cuts.map(cut => cut % (bytes.length + 1)), bytes.length])].sort(
    (a, b) => a - b,
  );
  const lines: Line[] = [];
  let start = 0;
  for (const end of ends) {
    bytes.copy(shared, 0, start, end);
    lines.push(...splitter.push(shared.subarray(0, end - start)));
    start = end;
  }
  return [...lines, ...splitter.flush()];
}

const pieces = fc.array(
  fc.oneof(
    fc.constantFrom('\n', '\r\n', '\r', 'ä', '€', '😀', '\0', '', 'plain words'),
    fc.string({unit: 'binary', maxLength: 20}),
  ),
  {maxLength: 60},
);

test('any chunking gives the same lines', () => {
  fc.assert(
    fc.property(
      pieces,
      fc.array(fc.nat(500), {maxLength: 20}),
      fc.integer({min: 1, max: 64}),
      (texts, cuts, max) => {
        const bytes = Buffer.from(texts.join(''));
        assert.deepEqual(split(bytes, cuts, max), split(bytes, [], max));
      },
    ),
    {numRuns: 500},
  );
});

test('any bytes at all give the same lines however they are chunked', () => {
  fc.assert(
    fc.property(fc.uint8Array({maxLength: 300}), fc.array(fc.nat(300), {maxLength: 20}), (array, cuts) => {
      const bytes = Buffer.from(array);
      assert.deepEqual(split(bytes, cuts, 16), split(bytes, [], 16));
    }),
  );
});

test('lines are those that a split of the text gives, each at its byte', () => {
  fc.assert(
    fc.property(
      fc.array(
        fc.string({unit: 'grapheme'}).map(text => text.replace(/[\r\n\0]/g, '')),
        {minLength: 1},
      ),
      texts => {
        const bytes = Buffer.from(texts.map(text => `${text}\n`).join(''));
        const lines = split(bytes, [7, 20, 21]);
        assert.deepEqual(
          lines.map(line => line.text),
          texts,
        );
        for (const {text, offset} of lines) {
          const size = Buffer.byteLength(text);
          assert.equal(bytes.toString('utf8', offset, offset + size), text);
        }
      },
    ),
  );
});

test('a carriage return before the newline is no part of the line', () => {
  assert.deepEqual(
    split(Buffer.from('a\r\nb\rc\n\r\n'), []).map(line => line.text),
    ['a', 'b\rc', ''],
  );
});

test('of a line that is too long the rest is cut off between two characters, counted and marked', () => {
  const splitter = new LineSplitter({maxLineBytes: 10});
  const lines = splitter.push(Buffer.from('12345678€€€\nshort\n1234567890\r\n'));
  assert.deepEqual(
    lines.map(({text, cutBytes}) => [text, cutBytes]),
    [
      ['12345678', 9],
      ['short', 0],
      ['1234567890', 0],
    ],
  );
  assert.equal(splitter.cutLines, 1);
});

test('a line without end takes no more memory than the longest line', () => {
  const splitter = new LineSplitter();
  const chunk = Buffer.alloc(1 << 20, 'x');
  const before = process.memoryUsage().arrayBuffers;
  for (let index = 0; index < 100; index++) assert.deepEqual(splitter.push(chunk), []);
  assert.ok(process.memoryUsage().arrayBuffers - before < 1 << 20);
  const [line] = splitter.push(Buffer.from('\n'));
  assert.equal(line?.text.length, 64 * 1024);
  assert.equal(line.cutBytes, 100 * (1 << 20) - 64 * 1024);
});

test('bytes that are not UTF-8 become U+FFFD, and the lines around them stay whole', () => {
  const bytes = Buffer.concat([Buffer.from('a\n'), Buffer.from([0xff, 0xc3, 0x28]), Buffer.from('\nb\n')]);
  assert.deepEqual(
    split(bytes, [3]).map(line => line.text),
    ['a', '\ufffd\ufffd(', 'b'],
  );
});

test('the unfinished line comes at the end, and offsets begin again where they are told to', () => {
  const splitter = new LineSplitter({offset: 100});
  assert.deepEqual(
    splitter.push(Buffer.from('a\nhalf')).map(line => line.offset),
    [100],
  );
  assert.deepEqual(
    splitter.flush(0).map(line => [line.text, line.offset]),
    [['half', 102]],
  );
  assert.deepEqual(
    splitter.push(Buffer.from('b\n')).map(line => line.offset),
    [0],
  );
  assert.deepEqual(splitter.flush(), []);
});
