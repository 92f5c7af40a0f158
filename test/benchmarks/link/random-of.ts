/**
 * Numbers from 0 up to 1, the same ones for the same update and use: mulberry32 of a mix of both, so that what an
 * update does can be told without those before it.
 */
export function randomOf(update: number, use: number): () => number {
  let state = Math.imul(update + 1, 0x9e3779b1) ^ Math.imul(use + 1, 0x85ebca6b);
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

export function pick<T>(values: readonly T[], random: () => number): T {
  return values[Math.floor(random() * values.length)]!;
}
