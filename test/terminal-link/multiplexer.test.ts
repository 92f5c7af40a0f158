import assert from 'node:assert/strict';
import {test} from 'node:test';
import {multiplexer} from '../../source/terminal/link/multiplexer.ts';

test('the multiplexer is the one that this process runs in, whatever TERM says', () => {
  assert.equal(multiplexer({TMUX: '/tmp/tmux-0/default,12,0', TERM: 'xterm'}), 'tmux');
  assert.equal(multiplexer({STY: '12.pts-0.host'}), 'screen');
  assert.equal(multiplexer({TERM: 'tmux-256color', SSH_CONNECTION: '10.0.0.1 1 10.0.0.2 22'}), undefined);
  assert.equal(multiplexer({TMUX: '', STY: ''}), undefined);
});

test('of two, one in the other, it is the one that can be asked', () => {
  assert.equal(multiplexer({TMUX: '/tmp/tmux-0/default,12,0', STY: '12.pts-0.host'}), 'tmux');
});
