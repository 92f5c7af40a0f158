/** What went over a crossing: `received` = `delivered` + `dropped` + what is still buffered. */
export interface Counters {
  received: number;
  delivered: number;
  dropped: number;
}
