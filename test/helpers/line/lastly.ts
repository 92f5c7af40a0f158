import {spawn} from 'node:child_process';
import {once} from 'node:events';

/**
 * A shell that runs `script` when it is disposed of, or when this process ends, however it ends (a pipe closes even
 * under SIGKILL). What outlives a process that was interrupted is stopped by it: a daemon, a network namespace.
 */
export function lastly(script: string): AsyncDisposable {
  const shell = spawn('/bin/sh', ['-c', `cat >/dev/null; ${script}`], {
    // Out of reach of the terminal's ^C, which is meant for the benchmark.
    detached: true,
    stdio: ['pipe', 'ignore', 'ignore'],
  });
  const exited = once(shell, 'exit');
  return {
    async [Symbol.asyncDispose]() {
      shell.stdin.end();
      await exited;
    },
  };
}
