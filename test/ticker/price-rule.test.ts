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

for (const [text, found] of [
  ['', 'got nothing'],
  ['   ', 'got nothing'],
  ['BTC/USD', 'got no symbol with a condition behind it in "BTC/USD"'],
  ['> 70000', 'got no symbol with a condition behind it'],
  ['+2% in 5m', 'got no symbol with a condition behind it'],
  ['kraken: > 70000', 'got no symbol behind "kraken:"'],
  ['BTC/USD is high', 'got "is high" behind the symbol'],
  ['BTC/USD = 70000', 'got "= 70000" behind the symbol'],
  ['BTC/USD >', 'got "" for the price'],
  ['BTC/USD > high', 'got "high" for the price'],
  ['BTC/USD > NaN', 'got "NaN" for the price'],
  ['BTC/USD > Infinity', 'got "Infinity" for the price'],
  ['BTC/USD > 1e999', 'got "1e999" for the price'],
  ['BTC/USD > 70,5', 'got "70,5" for the price'],
  ['BTC/USD > 7_', 'got "7_" for the price'],
  ['BTC/USD > 70000 urgent', 'got "70000 urgent" for the price'],
  ['BTC/USD +0% in 5m', 'got "0%", which is no percentage over 0'],
  ['BTC/USD +-2% in 5m', 'got "-2%", which is no percentage over 0'],
  ['BTC/USD +% in 5m', 'got "%", which is no percentage over 0'],
  ['BTC/USD jump -1%', 'got "-1%", which is no percentage over 0'],
  ['BTC/USD jump NaN%', 'got "NaN%", which is no percentage over 0'],
  ['BTC/USD jump 1', 'got "jump 1" behind the symbol'],
  ['BTC/USD 2% in', 'got "2% in" behind the symbol'],
  ['BTC/USD 2% in 0m', 'got "0m" for the time, which is 1s to 24h'],
  ['BTC/USD 2% in 25h', 'got "25h" for the time, which is 1s to 24h'],
  ['BTC/USD 2% in 1ms', 'got "1ms" for the time, which is 1s to 24h'],
  ['BTC/USD 2% in a while', 'got "a while" for the time, which is 1s to 24h'],
  [`${'x'.repeat(101)} > 1`, 'got a symbol of 101 characters'],
] as const) {
  test(`${JSON.stringify(text)} is answered with examples: ${found}`, () => {
    const sentence = readPriceRule(text, venues);
    assert.ok(typeof sentence === 'string', JSON.stringify(sentence));
    assert.ok(
      sentence.startsWith('expected a price rule such as BTC/USD > 70000, BTC/USD +2% in 5m, '),
      sentence,
    );
    assert.ok(sentence.includes(found), sentence);
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
