import type {DOMElement, Key} from 'ink';
import {Box, Text, useInput, usePaste} from 'ink';
import {useLayoutEffect, useRef} from 'react';
import type {ChannelName} from '../recording/entry.ts';
import type {Layout} from './layout.ts';

/** A part of the screen that is painted from outside of Ink: a pane, the row at the bottom, or the help. */
export type SurfaceName = ChannelName | 'last row' | 'help';

/** Where Ink has put each surface. */
export type Surfaces = Map<SurfaceName, DOMElement>;

export interface AppProps {
  readonly columns: number;
  readonly rows: number;
  /** The help covers everything. */
  readonly help: boolean;
  readonly plan: Layout;
  /** What stands between columns of panes, with its style. */
  readonly separator: string;
  readonly surfaces: Surfaces;
  readonly onKey: (input: string, key: Key) => void;
  readonly onPaste: (text: string) => void;
}

/**
 * The console's structure. Ink lays it out and reads the keys; what is on the surfaces changes many times a second
 * and is painted straight onto the canvas, without React, where Ink has put them.
 */
export function App({columns, rows, help, plan, separator, surfaces, onKey, onPaste}: AppProps) {
  useInput(onKey);
  usePaste(onPaste);
  if (help) return <Surface name="help" width={columns} height={rows} surfaces={surfaces} />;
  return (
    <Box flexDirection="column" width={columns} height={rows} overflow="hidden">
      <Box>
        {plan.columns.map((stack, index) => (
          <Box key={stack[0]?.id}>
            {index > 0 && <Separator rows={rows - 1} glyph={separator} />}
            <Box flexDirection="column">
              {stack.map(({id, width, height}) => (
                <Surface key={id} name={id} width={width} height={height} surfaces={surfaces} />
              ))}
            </Box>
          </Box>
        ))}
      </Box>
      <Surface name="last row" width={columns} height={1} surfaces={surfaces} />
    </Box>
  );
}

interface SurfaceProps {
  readonly name: SurfaceName;
  readonly width: number;
  readonly height: number;
  readonly surfaces: Surfaces;
}

function Surface({name, width, height, surfaces}: SurfaceProps) {
  const box = useRef<DOMElement>(null);
  useLayoutEffect(() => {
    surfaces.set(name, box.current!);
    return () => void surfaces.delete(name);
  }, [name, surfaces]);
  return <Box ref={box} width={width} height={height} flexShrink={0} />;
}

function Separator({rows, glyph}: {readonly rows: number; readonly glyph: string}) {
  return <Text>{new Array<string>(Math.max(0, rows)).fill(glyph).join('\n')}</Text>;
}
