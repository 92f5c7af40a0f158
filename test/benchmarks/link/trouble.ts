import {dueAt} from './app-log.ts';
import type {FarScreen} from './far-screen.ts';
import {openSession, type Session, type SessionOptions} from './session.ts';
import {newestOf, unitCount} from './units.ts';
import {wallMs} from './wall-clock.ts';
import {appFigures, type Figure, until, warmUpMs} from './watch-line.ts';

/** What befalls a line or a terminal; it is over when this resolves. */
export type Trouble = (session: Session) => Promise<void>;

export interface TroubleOptions extends SessionOptions {
  readonly trouble: Trouble;
  /** For how long the screen is watched afterwards. */
  readonly withinMs?: number;
}

export interface Recovery {
  /** From the end of the trouble until all of the screen is right and no row more than a second behind. */
  readonly rightAgain: Figure;
  /** Of the app, from the beginning of the trouble on: the longest that its event loop was blocked. */
  readonly gapMs: number;
  readonly rssMiB: number;
}

/** Whoever reads the terminal's end stops doing so, as a window that hangs. */
export function stalled(seconds: number): Trouble {
  return async ({pty, pause}) => {
    pty.stall();
    await pause(seconds * 1000);
    pty.unstall();
  };
}

/** Nothing comes through the line; no connection is closed. */
export function cut(seconds: number): Trouble {
  return async ({line, pause}) => {
    if (!line) throw new Error('without a line there is none to cut');
    await line.cut();
    await pause(seconds * 1000);
    await line.mend();
  };
}

/** A window that is dragged: so many sizes in a second, at last the one that it had. */
export function dragged(times: number): Trouble {
  return async ({pty, pause}) => {
    const {columns, rows} = pty.size;
    const startMs = wallMs();
    for (let time = 1; time < times; time++) {
      pty.resize(columns - 1 - (time % 50), rows - 1 - (time % 20));
      await pause(Math.max(0, startMs + (time * 1000) / times - wallMs()));
    }
    pty.resize(columns, rows);
  };
}

/** An app that runs quietly meets trouble. Measures how it gets over it. */
export async function recovery({trouble, withinMs = 20_000, ...options}: TroubleOptions): Promise<Recovery> {
  await using session = await openSession(options);
  const {far} = session;
  await until(session, far.startMs + 2 * warmUpMs);
  const beginMs = wallMs();
  await trouble(session);
  const endMs = wallMs();
  const from = far.looks.length;
  let isRight = false;
  while (!isRight && wallMs() < endMs + withinMs) {
    await session.pause(10);
    isRight = isRightSince(far, from);
  }
  const ms = wallMs() - endMs;
  // The app tells its gaps once a second.
  await session.pause(1200);
  return {rightAgain: {ms, atLeast: !isRight}, ...appFigures(session.record(), beginMs, wallMs())};
}

const currentMs = 1000;

/** Whether the looks from one on have seen all units current, each whole, and what no update changes clean. */
function isRightSince({looks, startMs}: FarScreen, from: number): boolean {
  const since = looks.slice(from);
  if (!since.some(({isClean}) => isClean)) return false;
  const due = dueAt(startMs, wallMs() - currentMs);
  return Array.from({length: unitCount}, (_, unit) => unit).every(unit => {
    const wanted = newestOf(unit, due);
    return since.some(({shown}) => (shown[unit] ?? 0) >= wanted);
  });
}
