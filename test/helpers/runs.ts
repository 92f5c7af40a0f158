import {existsSync, readFileSync} from 'node:fs';

/** Whether there is such a process; one that has ended and waits to be collected is none. */
export function runs(pid: number): boolean {
  if (!existsSync(`/proc/${pid}/stat`)) return false;
  return !/\) Z /.test(readFileSync(`/proc/${pid}/stat`, 'utf8'));
}
