import assert from 'node:assert/strict';
import {describe, it} from 'node:test';
import fc from 'fast-check';
import {textPattern} from '../../source/console/text-pattern.ts';

describe('a pattern', () => {
  it('finds what RegExp finds', () => {
    const {pattern} = fc.letrec<{pattern: string}>(tie => ({
      pattern: fc.oneof(
        {maxDepth: 4},
        fc.constantFrom(
          'a',
          'b',
          'B',
          '.',
          '/',
          '[ab]',
          '[^a]',
          '[a-c/]',
          '\\d',
          '\\.',
          '[\\d-]',
          '1',
          '^',
          '$',
          '',
        ),
        fc.tuple(tie('pattern'), tie('pattern')).map(([left, right]) => left + right),
        fc.tuple(tie('pattern'), tie('pattern')).map(([left, right]) => `(${left}|${right})`),
        fc.tuple(tie('pattern'), fc.constantFrom('*', '+', '?')).map(([inner, sign]) => `(${inner})${sign}`),
      ),
    }));
    const text = fc.string({unit: fc.constantFrom('a', 'b', 'A', 'c', '/', '.', '1', '-'), maxLength: 8});
    fc.assert(
      fc.property(pattern, text, (source, one) => {
        const find = textPattern(source);
        assert.ok(typeof find !== 'string', `${source}: ${find}`);
        assert.equal(find(one), new RegExp(source, 'i').test(one), `/${source}/ in ${one}`);
      }),
      {numRuns: 3000},
    );
  });

  for (const [pattern, problem] of [
    ['(', 'a ( without its )'],
    [')', 'a ) without its ('],
    ['a)', 'a ) without its ('],
    ['*', 'a * where it has no meaning, which \\* is'],
    ['a**', 'a * where it has no meaning'],
    ['a{2}', 'a { where it has no meaning'],
    ['^*', 'a * behind ^'],
    ['[', 'a [ without its ]'],
    ['[a', 'a [ without its ]'],
    ['[]', 'nothing between [ and ]'],
    ['[z-a]', 'the range z-a'],
    ['a\\', '\\, which has no meaning'],
    ['\\w', '\\w, which has no meaning'],
    ['(?=a)', 'a ? where it has no meaning'],
  ] as const) {
    it(`is not ${pattern}: ${problem}`, () => assert.ok(String(textPattern(pattern)).includes(problem)));
  }

  it('takes no long time, whatever the pattern and the text', {timeout: 5000}, () => {
    const find = textPattern(`${'(a+)+(a*a*)*(a|a)*'.repeat(25)}$`);
    assert.ok(typeof find !== 'string');
    assert.equal(find(`${'a'.repeat(1000)}!`), false);
    const never = textPattern('(a+)+b');
    assert.ok(typeof never !== 'string');
    assert.equal(never(`${'a'.repeat(4000)}!`), false);
  });
});
