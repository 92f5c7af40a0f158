import {Box, Text} from 'ink';
import {layoutOf, panesOf, type Size, strip} from './panes.ts';
import type {World} from './world.ts';

interface InkPanesProps {
  readonly world: World;
  readonly keys: number;
  readonly size: Size;
}

/** The whole screen as an Ink developer writes it: boxes, and a `<Text>` a row. */
export function InkPanes({world, keys, size: {columns, rows}}: InkPanesProps) {
  const layout = layoutOf({columns, rows});
  const panes = panesOf(world, layout);
  return (
    <Box flexDirection="column" width={columns} height={rows}>
      <Box columnGap={1}>
        <Pane rows={panes.ticker} width={layout.left} />
        <Box flexDirection="column">
          <Pane rows={panes.chat} width={layout.right} />
          <Pane rows={panes.alerts} width={layout.right} />
        </Box>
      </Box>
      <Text wrap="truncate">{strip(keys, columns)}</Text>
    </Box>
  );
}

function Pane({rows, width}: {readonly rows: readonly string[]; readonly width: number}) {
  return (
    <Box flexDirection="column" width={width}>
      {rows.map((row, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a row is its place on the screen.
        <Text key={at} wrap="truncate">
          {row}
        </Text>
      ))}
    </Box>
  );
}
