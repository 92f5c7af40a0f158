import assert from 'node:assert/strict';
import {join} from 'node:path';
import {test} from 'node:test';
import {Pty} from '../helpers/pty.ts';

const root = join(import.meta.dirname, '..', '..');

for (const source of ['stdin', 'device'] as const) {
  test(`in a real terminal, on its ${source}: keys, answers, stop and start, and at exit no answer is left`, async () => {
    const program = join(import.meta.dirname, 'input-program.ts');
    // A shell after it, which would get what is left: `read` says so.
    const script = `"$0" --import=tsx "$1" ${source}; read -t 0.3 -n 9 left; echo "left: <$left>"`;
    await using pty = new Pty(
      '/bin/bash',
      ['--norc', '--noprofile', '-c', script, process.execPath, program],
      {
        cwd: root,
        env: {PATH: process.env.PATH ?? '', TERM: 'xterm-256color'},
      },
    );
    await pty.waitFor('ready');
    pty.press('x\u001b[A');
    await pty.waitFor('key "\\u001b[A"');
    pty.press('a');
    await pty.waitFor('answer {"type":"status","code":0}');
    pty.press('s');
    await pty.waitFor('key "s"');
    pty.press('y');
    await pty.waitFor('key "y"');
    pty.press('S');
    await pty.waitFor('stopped');
    pty.press('z');
    await pty.waitFor('key "z"');
    pty.press('\u001b');
    await pty.waitFor('key "\\u001b[27u"');
    pty.press('q');
    await pty.waitFor('drained 3');
    assert.match(await pty.waitFor(/left: <.*>/), /left: <>/);
    await pty.exit;
  });
}
