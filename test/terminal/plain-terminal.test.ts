import assert from 'node:assert/strict';
import {test} from 'node:test';
import {focused, isLive, panes} from '../helpers/screen.ts';
import {tailrace} from '../helpers/tailrace.ts';

/** The parameters of every SGR sequence (colours and styles) in the output. */
function styles(output: string): Set<string> {
  return new Set([...output.matchAll(/\u001b\[([\d;:]*)m/g)].flatMap(([, list]) => list!.split(/[;:]/)));
}

const isColor = (style: string) => /^(3[0-8]|4[0-8]|9\d|10[0-7])$/.test(style);

test('a colour terminal gets the sixteen colours of its palette alone', async () => {
  await using console = await tailrace();
  await console.waitFor(isLive);
  const colors = [...styles(console.output)].filter(isColor);
  assert.ok(colors.length > 2, `${colors}`);
  assert.ok(!colors.includes('38') && !colors.includes('48'), `${colors}`);
});

test('with NO_COLOR there is no colour, and everything is still told', async () => {
  await using console = await tailrace([], {env: {NO_COLOR: '1'}});
  await console.waitFor(isLive);
  console.press('4');
  await console.waitFor(screen => focused(screen) === 'Logs');
  console.press('?');
  await console.waitFor('any key closes this');
  assert.deepEqual([...styles(console.output)].filter(isColor), []);
});

test('an empty NO_COLOR is no wish', async () => {
  await using console = await tailrace([], {env: {NO_COLOR: ''}});
  await console.waitFor(isLive);
  assert.ok([...styles(console.output)].some(isColor));
});

for (const locale of [{LANG: 'C'}, {LANG: undefined}, {LANG: 'C.UTF-8', LC_ALL: 'POSIX'}]) {
  test(`where the locale has no UTF-8 (${JSON.stringify(locale)}) every byte is ASCII`, async () => {
    await using console = await tailrace(['--nick', 'grace'], {env: locale});
    await console.waitFor(screen => panes(screen).length === 4 && /[1-9]\d* trades/.test(screen));
    for (const [key, pane] of [
      ['2', 'Chat'],
      ['4', 'Logs'],
    ] as const) {
      console.press(key);
      await console.waitFor(screen => focused(screen) === pane);
    }
    await console.waitFor(/grace joined/);
    // A stranger's letters come as question marks.
    console.press(':msg #ops Grüße\r');
    await console.waitFor(/Gr\?\?e/);
    console.press('?');
    await console.waitFor('any key closes this');
    const beyond = /[^\u0000-\u007f]+/.exec(console.output);
    assert.equal(beyond, null, `${JSON.stringify(beyond?.[0])} in ${console.screen}`);
  });
}

for (const TERM of ['dumb', 'unknown']) {
  test(`TERM=${TERM} gets a sentence that names the headless twins, and 2`, async () => {
    await using console = await tailrace([], {columns: 200, env: {TERM}});
    assert.deepEqual(await console.exit, {code: 2, signal: 0});
    assert.match(
      console.screen,
      new RegExp(
        `^tailrace: the console needs a terminal, and the terminal is "${TERM}", which cannot move its cursor; `,
      ),
    );
    assert.match(console.screen, /tailrace ticker\|chat\|logs\|alerts URL --json/);
    assert.doesNotMatch(console.output, /\u001b/);
  });
}
