// The CPU that a frame costs: frame-cost.mjs WAY COLUMNS ROWS. Bundled by bundle-app.ts; prints milliseconds a frame.
import {PassThrough, Writable} from 'node:stream';
import {setTimeout as sleep} from 'node:timers/promises';
import {render} from 'ink';
import {Painter} from '../../../source/terminal/cells/painter.ts';
import {InkPanes} from './ink-panes.tsx';
import {paintWorld} from './paint-world.ts';
import {layoutOf, panesOf, type Size} from './panes.ts';
import {firstWorld, nextWorld, type World} from './world.ts';

const warmUp = 100;
const measured = 300;

/** Draws a frame, and resolves when it has been written. */
type Draw = (world: World) => unknown;

function inkWay(size: Size, incrementalRendering: boolean): Draw {
  const stdout = new Writable({write: (_chunk, _encoding, done) => done()});
  Object.assign(stdout, {isTTY: true, ...size});
  const stdin = Object.assign(new PassThrough(), {isTTY: true, setRawMode() {}, ref() {}, unref() {}});
  const options = {
    stdout: stdout as unknown as NodeJS.WriteStream,
    stdin: stdin as unknown as NodeJS.ReadStream,
    incrementalRendering,
    // Its usual limit would leave frames out.
    maxFps: 1000,
    patchConsole: false,
  };
  const ink = render(<InkPanes world={firstWorld()} keys={0} size={size} />, options);
  return async world => {
    ink.rerender(<InkPanes world={world} keys={0} size={size} />);
    await sleep(2);
  };
}

function ourWay({columns, rows}: Size): Draw {
  const painter = new Painter(columns, rows, () => performance.now());
  painter.features = {repeat: 'all'};
  return async world => {
    paintWorld(painter, world, {columns, rows});
    await sleep(2);
  };
}

/** Makes the rows, and draws nothing: what every way pays for. */
function rowsAlone(size: Size): Draw {
  return async world => {
    panesOf(world, layoutOf(size));
    await sleep(2);
  };
}

const [way = '', columns = '', rows = ''] = process.argv.slice(2);
const size = {columns: Number(columns), rows: Number(rows)};
const ways: Readonly<Record<string, () => Draw>> = {
  plain: () => inkWay(size, false),
  incremental: () => inkWay(size, true),
  ours: () => ourWay(size),
  rows: () => rowsAlone(size),
  nothing: () => () => sleep(2),
};
const draw = ways[way]!();
let world = firstWorld();
let start = process.cpuUsage();
for (let frame = 0; frame < warmUp + measured; frame++) {
  if (frame === warmUp) start = process.cpuUsage();
  world = nextWorld(world);
  await draw(world);
}
const {user, system} = process.cpuUsage(start);
process.stdout.write(String((user + system) / 1000 / measured));
process.exit();
