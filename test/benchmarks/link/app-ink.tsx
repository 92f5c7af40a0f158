import {type RenderOptions, render, useApp, useInput, useWindowSize} from 'ink';
import {useEffect, useState} from 'react';
import {InkPanes} from './ink-panes.tsx';
import type {LiveWorld} from './live-world.ts';

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
  return <InkPanes world={world} keys={keys} size={{columns, rows}} />;
}
