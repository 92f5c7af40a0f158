/** What went over a crossing: `received` = `delivered` + `dropped` + what is buffered or waits for room. */
export interface Counters {
  received: number;
  delivered: number;
  dropped: number;
}
