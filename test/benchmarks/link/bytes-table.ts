import {setTimeout as sleep} from 'node:timers/promises';
import {Painter} from '../../../source/terminal/cells/painter.ts';
import type {Table} from '../benchmark.ts';
import {type MinimalState, minimalBytes, readRow} from '../minimal/diff.ts';
import {paintWorld} from './paint-world.ts';
import {frame, type Size} from './panes.ts';
import {firstWorld, nextWorld, type World} from './world.ts';

const sizes: readonly Size[] = [
  {columns: 120, rows: 40},
  {columns: 200, rows: 60},
];
const counted = 40;

/**
 * What our frames cost in bytes beside the fewest that an independent search finds, for a terminal that repeats
 * characters (REP): a whole frame on an empty screen, and the frame after each update.
 */
export async function bytesTable(): Promise<Table> {
  const rows: string[][] = [];
  for (const size of sizes) {
    const name = `${size.columns}×${size.rows}`;
    const {full, typical} = await compared(size);
    for (const [what, {ours, least, moving}] of [
      ['full', full],
      ['typical', typical],
    ] as const) {
      rows.push([
        `${name}, ${what} frame`,
        ours.toFixed(0),
        least.toFixed(0),
        (ours / least).toFixed(2),
        moving.toFixed(0),
        (ours / moving).toFixed(2),
      ]);
    }
  }
  return {
    head: ['bytes a frame', 'ours', 'fewest', 'ratio', 'with shifts', 'ratio'],
    rows,
  };
}

async function compared(size: Size) {
  const painter = new Painter(size.columns, size.rows, () => 0);
  painter.features = {repeat: 'all'};
  painter.paint(Number.POSITIVE_INFINITY);
  const cells = (world: World) => frame(world, 0, size).map(row => readRow(row, size.columns));
  let shown = new Array(size.rows).fill(readRow('', size.columns));
  let world = firstWorld();
  let cursor: {least: MinimalState; moving: MinimalState} = {least: start, moving: start};
  const sums = {full: {ours: 0, least: 0, moving: 0}, typical: {ours: 0, least: 0, moving: 0}};
  for (let count = 0; count <= counted; count++) {
    const wanted = cells(world);
    const sum = count === 0 ? sums.full : sums.typical;
    const share = count === 0 ? 1 : counted;
    const least = minimalBytes(shown, wanted, cursor.least, {rep: true});
    const moving = minimalBytes(shown, wanted, cursor.moving, {rep: true, shift: true});
    sum.ours += paintWorld(painter, world, size) / share;
    sum.least += least.bytes / share;
    sum.moving += moving.bytes / share;
    cursor = {least: least.state, moving: moving.state};
    shown = wanted;
    world = nextWorld(world);
    // The search is long: the line's timers are not to be held up.
    await sleep(0);
  }
  return sums;
}

const start: MinimalState = {row: 0, column: 0, style: readRow('', 1)[0]!.style};
