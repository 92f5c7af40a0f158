import assert from 'node:assert/strict';
import {test} from 'node:test';
import {isLive, lastRow, logLines, trades} from '../helpers/screen.ts';
import {tailrace} from '../helpers/tailrace.ts';

test('without any argument all four panes are live within seconds, and an alert comes by and by', async () => {
  const startedMs = performance.now();
  await using console = await tailrace();
  const first = await console.waitFor(isLive);
  assert.ok(performance.now() - startedMs < 5000, `took ${Math.round(performance.now() - startedMs)} ms`);
  assert.deepEqual(console.modes, {
    alternateScreen: true,
    cursorShown: false,
    bracketedPaste: true,
    autowrap: false,
  });
  await console.waitFor(screen =>
    ['ticker', 'chat', 'alerts', 'logs'].every(channel => lastRow(screen).includes(`● ${channel}`)),
  );
  // They move.
  await console.waitFor(screen => trades(screen) > trades(first) && logLines(screen) > logLines(first));
  // Somebody says something: a message has a time and a nick before it.
  await console.waitFor(/\d\d:\d\d:\d\d [a-z]\w{2,9} +\S/);
  // An alert, with its cause below it.
  await console.waitFor(/(WARN|CRIT) \w+: error rate/, {withinMs: 40_000});
  await console.waitFor(/\d+ errors of \d+ lines/);
  console.press('q');
  assert.deepEqual(await console.exit, {code: 0, signal: 0});
});

test('the window has a title of its own while the console runs', async () => {
  await using console = await tailrace();
  await console.waitFor(isLive);
  assert.deepEqual(console.titles, ['tailrace demo']);
  // Saved before it is set, and taken back at the end: CSI 22 t and 23 t.
  assert.ok(console.output.indexOf('\u001b[22;0t') < console.output.indexOf('\u001b]2;'));
  assert.ok(!console.output.includes('\u001b[23;0t'));
  console.press('q');
  await console.exit;
  assert.ok(console.output.includes('\u001b[23;0t'));
});
