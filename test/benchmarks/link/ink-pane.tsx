import {Box, Text} from 'ink';

interface InkPaneProps {
  readonly rows: readonly string[];
  readonly width: number;
}

/** Rows as an Ink developer writes them: a `<Text>` each. */
export function InkPane({rows, width}: InkPaneProps) {
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
