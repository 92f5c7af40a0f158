import assert from 'node:assert/strict';
import {test} from 'node:test';
import {Chalk} from 'chalk';
import fc from 'fast-check';
import {Styles} from '../../source/terminal/cells/styles.ts';
import {asSeen, HeadlessTerminal} from '../house/headless-terminal.ts';

const byte = fc.nat({max: 255});
const palette = fc.integer({min: 16, max: 255});
const rgb = fc.tuple(byte, byte, byte);
const parameter = fc.oneof(
  fc.constantFrom('', '0', '1', '2', '3', '4', '5', '7', '8', '9', '53'),
  fc.constantFrom('22', '23', '24', '25', '27', '28', '29', '55', '39', '49'),
  fc.constantFrom('30', '31', '37', '40', '47', '90', '97', '100', '107'),
  fc.tuple(fc.constantFrom('38', '48'), palette).map(([to, color]) => `${to};5;${color}`),
  fc.tuple(fc.constantFrom('38', '48'), rgb).map(([to, color]) => `${to};2;${color.join(';')}`),
  // As ISO 8613-6 writes them.
  fc.tuple(fc.constantFrom('38', '48'), palette).map(([to, color]) => `${to}:5:${color}`),
  fc.tuple(fc.constantFrom('38:2::', '48:2::'), rgb).map(([to, color]) => to + color.join(':')),
  // The colour and the kind of the underline: the first is not known here.
  fc.constantFrom('58;5;9', '58;2;1;3;4', '58:2::1:3:4', '59', '4:3', '4:0', '73', '1000'),
);
const sgr = fc.array(parameter, {minLength: 1, maxLength: 4}).map(list => list.join(';'));
const link = fc.constantFrom(';', ';http://a.example/', ';http://b.example/?q=1;2', 'id=7;http://a.example/');
/** What is done to the pen: `m` with parameters, or a link. */
const step = fc.oneof(
  {weight: 3, arbitrary: sgr.map(parameters => ({parameters}))},
  {weight: 1, arbitrary: link.map(address => ({address}))},
);
const anyStyle = fc.array(step, {maxLength: 5});
type Steps = typeof anyStyle extends fc.Arbitrary<infer Value> ? Value : never;

function numberOf(steps: Steps, styles: Styles): number {
  let number = 0;
  for (const one of steps)
    number = 'address' in one ? styles.withLink(number, one.address) : styles.after(number, one.parameters);
  return number;
}

function written(steps: Steps): string {
  return steps
    .map(one => ('address' in one ? `\u001b]8;${one.address}\u001b\\` : `\u001b[${one.parameters}m`))
    .join('');
}

/** What a letter looks like that is written after all of this. */
function look(...sequences: readonly string[]): string {
  using terminal = new HeadlessTerminal(2, 1);
  terminal.take(`${sequences.join('')}x`);
  return terminal.cells()[0]![0]!;
}

/** The same, and the link apart: the terminal underlines a link by itself, which hides whether the style does. */
function lookAndLink(steps: Steps): string {
  const addresses = steps.flatMap(one => ('address' in one ? [one.address] : []));
  return `${look(written(steps), '\u001b]8;;\u001b\\')} ${addresses.at(-1) ?? ';'}`;
}

test('a style is what a terminal makes of the sequences that led to it', () => {
  fc.assert(
    fc.property(anyStyle, steps => {
      const styles = new Styles();
      assert.equal(look(styles.change(0, numberOf(steps, styles))), look(written(steps)));
    }),
    {numRuns: 1000},
  );
});

test('the change from any style to any other gives exactly that style', () => {
  fc.assert(
    fc.property(anyStyle, anyStyle, (before, after) => {
      const styles = new Styles();
      const [from, to] = [numberOf(before, styles), numberOf(after, styles)];
      assert.equal(look(written(before), styles.change(from, to)), look(written(after)));
    }),
    {numRuns: 1000},
  );
});

test('whatever the pen has been, a style can be reached', () => {
  fc.assert(
    fc.property(anyStyle, anyStyle, (before, after) => {
      const styles = new Styles();
      numberOf(before, styles);
      assert.equal(look(written(before), styles.fromUnknown(numberOf(after, styles))), look(written(after)));
    }),
    {numRuns: 300},
  );
});

test('styles that look the same are one, however they came about', () => {
  fc.assert(
    fc.property(anyStyle, anyStyle, (one, other) => {
      const styles = new Styles();
      const isSame = lookAndLink(one) === lookAndLink(other);
      assert.equal(numberOf(one, styles) === numberOf(other, styles), isSame);
    }),
    {numRuns: 300},
  );
});

test('a change is never longer than to begin anew', () => {
  fc.assert(
    fc.property(anyStyle, anyStyle, (before, after) => {
      const styles = new Styles();
      const [from, to] = [numberOf(before, styles), numberOf(after, styles)];
      const change = styles.change(from, to).replace(/\u001b\]8.*?\u001b\\/, '');
      const fresh = styles.change(0, to).replace(/\u001b\]8.*?\u001b\\/, '');
      const anew = fresh === '' ? '\u001b[m' : fresh.replace('[', '[;');
      assert.ok(change.length <= anew.length, `${change} instead of ${anew}`);
    }),
    {numRuns: 300},
  );
});

const changes: readonly (readonly [from: string, to: string, change: string])[] = [
  ['', '', ''],
  ['1;31', '1;31', ''],
  ['', '31', '\u001b[31m'],
  ['31', '', '\u001b[m'],
  ['31', '32', '\u001b[32m'],
  ['1;31', '1', '\u001b[39m'],
  ['38;2;1;2;3', '1', '\u001b[;1m'],
  ['1;2', '1', '\u001b[;1m'],
  ['1;2;38;5;200', '1;38;5;200', '\u001b[22;1m'],
  ['4;48;5;99', '48;5;99', '\u001b[24m'],
  ['38;5;9', '38;5;1', '\u001b[31m'],
  ['', '38;5;12;48;5;15', '\u001b[94;107m'],
  // The emulator wants a colour space there, others do not.
  ['', '38:2:1:2:3', '\u001b[38;2;1;2;3m'],
];
for (const [from, to, change] of changes) {
  test(`from "${from}" to "${to}" the pen is sent ${JSON.stringify(change)}`, () => {
    const styles = new Styles();
    assert.equal(styles.change(styles.after(0, from), styles.after(0, to)), change);
  });
}

test('what chalk writes is understood', () => {
  const chalk = new Chalk({level: 3});
  const inks = [
    ...[chalk.bold, chalk.dim, chalk.italic, chalk.underline, chalk.inverse, chalk.hidden],
    ...[chalk.strikethrough, chalk.overline, chalk.red, chalk.bgGreenBright, chalk.ansi256(99)],
    ...[chalk.bgAnsi256(16), chalk.rgb(1, 2, 3), chalk.bgHex('#fedcba'), chalk.bold.dim.blue.bgWhite],
  ];
  for (const outer of inks) {
    for (const inner of inks) {
      const text = outer(`a${inner('b')}c`);
      const styles = new Styles();
      let number = 0;
      let [clean, mine] = ['', ''];
      for (const [, parameters, letter] of text.matchAll(/\u001b\[([\d;]*)m|(\w)/g)) {
        if (letter) [clean, mine] = [clean + letter, mine + styles.fromUnknown(number) + letter];
        else number = styles.after(number, parameters!);
      }
      assert.equal(clean, 'abc');
      assert.equal(number, 0);
      using terminal = new HeadlessTerminal(3, 2);
      terminal.take(`${text}\r\n${mine}`);
      const [theirs, ours] = terminal.cells();
      assert.deepEqual(ours, theirs);
    }
  }
});

test('a space in a style that is not seen on one looks as a plain space does', () => {
  fc.assert(
    fc.property(anyStyle, steps => {
      const styles = new Styles();
      const number = numberOf(steps, styles);
      using terminal = new HeadlessTerminal(2, 1);
      const [plain] = terminal.seen()[0]!;
      terminal.take(`${written(steps)} `);
      const isSeen = asSeen(terminal.cells()[0]![0]!) !== plain;
      assert.equal(styles.isSeenOnBlank(number), isSeen);
    }),
    {numRuns: 500},
  );
});

test('what is erased by a pen that erases plainly is plain', () => {
  fc.assert(
    fc.property(anyStyle, steps => {
      const styles = new Styles();
      const number = numberOf(steps, styles);
      using terminal = new HeadlessTerminal(4, 1);
      const plain = terminal.seen();
      terminal.take(`abcd\u001b[H${written(steps)}\u001b[2X\u001b[P\u001b[@\u001b[K`);
      if (styles.erasesPlainly(number)) assert.deepEqual(terminal.seen(), plain);
      else assert.notEqual(number, 0);
    }),
    {numRuns: 500},
  );
});
