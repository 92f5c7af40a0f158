import assert from 'node:assert/strict';
import {test} from 'node:test';
import {Interview} from '../../source/terminal/interview.ts';
import {HeadlessTerminal} from '../house/headless-terminal.ts';

const nothing = {synchronized: false, keyboard: false, repeat: 'none'};

test('a terminal that answers everything is known for what it can do', () => {
  const interview = new Interview(true);
  interview.hear({type: 'mode', mode: 2026, state: 2});
  interview.hear({type: 'keyboard', flags: 0});
  interview.hear({type: 'version', name: 'xterm(390)'});
  interview.hear({type: 'position', row: 2, column: 4});
  interview.hear({type: 'position', row: 2, column: 8});
  assert.ok(!interview.isOver);
  interview.hear({type: 'attributes', level: 1, params: [64, 4]});
  assert.ok(interview.isOver);
  const {attributes, ...facts} = interview.facts;
  assert.deepEqual(facts, {synchronized: true, keyboard: true, name: 'xterm(390)', repeat: 'all'});
  assert.deepEqual(attributes, [64, 4]);
});

for (const [columns, repeat] of [
  [[2, 6], 'none'],
  [[4, 6], 'ascii'],
  [[4, 8], 'all'],
  // As one that repeats lines and not spaces would, if there were one.
  [[2, 8], 'none'],
] as const) {
  test(`a cursor in columns ${columns.join(' and ')} tells that what is repeated is ${repeat}`, () => {
    const interview = new Interview(true);
    for (const column of columns) assert.ok(interview.hear({type: 'position', row: 2, column}));
    assert.equal(interview.facts.repeat, repeat);
    assert.ok(!interview.expects(2, 4), 'no further position is waited for');
  });
}

test('answers that are doubled or lost promise nothing that the terminal cannot do', () => {
  for (const [columns, repeat] of [
    [[4, 4, 6, 6], 'ascii'],
    [[4, 6, 4, 6], 'ascii'],
    [[4, 4, 8, 8], 'all'],
    [[2, 2, 6, 6], 'none'],
    [[4], 'ascii'],
    [[8], 'none'],
    [[], 'none'],
  ] as const) {
    const interview = new Interview(true);
    for (const column of columns) interview.hear({type: 'position', row: 2, column});
    interview.hear({type: 'attributes', level: 1, params: [1]});
    assert.equal(interview.facts.repeat, repeat, columns.join(', '));
  }
});

test('a terminal that answers nothing but the last question can nothing', () => {
  const interview = new Interview(true);
  interview.hear({type: 'attributes', level: 1, params: [6]});
  assert.ok(interview.isOver);
  assert.deepEqual(interview.facts, {...nothing, attributes: [6]});
});

for (const unicode of [true, false]) {
  test(`the positions that are asked for${unicode ? '' : ' with ASCII alone'} are the ones that are expected`, () => {
    const interview = new Interview(unicode);
    using terminal = new HeadlessTerminal(20, 5);
    terminal.take(interview.questions);
    const told = terminal.said.flatMap(said => [...said.matchAll(/\[(\d+);(\d+)R/g)]);
    assert.equal(told.length, unicode ? 2 : 1);
    for (const [, row, column] of told) {
      assert.ok(interview.expects(Number(row), Number(column)));
      assert.ok(interview.hear({type: 'position', row: Number(row), column: Number(column)}));
    }
    assert.equal(interview.facts.repeat, 'all');
  });
}

test('where nothing but ASCII may be sent, nothing but ASCII is asked with', () => {
  const interview = new Interview(false);
  assert.match(interview.questions, /^[\u0000-\u007f]*$/);
  interview.hear({type: 'position', row: 2, column: 4});
  assert.equal(interview.facts.repeat, 'all');
});

for (const state of [0, 4]) {
  test(`mode 2026 in state ${state} is one that is not there`, () => {
    const interview = new Interview(true);
    assert.ok(interview.hear({type: 'mode', mode: 2026, state}));
    assert.equal(interview.facts.synchronized, false);
  });
}

test('what is no answer to these questions is left to others', () => {
  const interview = new Interview(true);
  assert.ok(!interview.hear({type: 'position', row: 20, column: 5}));
  assert.ok(!interview.hear({type: 'mode', mode: 7, state: 1}));
  assert.ok(!interview.hear({type: 'focus', focused: true}));
  assert.ok(!interview.hear({type: 'attributes', level: 2, params: [1]}));
  assert.deepEqual(interview.facts, nothing);
});
