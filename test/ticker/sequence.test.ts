import assert from 'node:assert/strict';
import {test} from 'node:test';
import fc from 'fast-check';
import {Sequence} from '../../source/ticker/sequence.ts';

const at = (seconds: number) => new Date(Date.parse('2026-11-25T12:00:00Z') + seconds * 1000).toISOString();

test('numbers that go up by one are as they should be', () => {
  const sequence = new Sequence();
  assert.deepEqual(
    [7, 8, 9].map(number => sequence.push(number, at(0))),
    ['first', 'next', 'next'],
  );
  assert.equal(sequence.newest, 9);
});

test('what is left out is a gap, since the one before it', () => {
  const sequence = new Sequence();
  sequence.push(7, at(1));
  assert.deepEqual(sequence.push(11, at(2)), {gap: 3, since: at(1)});
  assert.equal(sequence.push(12, at(2)), 'next');
});

test('a number out of a gap was moved, and the same again is a duplicate', () => {
  const sequence = new Sequence();
  for (const number of [1, 5]) sequence.push(number, at(0));
  assert.deepEqual(
    [3, 3, 2, 4, 4, 5, 1].map(number => sequence.push(number, at(0))),
    ['reordered', 'duplicate', 'reordered', 'reordered', 'duplicate', 'duplicate', 'duplicate'],
  );
  assert.equal(sequence.push(6, at(0)), 'next');
});

test('lower numbers on trades that are newer are a count that began anew', () => {
  const sequence = new Sequence();
  sequence.push(1_000_000, at(0));
  assert.equal(sequence.push(1, at(0.5)), 'duplicate');
  assert.equal(sequence.push(2, at(5)), 'restarted');
  assert.equal(sequence.push(3, at(5)), 'next');
});

test('a leap of millions is a new count, not a gap', () => {
  const sequence = new Sequence();
  sequence.push(1, at(0));
  assert.equal(sequence.push(10 ** 12, at(0)), 'restarted');
  assert.equal(sequence.push(10 ** 12 + 1, at(0)), 'next');
});

test('a venue that tells how far it counted tells what is missing', () => {
  const sequence = new Sequence();
  assert.equal(sequence.reach(5), 0);
  assert.equal(sequence.reach(5), 0);
  assert.equal(sequence.reach(8), 3);
  assert.equal(sequence.push(7, at(0)), 'reordered');
  assert.equal(sequence.push(9, at(0)), 'next');
});

test('what came after the venue told how far it counted, and comes again, is a duplicate', () => {
  const sequence = new Sequence();
  sequence.push(100, at(0));
  sequence.reach(105);
  for (const number of [101, 102, 103, 104]) {
    assert.equal(sequence.push(number, at(10)), 'reordered');
    assert.equal(sequence.push(number, at(10)), 'duplicate');
  }
  assert.equal(sequence.push(105, at(10)), 'reordered');
  assert.equal(sequence.push(105, at(10)), 'duplicate');
  assert.deepEqual(sequence.push(107, at(11)), {gap: 1, since: at(10)});
});

test('a feed that tells its last trades again at each connection tells duplicates, however many', () => {
  const sequence = new Sequence();
  for (let number = 1; number <= 100; number++) sequence.push(number, at(number));
  for (let number = 1; number <= 100; number++) assert.equal(sequence.push(number, at(number)), 'duplicate');
});

test('whatever comes, what is missing is what was left out and did not come', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({min: 1, max: 60}), {minLength: 1, maxLength: 200}), numbers => {
      const sequence = new Sequence();
      const told = new Set<number>();
      let missing = 0;
      let newest: number | undefined;
      for (const number of numbers) {
        const what = sequence.push(number, at(0));
        if (typeof what === 'object') missing += what.gap;
        else if (what === 'reordered') missing--;
        // What was before the first is not known to be missing.
        const isNew = newest === undefined || number > newest || (number > numbers[0]! && !told.has(number));
        assert.equal(what === 'duplicate', !isNew);
        told.add(number);
        newest = Math.max(newest ?? number, number);
      }
      const since = [...Array(61).keys()].filter(number => number > numbers[0]! && number <= newest!);
      assert.equal(missing, since.filter(number => !told.has(number)).length);
    }),
  );
});

test('a thousand gaps are not remembered for ever', () => {
  const sequence = new Sequence();
  for (let number = 0; number < 2000; number += 2) sequence.push(number, at(0));
  assert.equal(sequence.push(1, at(0)), 'duplicate');
  assert.equal(sequence.push(1997, at(0)), 'reordered');
});
