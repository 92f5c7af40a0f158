import assert from 'node:assert/strict';
import {test} from 'node:test';
import {draft, focused, isLive, lastRow, shownRoom} from '../helpers/screen.ts';
import {tailrace} from '../helpers/tailrace.ts';

test('i writes, Enter sends, the message comes back over the server, and Esc leaves', async () => {
  await using console = await tailrace(['--nick', 'grace']);
  await console.waitFor(isLive);
  await console.waitFor(/joined/);
  console.press('i');
  await console.waitFor(screen => focused(screen) === 'Chat' && draft(screen) === '');
  console.press('hello from q, z and ?');
  await console.waitFor(screen => draft(screen) === 'hello from q, z and ?');
  console.press('\r');
  // The server has it: it stands there with its time and its author, and the line is empty.
  await console.waitFor(/\d\d:\d\d(:\d\d)? grace +hello from q, z and \?/);
  await console.waitFor(screen => draft(screen) === '');
  console.press('\u001b');
  await console.waitFor(screen => draft(screen) === undefined);
  console.press('1');
  await console.waitFor(screen => focused(screen) === 'Ticker');
});

test('/me, /nick, /join and /topic go through the server too', async () => {
  await using console = await tailrace(['--nick', 'grace']);
  await console.waitFor(isLive);
  await console.waitFor(/joined/);
  console.press('i');
  await console.waitFor(screen => draft(screen) === '');
  console.press('/me waves\r');
  await console.waitFor(/\* grace waves/);
  console.press('/nick hopper\r');
  await console.waitFor(/grace .*hopper/);
  console.press('/join #deploys\r');
  await console.waitFor(/#deploys/);
  console.press('/frob\r');
  await console.waitFor(screen => lastRow(screen).includes('no command "frob"'));
});

test('Enter begins a line where none is being written, and an empty one is not sent', async () => {
  await using console = await tailrace(['--nick', 'grace']);
  await console.waitFor(isLive);
  // On the ticker it opens the large chart.
  console.press('2\r');
  await console.waitFor(screen => draft(screen) === '');
  console.press('\r');
  await console.waitFor(screen => draft(screen) === undefined);
  assert.equal(shownRoom(console.screen), '#ops');
  assert.doesNotMatch(console.screen, /grace +\W*$/m);
});

test('a wide and a combining character are written and taken back whole', async () => {
  await using console = await tailrace(['--nick', 'grace']);
  await console.waitFor(isLive);
  console.press('i');
  await console.waitFor(screen => draft(screen) === '');
  console.press('日本');
  console.press('👩‍💻');
  console.press('é');
  await console.waitFor(screen => /^日本.*é$/.test(draft(screen) ?? ''));
  console.press('\u007f');
  await console.waitFor(screen => /^日本[^é]+$/.test(draft(screen) ?? ''));
  console.press('\u007f');
  await console.waitFor(screen => draft(screen) === '日本');
  console.press('\u007f');
  await console.waitFor(screen => draft(screen) === '日');
});
