import type {LinkView} from '../../terminal/screen.ts';
import {bytes, count, span} from '../format.ts';
import type {Layout} from '../layout.ts';
import type {Snapshot, StreamView} from '../store.ts';
import {fit, width} from '../text.ts';
import type {Theme} from '../theme.ts';
import {shortReason, standing} from './standing.ts';

export interface StripState {
  readonly hidden: Layout['hidden'];
  readonly loopDelayMs: number;
  readonly link: LinkState;
  /** A word to the user, in place of the streams. */
  readonly notice: string | undefined;
  readonly recording: {readonly bytes: number; readonly failed: string | undefined} | undefined;
  readonly replay: {readonly speed: number; readonly paused: boolean; readonly ended: boolean} | undefined;
}

/** How the line to the terminal stands: see the screen's LinkView. */
export interface LinkState extends LinkView {
  /** Frames that were not made because the line had no room for them. */
  readonly skipped: number;
}

interface Figure {
  readonly text: string;
  /** Says that something is not as it should be, or how time runs: shown before a long sentence is. */
  readonly urgent: boolean;
}

/**
 * One row: how each stream stands (and why not, since when), then events a second, what was dropped and could not
 * be read, how late the event loop runs, how the line to the terminal stands, and the time (UTC). Where there is not room for all, what is well gives
 * way first, then the sentences on the left are cut, but a word to the user is not.
 */
export function strip(snapshot: Snapshot, state: StripState, columns: number, theme: Theme): string {
  const left = leftOf(snapshot, state, columns, theme);
  const wide = width(left);
  const least = state.notice === undefined ? Math.min(wide, Math.floor(columns * 0.45)) : wide;
  const figures = figuresOf(snapshot, state, columns, theme);
  const shown = new Set<Figure>();
  let used = 0;
  for (const urgent of [true, false]) {
    const room = columns - (urgent ? least : wide);
    for (const figure of figures) {
      if (figure.urgent !== urgent) continue;
      if (used + width(figure.text) + 2 > room) break;
      shown.add(figure);
      used += width(figure.text) + 2;
    }
  }
  const right = figures.filter(figure => shown.has(figure)).map(figure => `  ${figure.text}`);
  return fit(left, columns - used, theme.ellipsis) + right.join('');
}

function leftOf(snapshot: Snapshot, {notice, hidden}: StripState, columns: number, theme: Theme): string {
  const hint = hidden.length > 0 ? [theme.warn(`+${hidden.length} hidden: Tab`)] : [];
  if (notice !== undefined) return [theme.warn(notice), ...hint].join(' ');
  const all = [...streams(snapshot, theme), ...hint].join(' ');
  if (width(all) <= columns) return all;
  // Where not all can be told, what is lost comes first.
  const {streams: views} = snapshot;
  const troubled = {...snapshot, streams: views.filter(view => view.state === 'lost')};
  const others = {...snapshot, streams: views.filter(view => view.state !== 'lost')};
  return [...hint, ...streams(troubled, theme), ...streams(others, theme)].join(' ');
}

function streams({streams: all, nowMs}: Snapshot, theme: Theme): string[] {
  return together(all).map(alike => {
    const [stream] = alike as [StreamView];
    const names = namesOf(alike, theme);
    if (stream.state === 'connected') return `${theme.good(theme.dot)} ${names}`;
    const line = `${theme.ring} ${names} ${standing(stream, nowMs)}`;
    return stream.state === 'lost' ? theme.bad(line) : theme.dim(line);
  });
}

/** The channels, each once: `ticker ×2, logs`. */
function namesOf(streams: readonly StreamView[], {times}: Theme): string {
  const counts = Map.groupBy(streams, ({channel}) => channel);
  return [...counts]
    .map(([channel, {length}]) => (length > 1 ? `${channel} ${times}${length}` : channel))
    .join(', ');
}

/** Streams that are lost for the same reason (their hub has gone, say) are told of together, the longest lost first. */
function together(all: readonly StreamView[]): StreamView[][] {
  const groups = new Map<string, StreamView[]>();
  for (const stream of all) {
    const {channel, source, state} = stream;
    const key =
      state === 'lost' ? shortReason(stream) : state === 'connected' ? channel : `${channel} ${source}`;
    groups.set(key, [...(groups.get(key) ?? []), stream]);
  }
  return [...groups.values()].map(alike => alike.sort((a, b) => a.since.localeCompare(b.since)));
}

function figuresOf(
  snapshot: Snapshot,
  {loopDelayMs, recording, replay, link}: StripState,
  columns: number,
  theme: Theme,
): Figure[] {
  const {eventsPerSecond, dropped, rejects, nowMs} = snapshot;
  const out: Figure[] = [];
  const calm = (text: string) => out.push({text: theme.dim(text), urgent: false});
  const tell = (text: string, trouble: boolean) =>
    trouble ? out.push({text: theme.warn(text), urgent: true}) : calm(text);
  if (recording?.failed !== undefined) {
    const why =
      columns < 80 ? '' : `: ${fit(recording.failed, Math.min(width(recording.failed), 30), theme.ellipsis)}`;
    out.push({text: theme.bad(theme.bold(`REC failed${why}`)), urgent: true});
  } else if (recording) out.push({text: theme.bad(`REC ${bytes(recording.bytes)}`), urgent: true});
  if (replay) {
    const pace = replay.speed === Infinity ? 'max' : `${replay.speed}${theme.times}`;
    const how = replay.ended ? 'ended' : replay.paused ? 'paused' : pace;
    out.push({text: theme.accent(`replay ${how}`), urgent: true});
  }
  out.push({text: `${count(eventsPerSecond)}/s`, urgent: true});
  tell(`dropped ${count(dropped)}`, dropped > 0);
  if (rejects.count > 0) tell(`rejected ${count(rejects.count)}`, true);
  // What is well changes nothing on the screen: an idle one costs nothing.
  if (loopDelayMs >= troubleMs.loop) tell(`loop ${Math.round(loopDelayMs)}ms`, true);
  if (link.ageMs >= oldMs) tell(`age ${ageOf(link.ageMs)}`, link.ageMs >= troubleMs.age);
  calm(linkFigure(link, columns));
  if (link.skipped > 0) calm(`skipped ${count(link.skipped)}`);
  calm('? help');
  // In a replay one steps by the second; live, a clock that ticks would cost the line a frame a second.
  calm(`${new Date(nowMs).toISOString().slice(11, replay ? 19 : 16)}Z`);
  return out;
}

/** From which on the event loop's delay, and the age of what is not on the screen yet, are trouble. */
const troubleMs = {loop: 100, age: 1000};

/** What has waited for so long is told of, in milliseconds; on a good line nothing does. */
const oldMs = 250;

/** To a tenth of a second: what changes more often would itself be much to write. */
function ageOf(ms: number): string {
  return ms < 1000 ? `${(ms / 1000).toFixed(1)}s` : span(ms);
}

/** How the line is known (its round trip, or by what else), and where there is room, what goes over it. */
function linkFigure({mode, roundTripMs, bytesPerSecond}: LinkState, columns: number): string {
  const how =
    mode !== 'answers'
      ? mode
      : roundTripMs === undefined
        ? '?'
        : roundTripMs < 1
          ? '<1ms'
          : span(roundTripMs);
  return columns < 100 ? `link ${how}` : `link ${how} ${count(Math.round(bytesPerSecond / 1000))}kB/s`;
}
