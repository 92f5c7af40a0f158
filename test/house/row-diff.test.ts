import assert from 'node:assert/strict';
import {test} from 'node:test';
import fc from 'fast-check';
import {rowDiff} from '../../source/terminal/row-diff.ts';
import {HeadlessTerminal} from './headless-terminal.ts';

const [columns, rows] = [12, 6];

/** Styled text that ends unstyled, at most as wide as the screen. */
const part = fc
  .tuple(
    fc.constantFrom('', '\u001b[31m', '\u001b[1;7m', '\u001b[44m'),
    fc.constantFrom('a', 'bc', '値', '  ', 'Ω'),
  )
  .map(([style, text]) => (style === '' ? text : `${style}${text}\u001b[0m`));
const row = fc.oneof(
  {weight: 3, arbitrary: fc.array(part, {maxLength: 6}).map(parts => parts.join(''))},
  {weight: 1, arbitrary: fc.constantFrom('=', '#').map(fill => fill.repeat(columns))},
);
const frame = fc.array(row, {maxLength: rows});

async function screen(...writes: readonly string[]): Promise<string[][]> {
  using terminal = new HeadlessTerminal(columns, rows);
  await terminal.write('\u001b[?7l');
  for (const write of writes) await terminal.write(write);
  return terminal.cells();
}

/** What a frame looks like, put on an empty screen row by row. */
function picture(rowsOfFrame: readonly string[]): Promise<string[][]> {
  return screen(...rowsOfFrame.map((text, index) => `\u001b[${index + 1};1H${text}`));
}

test('the difference, written after the first of any two frames, shows exactly the second', async () => {
  const change = fc.record({at: fc.nat({max: rows - 1}), to: row});
  const near = frame.chain(first =>
    fc.array(change, {maxLength: 2}).map(changes => {
      const second = [...first];
      for (const {at, to} of changes) if (at <= second.length && at < rows) second[at] = to;
      return [first, second] as const;
    }),
  );
  await fc.assert(
    fc.asyncProperty(fc.oneof(fc.tuple(frame, frame), near), async ([first, second]) => {
      const expected = await picture(second);
      assert.deepEqual(await screen(rowDiff(undefined, first), rowDiff(first, second)), expected);
    }),
    {numRuns: 200},
  );
});

test('a frame of which nothing is known before is drawn whole, whatever the screen showed', async () => {
  await fc.assert(
    fc.asyncProperty(frame, frame, async (before, after) => {
      const rest = '\u001b[31mrubbish\u001b[3;3H\u001b[7m';
      assert.deepEqual(
        await screen(rowDiff(undefined, before), rest, rowDiff(undefined, after)),
        await picture(after),
      );
    }),
    {numRuns: 50},
  );
});

test('rows that did not change are not written', () => {
  fc.assert(fc.property(frame, one => assert.equal(rowDiff(one, [...one]), '')));
  const out = rowDiff(['one', 'two', 'three'], ['one', 'TWO', 'three']);
  assert.ok(out.includes('TWO') && !out.includes('one') && !out.includes('three'));
});

test('nothing is erased behind a full row, where terminals would erase its last cell', () => {
  const out = rowDiff(['a'], ['#'.repeat(columns)]);
  assert.ok(!out.slice(out.indexOf('#')).includes('\u001b[K'));
});
