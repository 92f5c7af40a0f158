import type {Painter} from '../../../source/terminal/cells/painter.ts';
import {layoutOf, panesOf, type Size, strip} from './panes.ts';
import type {World} from './world.ts';

/** Paints a world as the app does, all of it at once; returns the bytes that it took. */
export function paintWorld(painter: Painter, world: World, size: Size): number {
  const layout = layoutOf(size);
  const {ticker, chat, alerts} = panesOf(world, layout);
  const {canvas} = painter;
  for (const [row, text] of ticker.entries()) canvas.put(row, 0, layout.left, text, 2);
  for (const [row, text] of [...chat, ...alerts].entries())
    canvas.put(row, layout.left + 1, layout.right, text, 2);
  canvas.put(size.rows - 1, 0, size.columns, strip(0, size.columns), 2);
  return painter.paint(Number.POSITIVE_INFINITY).bytes;
}
