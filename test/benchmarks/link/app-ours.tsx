import {Box, render, useInput} from 'ink';
import {FrameClock} from '../../../source/console/frame-clock.ts';
import {systemClock} from '../../../source/streams/clock.ts';
import {InkOutput} from '../../../source/terminal/ink-output.ts';
import {followQueue} from '../../../source/terminal/link/follow-queue.ts';
import {multiplexer} from '../../../source/terminal/link/multiplexer.ts';
import {Screen} from '../../../source/terminal/screen.ts';
import type {LiveWorld} from './live-world.ts';
import {layoutOf, panesOf, strip} from './panes.ts';

/** The same world through tailrace's own terminal code, as its console uses it. Resolves when it was quit. */
export async function runOurs(live: LiveWorld): Promise<void> {
  const {env, stdin, stdout} = process;
  await using screen = new Screen({
    input: stdin,
    output: stdout,
    title: 'link',
    link: {isMultiplexed: multiplexer(env) !== undefined, isRemote: Boolean(env.SSH_CONNECTION)},
  });
  using _queue = followQueue(env, screen);
  const ended = Promise.withResolvers<void>();
  process.on('SIGHUP', ended.resolve);
  screen.on('gone', ended.resolve);
  screen.enter();
  using frames = new FrameClock({
    clock: systemClock,
    mayDraw: by => screen.mayDraw(by === 'input'),
    draw(by) {
      draw(screen, live);
      screen.show(by === 'input');
    },
  });
  // The world tells of a key as it tells of all else; but this frame is a key's effect.
  let asker: 'stream' | 'input' = 'stream';
  const byKey = (change: () => void) => {
    asker = 'input';
    change();
    asker = 'stream';
  };
  const ink = render(<Keys live={live} quit={ended.resolve} touch={byKey} />, {
    stdout: new InkOutput() as unknown as NodeJS.WriteStream,
    stdin: screen.keys,
    debug: true,
    interactive: true,
    exitOnCtrlC: false,
    patchConsole: false,
  });
  const unlisten = live.listen(() => frames.touch(asker));
  screen.on('ready', () => frames.free());
  screen.on('resize', () => frames.touch('input'));
  frames.touch('input');
  await ended.promise;
  unlisten();
  ink.unmount();
  await screen.finish();
}

interface KeysProps {
  readonly live: LiveWorld;
  readonly quit: () => void;
  readonly touch: (change: () => void) => void;
}

function Keys({live, quit, touch}: KeysProps) {
  useInput(input => {
    if (input.includes('q')) quit();
    touch(() => live.press(input.split('x').length - 1));
  });
  return <Box />;
}

function draw({canvas, size: {columns, rows}}: Screen, {world, keys}: LiveWorld): void {
  const layout = layoutOf({columns, rows});
  const {ticker, chat, alerts} = panesOf(world, layout);
  const put = (pane: readonly string[], row: number, column: number, width: number, rank: number) => {
    for (const [index, text] of pane.entries()) canvas.put(row + index, column, width, text, rank);
  };
  put(ticker, 0, 0, layout.left, 2);
  put(chat, 0, layout.left + 1, layout.right, 2);
  put(alerts, layout.chat, layout.left + 1, layout.right, 2);
  put([strip(keys, columns)], rows - 1, 0, columns, 1);
}
