import {once} from 'node:events';
import {type ChannelName, channels} from '../recording/entry.ts';
import {Player} from '../recording/player.ts';
import {type Flaw, Recording} from '../recording/read-recording.ts';
import {systemClock} from '../streams/clock.ts';
import {UsageError} from '../streams/errors.ts';
import type {Command, Io} from './command.ts';
import {linkRate, text} from './flags.ts';
import {plainLine} from './plain-line.ts';
import {requireTerminal, runSession} from './session.ts';

/** `tailrace replay`: the console on a recording, with no network at all. */
export const replay: Command = {
  summary: 'The console on a recording, offline.',
  usage: 'replay FILE [--speed N] [--at TIME] [--paused | --headless [--json]]',
  help: `
Options
  --speed N    recorded seconds a second, or max; default 1
  --at TIME    begin there: seconds from the start (90), mm:ss, or a time of day
               in UTC (12:04:31)
  --paused     begin paused
  --link-rate N  write no more than N kbit/s to the terminal
  --headless   no console: print the events, as fast as they are read
  --json       with --headless: a JSON object a line

Keys: Space pauses and plays, + and - change the speed, ? shows the others.

Example
  tailrace replay recordings/incident.jsonl --at 0:20 --speed 2`,
  flags: {
    speed: {type: 'string'},
    at: {type: 'string'},
    paused: {type: 'boolean'},
    linkRate: {type: 'number'},
    headless: {type: 'boolean'},
    json: {type: 'boolean'},
  },
  args: [1, 1],
  async run([path = ''], flags, io) {
    const speed = speedOf(text(flags, 'speed') ?? '1');
    const at = text(flags, 'at');
    if (flags.headless === true) return print(path, flags.json === true, io);
    if (flags.json === true) throw new UsageError('--json goes with --headless');
    requireTerminal(io, `tailrace replay ${path} --headless --json`);
    const abort = new AbortController();
    let onFlaw = (_: Flaw) => {};
    await using recording = await Recording.open(path, {onFlaw: flaw => onFlaw(flaw)});
    const {start, streams} = recording.header;
    const startMs = Date.parse(start);
    const player = new Player({
      clock: systemClock,
      startMs,
      speed,
      paused: flags.paused === true,
      fromMs: at === undefined ? startMs : timeOf(at, startMs),
    });
    const panes = channels.filter(channel => streams.some(({ch}) => ch === channel));
    return await runSession({
      io,
      title: `tailrace ${path}`,
      panes: panes.length > 0 ? panes : ([...channels] as ChannelName[]),
      now: () => player.nowMs,
      playback: player,
      lineBytesPerSecond: linkRate(flags),
      abort,
      feed: async ({store, touch, notify, log}) => {
        onFlaw = ({line, reason}) => {
          log.warn({path, line, reason}, 'flaw in the recording');
          notify(`line ${line} of the recording: ${reason}`);
        };
        for await (const batch of player.play(recording.entries(), abort.signal)) {
          for (const {ch, d, t} of batch) store.apply(ch, [d], t / 1000);
          touch();
        }
        touch();
      },
    });
  },
};

async function print(path: string, json: boolean, {stdout, stderr}: Io): Promise<number> {
  let flaws = 0;
  const onFlaw = ({line, reason}: Flaw) => {
    flaws++;
    stderr.write(`tailrace: ${path}, line ${line}: ${reason}\n`);
  };
  await using recording = await Recording.open(path, {onFlaw});
  for await (const batch of recording.entries()) {
    let out = '';
    for (const entry of batch) {
      if (json) out += `${JSON.stringify(entry)}\n`;
      else if (entry.d.type !== 'status' && entry.d.type !== 'reject') out += `${plainLine(entry.d)}\n`;
    }
    if (out !== '' && !stdout.write(out)) await once(stdout, 'drain');
  }
  return flaws > 0 ? 1 : 0;
}

function speedOf(value: string): number {
  const speed = value === 'max' ? Infinity : Number(value);
  if (!(speed > 0)) throw new UsageError(`--speed takes a number over 0, or max, not "${value}"`);
  return speed;
}

/** Milliseconds since the epoch: `90`, `1:30` and `1:02:03` (with a start at another hour) are read as written. */
function timeOf(value: string, startMs: number): number {
  const [, first, second, third] =
    /^(\d+(?:\.\d+)?)(?::([0-5]\d(?:\.\d+)?))?(?::([0-5]\d(?:\.\d+)?))?$/.exec(value) ?? [];
  if (first === undefined)
    throw new UsageError(`--at takes seconds (90), mm:ss (1:30) or a time of day (12:04:31), not "${value}"`);
  if (second === undefined) return startMs + Number(first) * 1000;
  if (third === undefined) return startMs + (Number(first) * 60 + Number(second)) * 1000;
  const midnight = Math.floor(startMs / 86_400_000) * 86_400_000;
  const time = midnight + ((Number(first) * 60 + Number(second)) * 60 + Number(third)) * 1000;
  // A recording over midnight: a time before its start is the next day's.
  return time < startMs ? time + 86_400_000 : time;
}
