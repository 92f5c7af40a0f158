import assert from 'node:assert/strict';
import {test} from 'node:test';
import {Interview} from '../../source/terminal/interview.ts';

const nothing = {synchronized: false, keyboard: false, repeat: 'none'};

test('a terminal that answers everything is known for what it can do', () => {
  const interview = new Interview(true);
  interview.hear({type: 'mode', mode: 2026, state: 2});
  interview.hear({type: 'keyboard', flags: 0});
  interview.hear({type: 'version', name: 'xterm(390)'});
  interview.hear({type: 'position', row: 2, column: 4});
  interview.hear({type: 'position', row: 2, column: 4});
  assert.ok(!interview.isOver);
  interview.hear({type: 'attributes', level: 1, params: [64, 4]});
  assert.ok(interview.isOver);
  const {attributes, ...facts} = interview.facts;
  assert.deepEqual(facts, {synchronized: true, keyboard: true, name: 'xterm(390)', repeat: 'all'});
  assert.deepEqual(attributes, [64, 4]);
});

for (const [columns, repeat] of [
  [[2, 2], 'none'],
  [[4, 2], 'ascii'],
  [[4, 4], 'all'],
] as const) {
  test(`a cursor in columns ${columns.join(' and ')} tells that what is repeated is ${repeat}`, () => {
    const interview = new Interview(true);
    for (const column of columns) assert.ok(interview.hear({type: 'position', row: 2, column}));
    assert.equal(interview.facts.repeat, repeat);
    assert.ok(!interview.expects(2, 4), 'no further position is waited for');
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
