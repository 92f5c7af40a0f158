import {closeSync, constants, openSync, readSync} from 'node:fs';

/** How long is waited for more, in ms, before it is looked again. */
const stepMs = 5;

/**
 * Reads what waits at a terminal device, and what comes within `deadlineMs`, without giving the event loop a turn.
 * `onBytes` gets each piece and says whether to go on. Returns at once when the device cannot be opened, and when it
 * is at its end. Throws what `onBytes` throws, nothing else. In a background job of a shell it would stop the job
 * (SIGTTIN), as any read of its terminal does.
 */
export function readWaiting(path: string, deadlineMs: number, onBytes: (bytes: Uint8Array) => boolean): void {
  const deadline = performance.now() + deadlineMs;
  const buffer = new Uint8Array(4096);
  const sleeper = new Int32Array(new SharedArrayBuffer(4));
  let fd: number;
  try {
    fd = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK | constants.O_NOCTTY);
  } catch {
    return;
  }
  try {
    for (;;) {
      const count = readSome(fd, buffer);
      if (count === 0 || (count && !onBytes(buffer.subarray(0, count)))) return;
      const leftMs = deadline - performance.now();
      if (leftMs <= 0) return;
      if (count === undefined) Atomics.wait(sleeper, 0, 0, Math.min(stepMs, leftMs));
    }
  } finally {
    closeSync(fd);
  }
}

/** How many bytes; 0: there will be no more; undefined: there are none now. */
function readSome(fd: number, buffer: Uint8Array): number | undefined {
  try {
    return readSync(fd, buffer);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EAGAIN' ? undefined : 0;
  }
}
