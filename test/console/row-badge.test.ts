import assert from 'node:assert/strict';
import {test} from 'node:test';
import fc from 'fast-check';
import stringWidth from 'string-width';
import {badge, badgeText} from '../../source/console/panes/row-badge.ts';
import {theme} from '../../source/console/theme.ts';
import type {BoardRow} from '../../source/ticker/board-row.ts';
import {anyBoard} from '../helpers/arbitrary-world.ts';
import {boardRow} from '../helpers/board-row.ts';
import {startMs} from '../helpers/sample-world.ts';

const look = theme({unicode: true, colors: 1});
const nowMs = startMs + 600_000;
const well = {...boardRow('BTC/USD', [1, 2]), heardMs: nowMs};

function of(more: Partial<BoardRow>) {
  return badge({...well, ...more}, {theme: look, nowMs});
}

function faults(more: Partial<BoardRow['faults']>): Partial<BoardRow> {
  return {faults: {...well.faults, ...more}};
}

const stale = {sinceMs: nowMs - 20_000, reason: 'gone'};

for (const [what, more, parts] of [
  ['a row that is well', {}, []],
  ['a refused one', {state: 'refused', last: undefined}, ['refused']],
  ['a stale one', {stale}, ['stale 20s']],
  ['one that is refused and stale', {state: 'refused', stale, last: undefined}, ['refused', 'stale 20s']],
  ['one that was not answered', {state: 'asked', last: undefined}, ['asked']],
  ['one without a trade', {state: 'live', last: undefined}, ['no trade']],
  ['one without a trade that is stale', {state: 'live', last: undefined, stale}, ['stale 20s']],
  ['one of which 3 trades were missed', faults({missed: 3}), ['missed 3']],
  ['one of which many were missed', faults({missed: 12_345}), ['missed 12.3k']],
  ['one of which nobody knows', faults({blindMs: 90_000}), ['gap 1m30']],
  ['one with duplicates', faults({duplicates: 2}), ['twice 2']],
  ['one with trades out of order', faults({reordered: 1}), ['moved 1']],
  ['one without a trade for 9 s', {heardMs: nowMs - 9999}, []],
  ['one without a trade for 19 s', {heardMs: nowMs - 19_999}, ['idle 10s']],
  ['one without a trade for 3 min', {heardMs: nowMs - 180_000}, ['idle 2m00']],
  ['one without a trade for a week', {heardMs: nowMs - 7 * 86_400_000}, ['idle 24h00']],
  ['a stale one without a trade for an hour', {heardMs: nowMs - 3_600_000, stale}, ['stale 20s']],
  [
    'an idle one of which 3 were missed',
    {heardMs: nowMs - 60_000, ...faults({missed: 3})},
    ['missed 3', 'idle 1m00'],
  ],
  [
    'one to which all has happened',
    {stale, ...faults({missed: 1, blindMs: 1000, duplicates: 2, reordered: 3})},
    ['stale 20s', 'missed 1', 'gap 1.0s', 'twice 2', 'moved 3'],
  ],
] as const) {
  test(`${what} is told as "${parts.join(' ')}"`, () => assert.deepEqual(of(more).parts, parts));
}

test('red is what is not told of any more, yellow what was missed just now, and what is long past is dim', () => {
  assert.equal(of({stale}).paint('x'), look.bad('x'));
  assert.equal(of({state: 'refused'}).paint('x'), look.bad('x'));
  assert.equal(of(faults({missed: 1, lastMs: nowMs - 59_000})).paint('x'), look.warn('x'));
  assert.equal(of(faults({missed: 1, lastMs: nowMs - 61_000})).paint('x'), look.dim('x'));
});

test('urgent is what is so now', () => {
  for (const more of [
    {stale},
    {last: undefined},
    {state: 'refused'} as const,
    faults({missed: 1, lastMs: nowMs}),
  ])
    assert.ok(of(more).urgent, JSON.stringify(more));
  for (const more of [{}, faults({missed: 1, lastMs: nowMs - 61_000})]) assert.ok(!of(more).urgent);
});

for (const [columns, text] of [
  [24, 'stale 20s missed 123    '],
  [20, 'stale 20s missed 123'],
  [19, 'stale 20s…         '],
  [10, 'stale 20s…'],
  [9, 'stale 20s'],
  [8, 'stale   '],
  [5, 'stale'],
  [4, 'sta…'],
  [0, ''],
] as const) {
  test(`in ${columns} columns there is room for "${text}"`, () => {
    assert.equal(badgeText(of({stale, ...faults({missed: 123})}), columns, '…'), text);
  });
}

test('a badge fills exactly its room, and no number in it is cut', () => {
  fc.assert(
    fc.property(anyBoard, fc.nat(30), ({view, nowMs: now}, columns) => {
      for (const row of view.rows) {
        const whole = badge(row, {theme: look, nowMs: now});
        const text = badgeText(whole, columns, '…');
        assert.equal(stringWidth(text), columns);
        for (const number of text.match(/(?<= )\d\S*?(?=…| |$)/g) ?? [])
          assert.ok(
            whole.parts.some(part => part.endsWith(` ${number}`)),
            text,
          );
      }
    }),
  );
});
