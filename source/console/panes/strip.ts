import {bytes, count, span} from '../format.ts';
import type {Layout} from '../layout.ts';
import type {Snapshot, StreamView} from '../store.ts';
import {fit, width} from '../text.ts';
import type {Theme} from '../theme.ts';

export interface StripState {
  readonly hidden: Layout['hidden'];
  readonly loopDelayMs: number;
  /** A word to the user, in place of the streams. */
  readonly notice: string | undefined;
  readonly recording: {readonly bytes: number; readonly failed: string | undefined} | undefined;
  readonly replay: {readonly speed: number; readonly paused: boolean; readonly ended: boolean} | undefined;
}

/**
 * One row: how each stream stands (and why not, since when), then events a second, what was dropped and could not
 * be read, and how late the event loop runs. What does not fit is left out from the right end of each half.
 */
export function strip(snapshot: Snapshot, state: StripState, columns: number, theme: Theme): string {
  const right = figures(snapshot, state, theme);
  const left = state.notice === undefined ? streams(snapshot, theme) : [theme.warn(state.notice)];
  if (state.hidden.length > 0) left.push(theme.warn(`+${state.hidden.length} hidden: Tab`));
  // A lost stream, or a word to the user, is worth more than any figure.
  const urgent = state.notice !== undefined || snapshot.streams.some(({state}) => state === 'lost');
  const leftRoom = urgent ? Math.min(width(left.join('  ')), columns) : Math.floor(columns * 0.55);
  let tail = '';
  for (const figure of right) {
    const longer = tail === '' ? figure : `${tail}  ${figure}`;
    if (width(longer) + 2 > columns - Math.min(leftRoom, width(left.join('  ')))) break;
    tail = longer;
  }
  return fit(left.join('  '), columns - width(tail), theme.ellipsis) + tail;
}

function streams({streams: all, nowMs}: Snapshot, theme: Theme): string[] {
  return all.map(stream => {
    const {channel, state, since} = stream;
    if (state === 'connected') return `${theme.good(theme.dot)} ${channel}`;
    const label = `${theme.ring} ${channel} ${state === 'connecting' ? 'connecting' : state}`;
    if (state === 'connecting') return theme.dim(label);
    const lasted = span(nowMs - Date.parse(since));
    const line = `${label}${state === 'lost' ? ` ${lasted}` : ''}${reasonOf(stream)}`;
    return state === 'lost' ? theme.bad(line) : theme.dim(line);
  });
}

function reasonOf({reason, source}: StreamView): string {
  if (reason === undefined) return '';
  // The address stands in the reason's sentences; on the strip there is no room to say it twice.
  const short = reason.startsWith(`${source}: `)
    ? reason.slice(source.length + 2)
    : reason.replace(/^\S+:\/\/\S+: /, '');
  return `: ${short.split(';', 1)[0]}`;
}

function figures(snapshot: Snapshot, {loopDelayMs, recording, replay}: StripState, theme: Theme): string[] {
  const out = [`${count(snapshot.eventsPerSecond)}/s`];
  if (replay) {
    const pace = replay.speed === Infinity ? 'max' : `${replay.speed}${theme.times}`;
    out.unshift(theme.accent(`replay ${replay.ended ? 'ended' : replay.paused ? 'paused' : pace}`));
  }
  if (recording) {
    out.unshift(
      recording.failed === undefined
        ? theme.bad(`REC ${bytes(recording.bytes)}`)
        : theme.bad(theme.bold(`REC failed: ${recording.failed}`)),
    );
  }
  const dropped = `dropped ${count(snapshot.dropped)}`;
  out.push(snapshot.dropped > 0 ? theme.warn(dropped) : theme.dim(dropped));
  if (snapshot.rejects.count > 0) out.push(theme.warn(`unread ${count(snapshot.rejects.count)}`));
  const late = `loop ${Math.round(loopDelayMs)}ms`;
  out.push(loopDelayMs >= 100 ? theme.warn(late) : theme.dim(late));
  out.push(theme.dim(new Date(snapshot.nowMs).toISOString().slice(11, 19)), theme.dim('? help'));
  return out;
}
