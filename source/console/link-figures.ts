import type {Screen} from '../terminal/screen.ts';
import type {FrameClock} from './frame-clock.ts';
import type {LinkState} from './panes/strip.ts';

/** Figures that change with each frame would make each frame need another: they are looked at so often. */
const lookMs = 500;
/** A round trip is told anew when it has changed by so much, as a share of it and in milliseconds. */
const change = {share: 0.25, ms: 3};

/** How the line to the terminal stands, steady enough to be read, and so that showing it does not change it. */
export class LinkFigures {
  readonly #screen: Screen;
  readonly #frames: FrameClock;
  #state: LinkState | undefined;
  #lookedMs = -Infinity;

  constructor(screen: Screen, frames: FrameClock) {
    this.#screen = screen;
    this.#frames = frames;
  }

  look(nowMs: number): LinkState {
    if (this.#state && nowMs - this.#lookedMs < lookMs) return this.#state;
    this.#lookedMs = nowMs;
    const {link} = this.#screen;
    const {skipped, heldForMs} = this.#frames;
    // The screen knows how old is what it was given; what was not even made is as old as it has been due.
    this.#state = {
      ...link,
      ageMs: Math.max(link.ageMs, heldForMs),
      roundTripMs: steady(this.#state?.roundTripMs, link.roundTripMs),
      skipped,
    };
    return this.#state;
  }
}

function steady(before: number | undefined, now: number | undefined): number | undefined {
  if (before === undefined || now === undefined) return now;
  return Math.abs(now - before) > Math.max(change.ms, change.share * before) ? now : before;
}
