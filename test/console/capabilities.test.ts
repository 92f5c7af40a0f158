import assert from 'node:assert/strict';
import {test} from 'node:test';
import {capabilities, unfit} from '../../source/terminal/capabilities.ts';

for (const [env, unicode] of [
  [{LANG: 'en_US.UTF-8'}, true],
  [{LANG: 'de_DE.utf8'}, true],
  [{LANG: 'C'}, false],
  [{}, false],
  [{LANG: 'en_US.UTF-8', LC_CTYPE: 'C'}, false],
  [{LANG: 'C', LC_CTYPE: 'C.UTF-8'}, true],
  [{LANG: 'en_US.UTF-8', LC_CTYPE: 'en_US.UTF-8', LC_ALL: 'POSIX'}, false],
  [{LANG: 'C', LC_CTYPE: 'C', LC_ALL: 'C.UTF-8'}, true],
  [{LANG: 'en_US.UTF-8', LC_CTYPE: '', LC_ALL: ''}, true],
  [{LANG: 'en_US.ISO-8859-1'}, false],
] as const) {
  test(`${JSON.stringify(env)} ${unicode ? 'shows UTF-8' : 'is drawn in ASCII'}`, () => {
    assert.equal(capabilities(env).unicode, unicode);
  });
}

for (const [env, colors] of [
  [{TERM: 'xterm-256color'}, 1],
  [{}, 1],
  [{NO_COLOR: '1'}, 0],
  [{NO_COLOR: ''}, 1],
  [{NO_COLOR: '1', FORCE_COLOR: '1'}, 0],
  [{FORCE_COLOR: '0'}, 0],
  [{FORCE_COLOR: 'false'}, 0],
  [{FORCE_COLOR: '1', TERM: 'vt100'}, 1],
  [{TERM: 'vt100'}, 0],
  [{TERM: 'vt220'}, 0],
  [{TERM: 'xterm-mono'}, 0],
  [{TERM: 'linux-m'}, 0],
  [{TERM: 'screen'}, 1],
] as const) {
  test(`${JSON.stringify(env)} has ${colors === 0 ? 'no colours' : 'colours'}`, () => {
    assert.equal(capabilities(env).colors, colors);
  });
}

test('a console needs a terminal, and one that can move its cursor', () => {
  assert.equal(unfit(true, {TERM: 'xterm'}), undefined);
  assert.equal(unfit(true, {}), undefined);
  assert.equal(unfit(false, {TERM: 'xterm'}), 'standard output is not a terminal');
  assert.equal(unfit(true, {TERM: 'dumb'}), 'the terminal is "dumb", which cannot move its cursor');
  assert.equal(unfit(true, {TERM: 'unknown'}), 'the terminal is "unknown", which cannot move its cursor');
});
