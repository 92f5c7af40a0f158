import assert from 'node:assert/strict';
import {test} from 'node:test';
import {run} from '../helpers/run.ts';
import {isLive, lastRow, logLines, panes, trades} from '../helpers/screen.ts';
import {tailrace} from '../helpers/tailrace.ts';

/** What `serve` tells to type, as arguments, and the port that it has. */
function printed(line: string): {readonly args: string[]; readonly port: number} {
  const args = [...line.matchAll(/'([^']*)'|(\S+)/g)].map(([, quoted, bare]) => quoted ?? bare!);
  return {args: args.slice(1), port: Number(/127\.0\.0\.1:(\d+)/.exec(line)![1])};
}

function allConnected(screen: string): boolean {
  return ['ticker', 'chat', 'alerts', 'logs'].every(channel => lastRow(screen).includes(`● ${channel}`));
}

test('watch shows what serve serves; when serve is killed the gap is shown, and when it is back it heals', async () => {
  await using first = await run(['serve', '--listen', '127.0.0.1:0']);
  await first.until(({lines}) => lines.length === 2);
  const {args, port} = printed(first.lines[1]!);
  await using console = await tailrace([...args, '--nick', 'grace'], {columns: 160});
  // A stream that was not connected before misses nothing.
  await console.waitFor(screen => isLive(screen) && allConnected(screen));

  first.signal('SIGKILL');
  assert.equal(await first.exit(), 'SIGKILL');
  await console.waitFor(screen => /(ticker|chat|alerts|logs) lost/.test(lastRow(screen)));
  await console.waitFor(/nobody listens|connection broke/);
  const gap = await console.waitFor(screen => panes(screen).length === 4);
  // Keys are answered meanwhile.
  console.press('4z');
  await console.waitFor(screen => panes(screen).join() === 'Logs');

  await using second = await run(['serve', '--listen', `127.0.0.1:${port}`]);
  await second.until(({lines}) => lines.length === 2);
  // Where something is missing, it stands there: back up the log, which has run on meanwhile.
  await console.waitFor(screen => lastRow(screen).includes('● logs') && logLines(screen) > logLines(gap));
  console.press(' ');
  await console.waitFor(/frozen/);
  while (!/-- not connected for \d+/.test(console.screen)) {
    const [, , , top] = console.rows;
    console.press('\u001b[5~');
    await console.waitFor(() => console.rows[3] !== top);
  }
  console.press('G2');
  await console.waitFor(screen => panes(screen).join() === 'Chat' && /not connected for \d+/.test(screen));
  console.press('z');
  await console.waitFor(screen => trades(screen) > trades(gap) && logLines(screen) > logLines(gap));
  await console.waitFor(allConnected);
  console.press('q');
  assert.deepEqual(await console.exit, {code: 0, signal: 0});
  second.signal('SIGTERM');
  assert.equal(await second.exit(), 143);
});

test('a hub that is not there yet is waited for', async () => {
  await using first = await run(['serve', '--listen', '127.0.0.1:0']);
  await first.until(({lines}) => lines.length === 2);
  const {args, port} = printed(first.lines[1]!);
  first.signal('SIGTERM');
  assert.equal(await first.exit(), 143);
  await using console = await tailrace(args, {columns: 160});
  await console.waitFor(/nobody listens/);
  await using second = await run(['serve', '--listen', `127.0.0.1:${port}`]);
  await second.until(({lines}) => lines.length === 2);
  await console.waitFor(isLive);
});
