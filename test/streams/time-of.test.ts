import assert from 'node:assert/strict';
import {test} from 'node:test';
import fc from 'fast-check';
import {timeOf} from '../../source/streams/time-of.ts';

test('times of one minute are read to the microsecond', () => {
  const minute = Date.parse('2026-11-25T12:34:00Z');
  assert.equal(timeOf('2026-11-25T12:34:56Z'), minute + 56_000);
  assert.equal(timeOf('2026-11-25T12:34:56.5Z'), minute + 56_500);
  assert.equal(timeOf('2026-11-25T12:34:57.123456Z'), minute + 57_123.456);
  assert.equal(timeOf('2026-11-25T12:34:00.000001Z'), minute + 0.001);
});

for (const text of [
  '',
  'Z',
  'yesterday',
  '2026-11-25',
  '2026-11-25T12:34Z',
  '2026-11-25T12:34:5Z',
  '2026-11-25T12:34:60Z',
  '2026-11-25T12:34:56.Z',
  '2026-11-25T12:34:56.1x3Z',
  '2026-11-25T12:34:56+01:00',
  '2026-11-25T24:00:00Z',
  '2026-11-25T24:00:01Z',
  '2026-13-25T12:34:56Z',
  '+275760-09-13T00:00:00.000Z',
  '-000001-01-01T00:00:00Z',
]) {
  test(`${JSON.stringify(text)} is what Date.parse makes of it, whatever was read before`, () => {
    timeOf('2026-11-25T12:34:00Z');
    assert.equal(timeOf(text), Date.parse(text));
    assert.equal(timeOf(text), Date.parse(text));
  });
}

test('it agrees with Date.parse on all times that have milliseconds', () => {
  const times = fc.date({noInvalidDate: true, min: new Date('0001-01-01'), max: new Date('9999-12-31')});
  fc.assert(
    fc.property(fc.array(times), all => {
      for (const time of all) assert.equal(timeOf(time.toISOString()), time.getTime());
    }),
  );
});

test('it agrees with Date.parse on texts that are nearly times', () => {
  const digits = fc.integer({min: 0, max: 99}).map(value => String(value).padStart(2, '0'));
  fc.assert(
    fc.property(digits, digits, digits, fc.string({maxLength: 4}), (hours, minutes, seconds, end) => {
      const text = `2026-11-25T${hours}:${minutes}:${seconds}${end}Z`;
      const [ours, theirs] = [timeOf(text), Date.parse(text)];
      assert.ok(Math.abs(ours - theirs) < 1 || Object.is(ours, theirs), `${text}: ${ours}, not ${theirs}`);
    }),
  );
});
