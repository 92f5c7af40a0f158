/**
 * `npm run demo [RECORDING]`: replays a recording in a real pseudo-terminal and turns the screen, cell for cell,
 * into docs/console.svg.
 */
import {writeFileSync} from 'node:fs';
import {relative, resolve} from 'node:path';
import {svg} from '../test/helpers/svg.ts';
import {tailrace} from '../test/helpers/tailrace.ts';

const recording = resolve(process.argv[2] ?? 'recordings/incident.jsonl');
const picture = new URL('console.svg', import.meta.url);
/** Where in the recording the picture is taken: the alert is open, and people talk about it. */
const at = process.argv[3] ?? '40';

await using terminal = await tailrace(['replay', recording, '--at', at, '--paused'], {
  columns: 120,
  rows: 36,
});
// Paused there: what is shown does not change any more once all of it has been read.
let before = '';
await terminal.waitFor(screen => {
  const settled = screen === before && /paused.*link <?\d/.test(screen) && screen.includes('CRIT');
  before = screen;
  return settled;
});
writeFileSync(picture, svg(terminal.emulator, 'tailrace during an incident'));
terminal.press('q');
await terminal.exitWithin();
console.log(`wrote docs/console.svg from ${relative('', recording)} at ${at} s`);
