import assert from 'node:assert/strict';
import {test} from 'node:test';
import {sampleRecording} from '../helpers/sample-recording.ts';
import {body, focused, isLive, panes} from '../helpers/screen.ts';
import {tailrace} from '../helpers/tailrace.ts';
import {type TempFolder, tempFolder} from '../helpers/temp-folder.ts';

const sizes = [
  [120, 40],
  [80, 24],
  [200, 60],
  [40, 10],
  [10, 4],
  [1, 1],
  [2, 3],
  [300, 5],
  [7, 90],
  [120, 40],
] as const;

/** A recording that stands still after its first 20 seconds: what is on the screen depends on the size alone. */
async function still(folder: TempFolder, columns: number, rows: number) {
  return tailrace(['replay', folder.file('sample.jsonl'), '--at', '20', '--paused'], {columns, rows});
}

test('after a resize the screen is what it would be had the terminal always had that size', async () => {
  await using folder = await tempFolder();
  await sampleRecording(folder.file('sample.jsonl'));
  await using resized = await still(folder, 100, 30);
  await resized.waitFor('line 20');
  for (const [columns, rows] of sizes) {
    await using fresh = await still(folder, columns, rows);
    resized.resize(columns, rows);
    // The one has had all there is long since, the other gets there.
    await resized.waitFor(screen => body(screen) === body(fresh.screen) && screen.trim() !== '');
  }
  resized.press('q');
  assert.deepEqual(await resized.exit, {code: 0, signal: 0});
});

test('the live console goes on through every size, and keys are answered in each', async () => {
  await using console = await tailrace();
  await console.waitFor(isLive);
  for (const [columns, rows] of sizes) {
    console.resize(columns, rows);
    await console.nextFrame();
    console.press('4');
    if (columns >= 20 && rows >= 4) await console.waitFor(screen => focused(screen) === 'Logs');
    console.press('1');
    if (columns >= 20 && rows >= 4) await console.waitFor(screen => focused(screen) === 'Ticker');
  }
  await console.waitFor(isLive);
});

test('where there is no room for all panes the strip says how many are hidden, and Tab goes there', async () => {
  await using console = await tailrace([], {columns: 80, rows: 10});
  await console.waitFor(/\+\d hidden: Tab/);
  assert.ok(panes(console.screen).length < 4);
  for (const name of ['Chat', 'Alerts', 'Logs', 'Ticker']) {
    console.press('\t');
    await console.waitFor(screen => focused(screen) === name);
  }
  console.resize(120, 40);
  await console.waitFor(screen => isLive(screen) && !/hidden/.test(screen));
});

test('80×24 has room for every pane', async () => {
  await using console = await tailrace([], {columns: 80, rows: 24});
  await console.waitFor(screen => panes(screen).join() === 'Ticker,Chat,Alerts,Logs');
});

test('a window that is dragged, through many sizes at once, ends with the screen as it was', async () => {
  await using folder = await tempFolder();
  await sampleRecording(folder.file('sample.jsonl'));
  await using console = await still(folder, 120, 40);
  const before = await console.waitFor(screen => /line 20\b/.test(screen) && /message 20\b/.test(screen));
  for (let step = 0; step < 200; step++) console.resize(1 + ((step * 37) % 200), 1 + ((step * 17) % 60));
  console.resize(120, 40);
  await console.waitFor(screen => body(screen) === body(before));
  await using live = await tailrace();
  await live.waitFor(isLive);
  for (let step = 0; step < 200; step++) live.resize(1 + ((step * 37) % 200), 1 + ((step * 17) % 60));
  live.resize(120, 40);
  await live.waitFor(isLive);
  live.press('4');
  await live.waitFor(screen => focused(screen) === 'Logs');
});
