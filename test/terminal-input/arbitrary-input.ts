import fc from 'fast-check';

const key = fc.constantFrom(
  'a',
  'ä',
  '値',
  '🚀',
  'text of a line',
  ' ',
  '\r',
  '\t',
  '\u0003',
  '\u007f',
  '\u001b',
  '\u001b\u001b',
  '\u001ba',
  '\u001b🚀',
  '\u001b\r',
  '\u001b[A',
  '\u001b[Z',
  '\u001b[1;5C',
  '\u001b[5~',
  '\u001b[[A',
  '\u001b[[5~',
  '\u001b[2$',
  '\u001b\u001b[A',
  '\u001bOP',
  '\u001bO2P',
  '\u001b[97;5u',
  '\u001b[1;2R',
);
const answer = fc.constantFrom(
  '\u001b[0n',
  '\u001b[24;80R',
  '\u001b[?2026;2$y',
  '\u001b[?62;4c',
  '\u001b[>1;10;0c',
  '\u001bP>|xterm(390)\u001b\\',
  '\u001b]11;rgb:0000/0000/0000\u0007',
  '\u001b[?1u',
  '\u001b[I',
  '\u001b[<0;3;4M',
  '\u001b[M !!',
);
const broken = fc.constantFrom(
  '\u001b[',
  '\u001b[1;',
  '\u001b[1\u0003',
  '\u001bO',
  '\u001bO5é',
  '\u001bP',
  '\u001bPq\r',
  '\u001b]8;;x\u001bA',
  '\u001b_G',
  '\u001b[200~',
  '\u001b[201~',
  '\u001b[M',
  '\u001b[<0;3',
  `\u001b[${'1;'.repeat(150)}H`,
  `\u001b]0;${'long'.repeat(1200)}\u0007`,
);
const pasted = fc.constantFrom(
  'q',
  'two\rlines',
  'ü🚀',
  '\u001b[0n',
  '\u001b[20',
  '\u001b[201',
  '\u0003',
  '\u001b',
);
const paste = fc.array(pasted, {maxLength: 4}).map(parts => `\u001b[200~${parts.join('')}\u001b[201~`);

const bytes = fc.oneof(
  {weight: 4, arbitrary: fc.oneof(key, answer, broken, paste).map(text => Buffer.from(text))},
  {weight: 1, arbitrary: fc.uint8Array({maxLength: 6}).map(raw => Buffer.from(raw))},
);

/** What a terminal, or who pretends to be one, may send: keys, answers, pastes, broken sequences, any bytes. */
export const arbitraryInput: fc.Arbitrary<Buffer> = fc
  .array(bytes, {maxLength: 12})
  .map(parts => Buffer.concat(parts));
