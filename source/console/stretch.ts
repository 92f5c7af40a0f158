const widest = 8;

/** How many cells wide each of `points` is drawn in `room`: few of them wide, so that a young chart is readable. */
export function stretch(points: number, room: number): number {
  return Math.max(1, Math.min(widest, Math.floor(room / points)));
}
