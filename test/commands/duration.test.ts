import assert from 'node:assert/strict';
import {test} from 'node:test';
import {duration} from '../../source/commands/duration.ts';
import {UsageError} from '../../source/streams/errors.ts';

test('lengths of time are read in each unit, to the millisecond', () => {
  for (const [value, ms] of Object.entries({
    '1ms': 1,
    '500ms': 500,
    '5s': 5000,
    '1.5s': 1500,
    '0.001s': 1,
    '0.07m': 4200,
    '2m': 120_000,
    '8760h': 31_536_000_000,
  })) {
    assert.equal(duration({window: value}, 'window', 1), ms);
  }
  assert.equal(duration({}, 'window', 1), undefined);
  assert.equal(duration({lateness: '0s'}, 'lateness', 0), 0);
});

test('what is no length of time, or too short or too long, is refused with a sentence', () => {
  const refused = [
    '5',
    's',
    '5 s',
    '-5s',
    '0s',
    '1e3s',
    '5S',
    '5d',
    '0.5ms',
    '8761h',
    '1.2.3s',
    'NaNs',
    '٣s',
  ];
  for (const value of refused) {
    assert.throws(
      () => duration({window: value}, 'window', 1),
      (error: Error) =>
        error instanceof UsageError &&
        error.message ===
          `--window takes a length of time such as 500ms, 5s, 1m or 1h, from 1ms to 8760h, not "${value}"`,
      value,
    );
  }
  assert.throws(() => duration({window: ['1s', '2s']}, 'window', 1), /--window is given more than once/);
  assert.throws(() => duration({window: ''}, 'window', 1), /--window takes a value/);
});
