import fc from 'fast-check';
import stringWidth from 'string-width';

// Frames for tests: rows of styled text, as wide as the screen or narrower, of what terminals agree about.

const style = fc.constantFrom(
  '',
  '31',
  '1;32',
  '2',
  '7',
  '4;34',
  '44',
  '38;5;200',
  '38;2;1;2;3',
  '9',
  '3;95',
  '1;2;33;104',
);
/** Of which terminals agree. */
export const text = fc.oneof(
  fc.constantFrom('a', 'bc', 'error', '値', '日本', ' ', '      ', 'Ω', 'é', 'x̂', '─', '▁▂▃▄▅▆▇█', '0000000'),
  fc.integer({min: 1, max: 30}).map(length => '─'.repeat(length)),
  fc.integer({min: 1, max: 30}).map(length => ' '.repeat(length)),
);

/** At most so many columns wide. */
export function anyRow(columns: number, words = text): fc.Arbitrary<string> {
  const part = fc
    .tuple(style, words)
    .map(([codes, word]) => (codes === '' ? word : `\u001b[${codes}m${word}\u001b[0m`));
  return fc.array(part, {maxLength: 8}).map(parts => {
    let row = '';
    for (const one of parts) if (stringWidth(row + one) <= columns) row += one;
    return row;
  });
}

export function anyFrame(columns: number, rows: number, row = anyRow(columns)): fc.Arbitrary<string[]> {
  return fc.array(row, {minLength: rows, maxLength: rows});
}

/** What happens to a screen: rows change, scroll, shift by a cell, or all is new. */
export function anyFrames(columns: number, rows: number, row = anyRow(columns)): fc.Arbitrary<string[][]> {
  type Step = (frame: string[]) => string[];
  const step: fc.Arbitrary<Step> = fc.oneof(
    {
      weight: 4,
      arbitrary: fc.array(fc.tuple(fc.nat({max: rows - 1}), row), {minLength: 1, maxLength: 3}).map(
        (changes): Step =>
          frame =>
            frame.map((row, index) => changes.find(([at]) => at === index)?.[1] ?? row),
      ),
    },
    {
      weight: 2,
      arbitrary: fc.array(row, {minLength: 1, maxLength: 2}).map(
        (fresh): Step =>
          frame =>
            [...frame, ...fresh].slice(-rows),
      ),
    },
    {
      weight: 1,
      arbitrary: row.map(
        (fresh): Step =>
          frame => [fresh, ...frame.slice(0, -1)],
      ),
    },
    {
      weight: 2,
      arbitrary: fc.nat({max: rows - 1}).map(
        (at): Step =>
          frame =>
            frame.map((row, index) => (index === at ? row.replace(/^[ -~─](?!\p{M})/u, '') : row)),
      ),
    },
    {
      weight: 1,
      arbitrary: anyFrame(columns, rows, row).map(
        (fresh): Step =>
          () =>
            fresh,
      ),
    },
  );
  return fc
    .tuple(anyFrame(columns, rows, row), fc.array(step, {minLength: 1, maxLength: 6}))
    .map(([first, steps]) => {
      const frames = [first];
      for (const next of steps) frames.push(next(frames.at(-1)!));
      return frames;
    });
}
