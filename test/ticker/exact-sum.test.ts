import assert from 'node:assert/strict';
import {test} from 'node:test';
import fc from 'fast-check';
import {ExactSum} from '../../source/ticker/exact-sum.ts';
import {nearest, times, units, worth} from './exact.ts';

const price = fc
  .tuple(fc.integer({min: 1, max: 10 ** 9}), fc.integer({min: 0, max: 9}))
  .map(([digits, decimals]) => Number(`${digits}e-${decimals}`));
const pairs = fc.array(fc.tuple(price, price), {maxLength: 300, size: 'max'});

function sumOf(values: readonly number[]): ExactSum {
  const sum = new ExactSum();
  for (const value of values) sum.add(value);
  return sum;
}

test('a sum of prices is the double that is nearest to the exact sum', () => {
  fc.assert(
    fc.property(fc.array(price, {maxLength: 500, size: 'max'}), values => {
      const exact = values.reduce((sum, value) => sum + units(value), 0n);
      assert.equal(sumOf(values).value, worth(exact));
    }),
  );
});

test('a sum of products is the double that is nearest to the exact sum', () => {
  fc.assert(
    fc.property(pairs, values => {
      const sum = new ExactSum();
      for (const [a, b] of values) sum.addProduct(a, b);
      const exact = values.reduce((total, [a, b]) => total + times(units(a), units(b)), 0n);
      assert.equal(sum.value, worth(exact));
    }),
  );
});

test('a quotient of two sums is the double that is nearest to the exact quotient', () => {
  fc.assert(
    fc.property(pairs, values => {
      const products = new ExactSum();
      const sizes = sumOf(values.map(([, size]) => size));
      for (const [a, b] of values) products.addProduct(a, b);
      if (values.length === 0) return assert.equal(products.dividedBy(sizes), Number.NaN);
      const product = values.reduce((total, [a, b]) => total + times(units(a), units(b)), 0n);
      const size = values.reduce((total, [, b]) => total + units(b), 0n);
      assert.equal(products.dividedBy(sizes), nearest(product, size));
      const count = BigInt(values.length);
      assert.equal(sizes.dividedBy(values.length), nearest(size, count << 400n));
    }),
  );
});

test('sums that are merged are the sum of all, in whatever pieces', () => {
  fc.assert(
    fc.property(fc.array(fc.array(price, {maxLength: 20}), {maxLength: 30}), pieces => {
      const merged = new ExactSum();
      for (const piece of pieces) merged.merge(sumOf(piece));
      assert.equal(merged.value, sumOf(pieces.flat()).value);
    }),
  );
});

test('what is too small to show in a sum is not lost', () => {
  assert.equal(sumOf([1e16, 1, 1, -1e16]).value, 2);
  assert.equal(sumOf([1, 1e100, 1, -1e100]).value, 2);
  const products = new ExactSum();
  products.addProduct(1 + 2 ** -30, 1 + 2 ** -30);
  products.add(-(1 + 2 ** -29));
  assert.equal(products.value, 2 ** -60);
});

test('nothing is 0, and what overflows is as in ordinary arithmetic', () => {
  assert.equal(new ExactSum().value, 0);
  assert.equal(sumOf([Number.MAX_VALUE, Number.MAX_VALUE]).value, Infinity);
  assert.equal(sumOf([1, Infinity]).value, Infinity);
  assert.equal(sumOf([Infinity, -Infinity]).value, NaN);
  const huge = new ExactSum();
  huge.addProduct(2 ** 1000, 3);
  assert.equal(huge.value, 3 * 2 ** 1000);
  assert.equal(huge.dividedBy(3), 2 ** 1000);
  assert.equal(sumOf([1]).dividedBy(new ExactSum()), Infinity);
});

test('ten million prices do not drift: their sum is that of exact whole numbers', () => {
  const sum = new ExactSum();
  let plain = 0;
  // From 65,536 to 131,072 a double is a whole number of 2^-36, kept here in two halves that add up without rounding.
  let highs = 0;
  let lows = 0;
  for (let index = 0; index < 10_000_000; index++) {
    const price = (6_700_000 + ((index * 7919) % 100_003)) / 100;
    const whole = price * 2 ** 36;
    const high = Math.floor(whole / 2 ** 26);
    highs += high;
    lows += whole - high * 2 ** 26;
    sum.add(price);
    plain += price;
  }
  const exact = ((BigInt(highs) << 26n) + BigInt(lows)) << 364n;
  assert.equal(sum.value, worth(exact));
  assert.notEqual(plain, worth(exact), 'the test shows nothing: a plain sum is exact too');
});
