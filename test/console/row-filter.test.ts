import assert from 'node:assert/strict';
import {describe, it, test} from 'node:test';
import fc from 'fast-check';
import {type FilterFields, type RowFilter, readRowFilter} from '../../source/console/row-filter.ts';

const row: FilterFields = {
  symbol: 'BTC/USD',
  venue: 'kraken+ws://127.0.0.1:9000/v2',
  group: 'majors',
  last: 70_000,
  change: -2.5,
  open: 71_000,
  high: 72_000,
  low: 69_000,
  vwap: 70_500,
  volume: 12,
  trades: 100,
  rate: 6,
  age: 90,
  missed: 0,
};

function read(text: string): RowFilter {
  const filter = readRowFilter(text);
  assert.ok(typeof filter !== 'string', String(filter));
  return filter;
}

for (const [text, holds] of [
  ['change < -2', true],
  ['change<-2', true],
  ['change < -2%', true],
  ['CHANGE >= -2', false],
  ['change = -2.5', true],
  ['change == -2.5', true],
  ['change != -2.5', false],
  ['last >= 70_000', true],
  ['last >= 70,000', true],
  ['last > 69.9k', true],
  ['last < vwap', true],
  ['last > vwap and rate > 5', false],
  ['last > vwap or rate > 5', true],
  ['last >= 100 and rate > 5', true],
  ['age > 60', true],
  ['age > 1m', true],
  ['age > 2m', false],
  ['age < 1.5h', true],
  ['trades < 5m', true],
  ['not (age > 60)', false],
  ['not(age > 60)', false],
  ['not age > 60', false],
  ['not not age > 60', true],
  ['not age > 60 or rate > 5', true],
  ['not (age > 60 or rate > 5)', false],
  ['!change > 0', true],
  ['! change < 0 and rate > 5', false],
  ['!change > 0 or rate > 7', true],
  ['rate > 7 and rate > 7 or rate > 5', true],
  ['rate > 5 or rate > 7 and rate > 7', true],
  ['(rate > 5 or rate > 7) and rate > 7', false],
  ['((((rate > 5))))', true],
  ['symbol == btc/usd', true],
  ['symbol = "BTC/USD"', true],
  ["symbol == 'BTC/USD'", true],
  ['symbol != BTC/USD', false],
  ['symbol ~= "USD$"', true],
  ['symbol ~= usd$', true],
  ['symbol ~= "^USD"', false],
  ['symbol ~= "^(BTC|ETH)/"', true],
  ['venue == kraken', true],
  ['venue == "kraken+ws://127.0.0.1:9000/v2"', true],
  ['venue != kraken', false],
  ['venue == binance', false],
  ['venue ~= "127\\.0"', true],
  ['group == Majors', true],
  ['btc', true],
  ['"BTC/"', true],
  ['eth', false],
  ['!btc', false],
  ['btc and change < 0', true],
  ['eth or btc', true],
  ['missed == 0', true],
  ['constructor', false],
  ['__proto__', false],
] as const) {
  test(`${text} is ${holds} of the row`, () => assert.equal(read(text)(row), holds));
}

describe('what is not known', () => {
  const unknown: FilterFields = {symbol: 'X', last: Number.NaN};
  it('makes every comparison false, and its opposite too', () => {
    for (const sign of ['<', '<=', '>', '>=', '==', '!=']) {
      for (const side of ['spread', 'last']) {
        assert.equal(read(`${side} ${sign} 0`)(unknown), false);
        assert.equal(read(`trades ${sign} ${side}`)({...unknown, trades: 1}), false);
        assert.equal(read(`not (${side} ${sign} 0)`)(unknown), true);
      }
    }
    for (const sign of ['==', '!=', '~=']) assert.equal(read(`venue ${sign} kraken`)(unknown), false);
  });

  it('is not what has no bound', () => {
    assert.equal(read('last < high')({symbol: 'X', last: 1, high: Infinity}), true);
  });
});

const fields =
  'symbol, venue, group, last, change, open, high, low, mean, vwap, volume, trades, rate, spread, bid, ask, age, ' +
  'missed, late';
const compared = 'expected <, <=, >, >=, == or != after "change", which is a number';

for (const [text, says] of [
  ['', 'expected a comparison or a part of a symbol, got nothing more'],
  ['!', 'expected a comparison or a part of a symbol, got nothing more'],
  ['not', 'expected a comparison or a part of a symbol, got nothing more'],
  ['and', 'expected a comparison or a part of a symbol, got "and" at character 1'],
  ['()', 'expected a comparison or a part of a symbol, got ")" at character 2'],
  ['< 5', 'expected a comparison or a part of a symbol, got "<" at character 1'],
  ['btc and !eth', 'expected a comparison or a part of a symbol, got "!" at character 9'],
  ['chg < -2', `expected one of ${fields}, got "chg" at character 1`],
  ['constructor == 1', `expected one of ${fields}, got "constructor" at character 1`],
  ['__proto__ != 1', `expected one of ${fields}, got "__proto__" at character 1`],
  ['change', `${compared}, got nothing more`],
  ['change 5', `${compared}, got "5" at character 8`],
  ['change "<" 5', `${compared}, got "<" at character 8`],
  ['change ~= 5', `${compared}, got "~=" at character 8`],
  ['change <', 'expected a number, or a field that is one, after "change <", got nothing more'],
  ['change < low-ish', 'after "change <", got "low-ish" at character 10'],
  ['change < "5"', 'after "change <", got "5" at character 10'],
  ['change < symbol', 'after "change <", got "symbol" at character 10'],
  ['change < NaN', 'after "change <", got "NaN" at character 10'],
  ['change < 5m5', 'after "change <", got "5m5" at character 10'],
  ['symbol < a', 'expected ==, != or ~= after "symbol", which is a text, got "<" at character 8'],
  ['symbol ==', 'expected a text after "symbol ==", got nothing more'],
  ['symbol == (', 'expected a text after "symbol ==", got "(" at character 11'],
  ['symbol ~= "("', 'expected a pattern without a ( without its ), got "(" at character 11'],
  ['symbol.constructor("return 1")', 'expected "and", "or" or the end, got "(" at character 19'],
  ['symbol == "BTC', 'expected a text after "symbol ==", got a quote that is not closed at character 11'],
  ['(change < 5', 'expected ")", got nothing more'],
  ['change < 5)', 'expected "and", "or" or the end, got ")" at character 11'],
  ['change < 5 rate > 5', 'expected "and", "or" or the end, got "rate" at character 12'],
  ['change < 5 && rate > 5', 'expected "and", "or" or the end, got "&&" at character 12'],
  ['btc eth', 'expected "and", "or" or the end, got "eth" at character 5'],
  ['change ! 5', `${compared}, got "!" at character 8`],
] as const) {
  test(`${JSON.stringify(text)} is answered with a sentence`, () => {
    const sentence = String(readRowFilter(text));
    assert.ok(sentence.includes(says), sentence);
    assert.ok(sentence.endsWith('; for example change < -2 and (rate > 5 or symbol ~= "USD$")'), sentence);
  });
}

test('a long text is answered with its length, and nesting as deep as the length allows is read', () => {
  assert.match(
    String(readRowFilter('a'.repeat(10_240))),
    /^a filter has at most 500 characters, and this one 10240; /,
  );
  assert.match(String(readRowFilter('('.repeat(501))), /^a filter has at most 500 characters/);
  assert.match(String(readRowFilter('('.repeat(500))), /got nothing more/);
  assert.equal(read(`${'('.repeat(248)}btc${')'.repeat(248)}`)(row), true);
  assert.equal(read(`${'not '.repeat(124)}btc`)(row), true);
  assert.equal(read(`symbol ~= "${'('.repeat(240)}${')'.repeat(240)}"`)(row), true);
});

test('a sentence has nothing that a terminal would obey', () => {
  assert.ok(!String(readRowFilter('change < \u001b[31m')).includes('\u001b'));
  assert.ok(!String(readRowFilter('symbol ~= "\\\u001b"')).includes('\u001b'));
});

test('no text makes the reader or its filter throw, and none is run', () => {
  const piece = fc.oneof(
    fc.string({unit: 'binary', maxLength: 3}),
    fc.constantFrom(
      ...[
        'symbol',
        'venue',
        'change',
        'age',
        '<',
        '>=',
        '==',
        '!=',
        '~=',
        '(',
        ')',
        '!',
        'not',
        'and',
        'or',
        '"',
        "'",
      ],
      ...[
        '5',
        '-2',
        '\\',
        ' ',
        'constructor',
        '__proto__',
        'toString',
        'globalThis.ran=1',
        '[',
        ']',
        '*',
        '|',
        '^',
        '$',
      ],
    ),
  );
  fc.assert(
    fc.property(fc.array(piece, {maxLength: 30}), fc.constantFrom('', ' '), (pieces, between) => {
      const filter = readRowFilter(pieces.join(between));
      if (typeof filter === 'string') assert.ok(filter.includes('; for example '));
      else
        for (const one of [row, {symbol: ''}, {symbol: 'x', change: Number.NaN}])
          assert.equal(typeof filter(one), 'boolean');
    }),
    {numRuns: 3000},
  );
  assert.equal('ran' in globalThis, false);
});

test('a filter says what the same comparisons say in the language itself', () => {
  const numbers = ['last', 'change', 'rate', 'age'] as const;
  const value = fc.integer({min: -3, max: 3});
  interface Tree {
    readonly text: string;
    readonly holds: (fields: FilterFields) => boolean;
  }
  const leaf: fc.Arbitrary<Tree> = fc
    .tuple(fc.constantFrom(...numbers), fc.constantFrom('<', '<=', '>', '>=', '==', '!='), value)
    .map(([name, sign, right]) => ({
      text: `${name} ${sign} ${right}`,
      holds: one => {
        const left = one[name]!;
        if (sign === '<') return left < right;
        if (sign === '<=') return left <= right;
        if (sign === '>') return left > right;
        if (sign === '>=') return left >= right;
        return (left === right) === (sign === '==');
      },
    }));
  const {tree} = fc.letrec<{tree: Tree}>(tie => ({
    tree: fc.oneof(
      {maxDepth: 4},
      leaf,
      tie('tree').map(({text, holds}) => ({
        text: `not (${text})`,
        holds: (one: FilterFields) => !holds(one),
      })),
      fc.tuple(tie('tree'), tie('tree')).map(([left, right]) => ({
        text: `(${left.text}) and (${right.text})`,
        holds: (one: FilterFields) => left.holds(one) && right.holds(one),
      })),
      fc.tuple(tie('tree'), tie('tree')).map(([left, right]) => ({
        text: `(${left.text}) or (${right.text})`,
        holds: (one: FilterFields) => left.holds(one) || right.holds(one),
      })),
    ),
  }));
  const facts = fc.record({symbol: fc.constant('X'), last: value, change: value, rate: value, age: value});
  fc.assert(
    fc.property(tree, facts, ({text, holds}, one) => {
      const filter = readRowFilter(text);
      if (typeof filter === 'string') assert.match(filter, /at most 500 characters/);
      else assert.equal(filter(one), holds(one), text);
    }),
    {numRuns: 500},
  );
});
