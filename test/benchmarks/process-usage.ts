import {execFileSync} from 'node:child_process';
import {readFileSync} from 'node:fs';

export interface ProcessUsage {
  readonly rssMiB: number;
  /** Seconds of CPU since its start. */
  readonly cpuSeconds: number;
}

/** What another process uses. Linux tells CPU in hundredths of a second, ps elsewhere in what its format has. */
export function processUsage(pid: number): ProcessUsage {
  if (process.platform !== 'linux') return fromPs(pid);
  // proc_pid_stat(5): after the name in parentheses come the fields from the third on; 14 is utime, 15 stime.
  const stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  const field = (number: number) => Number(fields[number - 3]);
  const kib = /^VmRSS:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, 'latin1'))?.[1];
  return {rssMiB: Number(kib) / 1024, cpuSeconds: (field(14) + field(15)) / 100};
}

function fromPs(pid: number): ProcessUsage {
  const [rss = '', time = ''] = execFileSync('ps', ['-o', 'rss=,time=', '-p', String(pid)], {
    encoding: 'utf8',
  })
    .trim()
    .split(/\s+/);
  return {
    rssMiB: Number(rss) / 1024,
    cpuSeconds: time.split(':').reduce((sum, part) => sum * 60 + Number(part), 0),
  };
}
