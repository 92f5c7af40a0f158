import {Painter} from '../../../source/terminal/cells/painter.ts';
import {paintWorld} from './paint-world.ts';
import type {Size} from './panes.ts';
import {firstWorld, nextWorld} from './world.ts';

const counted = 200;

/** Bytes of the frame after one update, on average, as ours are. */
export function typicalBytes(size: Size): number {
  const painter = new Painter(size.columns, size.rows, () => 0);
  painter.features = {repeat: 'all'};
  let world = firstWorld();
  paintWorld(painter, world, size);
  let bytes = 0;
  for (let count = 0; count < counted; count++) {
    world = nextWorld(world);
    bytes += paintWorld(painter, world, size);
  }
  return bytes / counted;
}
