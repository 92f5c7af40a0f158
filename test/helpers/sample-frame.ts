import type {Frame} from '../../source/console/frame.ts';
import type {LinkState} from '../../source/console/panes/strip.ts';
import {theme} from '../../source/console/theme.ts';
import {initialUi, type Ui} from '../../source/console/ui.ts';
import {channels} from '../../source/recording/entry.ts';
import {nowMs, sampleStore} from './sample-world.ts';

export const plainTheme = theme({unicode: true, colors: 0});
export const asciiTheme = theme({unicode: false, colors: 0});

/** A line like a good one over SSH. */
export const calmLink: LinkState = {
  mode: 'answers',
  roundTripMs: 24,
  bytesPerSecond: 3100,
  ageMs: 40,
  skipped: 0,
};

/** A frame of the sample world with the ticker focused, without colours; `more` changes what is to be different. */
export function sampleFrame(
  columns: number,
  rows: number,
  {ui, ...more}: Partial<Omit<Frame, 'ui'>> & {ui?: Partial<Ui>} = {},
): Frame {
  return {
    snapshot: more.snapshot ?? sampleStore().snapshot(nowMs),
    panes: channels,
    columns,
    rows,
    strip: {loopDelayMs: 3, link: calmLink, notice: undefined, recording: undefined, replay: undefined},
    logPath: '/home/ada/.local/state/tailrace/tailrace.log',
    theme: plainTheme,
    ...more,
    ui: {...initialUi('ticker'), room: '#ops', ...ui},
  };
}
