import {dueAt, dueMs} from './app-log.ts';
import type {Look} from './far-screen.ts';
import {unitCount, unitsOf} from './units.ts';

/** How long something took; what had not come by the end of the watch took at least as long as the watch went on. */
export interface Late {
  readonly atMs: number;
  readonly ms: number;
  readonly seen: boolean;
}

export interface Press {
  readonly atMs: number;
  /** Which press it was, from 1 on. */
  readonly count: number;
}

/** Of each change of a unit that came in a span: from its coming to the first look that showed it or a newer one. */
export function staleness(
  {looks, startMs}: {readonly looks: readonly Look[]; readonly startMs: number},
  {fromMs, toMs, endMs}: {readonly fromMs: number; readonly toMs: number; readonly endMs: number},
): Late[] {
  const first = firstShown(looks);
  const lates: Late[] = [];
  for (let update = dueAt(startMs, fromMs) + 1; update <= dueAt(startMs, toMs); update++) {
    const atMs = dueMs(startMs, update);
    for (const unit of unitsOf(update)) {
      const seenMs = first[unit]!.find(step => step.update >= update)?.atMs;
      lates.push({atMs, ms: Math.max(0, (seenMs ?? endMs) - atMs), seen: seenMs !== undefined});
    }
  }
  return lates;
}

/** How far behind the screen was, a unit at a time, ten times a second: the age of the oldest change not shown. */
export function ages(
  {looks, startMs}: {readonly looks: readonly Look[]; readonly startMs: number},
  {fromMs, toMs}: {readonly fromMs: number; readonly toMs: number},
): number[] {
  const first = firstShown(looks);
  const updates = Array.from({length: unitCount}, () => [] as number[]);
  for (let update = 1; update <= dueAt(startMs, toMs); update++)
    for (const unit of unitsOf(update)) updates[unit]!.push(update);
  const found: number[] = [];
  for (let atMs = fromMs; atMs < toMs; atMs += 100) {
    for (const [unit, steps] of first.entries()) {
      const shown = steps.findLast(step => step.atMs <= atMs)?.update ?? 0;
      const missing = updates[unit]!.find(update => update > shown);
      found.push(missing === undefined ? 0 : Math.max(0, atMs - dueMs(startMs, missing)));
    }
  }
  return found;
}

/** Of each press: until the last row told that it had come. */
export function echoes(looks: readonly Look[], presses: readonly Press[], endMs: number): Late[] {
  return presses.map(({atMs, count}) => {
    const seenMs = looks.find(look => look.atMs >= atMs && (look.keys ?? 0) >= count)?.atMs;
    return {atMs, ms: (seenMs ?? endMs) - atMs, seen: seenMs !== undefined};
  });
}

/** Of each unit, the looks that showed a newer update than any before. */
function firstShown(looks: readonly Look[]) {
  return Array.from({length: unitCount}, (_, unit) => {
    const steps: {readonly atMs: number; readonly update: number}[] = [];
    for (const {atMs, shown} of looks) {
      const update = shown[unit] ?? 0;
      if (update > (steps.at(-1)?.update ?? 0)) steps.push({atMs, update});
    }
    return steps;
  });
}
