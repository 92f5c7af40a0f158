import {Box, type RenderOptions, render, Text, useApp, useInput, useWindowSize} from 'ink';
import {useEffect, useState} from 'react';
import {InkPane} from './ink-pane.tsx';
import type {LiveWorld} from './live-world.ts';
import {layoutOf, panesOf, strip} from './panes.ts';

/** As an Ink developer writes it: state that is set at each update, a `<Text>` a row. Resolves when it was quit. */
export async function runInk(live: LiveWorld, options: RenderOptions): Promise<void> {
  await render(<App live={live} />, options).waitUntilExit();
}

function App({live}: {readonly live: LiveWorld}) {
  const {exit} = useApp();
  const {columns, rows} = useWindowSize();
  const [{world, keys}, setState] = useState({world: live.world, keys: live.keys});
  useEffect(() => live.listen(() => setState({world: live.world, keys: live.keys})), [live]);
  useInput(input => {
    if (input.includes('q')) exit();
    // Keys that came together are one input.
    live.press(input.split('x').length - 1);
  });
  const layout = layoutOf({columns, rows});
  const panes = panesOf(world, layout);
  return (
    <Box flexDirection="column" width={columns} height={rows}>
      <Box columnGap={1}>
        <InkPane rows={panes.ticker} width={layout.left} />
        <Box flexDirection="column">
          <InkPane rows={panes.chat} width={layout.right} />
          <InkPane rows={panes.alerts} width={layout.right} />
        </Box>
      </Box>
      <Text wrap="truncate">{strip(keys, columns)}</Text>
    </Box>
  );
}
