// Loaded before the console where its event loop is watched: writes how late it was to the file that LOOP_PROBE names.
import {writeFileSync} from 'node:fs';
import {monitorEventLoopDelay} from 'node:perf_hooks';

const file = process.env.LOOP_PROBE;
if (file) {
  const resolution = 1;
  const delay = monitorEventLoopDelay({resolution});
  delay.enable();
  // Start-up and the first compilations are not what is asked.
  setTimeout(() => delay.reset(), 3000).unref();
  const late = percentile => Math.max(0, delay.percentile(percentile) / 1e6 - resolution);
  process.on('exit', () =>
    writeFileSync(file, JSON.stringify({p50: late(50), p99: late(99), max: delay.max / 1e6 - resolution})),
  );
}
