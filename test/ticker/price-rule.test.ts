import assert from 'node:assert/strict';
import {describe, it, test} from 'node:test';
import fc from 'fast-check';
import {type PriceRule, readPriceRule} from '../../source/ticker/price-rule.ts';

const venues = ['kraken', 'finnhub'];

function read(text: string): PriceRule {
  const rule = readPriceRule(text, venues);
  assert.ok(typeof rule !== 'string', String(rule));
  return rule;
}

describe('a price rule', () => {
  it('is a threshold', () => {
    assert.deepEqual(read('BTC/USD > 70000'), {
      text: 'BTC/USD > 70000',
      condition: '> 70000',
      symbol: 'BTC/USD',
      severity: 'warning',
      kind: 'threshold',
      op: '>',
      price: 70_000,
    });
  });

  it('is a move within a time', () => {
    assert.deepEqual(read('BTC/USD +2% in 5m'), {
      text: 'BTC/USD +2% in 5m',
      condition: '+2% in 5m',
      symbol: 'BTC/USD',
      severity: 'warning',
      kind: 'move',
      direction: 'up',
      percent: 2,
      withinMs: 300_000,
    });
  });

  it('is a jump from one trade to the next', () => {
    assert.deepEqual(read('kraken:* jump 0.5% critical'), {
      text: 'kraken:* jump 0.5% critical',
      condition: 'jump 0.5%',
      symbol: '*',
      venue: 'kraken',
      severity: 'critical',
      kind: 'jump',
      percent: 0.5,
    });
  });

  it('has a venue only where the prefix is the name of one', () => {
    assert.deepEqual(
      [read('Kraken:BTC/USD < 1').venue, read('Kraken:BTC/USD < 1').symbol],
      ['kraken', 'BTC/USD'],
    );
    const exchange = read('BINANCE:BTCUSDT < 1');
    assert.deepEqual([exchange.venue, exchange.symbol], [undefined, 'BINANCE:BTCUSDT']);
    const both = read('finnhub:BINANCE:BTCUSDT < 1');
    assert.deepEqual([both.venue, both.symbol], ['finnhub', 'BINANCE:BTCUSDT']);
    assert.equal(read('constructor:X < 1').venue, undefined);
  });
});

for (const [text, canonical] of [
  ['  BTC-USD   >=   70_000  ', 'BTC-USD >= 70000'],
  ['btcusdt<=70,000.50', 'btcusdt <= 70000.5'],
  ['AAPL > 0.2k', 'AAPL > 200'],
  ['BRK.B>1.5M CRITICAL', 'BRK.B > 1500000 critical'],
  ['PEPE/USD < .0000001', 'PEPE/USD < 1e-7'],
  ['PEPE/USD < 1e-7', 'PEPE/USD < 1e-7'],
  ['CL=F < -37.63', 'CL=F < -37.63'],
  ['X > -0', 'X > 0'],
  ['BTC/USD -2% in 300s', 'BTC/USD -2% in 5m'],
  ['BTC/USD + 2 % in 90s', 'BTC/USD +2% in 90s'],
  ['BTC/USD 2% in 24h', 'BTC/USD 2% in 24h'],
  ['BTC/USD 2% in 1.5 s', 'BTC/USD 2% in 1.5s'],
  ['* 2.50% in 60m critical', '* 2.5% in 1h critical'],
  ['BTC/USD jump 1 %', 'BTC/USD jump 1%'],
  ['BTC/USD\tjump .5%', 'BTC/USD jump 0.5%'],
] as const) {
  test(`"${text}" is "${canonical}"`, () => assert.equal(read(text).text, canonical));
}

for (const [text, wrong] of [
  ['', 'nothing is no rule'],
  ['   ', 'nothing is no rule'],
  ['BTC/USD', '"BTC/USD" is no symbol with a condition behind it'],
  ['> 70000', '"> 70000" is no symbol with a condition behind it'],
  ['+2% in 5m', '"+2% in 5m" is no symbol with a condition behind it'],
  ['kraken: > 70000', '"kraken:" has no symbol behind it'],
  ['BTC/USD is high', '"is high" behind the symbol is no condition'],
  ['BTC/USD = 70000', '"= 70000" behind the symbol is no condition'],
  ['BTC/USD >', '">" behind the symbol is no condition'],
  ['BTC/USD > high', '"> high" behind the symbol is no condition'],
  ['BTC/USD > NaN', '"> NaN" behind the symbol is no condition'],
  ['BTC/USD > Infinity', '"> Infinity" behind the symbol is no condition'],
  ['BTC/USD > 1e999', '"> 1e999" behind the symbol is no condition'],
  ['BTC/USD > 70,5', '"> 70,5" behind the symbol is no condition'],
  ['BTC/USD > 7_', '"> 7_" behind the symbol is no condition'],
  ['BTC/USD > 70000 urgent', '"> 70000 urgent" behind the symbol is no condition'],
  ['BTC/USD +0% in 5m', '"0%" is no percentage over 0'],
  ['BTC/USD +-2% in 5m', '"-2%" is no percentage over 0'],
  ['BTC/USD +% in 5m', '"%" is no percentage over 0'],
  ['BTC/USD jump -1%', '"-1%" is no percentage over 0'],
  ['BTC/USD jump NaN%', '"NaN%" is no percentage over 0'],
  ['BTC/USD jump 1', '"jump 1" behind the symbol is no condition'],
  ['BTC/USD 2% in', '"2% in" behind the symbol is no condition'],
  ['BTC/USD 2% in 0m', '"0m" is no time from 1s to 24h'],
  ['BTC/USD 2% in 25h', '"25h" is no time from 1s to 24h'],
  ['BTC/USD 2% in 1ms', '"1ms" is no time from 1s to 24h'],
  ['BTC/USD 2% in a while', '"a while" is no time from 1s to 24h'],
  [`${'x'.repeat(101)} > 1`, 'a symbol has at most 100 characters, and this one 101'],
] as const) {
  test(`${JSON.stringify(text)} is answered with what is wrong, then with examples: ${wrong}`, () => {
    const examples = 'BTC/USD > 70000, BTC/USD +2% in 5m, BTC/USD jump 0.5% critical';
    assert.equal(readPriceRule(text, venues), `${wrong}; expected a rule such as ${examples}`);
  });
}

test('a text of any length is answered with a short sentence, and without what a terminal would obey', () => {
  const long = readPriceRule('x'.repeat(10_000), venues);
  assert.match(String(long), /^a price rule has at most 200 characters, and this one 10000: for example /);
  assert.ok(!String(readPriceRule('BTC/USD \u001b[31m!', venues)).includes('\u001b'));
});

test('what a rule is written as is read as the same rule', () => {
  const number = fc.oneof(
    fc.double({noNaN: true, noDefaultInfinity: true, min: -1e12, max: 1e12}),
    fc.integer(),
  );
  const percent = fc.double({noNaN: true, min: 1e-12, max: 1000});
  const seconds = fc.integer({min: 1, max: 86_400});
  const condition = fc.oneof(
    fc.tuple(fc.constantFrom('<', '<=', '>', '>='), number).map(([op, price]) => `${op} ${price}`),
    fc
      .tuple(fc.constantFrom('+', '-', ''), percent, seconds)
      .map(([sign, size, time]) => `${sign}${size}% in ${time}s`),
    percent.map(size => `jump ${size}%`),
  );
  const symbol = fc.constantFrom(
    'BTC/USD',
    'btcusdt',
    'kraken:AAPL',
    'BINANCE:BTCUSDT',
    '*',
    'kraken:*',
    'ES=F',
  );
  const severity = fc.constantFrom('', ' critical');
  fc.assert(
    fc.property(symbol, condition, severity, (name, rest, end) => {
      const rule = read(`${name} ${rest}${end}`);
      assert.deepEqual(read(rule.text), rule);
    }),
  );
});

test('no text makes the reader throw', () => {
  const piece = fc.oneof(
    fc.string({unit: 'binary', maxLength: 4}),
    fc.constantFrom(
      'BTC/USD',
      ' ',
      '>',
      '<=',
      '%',
      ' in ',
      '5m',
      '+',
      '-',
      'jump',
      '7_000',
      '70k',
      'critical',
      '*',
      'kraken:',
    ),
  );
  fc.assert(
    fc.property(fc.array(piece, {maxLength: 12}), pieces => {
      const rule = readPriceRule(pieces.join(''), venues);
      if (typeof rule !== 'string') assert.deepEqual(readPriceRule(rule.text, venues), rule);
    }),
    {numRuns: 2000},
  );
});
