import assert from 'node:assert/strict';
import {test} from 'node:test';
import fc from 'fast-check';
import {UsageError} from '../../source/streams/errors.ts';
import {readJsonFields} from '../../source/ticker/json-fields.ts';

test('fields are read in any order, with blanks and idle commas', () => {
  assert.deepEqual(readJsonFields('symbol=s,price=p,time=t'), {symbol: 's', price: 'p', time: 't'});
  assert.deepEqual(readJsonFields(' price = data.last price ,, id=i[0] ,'), {
    price: 'data.last price',
    id: 'i[0]',
  });
  assert.deepEqual(readJsonFields('price=a,symbol=b,size=c,time=d,side=e,id=f,seq=g'), {
    ...{price: 'a', symbol: 'b', size: 'c', time: 'd', side: 'e', id: 'f', seq: 'g'},
  });
});

test('paths may go over the elements of one array, and others beside it', () => {
  const fields = {price: 'trades[].p', size: 'trades[*].q', symbol: 's'};
  assert.deepEqual(readJsonFields('price=trades[].p,size=trades[*].q,symbol=s'), fields);
});

for (const [text, found] of [
  ['', 'no price'],
  ['symbol=s', 'no price'],
  ['prize=p', 'the name "prize"'],
  ['__proto__=p,price=p', 'the name "__proto__"'],
  ['price', 'the path "" for price'],
  ['price=', 'the path "" for price'],
  ['price=a..b', 'the path "a..b" for price'],
  ['price=p,price=q', 'price twice'],
  ['price=a[].p,size=b[].q', 'paths over the elements of several arrays'],
  ['price=p,symbol=\u001b[31m', 'the path "" for symbol'],
] as const) {
  test(`${JSON.stringify(text)} is refused with the names and an example, for ${found}`, () => {
    assert.throws(
      () => readJsonFields(text),
      (error: unknown) =>
        error instanceof UsageError &&
        error.message.includes('expected fields such as symbol=s,price=p,time=t') &&
        error.message.includes('with price and any of symbol, size, time, side, id, seq; got') &&
        error.message.includes(found) &&
        !error.message.includes('\u001b'),
    );
  });
}

test('any text is read or refused', () => {
  const text = fc.oneof(
    fc.string(),
    fc.array(fc.constantFrom('price', 'id', '=', ',', '[', ']', '.', 'a')).map(x => x.join('')),
  );
  fc.assert(
    fc.property(text, written => {
      try {
        assert.equal(typeof readJsonFields(written).price, 'string');
      } catch (error) {
        assert.ok(error instanceof UsageError);
      }
    }),
  );
});
